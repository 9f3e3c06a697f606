"""Figures of the programme: what it costs, what it brings, when the money is back, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metrics import finance
from metrics.context import Context
from metrics.programme import gauges
from metrics.reading import Figure, UndefinedError
from metrics.risk.coverage import ENOUGH
from metrics.risk.simulation import Estimate, Simulation
from metrics.words.text import N_, Message, listed, message
from metrics.words.units import Amount, Unit

Array = NDArray[np.float64]


def draws(context: Context) -> Simulation:
    """The draws. UndefinedError where nothing is uncertain, or where there is no result to draw."""
    if context.risk.certain:
        raise UndefinedError(message(N_("no assumption has a range, so there is nothing to draw")))
    return context.risk


def chance(context: Context) -> Estimate:
    """The chance that NPV is positive. UndefinedError where ranges carry too little of what moves NPV."""
    simulation = draws(context)
    covered = context.coverage
    if covered.enough:
        return simulation.chance()
    names = [_input_name(context, path) for path in covered.without[:NAMED]]
    text = N_(
        "Ranges carry {share} of what moves net present value; a probability needs {enough}. Enter a range for: "
        "{names}."
    )
    share, enough = (Amount(part, Unit.SHARE) for part in (covered.share, ENOUGH))
    raise UndefinedError(message(text, share=share, enough=enough, names=listed(names)))


def _input_name(context: Context, path: str) -> Message:
    return message(N_("adoption")) if path == "adoption" else context.scenario.label(path)


NAMED = 3  # inputs without a range that a reason names
MARK = "P10–P90"  # of ranges that come from the draws


def _ranged(context: Context, value: float, drawn: Callable[[Simulation], Array]) -> Figure:
    """``value`` with the 10th and 90th percentile of what is ``drawn``; no range where they do not differ."""
    try:
        simulation = draws(context)
    except UndefinedError:
        return Figure(value)
    amounts = drawn(simulation)
    low, high = (float(end) for end in np.quantile(amounts, (0.1, 0.9)))
    if low == high:
        return Figure(value)
    note = simulation.note(amounts, Unit.MONEY)
    return Figure(value, low, high, note, MARK, lambda p: float(np.quantile(amounts, p)))


def _present(context: Context, flow: Array) -> float:
    return gauges.present(context.scenario, flow)


def npv(context: Context) -> Figure:
    """Net present value: money, month 0 undiscounted."""
    return _ranged(context, _present(context, context.flows.net), lambda simulation: simulation.npv)


def cost(context: Context) -> Figure:
    """Present value of all cost: money, positive."""
    return _ranged(context, _present(context, context.flows.cost), lambda simulation: simulation.cost)


def benefit(context: Context) -> Figure:
    """Present value of cash benefit: money."""
    return Figure(_present(context, context.flows.benefit))


def _months(result: finance.PaybackResult) -> float:
    if result.value is None:
        raise UndefinedError(result.reason or message(N_("not paid back")))
    return result.value


def payback(context: Context) -> Figure:
    """Months from approval until all is paid back, interpolated.

    No range where more than a tenth of the draws are not paid back within the horizon, or where they do not differ.
    """
    value, months = _months(finance.payback(context.flows.net, each="month")), payback_percentiles(context)
    if months[10] is None or months[90] is None:
        return Figure(value)
    return Figure(value, months[10], months[90], context.risk.note(context.risk.payback, Unit.MONTHS), MARK)


def payback_percentiles(context: Context) -> dict[int, float | None]:
    """Percentiles 10, 25, 75 and 90 of the months to payback; None beyond the horizon.

    None all of them where nothing is drawn, or where it changes nothing.
    """
    wanted = (10, 25, 75, 90)
    try:
        months = draws(context).payback
    except UndefinedError:
        return dict.fromkeys(wanted)
    never = np.where(np.isfinite(months), months, np.inf)
    ends = np.quantile(never, [p / 100 for p in wanted], method="inverted_cdf")
    if ends[0] == ends[-1]:
        return dict.fromkeys(wanted)
    return {p: float(month) if np.isfinite(month) else None for p, month in zip(wanted, ends, strict=True)}


@dataclass(frozen=True)
class PaybackSpread:
    """Months to payback over the draws: P10, median, P90 (None beyond the horizon), and the share that never is."""

    low: float | None
    median: float | None
    high: float | None
    never: float


def payback_spread(context: Context) -> PaybackSpread | None:
    """How the draws spread; None where nothing is drawn."""
    try:
        months = draws(context).payback
    except UndefinedError:
        return None
    reached = np.where(np.isfinite(months), months, np.inf)
    ends = np.quantile(reached, (0.1, 0.5, 0.9), method="inverted_cdf")
    low, median, high = (float(end) if np.isfinite(end) else None for end in ends)
    return PaybackSpread(low, median, high, float(np.isinf(reached).mean()))


def first_use(context: Context) -> float:
    """The month after approval in which the first lever works."""
    starts = [lever.start.value for lever in context.scenario.levers if lever.id in context.flows.cash]
    if not starts:
        raise UndefinedError(message(N_("no lever has a size, so there is no first use")))
    return min(starts)


def payback_from_live(context: Context) -> Figure:
    """Months of use until all is paid back: the first month of use begins a month before its benefit counts."""
    return Figure(_months(finance.payback(context.flows.net, each="month")) - (first_use(context) - 1))


def discounted_payback(context: Context) -> Figure:
    """As payback, on discounted flows."""
    scenario = context.scenario
    rate = finance.monthly_rate(scenario.rate.value)
    return Figure(_months(finance.discounted_payback(rate, context.flows.net, scenario.timing, each="month")))


def irr(context: Context) -> Figure:
    """Yearly rate at which NPV is zero; UndefinedError lists all where several fit."""
    result = finance.irr(context.flows.net, context.scenario.timing, finance.monthly_rate(finance.TOP))
    if result.value is not None:
        return Figure(_yearly(result.value), formula=_told_of(result))
    if len(result.roots) < 2:
        raise UndefinedError(result.reason or message(N_("there is no rate of return")))
    rates = ", ".join(finance.percent(_yearly(root)) for root in result.roots)
    text = N_("{n} rates fit: {rates}; none decides, see the modified rate of return")
    raise UndefinedError(message(text, n=len(result.roots), rates=rates))


def _told_of(result: finance.IrrResult) -> Message | None:
    """What is to be said of a rate of return that is not the only one, or that net present value rises through."""
    if result.borrowing:
        return message(
            N_("Yearly rate at which net present value is zero: a borrowing rate, because money comes before it goes.")
        )
    if not result.others:
        return None
    text = N_(
        "Yearly rate from 0 to 1,000% at which net present value falls through zero. Other rates that fit too: {rates}."
    )
    return message(text, rates=", ".join(finance.percent(_yearly(root)) for root in result.others))


def _yearly(monthly: float) -> float:
    return float((1.0 + monthly) ** 12 - 1.0)


def mirr(context: Context) -> Figure:
    """Modified IRR a year, financed and reinvested at the discount rate."""
    rate = finance.monthly_rate(context.scenario.rate.value)
    return Figure(_yearly(finance.mirr(context.flows.net, rate, rate, context.scenario.timing)))


def roi_total(context: Context) -> Figure:
    """PV of net benefit over PV of cost, a fraction."""
    flows = context.flows
    return Figure(finance.roi_total(_present(context, flows.benefit), _present(context, flows.cost)))


def roi_first_cost(context: Context) -> Figure:
    """Average yearly net benefit of three years over the cost before the first benefit."""
    flows, before = context.flows, int(first_use(context))
    gained = flows.benefit - flows.cost
    whole = max(0, (flows.cost.size - before) // 12)
    yearly = [float(gained[before + 12 * year : before + 12 * (year + 1)].sum()) for year in range(min(3, whole))]
    return Figure(finance.roi_first_cost(yearly, float(flows.cost[:before].sum())))


def cost_benefit(context: Context) -> Figure:
    """PV of cost over PV of benefit, a fraction."""
    bought = _present(context, context.flows.benefit)
    if bought <= 0:
        raise UndefinedError(message(N_("There is no benefit to hold the cost against")))
    return Figure(_present(context, context.flows.cost) / bought)


def chance_of_profit(context: Context) -> Figure:
    """Share of draws with an NPV above zero."""
    context.flows.net  # noqa: B018 - says first what is missing
    found = chance(context)
    text = N_("Share of {draws} draws; its sampling error is {error}.")
    draws_made = Amount(len(context.risk.net_flows), Unit.COUNT)
    return Figure(found.value, note=message(text, draws=draws_made, error=Amount(found.error, Unit.POINTS)))


def benefit_a_year(context: Context) -> Figure:
    """Cash benefit of the year at full effect: money."""
    return Figure(context.flows.a_year(context.flows.benefit))
