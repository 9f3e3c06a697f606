"""Figures of the programme: what it costs, what it brings, when the money is back, and how sure that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import numpy as np
from numpy.typing import NDArray

from metrics import finance
from metrics.figure import Figure
from metrics.reading import UndefinedError
from metrics.text import N_, Message, message
from metrics.units import Amount, Unit

if TYPE_CHECKING:
    from metrics.registry import Sources
    from metrics.risk import Simulation

Array = NDArray[np.float64]


def _present(sources: Sources, flows: Array) -> float:
    scenario = sources.scenario
    return float(finance.npv(finance.monthly_rate(scenario.rate.value), flows, scenario.timing))


def _draws(sources: Sources) -> Simulation | None:
    """The draws; None where nothing is uncertain, or where there is no result to draw."""
    try:
        return None if sources.risk.certain else sources.risk
    except UndefinedError:
        return None


def _ranged(value: float, draws: Array, note: Message | None) -> Figure:
    """``value`` with the 10th and 90th percentile of its draws; no range where they do not differ."""
    low, high = (float(end) for end in np.quantile(draws, (0.1, 0.9)))
    if low == high:
        return Figure(value)
    return Figure(value, low, high, note, lambda p: float(np.quantile(draws, p)))


def npv(sources: Sources) -> Figure:
    """Net present value: money, month 0 undiscounted. Source: A09; Brealey, Myers & Allen."""
    value, drawn = _present(sources, sources.flows.net), _draws(sources)
    return _ranged(value, drawn.npv, drawn.note) if drawn else Figure(value)


def cost(sources: Sources) -> Figure:
    """Present value of all cost: money, positive. Source: A14, A15."""
    value, drawn = _present(sources, sources.flows.cost), _draws(sources)
    return _ranged(value, drawn.cost, drawn.note) if drawn else Figure(value)


def benefit(sources: Sources) -> Figure:
    """Present value of cash benefit: money. Source: A05, A06."""
    return Figure(_present(sources, sources.flows.benefit))


def _months(result: finance.PaybackResult) -> float:
    if result.value is None:
        raise UndefinedError(result.reason or message(N_("not paid back")))
    return result.value


def payback(sources: Sources) -> Figure:
    """Months from approval until all is paid back, interpolated. Source: A10."""
    value, drawn = _months(finance.payback(sources.flows.net)), _draws(sources)
    if drawn is None:
        return Figure(value)
    never = np.where(np.isfinite(drawn.payback), drawn.payback, np.inf)
    low, high = (float(end) for end in np.quantile(never, (0.1, 0.9), method="inverted_cdf"))
    if not np.isfinite(high):  # more than a tenth of the draws are not paid back within the horizon
        return Figure(value)
    return Figure(value, low, high, drawn.note)


def first_use(sources: Sources) -> float:
    """The month after approval in which the first lever works."""
    starts = [lever.start.value for lever in sources.scenario.levers if lever.id in sources.flows.cash]
    if not starts:
        raise UndefinedError(message(N_("no lever has a size, so there is no first use")))
    return min(starts)


def payback_from_live(sources: Sources) -> Figure:
    """Months of use until all is paid back: the first month of use begins a month earlier. Source: decisions, Money."""
    return Figure(_months(finance.payback(sources.flows.net)) - (first_use(sources) - 1))


def discounted_payback(sources: Sources) -> Figure:
    """As payback, on discounted flows. Source: kpis F5."""
    scenario = sources.scenario
    rate = finance.monthly_rate(scenario.rate.value)
    return Figure(_months(finance.discounted_payback(rate, sources.flows.net, scenario.timing)))


def irr(sources: Sources) -> Figure:
    """Yearly rate at which NPV is zero; UndefinedError lists all where several fit. Source: A09, T14."""
    result = finance.irr(sources.flows.net, sources.scenario.timing)
    if result.value is None:
        _no_single_rate(result)
    return Figure(_yearly(result.value))


def _yearly(monthly: float) -> float:
    return float((1.0 + monthly) ** 12 - 1.0)


def _no_single_rate(result: finance.IrrResult) -> NoReturn:
    if len(result.roots) < 2:
        raise UndefinedError(result.reason or message(N_("there is no rate of return")))
    rates = ", ".join(finance.percent(_yearly(root)) for root in result.roots)
    raise UndefinedError(
        message(N_("{n} rates fit: {rates}; go by net present value"), n=len(result.roots), rates=rates)
    )


def mirr(sources: Sources) -> Figure:
    """Modified IRR a year, financed and reinvested at the discount rate. Source: A09."""
    rate = finance.monthly_rate(sources.scenario.rate.value)
    return Figure(_yearly(finance.mirr(sources.flows.net, rate, rate)))


def roi_total(sources: Sources) -> Figure:
    """PV of net benefit over PV of cost, a fraction. Source: kpis F2."""
    return Figure(finance.roi_total(_present(sources, sources.flows.benefit), _present(sources, sources.flows.cost)))


def roi_first_cost(sources: Sources) -> Figure:
    """Average yearly net benefit of three years over the cost before the first benefit. Source: kpis F3."""
    flows = sources.flows
    before = int(first_use(sources))
    yearly = [
        float((flows.benefit - flows.cost)[before + 12 * year : before + 12 * year + 12].sum()) for year in range(3)
    ]
    full = flows.cost.size - before >= 36
    return Figure(finance.roi_first_cost(yearly if full else yearly[:2], float(flows.cost[:before].sum())))


def cost_benefit(sources: Sources) -> Figure:
    """PV of cost over PV of benefit, a fraction. Source: A12, T12."""
    bought = _present(sources, sources.flows.benefit)
    if bought <= 0:
        raise UndefinedError(message(N_("there is no benefit to hold the cost against")))
    return Figure(_present(sources, sources.flows.cost) / bought)


def chance_of_profit(sources: Sources) -> Figure:
    """Share of draws with an NPV above zero. Source: A27."""
    sources.flows.net  # noqa: B018 - says first what is missing
    drawn = _draws(sources)
    if drawn is None:
        raise UndefinedError(message(N_("no assumption has a range, so there is nothing to draw")))
    return Figure(drawn.chance().value, note=drawn.note)


def benefit_a_year(sources: Sources) -> Figure:
    """Cash benefit of the last twelve months of the horizon: money. Source: A05, A06."""
    monthly = sources.flows.benefit[1:]
    return Figure(float(monthly[-12:].sum() * 12 / min(12, monthly.size)))


def _ledger_reason(sources: Sources) -> Message:
    held = sources.frames["held"].set_index("table_name")["rows"]
    if not int(held.get("benefit_ledger", 0)):
        return message(N_("needs the table {table}, which is not here yet"), table="benefit_ledger")
    return message(
        N_("{rows} ledger rows are held; comparing them with the promise is not built yet"),
        rows=Amount(float(held["benefit_ledger"]), Unit.COUNT),
    )


def realised_share(sources: Sources) -> Figure:
    """Booked over promised benefit. Source: A30. Only a ledger can say; a forecast never stands in for it."""
    raise UndefinedError(_ledger_reason(sources))


def proven_share(sources: Sources) -> Figure:
    """The part of the booked benefit that a control confirms. Source: A20."""
    raise UndefinedError(_ledger_reason(sources))


def customer_value(sources: Sources) -> Figure:
    """Discounted value of all customers over the horizon of the scores: money, with its back-tested range."""
    total = sources.scores.total
    return Figure(total.value, total.low, total.high, sources.scores.note)


def value_per_customer(sources: Sources) -> Figure:
    """Value of the base over its buyers: money."""
    total, buyers = sources.scores.total, len(sources.scores.frame)
    if not buyers:
        raise UndefinedError(message(N_("there are no customers yet")))
    low, high = (None if end is None else end / buyers for end in (total.low, total.high))
    return Figure(total.value / buyers, low, high, sources.scores.note)
