"""What closing each gap is worth: the benefit at the benchmark less the benefit as it stands, money a year.

Money a year is that of benefits.yearly_value: the year at full effect, freed capacity included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from metrics.programme import benefits
from metrics.scenario.assumption import Assumption
from metrics.scenario.baseline import Baseline
from metrics.scenario.items import FULL, Lever
from metrics.scenario.scenario import Scenario
from metrics.words.units import Unit


@dataclass(frozen=True)
class GapValue:
    """One lever: ``whole`` is money a year if it stood at the benchmark, used by all; ``planned`` what the plan brings.

    ``whole`` is None without a benchmark or a baseline, and 0 where the baseline is past the benchmark already.
    """

    lever: Lever
    whole: float | None
    planned: float | None


def gap_values(scenario: Scenario, baseline: Baseline) -> list[GapValue]:
    """Every lever with a baseline, the largest gap first, those without a size last.

    value(gap) = f(benchmark) - f(now): each lever alone, adoption and realisation rate in full.
    """
    values = benefits.numbers(scenario, baseline)
    planned = _value(scenario, baseline)
    gaps = [
        GapValue(lever, _whole(scenario, baseline, lever, values), planned.get(lever.id))
        for lever in benefits.ordered(scenario)
        if lever.spec.baseline
    ]
    return sorted(gaps, key=lambda row: (row.whole is None, -(row.whole or 0.0)))


def _whole(scenario: Scenario, baseline: Baseline, lever: Lever, values: Mapping[str, object]) -> float | None:
    start = values.get(f"baseline.{lever.spec.baseline}")
    if lever.benchmark is None or not isinstance(start, float) or benefits.lacking(lever, values) is not None:  # type: ignore[arg-type]
        return None
    better = lever.benchmark.value > start if lever.spec.higher_is_better else lever.benchmark.value < start
    if not better:
        return 0.0
    year = Assumption(value=max(12.0, scenario.horizon.value), unit=Unit.MONTHS, source=scenario.horizon.source)
    there = replace(lever, target=lever.benchmark, adoption=FULL, realisation=FULL)
    return _value(replace(scenario, levers=(there,), horizon=year), baseline).get(lever.id)


def _value(scenario: Scenario, baseline: Baseline) -> dict[str, float]:
    return benefits.yearly_value(benefits.programme_flows(scenario, baseline))


def together_less_alone(scenario: Scenario, baseline: Baseline) -> float | None:
    """Cash a year of all levers together less the sum of each alone: money, below zero where they overlap.

    None with fewer than two levers of a size.
    """

    def cash(plan: Scenario) -> dict[str, float]:
        return benefits.yearly_worth(benefits.programme_flows(plan, baseline))

    together = cash(scenario)
    if len(together) < 2:
        return None
    alone = (
        cash(replace(scenario, levers=(lever,))).get(lever.id, 0.0) for lever in scenario.levers if lever.id in together
    )
    return sum(together.values()) - sum(alone)
