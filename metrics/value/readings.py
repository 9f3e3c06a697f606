"""What the customers are worth, in figures."""

from __future__ import annotations

from metrics.churn.figures import at_risk
from metrics.context import Context, Sources
from metrics.customers.buyers import ALL, CONTRACT, ORDERS, forecast, of_mode
from metrics.metric import Metric, declare
from metrics.reading import Figure, UndefinedError
from metrics.value import attention, contracts, customer, worth
from metrics.value.policy import readings as policy
from metrics.words.text import N_, Message, message
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


def _in_proportion(sources: Sources, value: float, formula: Message) -> Figure:
    """``value`` with the range of the whole base, scaled to it; without one where the base is worth nothing."""
    total = forecast(sources).total
    if total.value <= 0:
        return Figure(value, formula=formula)
    low, high = (value * max(end, 0.0) / total.value for end in (total.low, total.high))
    return Figure(value, low, high, message(IN_PROPORTION), formula=formula)


def customer_value(context: Context, mode: str = ALL) -> Figure:
    """Discounted value over the horizon of all customers, or of those of a mode by the model that suits it: money."""
    if mode == CONTRACT:
        return contract_value(context)
    sources = context.sources
    scores = forecast(sources)
    if mode == ORDERS:
        text = N_("Forecast value of the customers without a contract, by the champion of the back-tests.")
        return _in_proportion(sources, float(of_mode(sources, ORDERS)["value"].sum()), message(text))
    return Figure(scores.total.value, scores.total.low, scores.total.high, scores.note)


def value_per_customer(context: Context) -> Figure:
    """Value of the base over its buyers: money."""
    total, buyers = context.scores.total, len(context.scores.frame)
    if not buyers:
        raise UndefinedError(message(N_("there are no customers yet")))
    return Figure(total.value / buyers, total.low / buyers, total.high / buyers, context.scores.note)


def contract_value(context: Context) -> Figure:
    """Value of the customers under contract, with what the same reckoning missed a year ago: money."""
    found = contracts.contracts(context.sources)
    formula, tested = message(BY_RENEWALS[found.by]), found.tested
    if tested is None:
        return Figure(found.total, formula=formula)
    note = message(
        N_("90% range: the miss of a year ago on {n} contracts ({expected} expected to renew, {renewed} did)."),
        n=Amount(tested.contracts, Unit.COUNT),
        expected=Amount(round(tested.expected), Unit.COUNT),
        renewed=Amount(tested.renewed, Unit.COUNT),
    )
    return Figure(found.total, found.low, found.high, note, formula=formula)


def group_value_at_risk(context: Context, mode: str = CONTRACT) -> Figure:
    """The value at risk of the customers of one mode: money."""
    frame = at_risk(context.sources)
    mine = frame.loc[frame.index.intersection(of_mode(context.sources, mode).index), "at_risk"]
    text = N_("Chance of leaving times (value if kept less value if lost), of those of this group worth keeping.")
    return _in_proportion(context.sources, float(mine[mine > 0].sum()), message(text))


def worth_of_customer(context: Context, number: str = "") -> Figure:
    """What one customer is expected to bring, with the range of a single customer: money."""
    scores, buyer = forecast(context.sources), customer.customer(context.sources, number)
    if buyer.value is None:
        raise UndefinedError(message(N_("there is no forecast of this customer")))
    formula = message(
        N_("Expected orders of this customer times what one brings, discounted at {rate} a year, over {n} months."),
        rate=Amount(float(scores.card["rate_yearly"]), Unit.RATE),
        n=int(scores.card["horizon_months"]),
    )
    return Figure(buyer.value, buyer.low, buyer.high, scores.note, formula=formula)


def develop(
    context: Context, kind: str | None = None, region: str | None = None, tier: str | None = None, mode: str = ALL
) -> float:
    """How many customers bring little and are expected to bring much."""
    return float(attention.attention(context.sources, kind, region, tier, mode).develop.customers)


def potential(context: Context) -> Figure:
    """What active customers could bring more in a year: money."""
    note = N_("The third quartile stands in for the share of wallet, which nobody outside can see.")
    return Figure(float(worth.value_views(context.sources)["potential"].sum()), note=message(note))


