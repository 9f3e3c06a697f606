"""Readings of what the customer value page shows behind its choices: the figure each block begins with, and why."""

from __future__ import annotations

from typing import TypeVar

from metrics.context import Context, Sources
from metrics.reading import Given, Reading, UndefinedError
from metrics.value.basis import made
from metrics.value.policy import Farming, Misread, Served, policy
from metrics.value.policy_facts import Repeat, Tail, years
from metrics.words.text import N_, Message, message
from metrics.words.units import Unit

Found = TypeVar("Found")


def split(found: Found | Message) -> tuple[Found | None, Message | None]:
    """What was found, or the reason there is none."""
    return (None, found) if isinstance(found, Message) else (found, None)


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
