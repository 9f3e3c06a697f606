"""A figure of the customer value page that no metric declares yet: its value or its reason, and where it comes from."""

from __future__ import annotations

from metrics import __version__
from metrics.context import Sources
from metrics.reading import Basis, Given, Reading
from metrics.words.text import N_, Message, message
from metrics.words.units import Unit


def made(
    sources: Sources,
    id: str,
    name: str,
    unit: Unit,
    value: float | None,
    reason: Message | None,
    formula: Message,
    *,
    source: str,
    mart: str = "customer_base",
    given: tuple[Given, ...] = (),
    note: Message | None = None,
    low: float | None = None,
    high: float | None = None,
    scenario: str = "",
) -> Reading:
    """A figure of this page that no metric declares: its value or its reason, and where it comes from."""
    published = sources.published
    basis = Basis(
        formula=formula,
        source=source,
        mart=mart,
        rows=len(sources.frames[mart]),
        assumptions=lambda: given,
        range_note=note,
        data_until=published.until,
        data_hash=published.data_hash,
        code=__version__,
        scenario=scenario,
    )
    why = None if value is not None else reason or message(N_("there is nothing to count yet"))
    return Reading(id=id, unit=unit, value=value, reason=why, low=low, high=high, basis=basis, name=message(name))
