"""What the programme has added to the value of the customer base, and the return on what it cost.

Customer equity at the end of month t is the discounted contribution of those active then, leaving at the rate of that
month, over a horizon that ends:

    E(t) = active(t) x sum over k = 1 ... H of a month's contribution x r^(k/12) / (1 + d)^((k - 1/2)/12)

The change is E with the programme less E without it, both out of the model of the benefit page. It is a value of years
to come: shown beside the net present value of the programme, never added to it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metrics.programme.benefits import effect, lacking, numbers, ordered
from metrics.programme.costs import Numbers
from metrics.programme.customer_base import World, standing
from metrics.reading import UndefinedError
from metrics.scenario.baseline import Baseline
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_, message

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Equity:
    """Money at the end of month ``month``: the base with the programme and without, and what was spent until then."""

    month: int
    with_programme: float
    without: float
    spent: float

    @property
    def change(self) -> float:
        """What the programme has added, net of doing nothing."""
        return self.with_programme - self.without

    @property
    def rate(self) -> float:
        """Change of customer equity over what was spent; UndefinedError while nothing is."""
        if self.spent <= 0:
            raise UndefinedError(message(N_("nothing has been spent on the programme yet")))
        return self.change / self.spent


def _annuity(retention: float, rate: float, months: int) -> float:
    """Months' contributions that one active customer brings within ``months``, discounted: a number of months.

    retention, rate: fractions a year; each month from its middle.
    """
    k = np.arange(1, months + 1)
    return float(np.sum(retention ** (k / 12) / (1 + rate) ** ((k - 0.5) / 12)))


def _worth(world: World, month: int, rate: float, months: int) -> float:
    """E at the end of ``month`` (1 is the first after approval) in that world; money."""
    yearly, retention = (_at(value, month) for value in (world.per_head(), world.figures["retention"]))
    return float(world.active[month - 1]) * yearly / 12 * _annuity(retention, rate, months)


def _at(value: float | Floats, month: int) -> float:
    return float(np.broadcast_to(np.asarray(value), (max(month, np.size(value)),))[month - 1])


def _changed(scenario: Scenario, values: Numbers, months: int) -> World:
    """The world after every lever that has a size, over ``months`` months."""
    world = standing(values, months)
    for lever in ordered(scenario):
        figure = lever.spec.baseline
        if not figure or lacking(lever, values) is not None:
            continue
        way = values[f"{lever.id}.target"] - world.figures[figure]
        world.moved(
            lever.kind, figure, np.asarray(way * effect(lever, values, months)), values.get(f"{lever.id}.cac", 0.0)
        )
    return world


def equity(scenario: Scenario, baseline: Baseline, cost: Floats, month: int, horizon: int) -> Equity:
    """The base at the end of ``month`` with and without the programme, each worth ``horizon`` months ahead.

    cost: money paid by month, month 0 first. UndefinedError where no active base is known or month 0 lies ahead.
    """
    for name in ("customers", "retention", "revenue_per_customer", "margin_rate"):
        baseline.value(name)
    if month < 1:
        raise UndefinedError(message(N_("the programme has not begun yet")))
    values, rate = numbers(scenario, baseline), scenario.rate.value
    worlds = _changed(scenario, values, month), standing(values, month)
    after, without = (_worth(world, month, rate, horizon) for world in worlds)
    return Equity(month, after, without, float(cost[: month + 1].sum()))
