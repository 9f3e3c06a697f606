"""What ifs of policy, in figures. What a reader may set is a parameter, and its default what the page begins with."""

from __future__ import annotations

from functools import partial

from metrics.context import Context
from metrics.customers.buyers import ALL, TIERS
from metrics.metric import metric
from metrics.reading import Figure, Given
from metrics.value.policy import facts, formulas, links
from metrics.words.text import N_, message
from metrics.words.units import Unit

PART, FIXED = 0.5, 0.5  # least profitable part of the active customers; part of their cost to serve that stays
BEST, WRONG, LOSS = 0.2, 0.05, 1.0  # best customers; of them misclassified; of their value lost
SPEND, POINTS = (0.1, 0.0, -0.2), (0.01, 0.0, 0.0)  # more cost to serve, and retention in points, of A, B and C

_metric = partial(metric, perspective="financial")
_of_base = partial(_metric, mart="customer_base")


def _entered(label: str, value: float, unit: Unit = Unit.SHARE, **holes: str) -> Given:
    return Given(label=message(label, **holes), value=value, unit=unit)


@_of_base(
    N_("Profit without the least profitable customers"),
    Unit.MONEY,
    N_("What the last customers brought in 12 months is lost; the fixed part of their cost to serve stays."),
    better="neither",
)
def _tail(context: Context, part: float = PART, fixed: float = FIXED) -> Figure:
    """Change of a year's profit without the last active customers."""
    least = _entered(N_("Least profitable share of active customers"), part)
    stays = _entered(N_("Cost to serve that stays"), fixed)
    return Figure(facts.least_profitable(context.sources, part, fixed).change, given=(least, stays))


@_of_base(
    N_("Revenue from existing customers"),
    Unit.SHARE,
    N_("Net revenue of 12 months from customers whose first order is older, over all of it."),
    perspective="customer",
)
def _repeat_revenue(context: Context) -> float:
    return facts.repeat(context.sources).share


@_of_base(
    N_("Value lost by misclassification"),
    Unit.MONEY,
    N_("Share misread times the value of the best customers times the part of it that goes."),
    better="lower",
)
def _misread(context: Context, best: float = BEST, wrong: float = WRONG, loss: float = LOSS, mode: str = ALL) -> Figure:
    """What taking some of the best for ordinary customers would lose."""
    given = (
        _entered(N_("Customers taken as the best"), best),
        _entered(N_("Top customers misclassified"), wrong),
        _entered(N_("Of their value lost"), loss),
    )
    return Figure(facts.misclassified(context.sources, best, wrong, loss, mode).loss, given=given)


@_of_base(
    N_("Profit of the policy"),
    Unit.MONEY,
    N_(
        "Cost to serve saved over the horizon, discounted, plus points of retention times (value if kept less value if "
        "lost)."
    ),
)
def _tier_policy(context: Context, spend: tuple[float, ...] = SPEND, points: tuple[float, ...] = POINTS) -> Figure:
    """Change of profit by serving tiers otherwise."""
    more, stay = N_("Cost to serve more, class {letter}"), N_("Retention more, class {letter}")
    given = (
        *(_entered(more, value, letter=tier) for tier, value in zip(TIERS, spend, strict=True) if value),
        *(_entered(stay, value, Unit.POINTS, letter=tier) for tier, value in zip(TIERS, points, strict=True) if value),
    )
    return Figure(formulas.together(facts.served(context.sources, spend, points)).change, given=given)


@_of_base(
    N_("Return on spending on existing customers, relative"),
    Unit.MULTIPLE,
    N_("Share of revenue from customers of a year ago, over their share of cost to serve, mail and winning."),
    better="neither",
)
def _farming(context: Context) -> float:
    return facts.spending(context).index


@_metric(
    N_("Return on customer equity"),
    Unit.SHARE,
    N_(
        "Customer equity with the programme less without it, both by the benefit model, over the cost of the programme "
        "to date. Shown beside net present value, never added to it."
    ),
    mart="active_month",
)
def _rocb(context: Context) -> Figure:
    text = N_("It rests on the assumptions of the scenario, not on a control group.")
    return Figure(facts.added(context).rate, note=message(text))


@_metric(
    N_("Value of linked groups"),
    Unit.MONEY,
    N_("Value of linked customers, summed over each group, nobody counted twice."),
    mart="customer_link",
)
def _linked(context: Context) -> float:
    return links.linked(context.sources).value
