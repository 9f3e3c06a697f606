"""What the benefit model page tells of money over time: cumulative cash, value at each rate, what each lever adds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from metrics import finance
from metrics.case.costs import CLASS_NAMES
from metrics.case.levers import lever_name
from metrics.context import Context
from metrics.programme import benefits, costs
from metrics.programme.statement import RESIDUAL, TAX, WORKING
from metrics.reading import UndefinedError
from metrics.words.text import N_, Message, Term, message

Array = NDArray[np.float64]
TOP_RATE = 1.1  # the curve runs to 110% a year, further where a root lies beyond
POINTS = 56


@dataclass(frozen=True)
class Cash:
    """Money in less money out since month 0, with the 10th and 90th percentile where something is uncertain."""

    cumulative: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    back: float | None  # month of payback, interpolated

    @property
    def deepest(self) -> tuple[float, int]:
        """The lowest level and its month."""
        month = min(range(len(self.cumulative)), key=self.cumulative.__getitem__)
        return self.cumulative[month], month


def cash(context: Context) -> Cash:
    """Cumulative cash of the programme. UndefinedError while cost or benefit is missing."""
    net = context.flows.net
    drawn = context.risk
    low, high = ((), ()) if drawn.certain else (tuple(row.tolist()) for row in drawn.cash_band)
    return Cash(tuple(np.cumsum(net).tolist()), low, high, finance.payback(net).value)


def bare_cash(context: Context) -> Cash:
    """As :func:`cash` without the range, which takes the draws."""
    net = context.flows.net
    return Cash(tuple(np.cumsum(net).tolist()), (), (), finance.payback(net).value)


@dataclass(frozen=True)
class Curve:
    """Net present value at yearly rates; ``roots`` are all rates at which it is zero."""

    rates: tuple[float, ...]
    values: tuple[float, ...]
    rate: float
    at_rate: float
    roots: tuple[float, ...]
    mirr: float | None


def curve(context: Context) -> Curve:
    """Net present value against the discount rate. UndefinedError while cost or benefit is missing."""
    net, scenario = context.flows.net, context.scenario
    roots = tuple(yearly(root) for root in roots_of(net, scenario.timing))
    top = max([TOP_RATE, *(1.1 * root for root in roots if root < 10)])
    rates = np.linspace(0.0, max(top, 1.1 * scenario.rate.value), POINTS)
    times = finance.period_times(net.size, scenario.timing)
    values = np.exp(-np.outer(np.log1p(rates) / 12, times)) @ net
    monthly = finance.monthly_rate(scenario.rate.value)
    try:
        mirr = yearly(finance.mirr(net, monthly, monthly))
    except UndefinedError:
        mirr = None
    at_rate = float(finance.npv(monthly, net, scenario.timing))
    return Curve(tuple(rates.tolist()), tuple(values.tolist()), scenario.rate.value, at_rate, roots, mirr)


def roots_of(net: Array, timing: finance.Timing) -> tuple[float, ...]:
    """Every monthly rate of return of ``net``; they do not depend on the discount rate and are kept."""
    return _roots(net.tobytes(), timing)


@lru_cache(maxsize=64)
def _roots(flows: bytes, timing: finance.Timing) -> tuple[float, ...]:
    return finance.irr(np.frombuffer(flows), timing).roots


def yearly(monthly: float) -> float:
    """A rate a month as the rate a year it compounds to."""
    return float(np.expm1(12 * np.log1p(monthly)))


@dataclass(frozen=True)
class Second:
    """One figure both ways: ours and numpy-financial's; ``picked`` when theirs is one of several that fit."""

    id: str
    ours: float | None
    theirs: float | None
    picked: bool

    @property
    def difference(self) -> float | None:
        """Theirs less ours; None unless both have one."""
        return None if self.ours is None or self.theirs is None else self.theirs - self.ours

    @property
    def relative(self) -> float:
        """The difference as a share of ours; 0 where there is nothing to compare."""
        return abs((self.difference or 0.0) / self.ours) if self.ours else 0.0

    @property
    def money(self) -> bool:
        """Whether it is money; else a rate a year."""
        return self.id == "programme_npv"


def second_opinion(context: Context) -> list[Second]:
    """NPV, IRR and MIRR, the rates a year. UndefinedError without flows, or where they do not count at month end."""
    if context.scenario.timing != "end":
        raise UndefinedError(
            message(N_("numpy-financial counts flows at the end of the month, this scenario does not"))
        )
    found = finance.second_opinion(context.flows.net, finance.monthly_rate(context.scenario.rate.value))
    ids = {"npv": "programme_npv", "irr": "irr", "mirr": "mirr"}
    return [_second(ids[name], name == "npv", opinion) for name, opinion in found.items()]


def _second(id: str, money: bool, opinion: finance.Opinion) -> Second:
    ours, theirs = (value if value is None or money else yearly(value) for value in (opinion.ours, opinion.theirs))
    return Second(id, ours, theirs, opinion.picked)


def parts(context: Context) -> list[tuple[Message, float]]:
    """Present value each lever adds and each class of cost takes, and tax and the like: together net present value."""
    scenario, flows = context.scenario, context.flows
    flows.net  # noqa: B018 - says first what is missing
    rate = finance.monthly_rate(scenario.rate.value)
    gained = [
        (lever_name(scenario.lever(id)), float(finance.npv(rate, flow, scenario.timing)))
        for id, flow in flows.cash.items()
    ]
    spent = [
        (message(N_("Cost: {kind}"), kind=Term(CLASS_NAMES[kind])), -float(finance.npv(rate, flow, scenario.timing)))
        for kind, flow in costs.by_tag(scenario, flows.cost_by_item, "cost_class").items()
    ]
    extras = flows.extras
    others = ((WORKING, extras.working_capital), (RESIDUAL, extras.residual), (TAX, extras.tax))
    rest = [(message(name), float(finance.npv(rate, flow, scenario.timing))) for name, flow in others if flow.size]
    return [(name, amount) for name, amount in (*gained, *sorted(spent, key=lambda row: row[1]), *rest) if amount]


def against(context: Context, before: Context) -> float:
    """Net present value less that of ``before``: money. UndefinedError where one of them has none."""
    return _worth(context) - _worth(before)


def _worth(context: Context) -> float:
    scenario = context.scenario
    return float(finance.npv(finance.monthly_rate(scenario.rate.value), context.flows.net, scenario.timing))


def interaction(context: Context) -> float:
    """What adding the levers up one by one would claim too much, present value: money."""
    scenario = context.scenario
    flows = benefits.interaction(scenario, context.baseline)
    return float(finance.npv(finance.monthly_rate(scenario.rate.value), flows, scenario.timing))
