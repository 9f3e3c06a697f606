"""What moves the result most: one uncertainty at a time to either end of its range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from metrics import finance
from metrics.programme import benefits, gauges
from metrics.risk.draws import factors, uncertain
from metrics.scenario.assumption import Assumption
from metrics.scenario.baseline import Baseline
from metrics.scenario.scenario import Scenario
from metrics.words.units import Unit


@dataclass(frozen=True)
class Swing:
    """NPV with one uncertainty at the low and the high end of its range, all others as they stand.

    ``path`` names an assumption, or "adoption" for the use of the system under all levers together; then the values
    are means over the levers, and ``owner`` lists everybody.
    """

    path: str
    unit: Unit
    value: float  # as it stands
    low: float
    high: float
    npv_low: float  # NPV at that end: money
    npv_high: float
    owner: str  # "" when nobody answers for it yet

    @property
    def width(self) -> float:
        """How far NPV moves between the two ends."""
        return abs(self.npv_high - self.npv_low)


@dataclass(frozen=True)
class Threat:
    """An uncertainty at its bad end, and what that costs."""

    path: str
    unit: Unit
    now: float  # the value as it stands
    value: float  # at its bad end
    npv: float  # NPV there
    loss: float  # NPV of the plan less that: positive
    owner: str  # "" when nobody answers for it yet


def tornado(scenario: Scenario, baseline: Baseline) -> list[Swing]:
    """The swing of everything uncertain, widest first. UndefinedError while there is no cost or no benefit."""
    held, moved = uncertain(scenario), factors(scenario)
    if not held:
        return []
    values = benefits.numbers(scenario, baseline)
    for row, paths in enumerate(moved.values()):
        for path in paths:
            column = np.full((2 * len(moved), 1), held[path].value)
            column[2 * row : 2 * row + 2, 0] = held[path].low, held[path].high
            values[path] = column
    npvs = finance.npv(finance.monthly_rate(scenario.rate.value), benefits.flows(scenario, values).net, scenario.timing)
    pairs = np.broadcast_to(npvs, 2 * len(moved)).reshape(-1, 2).tolist()  # what moves nothing gives one NPV for all
    swings = (
        _swing(name, [held[path] for path in paths], low, high)
        for (name, paths), (low, high) in zip(moved.items(), pairs, strict=True)
    )
    return sorted(swings, key=lambda swing: -swing.width)


def _swing(name: str, moved: Sequence[Assumption], npv_low: float, npv_high: float) -> Swing:
    value, low, high = (
        float(np.mean([getattr(assumption, end) for assumption in moved])) for end in ("value", "low", "high")
    )
    owners = dict.fromkeys(assumption.owner for assumption in moved if assumption.owner)
    return Swing(name, moved[0].unit, value, low, high, npv_low, npv_high, ", ".join(owners))


def threats(scenario: Scenario, baseline: Baseline, count: int = 3) -> list[Threat]:
    """The ``count`` uncertainties that cost most at the bad end of their range, worst first."""
    plan = gauges.present(scenario, benefits.programme_flows(scenario, baseline).net)
    losing = []
    for swing in tornado(scenario, baseline):
        value, npv = min(((swing.low, swing.npv_low), (swing.high, swing.npv_high)), key=lambda end: end[1])
        if npv < plan:
            losing.append(Threat(swing.path, swing.unit, swing.value, value, npv, plan - npv, swing.owner))
    return sorted(losing, key=lambda threat: -threat.loss)[:count]