def value_by_stages(context: Context, kind: str = "") -> Figure:
    """Value of customers by their stages: money."""
    note = N_("Moves between stages are those of the last two years; what a stage brings stays as it was.")
    return Figure(worth.stages(context.sources, kind).total, note=message(note))


def contribution_12m(context: Context, by: str = "kind", group: str = "") -> Figure:
    """What the last 12 months left over, of everybody or of one group: money."""
    drivers = N_(
        "Cost to serve is shared out: delivery and administration by order lines, returns by value, the rest by "
        "revenue."
    )
    value = worth.margin(context.sources, by, group).contribution
    return Figure(value, note=message(drivers) if by == worth.FAMILY else None)


def value_parts(context: Context) -> Figure:
    """The value that was taken apart: money."""
    note = N_("Growth also holds that better buyers stay: it is no effect of loyalty.")
    return Figure(worth.taken_apart(context.sources).total.total, note=message(note))


METRICS = policy.METRICS + declare(
    "value",
    "customer",
    Metric(
        id="customer_value",
        name=N_("Value of the base"),
        unit=Unit.MONEY,
        formula=N_("Expected orders of each customer times what an order brings, discounted over the horizon."),
        mart="customer_base",
        compute=customer_value,
        source="Fader, Hardie and Lee (2005)",
    ),
    Metric(
        id="value_per_customer",
        name=N_("Value of one customer"),
        unit=Unit.MONEY,
        mart="customer_base",
        compute=value_per_customer,
        source="Fader, Hardie and Lee (2005)",
        formula=N_("Value of the base over the number of buyers in it."),
    ),
    Metric(
        id="contract_value",
        name=N_("Value under contract"),
        unit=Unit.MONEY,
        mart="contract_term",
        compute=contract_value,
        source="Fader and Hardie (2007)",
        formula=BY_RENEWALS[contracts.SBG],
    ),
    Metric(
        id="group_value_at_risk",
        name=N_("Value at risk of a group"),
        unit=Unit.MONEY,
        better="lower",
        mart="customer_life",
        compute=group_value_at_risk,
        formula=N_("Chance of leaving times (value if kept less value if lost), of those of this group worth keeping."),
    ),
    Metric(
        id="worth",
        name=N_("Value of this customer"),
        unit=Unit.MONEY,
        mart="customer_base",
        compute=worth_of_customer,
        source="Fader, Hardie and Lee (2005)",
        formula=N_("Expected orders of each customer times what an order brings, discounted over the horizon."),
    ),
    Metric(
        id="develop",
        name=N_("Customers to develop"),
        unit=Unit.CUSTOMERS,
        better="neither",
        mart="customer_base",
        compute=develop,
        formula=N_(
            "Customers active in the last year who brought less than the median and are expected to bring more than it."
        ),
    ),
    Metric(
        id="potential",
        name=N_("Potential a year"),
        unit=Unit.MONEY,
        better="neither",
        mart="customer_base",
        compute=potential,
        formula=N_(
            "Realised: all a customer brought. Potential: what a good customer alike (third quartile of kind, size and "
            "contract) brings in a year, less their own, never below 0; of active customers. Model: forecast value."
        ),
    ),
    Metric(
        id="value_by_stages",
        name=N_("Value by stages"),
        unit=Unit.MONEY,
        mart="lifecycle_step",
        compute=value_by_stages,
        source="Pfeifer and Carraway (2000)",
        formula=N_(
            "Sum over the years of P(alive in year t) times what one alive brings then, discounted from mid-year."
        ),
    ),
    Metric(
        id="contribution_12m",
        name=N_("Contribution, 12 months"),
        unit=Unit.MONEY,
        perspective="financial",
        mart="serve_group",
        compute=contribution_12m,
        formula=N_("Net revenue less cost of sales is margin; less cost to serve by activity is contribution."),
    ),
    Metric(
        id="value_parts",
        name=N_("Value taken apart"),
        unit=Unit.MONEY,
        mart="loyalty_part",
        compute=value_parts,
        source="Reichheld and Sasser (1990)",
        formula=N_(
            "Base: what new customers bring a year. Growth: longer ones buy more or other things. Price premium: they "
            "pay more for the same in the same months. Cost saving: they cost less to serve. Scaled to the forecast "
            "value."
        ),
    ),
)
