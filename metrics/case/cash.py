"""Money over time: cumulative cash, value at each rate, what each lever adds, and a second opinion."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from metrics import finance
from metrics.case.costs import CLASS_NAMES
from metrics.context import Context, kept
from metrics.programme import costs
from metrics.programme.benefits import lever_name
from metrics.programme.gauges import present
from metrics.programme.statement import RESIDUAL, TAX, WORKING
from metrics.reading import UndefinedError
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Unit

TOP_RATE = 1.1  # the curve runs to 110% a year, further where a root lies beyond
POINTS = 56
ROUNDING = 1e-9  # relative: what rounding leaves is no difference


@dataclass(frozen=True)
class Cash:
    """Money in less money out since month 0, with the 10th and 90th percentile where something is uncertain."""

    cumulative: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    break_even: float | None  # month of payback, interpolated

    @property
    def deepest(self) -> tuple[float, int]:
        """The lowest level and its month."""
        month = min(range(len(self.cumulative)), key=self.cumulative.__getitem__)
        return self.cumulative[month], month


@kept
def cash(context: Context, *, ranged: bool = True) -> Cash:
    """Cumulative cash of the programme. UndefinedError while cost or benefit is missing.

    Not ``ranged``, it has no percentiles, for which the draws are made.
    """
    net = context.flows.net
    band = [] if not ranged or context.risk.certain else [tuple(row.tolist()) for row in context.risk.cash_band]
    low, high = band or ((), ())
    return Cash(tuple(np.cumsum(net).tolist()), low, high, finance.payback(net).value)


@dataclass(frozen=True)
class Curve:
    """Net present value at yearly rates; ``roots`` are all rates at which it is zero."""

    rates: tuple[float, ...]
    values: tuple[float, ...]
    rate: float
    at_rate: float
    roots: tuple[float, ...]
    mirr: float | None


@kept
def curve(context: Context) -> Curve:
    """Net present value against the discount rate. UndefinedError while cost or benefit is missing."""
    net, scenario = context.flows.net, context.scenario
    roots = tuple(_yearly(root) for root in _roots(net.tobytes(), scenario.timing))
    top = max([TOP_RATE, *(1.1 * root for root in roots if root < 10)])
    rates = np.linspace(0.0, max(top, 1.1 * scenario.rate.value), POINTS)
    times = finance.period_times(net.size, scenario.timing)
    values = np.exp(-np.outer(np.log1p(rates) / 12, times)) @ net
    monthly = finance.monthly_rate(scenario.rate.value)
    try:
        mirr = _yearly(finance.mirr(net, monthly, monthly, scenario.timing))
    except UndefinedError:
        mirr = None
    at_rate = present(scenario, net)
    return Curve(tuple(rates.tolist()), tuple(values.tolist()), scenario.rate.value, at_rate, roots, mirr)


@lru_cache(maxsize=64)
def _roots(flows: bytes, timing: finance.Timing) -> tuple[float, ...]:
    """Every monthly rate of return of the flows; they do not depend on the discount rate and are kept."""
    return finance.irr(np.frombuffer(flows), timing).roots


def _yearly(monthly: float) -> float:
    """A rate a month as the rate a year it compounds to."""
    return float(np.expm1(12 * np.log1p(monthly)))


@dataclass(frozen=True)
class Second:
    """One figure both ways: ours and numpy-financial's; ``picked`` when theirs is one of several that fit."""

    id: str
    unit: Unit
    ours: float | None
    theirs: float | None
    picked: bool

    @property
    def difference(self) -> float | None:
        """Theirs less ours, 0 where rounding leaves no more; None unless both have one."""
        if self.ours is None or self.theirs is None:
            return None
        return 0.0 if self.relative < ROUNDING else self.theirs - self.ours

    @property
    def relative(self) -> float:
        """How far theirs lies from ours, as a share of it; 0 where there is nothing to compare."""
        return abs(self.theirs / self.ours - 1) if self.ours and self.theirs is not None else 0.0


def second_opinion(context: Context) -> list[Second]:
    """NPV, IRR and MIRR, the rates a year. UndefinedError without flows, or where they do not count at month end."""
    if context.scenario.timing != "end":
        text = N_("numpy-financial counts flows at the end of the month, this scenario does not")
        raise UndefinedError(message(text))
    opinions = finance.second_opinion(context.flows.net, finance.monthly_rate(context.scenario.rate.value))
    npv = opinions["npv"]
    rows = [Second("programme_npv", Unit.MONEY, npv.ours, npv.theirs, npv.picked)]
    for id in ("irr", "mirr"):
        both = opinions[id].ours, opinions[id].theirs
        ours, theirs = (None if monthly is None else _yearly(monthly) for monthly in both)
        rows.append(Second(id, Unit.RATE, ours, theirs, opinions[id].picked))
    return rows


def parts(context: Context) -> list[tuple[Message, float]]:
    """Present value each lever adds and each class of cost takes, and tax and the like: together net present value."""
    scenario, flows = context.scenario, context.flows
    flows.net  # noqa: B018 - says first what is missing
    gained = [(lever_name(scenario.lever(id)), present(scenario, flow)) for id, flow in flows.cash.items()]
    spent = [
        (message(N_("Cost: {kind}"), kind=Term(CLASS_NAMES[kind])), -present(scenario, flow))
        for kind, flow in costs.by_tag(scenario, flows.cost_by_item, "cost_class").items()
    ]
    extras = flows.extras
    others = ((WORKING, extras.working_capital), (RESIDUAL, extras.residual), (TAX, extras.tax))
    rest = [(message(name), present(scenario, flow)) for name, flow in others if flow.size]
    return [(name, amount) for name, amount in (*gained, *sorted(spent, key=lambda row: row[1]), *rest) if amount]


def against(context: Context, before: Context) -> float:
    """Net present value less that of ``before``: money. UndefinedError where one of them has none."""
    return present(context.scenario, context.flows.net) - present(before.scenario, before.flows.net)
