"""Why a net present value moved from one scenario to another, step by step; the steps sum to the difference.

Settings move first, then the levers in the order they act, then the costs. A lever's step is what its own change does
on top of the steps before it, so the order is part of the answer and always the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from metrics.programme import benefits
from metrics.programme.gauges import present
from metrics.scenario.baseline import Baseline
from metrics.scenario.kinds import KINDS
from metrics.scenario.scenario import Scenario
from metrics.scenario.terms import TERMS
from metrics.words.text import N_, Message, Term, message

SMALL = 0.005  # of the larger NPV: cost types that move less are told together

CLASS_NAMES = {"labour": N_("labour"), "business": N_("business"), "IT": N_("IT")}
TYPE_NAMES = {
    "software": N_("software"),
    "hardware": N_("hardware"),
    "training": N_("training"),
    "third-party": N_("third party"),
    "maintenance": N_("maintenance"),
    "data": N_("data"),
    "integration": N_("integration"),
    "internal": N_("internal work"),
}


@dataclass(frozen=True)
class Step:
    """One reason, and by how much it moved the NPV (money, signed)."""

    label: Message
    amount: float


def worth(scenario: Scenario, baseline: Baseline) -> float:
    """NPV of ``scenario``, money. UndefinedError while cost or benefit is missing."""
    return present(scenario, benefits.programme_flows(scenario, baseline).net)


@lru_cache(maxsize=64)  # every reader of the overview asks for the same
def steps(before: Scenario, after: Scenario, baseline: Baseline) -> tuple[Step, ...]:
    """What moved the NPV from ``before`` to ``after``; steps of nothing are left out.

    Raises UndefinedError when either scenario has no NPV.
    """
    worth(after, baseline)
    level, now = worth(before, baseline), before
    moves: list[Step] = []
    for label, then in _stages(before, after):
        value = _level(then, baseline)
        if value != level:
            moves.append(Step(label, value - level))
        level, now = value, then
    return (*moves, *_costs(now, after, baseline))


def _level(scenario: Scenario, baseline: Baseline) -> float:
    """NPV of a scenario on the way, which may have no cost or no benefit yet: money."""
    flows = benefits.programme_flows(scenario, baseline)
    cash, cost = (benefits.total(rows.values(), scenario.months) for rows in (flows.cash, flows.cost_by_item))
    return present(scenario, cash - cost + flows.extras.total)


def _stages(before: Scenario, after: Scenario) -> Iterator[tuple[Message, Scenario]]:
    """Ever more of ``after`` in place of ``before``, all but the costs."""
    now = before
    settings: dict[str, dict[str, Any]] = {
        N_("Discount rate"): {"rate": after.rate},
        N_("Horizon"): {"horizon": after.horizon},
        N_("True cost over budget"): {"cost_factor": after.cost_factor},
        N_("Timing and scope"): {
            "timing": after.timing,
            "include_soft": after.include_soft,
            "rate_after_tax": after.rate_after_tax,
            "baseline": after.baseline,
            "others": after.others,
            "name": after.name,
            "correlations": after.correlations,
            "events": after.events,
        },
        N_("Tax, prices and working capital"): {
            name: getattr(after, name) for name in ("prices", "group_profit", *TERMS)
        },
    }
    for label, fields in settings.items():
        now = replace(now, **fields)
        yield message(label), now
    for id in dict.fromkeys([*(lever.id for lever in before.levers), *(lever.id for lever in after.levers)]):
        wanted = {lever.id: lever for lever in after.levers}.get(id)
        now = now.without_lever(id) if wanted is None else now.with_lever(wanted)
        spec = KINDS[(wanted or before.lever(id)).kind]
        yield message(N_("{lever}"), lever=(wanted.name if wanted else "") or Term(spec.name)), now


def _costs(now: Scenario, after: Scenario, baseline: Baseline) -> list[Step]:
    """The costs of each type in place of those before, one type after the other."""
    level, moved = _level(now, baseline), dict[str, float]()
    for kind in dict.fromkeys(item.cost_type for item in (*now.costs, *after.costs)):
        kept = tuple(item for item in now.costs if item.cost_type != kind)
        now = replace(now, costs=(*kept, *(item for item in after.costs if item.cost_type == kind)))
        value = _level(now, baseline)
        moved[kind], level = value - level, value
    bar = SMALL * max(abs(level), *map(abs, moved.values()), 0.0) if moved else 0.0
    weighty = {kind: amount for kind, amount in moved.items() if abs(amount) >= bar and amount}
    rest = sum(amount for kind, amount in moved.items() if kind not in weighty)
    named = [
        Step(message(N_("Cost of {kind}"), kind=Term(TYPE_NAMES.get(kind, kind))), amount)
        for kind, amount in sorted(weighty.items(), key=lambda row: row[1])
    ]
    return [*named, Step(message(N_("Other cost")), rest)] if rest else named


def shortened(found: Sequence[Step], most: int) -> Sequence[Step]:
    """The ``most`` weightiest steps in their order, the others told as one."""
    if len(found) <= most:
        return found
    kept = sorted(found, key=lambda step: -abs(step.amount))[: most - 1]
    rest = sum(step.amount for step in found if step not in kept)
    return [*(step for step in found if step in kept), Step(message(N_("Everything else")), rest)]
