"""The yearly table a controller carries to the budget: benefit by kind, capital and running cost, tax, by year.

Year 0 is month 0 alone, year k the months 12(k - 1) + 1 ... 12k; the last year may be shorter. Each column of the lines
adds up to net cash, and discounted net cash to the net present value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metrics.programme.benefits import Flows
from metrics.programme.gauges import discount
from metrics.scenario.kinds import Tag
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_

Array = NDArray[np.float64]
KIND_NAMES = {
    Tag.CASH: N_("Benefit: cash"),
    Tag.AVOIDED: N_("Benefit: avoided cost"),
    Tag.CAPACITY: N_("Benefit: capacity turned into cash"),
    Tag.REVENUE: N_("Benefit: revenue, as contribution"),
    Tag.SOFT: N_("Benefit: soft"),
}
CAPITAL, RUNNING = N_("Capital cost"), N_("Running cost")
WORKING, RESIDUAL, TAX = N_("Working capital"), N_("Worth at the end of the horizon"), N_("Tax")


@dataclass(frozen=True)
class Line:
    """One line of the table: money by year, what flows out negative."""

    name: str  # a marked text
    amounts: tuple[float, ...]

    @property
    def total(self) -> float:
        """Over all years."""
        return sum(self.amounts)


@dataclass(frozen=True)
class Statement:
    """The plan by year. ``last`` is the last month of each year; all money in the prices of the scenario."""

    last: tuple[int, ...]
    lines: tuple[Line, ...]
    net: tuple[float, ...]
    discounted: tuple[float, ...]

    @property
    def cumulative(self) -> tuple[float, ...]:
        """Net cash since month 0, undiscounted."""
        return tuple(np.cumsum(self.net).tolist())


def statement(scenario: Scenario, flows: Flows) -> Statement:
    """``flows`` of ``scenario`` by year. UndefinedError while cost or benefit is missing."""
    net = flows.net
    present = net * discount(scenario)
    last = (0, *range(12, flows.months, 12), flows.months)
    lines = tuple(Line(name, _by_year(flow, last)) for name, flow in _lines(scenario, flows) if flow.any())
    return Statement(last, lines, _by_year(net, last), _by_year(present, last))


def _lines(scenario: Scenario, flows: Flows) -> Iterator[tuple[str, Array]]:
    for tag, name in KIND_NAMES.items():
        tagged = [flow for id, flow in flows.cash.items() if scenario.lever(id).tag is tag]
        if tagged:
            yield name, np.sum(tagged, axis=0)
    yield CAPITAL, -flows.capital
    yield RUNNING, flows.capital - flows.cost
    extras = flows.extras
    for name, flow in ((WORKING, extras.working_capital), (RESIDUAL, extras.residual), (TAX, extras.tax)):
        yield name, flow


def _by_year(flow: Array, last: tuple[int, ...]) -> tuple[float, ...]:
    edges = [0, *(month + 1 for month in last[:-1])]
    return tuple(np.add.reduceat(flow, edges).tolist()) if flow.size else (0.0,) * len(last)
