"""What the customers are worth, in figures."""

from __future__ import annotations

from functools import partial

from metrics.churn.figures import at_risk
from metrics.context import Context, Sources
from metrics.customers.buyers import ALL, CONTRACT, ORDERS, OUTSIDE, forecast, of_mode
from metrics.metric import metric, of_subject
from metrics.ratio import Ratio, ratio
from metrics.reading import Figure, UndefinedError
from metrics.value import attention, contracts, customer, winning
from metrics.value.policy import readings as _policy  # noqa: F401 - its metrics come first
from metrics.value.worth import FAMILY, margin, stages, taken_apart, value_views
from metrics.words.text import N_, message
from metrics.words.units import Amount, Unit

IN_PROPORTION = N_("Range: that of the value of the base, in proportion.")
BY_RENEWALS = {
    contracts.SBG: N_(
        "What a customer brings a year, times discounted years of contract to expect; renewal by the fitted sBG."
    ),
    contracts.SEEN: N_(
        "What a customer brings a year, times discounted years of contract to expect; renewal as it was seen."
    ),
}
EXPECTED = N_("Expected orders of each customer times what an order brings, discounted over the horizon.")
BUY_TILL_YOU_DIE = "Fader, Hardie and Lee (2005)"

_money = partial(metric, unit=Unit.MONEY, perspective="customer")
_forecast = partial(_money, mart="customer_base", source=BUY_TILL_YOU_DIE)


def _in_proportion(sources: Sources, value: float, text: str) -> Figure:
    """``value`` with the range of the whole base, scaled to it; without one where the base is worth nothing."""
    total = forecast(sources).total
    if total.value <= 0:
        return Figure(value, formula=message(text))
    low, high = (value * max(end, 0.0) / total.value for end in (total.low, total.high))
    return Figure(value, low, high, message(IN_PROPORTION), formula=message(text))


@_forecast(N_("Remaining customer lifetime value (CLV) of all customers"), formula=EXPECTED)
def _customer_value(context: Context, mode: str = ALL) -> Figure:
    """Of all customers, or of those of a mode by the model that suits it."""
    if mode == CONTRACT:
        return _contract_value(context)
    scores = forecast(context.sources)
    if mode == ORDERS:
        text = N_("Forecast value of the customers without a contract, by the champion of the back-tests.")
        return _in_proportion(context.sources, float(of_mode(context.sources, ORDERS)["value"].sum()), text)
    if mode == OUTSIDE:
        text = N_("Forecast value of all customers who do not work for the company, by the champion of the back-tests.")
        return _in_proportion(context.sources, float(of_mode(context.sources, OUTSIDE)["value"].sum()), text)
    return Figure(scores.total.value, scores.total.low, scores.total.high, scores.note)


@_forecast(
    N_("Remaining customer lifetime value (CLV) of one customer"),
    formula=N_("Value of the base over the number of buyers in it."),
)
def _value_per_customer(context: Context) -> Figure:
    total, buyers = context.scores.total, len(context.scores.frame)
    if not buyers:
        raise UndefinedError(message(N_("there are no customers yet")))
    return Figure(total.value / buyers, total.low / buyers, total.high / buyers, context.scores.note)


@_money(
    N_("Value under contract"),
    formula=BY_RENEWALS[contracts.SBG],
    mart="contract_term",
    source="Fader and Hardie (2007)",
)
def _contract_value(context: Context) -> Figure:
    """With what the same reckoning missed a year ago."""
    valued = contracts.contracts(context.sources)
    formula, tested = message(BY_RENEWALS[valued.by]), valued.tested
    if tested is None:
        return Figure(valued.total, formula=formula)
    note = message(
        N_("90% range: the miss of a year ago on {n} contracts ({expected} expected to renew, {renewed} did)."),
        **tested.counts,
    )
    return Figure(valued.total, valued.low, valued.high, note, formula=formula)


AT_RISK = N_("Churn probability times (value if kept less value if lost), of those of this group worth keeping.")


@_money(N_("Value at risk of a group"), formula=AT_RISK, mart="customer_life", better="lower")
def _group_value_at_risk(context: Context, mode: str = CONTRACT) -> Figure:
    """Of the customers of one mode."""
    frame = at_risk(context.sources)
    mine = frame.loc[frame.index.intersection(of_mode(context.sources, mode).index), "at_risk"]
    return _in_proportion(context.sources, float(mine[mine > 0].sum()), AT_RISK)


@_forecast(N_("Remaining customer lifetime value (CLV) of this customer"), formula=EXPECTED)
def _worth(context: Context, number: str = "") -> Figure:
    """With the range of a single customer."""
    scores, buyer = forecast(context.sources), customer.customer(context.sources, number)
    if buyer.value is None:
        raise UndefinedError(message(N_("there is no forecast of this customer")))
    formula = message(
        N_("Expected orders of this customer times what one brings, discounted at {rate} a year, over {n} months."),
        rate=Amount(float(scores.card["rate_yearly"]), Unit.RATE),
        n=int(scores.card["horizon_months"]),
    )
    return Figure(buyer.value, buyer.low, buyer.high, scores.note, formula=formula)


