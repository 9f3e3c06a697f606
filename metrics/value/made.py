"""Readings of what the customer value page shows behind its choices: the figure each block begins with, and why."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

from metrics.context import Context, Sources
from metrics.reading import Given, Reading, UndefinedError
from metrics.value.basis import made
from metrics.value.contracts import SBG, Contracts
from metrics.value.lifecycle import Lifecycle
from metrics.value.policy import Farming, Misread, Served, policy
from metrics.value.policy_facts import Repeat, Tail, years
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


def tail(sources: Sources, found: Tail | Message, fixed: float) -> Reading:
    """Change of a year's profit without the last customers."""
    held, reason = split(found)
    formula = message(
        N_("What the last customers brought in 12 months is lost; the fixed part of their cost to serve stays.")
    )
    given = (Given(label=message(N_("Cost to serve that stays")), value=fixed, unit=Unit.SHARE),)
    return made(
        sources,
        "tail",
        N_("Profit without the tail"),
        Unit.MONEY,
        None if held is None else held.profit,
        reason,
        formula,
        source="C06",
        given=given,
    )


def repeat(sources: Sources, found: Repeat | Message) -> Reading:
    """Share of revenue from customers who had bought before."""
    held, reason = split(found)
    formula = message(N_("Net revenue of 12 months from customers whose first order is older, over all of it."))
    return made(
        sources,
        "repeat_revenue",
        N_("From returning customers"),
        Unit.SHARE,
        None if held is None else held.share,
        reason,
        formula,
        source="C05",
    )


def misread(sources: Sources, found: Misread | Message, best: float, wrong: float, loss: float) -> Reading:
    """What misreading the best would lose."""
    held, reason = split(found)
    formula = message(N_("Share misread times the value of the best customers times the part of it that goes."))
    given = (
        Given(label=message(N_("Customers taken as the best")), value=best, unit=Unit.SHARE),
        Given(label=message(N_("Misread")), value=wrong, unit=Unit.SHARE),
        Given(label=message(N_("Of their value lost")), value=loss, unit=Unit.SHARE),
    )
    return made(
        sources,
        "misread",
        N_("Lost by misreading"),
        Unit.MONEY,
        None if held is None else held.loss,
        reason,
        formula,
        source="C19",
        given=given,
    )


def service(sources: Sources, found: tuple[Served, ...] | Message) -> Reading:
    """Change of profit by serving tiers otherwise."""
    held, reason = split(found)
    formula = message(
        N_(
            "Cost to serve saved over the horizon, discounted, plus points of retention times (value if kept less "
            "value if lost)."
        )
    )
    value = None if held is None else policy(held, years(sources))
    return made(sources, "tier_policy", N_("Profit of the policy"), Unit.MONEY, value, reason, formula, source="C22")


def farming(context: Context, found: Farming | Message) -> Reading:
    """Farmer or hunter."""
    held, reason = split(found)
    value = None
    if held is not None:
        try:
            value = held.index
        except UndefinedError as error:
            reason = error.reason
    formula = message(
        N_("Share of revenue from customers of a year ago, over their share of cost to serve, mail and winning.")
    )
    cac = context.scenario.assumption("acquisition.cac")
    label = context.scenario.label("acquisition.cac")
    given = () if cac is None else (Given(label=label, value=cac.value, unit=Unit.MONEY, owner=cac.owner),)
    return made(
        context.sources,
        "farming",
        N_("Farmer index"),
        Unit.MULTIPLE,
        value,
        reason,
        formula,
        source="C23",
        given=given,
        scenario=context.label,
    )
