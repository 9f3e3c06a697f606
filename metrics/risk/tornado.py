"""What moves the result most: one assumption at a time to either end of its range."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metrics import benefits, finance
from metrics.risk.draws import uncertain
from metrics.scenario import Baseline, Scenario


@dataclass(frozen=True)
class Swing:
    """NPV with one assumption at the low and the high end of its range, all others as they stand."""

    path: str
    low: float  # the assumption's value
    high: float
    npv_low: float  # NPV at that value: money
    npv_high: float
    owner: str

    @property
    def width(self) -> float:
        """How far NPV moves between the two ends."""
        return abs(self.npv_high - self.npv_low)


@dataclass(frozen=True)
class Threat:
    """An assumption at its bad end, and what that costs."""

    path: str
    value: float  # the assumption's value at its bad end
    npv: float  # NPV there
    loss: float  # NPV of the plan less that: positive
    owner: str  # "" when nobody answers for it yet


def tornado(scenario: Scenario, baseline: Baseline) -> list[Swing]:
    """The swing of every uncertain assumption, widest first. UndefinedError while there is no cost or no benefit."""
    held = uncertain(scenario)
    if not held:
        return []
    values = benefits.numbers(scenario, baseline)
    ends = {path: (held[path].low or 0.0, held[path].high or 0.0) for path in held}
    for row, (path, pair) in enumerate(ends.items()):
        column = np.full((2 * len(held), 1), float(values[path]))
        column[2 * row : 2 * row + 2, 0] = pair
        values[path] = column
    npvs = finance.npv(finance.monthly_rate(scenario.rate.value), benefits.flows(scenario, values).net, scenario.timing)
    swings = (
        Swing(path, low, high, float(npvs[2 * row]), float(npvs[2 * row + 1]), held[path].owner)
        for row, (path, (low, high)) in enumerate(ends.items())
    )
    return sorted(swings, key=lambda swing: -swing.width)


def threats(scenario: Scenario, baseline: Baseline, count: int = 3) -> list[Threat]:
    """The ``count`` assumptions that cost most at the bad end of their range, worst first."""
    plan = float(
        finance.npv(
            finance.monthly_rate(scenario.rate.value), benefits.programme_flows(scenario, baseline).net, scenario.timing
        )
    )
    found = []
    for swing in tornado(scenario, baseline):
        value, npv = min(((swing.low, swing.npv_low), (swing.high, swing.npv_high)), key=lambda end: end[1])
        if npv < plan:
            found.append(Threat(swing.path, value, npv, plan - npv, swing.owner))
    return sorted(found, key=lambda threat: -threat.loss)[:count]