@metric(
    N_("Customers to develop"),
    Unit.CUSTOMERS,
    N_("Customers active in the last year who brought less than the median and are expected to bring more than it."),
    perspective="customer",
    mart="customer_base",
    better="neither",
)
def _develop(
    context: Context, kind: str | None = None, region: str | None = None, tier: str | None = None, mode: str = ALL
) -> float:
    return float(attention.attention(context.sources, kind, region, tier, mode).develop.customers)


@_money(
    N_("Potential a year"),
    formula=N_(
        "Realised: all a customer brought. Potential: what a good customer alike (third quartile of kind, size and "
        "contract) brings in a year, less their own, never below 0; of active customers. Model: forecast value."
    ),
    mart="customer_base",
    better="neither",
)
def _potential(context: Context) -> Figure:
    note = N_("The third quartile stands in for the share of wallet, which nobody outside can see.")
    return Figure(float(value_views(context.sources)["potential"].sum()), note=message(note))


@_money(
    N_("Customer value by life-cycle stage"),
    formula=N_("Sum over the years of P(alive in year t) times what one alive brings then, discounted from mid-year."),
    mart="lifecycle_step",
    source="Pfeifer and Carraway (2000)",
)
def _value_by_stages(context: Context, kind: str = "") -> Figure:
    note = N_("Moves between stages are those of the last two years; what a stage brings stays as it was.")
    return Figure(stages(context.sources, kind).total, note=message(note))


@_money(
    N_("Contribution, 12 months"),
    formula=N_("Net revenue less cost of sales is margin; less cost to serve by activity is contribution."),
    mart="serve_group",
    perspective="financial",
)
def _contribution_12m(context: Context, by: str = "kind", group: str = "") -> Figure:
    """Of everybody or of one group."""
    drivers = N_(
        "Cost to serve is shared out: delivery and administration by order lines, returns by value, the rest by "
        "revenue."
    )
    return Figure(margin(context.sources, by, group).contribution, note=message(drivers) if by == FAMILY else None)


@_money(
    N_("Parts of customer value"),
    formula=N_(
        "Base: what new customers bring a year. Growth: longer ones buy more or other things. Price premium: they pay "
        "more for the same in the same months. Cost saving: they cost less to serve. Scaled to the forecast value."
    ),
    mart="loyalty_part",
    source="Reichheld and Sasser (1990)",
)
def _value_parts(context: Context) -> Figure:
    note = N_("Growth also holds that better buyers stay: it is no effect of loyalty.")
    return Figure(taken_apart(context.sources).total.total, note=message(note))


RETENTION_LENS = "RetentionLens, unit economics"
_financial = partial(metric, perspective="financial")


@_financial(
    N_("Customer acquisition cost (CAC)"),
    Unit.MONEY,
    N_("Sales and marketing in the general ledger over customers won, both of the same twelve months."),
    better="lower",
    mart="ledger_month",
)
def _acquisition_cost(context: Context) -> float:
    return winning.winning(context.sources).each


@_financial(
    N_("CLV to CAC"),
    Unit.MULTIPLE,
    N_(
        "What customers won in the last 12 months brought and are expected to bring, before the cost of winning them, "
        "over that cost."
    ),
    mart="ledger_month",
    source=RETENTION_LENS,
)
def _value_to_cost(context: Context) -> float:
    return winning.worth_of_won(context.sources) / winning.winning(context.sources).each


@_financial(
    N_("CAC payback"),
    Unit.MONTHS,
    N_("Customer acquisition cost over what an active customer brings a month."),
    better="lower",
    mart="ledger_month",
    source=RETENTION_LENS,
)
def _acquisition_payback(context: Context) -> float:
    return winning.winning(context.sources).each / winning.monthly_contribution(context.sources)


@_financial(
    N_("Net revenue retention"),
    Unit.SHARE,
    N_("Revenue of the last 365 days over that of the 365 before, of the customers who bought in the latter."),
    mart="customer_year",
)
def _revenue_retention(context: Context) -> float:
    return winning.kept_revenue(context.sources)


@_financial(
    N_("Cost to serve per customer"),
    Unit.MONEY,
    N_("Cost to serve of the last twelve months over active customers."),
    better="lower",
    mart="customer_base",
)
def _serving_cost(context: Context) -> float:
    return winning.serving(context.sources)


ratio(
    "value",
    Ratio(
        id="response_cost",
        mart="mail_month",
        over="cost_told",
        under="answered",
        needs="mail.answered",
        months=12,
        places=(),
    ),
    N_("Cost of a response to mail"),
    Unit.MONEY,
    N_("Cost of mail over responses to it, in twelve months."),
    perspective="process",
    better="lower",
)

ratio(
    "value",
    Ratio(id="leaving_rate", mart="leaving_rate", over="gone", under="active", needs="departures", places=()),
    N_("Departures a month"),
    Unit.SHARE,
    N_("Customers recorded as gone in the month, over those active at the end of the month before."),
    perspective="customer",
    better="lower",
)

METRICS = of_subject("value")
