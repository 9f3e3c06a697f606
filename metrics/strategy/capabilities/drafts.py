"""Step 3 drafted from step 2: how far the levers that gaps feed would move if the targets of step 2 were reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from metrics.context import Context
from metrics.programme import benefits
from metrics.scenario.items import Lever
from metrics.scenario.scenario import Scenario
from metrics.strategy.capabilities import facts
from metrics.strategy.capabilities.scores import BEST, Capability
from metrics.words.text import N_

DRAFTED = N_("drafted from the capability gaps")


@dataclass(frozen=True)
class Draft:
    """A lever that does not move yet, and where its gaps would take it."""

    lever: Lever
    closing: float  # share of the way from today's scores to the best, 5, that the targets of step 2 go
    target: float  # baseline plus that share of the way to the benchmark, in the lever's unit


def _closing(gaps: Sequence[Capability]) -> float:
    """Share of the way to the best score that ``gaps`` plan to go: sum of weight x gap over sum of weight x (5 - now).

    0.5 takes scores of 2 and 3 to 3.5 and 4, of equal weight: (1.5 + 1) / (3 + 2).
    """
    rooms = [(gap.weight or 0.0) * (BEST - (gap.score or 0.0)) for gap in gaps]
    return sum(gap.pull or 0.0 for gap in gaps) / sum(rooms) if sum(rooms) else 0.0


def drafts(context: Context) -> list[Draft]:
    """What step 2 drafts into step 3: the levers fed by a gap that stand on their baseline and have a benchmark.

    What somebody has moved already stays as it is; without a benchmark there is no way to go a share of.
    """
    scenario, known = context.scenario, context.baseline.values()
    fed = {carried.kind: _closing(carried.gaps) for carried in facts.carried(context) if carried.kind}
    found = []
    for lever in benefits.ordered(scenario):
        entered = scenario.assumption(f"baseline.{lever.spec.baseline}")
        start = entered.value if entered else known.get(lever.spec.baseline or "")
        if start is None or lever.kind not in fed or lever.target.value != start or lever.benchmark is None:
            continue
        way = fed[lever.kind] * (lever.benchmark.value - start)
        low, high = lever.spec.bounds
        if way and low <= start + way <= high:
            found.append(Draft(lever, fed[lever.kind], start + way))
    return found


def drafted(scenario: Scenario, found: Sequence[Draft], author: str, on: date | None) -> Scenario:
    """``scenario`` with the targets of ``found``, each with where it comes from."""
    for draft in found:
        lever = scenario.lever(draft.lever.id)
        target = replace(lever.target, value=draft.target, low=None, high=None, source=DRAFTED, owner=author, set_on=on)
        scenario = scenario.with_lever(replace(lever, target=target))
    return scenario
