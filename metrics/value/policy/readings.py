"""What ifs of policy, in figures. What a reader may set is a parameter, and its default what the page begins with."""

from __future__ import annotations

from metrics.context import Context
from metrics.customers.buyers import ALL
from metrics.metric import Metric, declare
from metrics.reading import Figure, Given
from metrics.value.policy import facts, formulas
from metrics.value.policy.links import linked
from metrics.words.text import N_, message
from metrics.words.units import Unit

PART, FIXED = 0.5, 0.5  # least profitable part of the active customers; part of their cost to serve that stays
BEST, WRONG, LOSS = 0.2, 0.05, 1.0  # best customers; of them misclassified; of their value lost
SPEND, POINTS = (0.1, 0.0, -0.2), (0.01, 0.0, 0.0)  # more cost to serve, and retention in points, of A, B and C


def _entered(label: str, value: float, unit: Unit = Unit.SHARE, **holes: str) -> Given:
    return Given(label=message(label, **holes), value=value, unit=unit)


def least_profitable(context: Context, part: float = PART, fixed: float = FIXED) -> Figure:
    """Change of a year's profit without the last active customers."""
    given = (
        _entered(N_("Least profitable part of active customers"), part),
        _entered(N_("Cost to serve that stays"), fixed),
    )
    return Figure(facts.least_profitable(context.sources, part, fixed).change, given=given)


def misclassified(
    context: Context, best: float = BEST, wrong: float = WRONG, loss: float = LOSS, mode: str = ALL
) -> Figure:
    """What taking some of the best for ordinary customers would lose."""
    given = (
        _entered(N_("Customers taken as the best"), best),
        _entered(N_("Misread"), wrong),
        _entered(N_("Of their value lost"), loss),
    )
    return Figure(facts.misclassified(context.sources, best, wrong, loss, mode).loss, given=given)


def tier_policy(context: Context, spend: tuple[float, ...] = SPEND, points: tuple[float, ...] = POINTS) -> Figure:
    """Change of profit by serving tiers otherwise."""
    tiers = list(zip(facts.TIERS, spend, points, strict=True))
    more = [_entered(N_("Cost to serve more, class {letter}"), x, letter=tier) for tier, x, _y in tiers if x]
    stay = [_entered(N_("Retention more, class {letter}"), y, Unit.POINTS, letter=tier) for tier, _x, y in tiers if y]
    return Figure(formulas.together(facts.served(context.sources, spend, points)).change, given=(*more, *stay))


def return_on_base(context: Context) -> Figure:
    """Change of customer equity by the programme over its cost to date."""
    text = N_("It rests on the assumptions of the scenario, not on a control group.")
    return Figure(facts.added(context).rate, note=message(text))


METRICS = declare(
    "value",
    "financial",
    Metric(
        id="tail",
        name=N_("Profit without the tail"),
        unit=Unit.MONEY,
        better="neither",
        formula=N_(
            "What the last customers brought in 12 months is lost; the fixed part of their cost to serve stays."
        ),
        mart="customer_base",
        compute=least_profitable,
    ),
    Metric(
        id="repeat_revenue",
        name=N_("From returning customers"),
        unit=Unit.SHARE,
        perspective="customer",
        formula=N_("Net revenue of 12 months from customers whose first order is older, over all of it."),
        mart="customer_base",
        compute=lambda context: facts.repeat(context.sources).share,
    ),
    Metric(
        id="misread",
        name=N_("Lost by misreading"),
        unit=Unit.MONEY,
        better="lower",
        formula=N_("Share misread times the value of the best customers times the part of it that goes."),
        mart="customer_base",
        compute=misclassified,
    ),
    Metric(
        id="tier_policy",
        name=N_("Profit of the policy"),
        unit=Unit.MONEY,
        formula=N_(
            "Cost to serve saved over the horizon, discounted, plus points of retention times (value if kept less "
            "value if lost)."
        ),
        mart="customer_base",
        compute=tier_policy,
    ),
    Metric(
        id="farming",
        name=N_("Farmer index"),
        unit=Unit.MULTIPLE,
        better="neither",
        formula=N_(
            "Share of revenue from customers of a year ago, over their share of cost to serve, mail and winning."
        ),
        mart="customer_base",
        compute=lambda context: facts.spending(context).index,
    ),
    Metric(
        id="rocb",
        name=N_("Return on the customer base"),
        unit=Unit.SHARE,
        formula=N_(
            "Customer equity with the programme less without it, both by the benefit model, over the cost of the "
            "programme to date. Shown beside net present value, never added to it."
        ),
        mart="active_month",
        compute=return_on_base,
    ),
    Metric(
        id="linked",
        name=N_("Value of linked groups"),
        unit=Unit.MONEY,
        formula=N_("Value of linked customers, summed over each group, nobody counted twice."),
        mart="customer_link",
        compute=lambda context: linked(context.sources).value,
    ),
)
