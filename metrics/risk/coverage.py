"""How much of what moves the result has a range: a chance is told only where ranges carry most of it.

An input without a range is moved by a tenth either way, a target by a tenth of its way from the baseline. That is no
range of anybody's, only a yardstick for what its silence may hide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from metrics import finance
from metrics.programme import benefits
from metrics.risk.draws import factors, uncertain
from metrics.scenario.assumption import Assumption
from metrics.scenario.baseline import Baseline
from metrics.scenario.scenario import Scenario

STEP = 0.1  # by which an input without a range is moved, relative
ENOUGH = 0.8  # of the swing that ranges must carry before a chance is told


@dataclass(frozen=True)
class Coverage:
    """``share``: of the swing of NPV that inputs with a range make, 0 to 1; ``without``: inputs without one, by path,
    the widest swing first ("adoption": that of all levers)."""

    share: float
    without: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """Whether a chance may be told."""
        return self.share >= ENOUGH


def coverage(scenario: Scenario, baseline: Baseline) -> Coverage:
    """What ranges carry of the swing. UndefinedError while there is no cost or no benefit."""
    values, held = benefits.numbers(scenario, baseline), uncertain(scenario)
    ranged = ({path: _ends(held[path]) for path in paths} for paths in factors(scenario).values())
    known = sum(_width(scenario, dict(values), ends) for ends in ranged)
    silent = dict(_silent(scenario, dict(values)))  # type: ignore[arg-type]
    widths = {name: _width(scenario, dict(values), ends) for name, ends in silent.items()}
    hidden = sum(widths.values())
    without = tuple(sorted((name for name, width in widths.items() if width), key=lambda name: -widths[name]))
    return Coverage(known / (known + hidden) if known + hidden else 0.0, without)


def _ends(held: Assumption) -> tuple[float, float]:
    assert held.low is not None and held.high is not None
    return held.low, held.high


def _silent(scenario: Scenario, values: dict[str, float]) -> Iterator[tuple[str, dict[str, tuple[float, float]]]]:
    """Every input without a range by name: the paths it moves, each with its two ends."""
    ranged = set(uncertain(scenario))

    def ends(path: str, step: float) -> tuple[float, float]:
        low, high = scenario.bounds(path)
        return max(values[path] - step, low), min(values[path] + step, high)

    def relative(path: str) -> tuple[float, float]:
        return ends(path, STEP * abs(values[path]))

    for lever in scenario.levers:
        path, start = f"{lever.id}.target", values.get(f"baseline.{lever.spec.baseline}", 0.0)
        if path not in ranged:
            yield path, {path: ends(path, STEP * abs(values[path] - start))}
        if (path := f"{lever.id}.realisation") not in ranged:
            yield path, {path: relative(path)}
    adoption = [path for lever in scenario.levers if (path := f"{lever.id}.adoption") not in ranged]
    if adoption:
        yield "adoption", {path: relative(path) for path in adoption}
    if "cost_factor" not in ranged:
        yield "cost_factor", {"cost_factor": relative("cost_factor")}


def _width(scenario: Scenario, values: dict[str, object], ends: dict[str, tuple[float, float]]) -> float:
    """How far NPV moves between the two ends of ``ends``: money."""
    values.update({path: np.array(pair)[:, None] for path, pair in ends.items()})
    net = benefits.flows(scenario, values).net  # type: ignore[arg-type]
    npv = np.atleast_1d(finance.npv(finance.monthly_rate(scenario.rate.value), net, scenario.timing))
    return float(np.ptp(npv))
