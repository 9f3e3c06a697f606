"""What return and risk reads of the plan beyond its figures: the range of payback, ways to pay, what moves together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from metrics import finance
from metrics.context import Context, kept
from metrics.drawing.months import Payback
from metrics.programme import financing, gauges
from metrics.programme.forward import month_end
from metrics.reading import UndefinedError
from metrics.returns.figures import draws, payback_percentiles
from metrics.risk import tornado
from metrics.risk.correlation import rank_matrix
from metrics.scenario.assumption import ScenarioError
from metrics.scenario.scenario import Scenario
from metrics.versions.saved import promise
from metrics.words.text import N_, Message, message
from metrics.words.units import Month, format_months


def payback_range(now: Context) -> Payback:
    """Months to payback: as planned, percentiles of the draws (None beyond the horizon), and as first approved."""
    first, months = promise(now), payback_percentiles(now)
    promised = None if first is None or first.scenario == now.scenario else _payback(first)
    return Payback(_payback(now), months[10], months[25], months[75], months[90], promised)


def due(now: Context, months: float) -> tuple[Month, Message | None]:
    """The calendar month in which ``months`` after approval fall, and what is to be said where it is over.

    Whether what was due was met, only realised benefit can tell.
    """
    start, until = now.scenario.month0, now.sources.published.until
    end = month_end(start, months)
    if until is None or end > until:
        return Month(end), None
    actual = now.read("payback_on_actuals").value
    known = {"month": Month(end), "n": format_months(months)}
    if actual is None:
        return Month(end), message(OVER, **known)
    met = month_end(start, actual)
    return Month(end), message(MET if met <= until else MISSED, met=Month(met), **known)


MET = N_("Planned for {month} (month {n}); on actual figures paid back in {met}")
MISSED = N_("Planned for {month} (month {n}); on actual figures now expected in {met}")
OVER = N_("Due by {month} (month {n}), which is over: whether it was met is not known without realised benefit")


def out_again(context: Context) -> Message | None:
    """That the money is out again after it was back, and until when; None where it stays. Only with a payback."""
    return finance.payback(context.flows.net, each="month").again


def _payback(context: Context) -> float | None:
    try:
        return finance.payback(context.flows.net).value
    except UndefinedError:
        return None


@kept
def swings(now: Context) -> list[tornado.Swing]:
    """What moves NPV, one at a time, the widest first. UndefinedError where nothing does."""
    moving = [swing for swing in tornado.tornado(now.uncertain, now.baseline) if swing.width]
    if not moving:
        raise UndefinedError(message(N_("No assumption has a range yet, so nothing swings the result")))
    return moving


def ways(now: Context, terms: financing.Terms) -> list[financing.Option]:
    """Own money, partner, provider. UndefinedError while cost or benefit is missing."""
    flows, scenario = now.flows, now.scenario
    net = flows.net  # says first what is missing
    discount = gauges.discount(scenario)
    try:
        simulation = draws(now)
        drawn = simulation.net_flows + simulation.cost_flows, simulation.cost_flows
    except UndefinedError:
        drawn = None
    # what comes to benefit less cost (tax, working capital, what is left) stays with the benefit, here and in the draws
    return financing.compared(np.asarray(net + flows.cost), flows.cost, discount, terms, drawn)


def month_today(now: Context) -> int | None:
    """The month of the plan on the last day of the data, its last at most; None before it begins."""
    until, start = now.sources.published.until, now.scenario.month0
    month = -1 if until is None else (until.year - start.year) * 12 + until.month - start.month
    return min(month, now.scenario.months) if month >= 0 else None


def correlated(scenario: Scenario, one: str, other: str, rho: float, names: Sequence[str]) -> Scenario:
    """``scenario`` in which two of ``names`` have rank correlation ``rho``, 0 for none.

    ScenarioError where both are the same, UndefinedError where it contradicts other correlations.
    """
    if one == other:
        raise ScenarioError(message(N_("One number cannot be said to move with itself. Choose another.")))
    pairs = tuple(pair for pair in scenario.correlations if {pair[0], pair[1]} != {one, other})
    pairs = (*pairs, (one, other, float(rho))) if rho else pairs
    rank_matrix({name: (name,) for name in names}, pairs)  # complains where they contradict each other
    return replace(scenario, correlations=pairs)
