"""Readings of what the customer value page shows behind its choices: the figure each block begins with, and why."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

from metrics.context import Sources
from metrics.reading import Reading
from metrics.value.basis import made
from metrics.value.contracts import SBG, Contracts
from metrics.value.lifecycle import Lifecycle
from metrics.value.worth import DRIVERS, FAMILY, Margin, Parts, three
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit

Found = TypeVar("Found")


def split(found: Found | Message) -> tuple[Found | None, Message | None]:
    """What was found, or the reason there is none."""
    return (None, found) if isinstance(found, Message) else (found, None)


@lru_cache(maxsize=2)
def potential(sources: Sources) -> Reading:
    """What active customers could bring more in a year."""
    value = float(three(sources)["potential"].sum())
    formula = message(
        N_(
            "Realised: all a customer brought. Potential: what a good customer alike (third quartile of kind, size and "
            "contract) brings in a year, less their own, never below 0; of active customers. Model: forecast value."
        )
    )
    note = message(N_("The third quartile stands in for the share of wallet, which nobody outside can see."))
    return made(sources, "potential", N_("Potential a year"), Unit.MONEY, value, None, formula, source="C02", note=note)


def stages(sources: Sources, found: Lifecycle | Message) -> Reading:
    """Value of all customers by their stages."""
    held, reason = split(found)
    formula = message(
        N_("Sum over the years of P(alive in year t) times what one alive brings then, discounted from mid-year.")
    )
    note = message(N_("Moves between stages are those of the last two years; what a stage brings stays as it was."))
    return made(
        sources,
        "stages",
        N_("Value by stages"),
        Unit.MONEY,
        None if held is None else held.total,
        reason,
        formula,
        source="C01; Pfeifer and Carraway 2000",
        mart="lifecycle_step",
        note=note,
    )


def contribution(sources: Sources, found: Margin | None, reason: Message | None, by: str) -> Reading:
    """What the last 12 months left over."""
    formula = message(N_("Net revenue less cost of sales is margin; less cost to serve by activity is contribution."))
    drivers = message(
        N_(
            "Cost to serve is shared out: delivery and administration by order lines, returns by value, the rest by "
            "revenue."
        )
    )
    assert set(DRIVERS.values()) == {"lines", "returned"}
    mart = "family_margin" if by == FAMILY else "serve_group"
    return made(
        sources,
        "contribution_12m",
        N_("Contribution, 12 months"),
        Unit.MONEY,
        None if found is None else found.contribution,
        reason,
        formula,
        source="C17",
        mart=mart,
        note=drivers if by == FAMILY else None,
    )


def parts(sources: Sources, found: Parts) -> Reading:
    """The value that was taken apart."""
    formula = message(
        N_(
            "Base: what new customers bring a year. Growth: longer ones buy more or other things. Price premium: they "
            "pay more for the same in the same months. Cost saving: they cost less to serve. Scaled to the forecast "
            "value."
        )
    )
    note = message(N_("Growth also holds that better buyers stay: it is no effect of loyalty."))
    value = None if found.total is None else found.total.total
    return made(
        sources,
        "value_parts",
        N_("Value taken apart"),
        Unit.MONEY,
        value,
        found.reason,
        formula,
        source="C18; Reichheld and Sasser 1990",
        mart="loyalty_part",
        note=note,
    )


def contracts(sources: Sources, found: Contracts) -> Reading:
    """Value of customers under contract."""
    curve = (
        N_("What a customer brings a year, times discounted years of contract to expect; renewal by the fitted sBG.")
        if found.by == SBG
        else N_("What a customer brings a year, times discounted years of contract to expect; renewal as it was seen.")
    )
    note = None
    if found.tested is not None:
        note = message(
            N_("90% range: the miss of a year ago on {n} contracts ({expected} expected to renew, {renewed} did)."),
            n=Amount(found.tested.contracts, Unit.COUNT),
            expected=Amount(round(found.tested.expected), Unit.COUNT),
            renewed=Amount(found.tested.renewed, Unit.COUNT),
        )
    value = None if found.reason is not None else found.total
    return made(
        sources,
        "contract_value",
        N_("Value under contract"),
        Unit.MONEY,
        value,
        found.reason,
        message(curve),
        source="C25; Fader and Hardie 2007",
        mart="contract_term",
        note=note,
        low=found.low,
        high=found.high,
    )
