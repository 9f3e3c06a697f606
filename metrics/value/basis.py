"""Readings of the customer value page: its tiles, kept, and figures of its blocks that no metric declares."""

from __future__ import annotations

from functools import lru_cache

from metrics import __version__
from metrics.context import Context, Sources
from metrics.customers.model_card import Card
from metrics.reading import Basis, Given, Reading
from metrics.value.attention import Attention
from metrics.value.customer import Customer
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit


@lru_cache(maxsize=32)
def readings(context: Context, *ids: str) -> dict[str, Reading]:
    """Readings by id. They hang on the data alone and cost a pass over all customers, so they are kept."""
    return {id: context.read(id) for id in ids}


def develop(sources: Sources, found: Attention) -> Reading:
    """How many customers bring little and are expected to bring much."""
    formula = message(
        N_("Customers active in the last year who brought less than the median and are expected to bring more than it.")
    )
    value = None if found.reason is not None else float(found.develop.customers)
    basis = _basis(sources, formula, "C21")
    return _reading("develop", N_("Customers to develop"), Unit.CUSTOMERS, value, found.reason, basis)


def worth(sources: Sources, one: Customer, card: Card) -> Reading:
    """What one customer is worth, with the range of a single customer."""
    formula = message(
        N_("Expected orders of this customer times what one brings, discounted at {rate} a year, over {n} months."),
        rate=Amount(card.rate, Unit.RATE),
        n=card.horizon_months,
    )
    name = N_("Value of this customer")
    basis = _basis(sources, formula, "C20; Fader, Hardie and Lee 2005", card.note)
    return _reading("worth", name, Unit.MONEY, one.value, card.reason, basis, one.low, one.high)


def back_test(sources: Sources, card: Card) -> Reading:
    """How far the sum of orders was off in the latest back-test."""
    formula = message(N_("Orders expected over orders that came, less one, on days the model had not seen."))
    reason = card.reason or message(N_("the history is too short for a back-test"))
    basis = _basis(sources, formula, "C20; Fader, Hardie and Lee 2005", card.note)
    return _reading("back_test", N_("Error of the back-test"), Unit.SHARE, card.error, reason, basis)


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


def _basis(sources: Sources, formula: Message, source: str, note: Message | None = None) -> Basis:
    published = sources.published
    return Basis(
        formula=formula,
        source=source,
        mart="customer_base",
        rows=len(sources.frames["customer_base"]),
        range_note=note,
        data_until=published.until,
        data_hash=published.data_hash,
        code=__version__,
    )


def _reading(
    id: str,
    name: str,
    unit: Unit,
    value: float | None,
    reason: Message | None,
    basis: Basis,
    low: float | None = None,
    high: float | None = None,
) -> Reading:
    why = None if value is not None else reason or message(N_("there is no forecast of this customer"))
    return Reading(id=id, unit=unit, value=value, reason=why, low=low, high=high, basis=basis, name=message(name))
