"""Step 4 drafted from step 3: a step for every lever that moves, done the day before its benefit begins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from metrics.answers.cells import Row
from metrics.case.levers import lever_rows
from metrics.context import Context
from metrics.roadmap import facts
from metrics.words.text import Message

Named = Callable[[Message], str]


def steps(context: Context, name: Named) -> tuple[list[Row], dict[str, int]]:
    """Steps named by ``name``, and the step each lever begins with. Both empty while no lever moves.

    A step lasts from the month of approval to the day before the first effect of its lever, at least a day.
    """
    scenario = context.scenario
    off = {row.id for row in lever_rows(context) if row.target != row.baseline}
    moving = [milestone for milestone in facts.milestones(context) if milestone.lever in off]
    rows, tied = [], dict[str, int]()
    for number, milestone in enumerate(sorted(moving, key=lambda one: one.begins), 1):
        lever = scenario.lever(milestone.lever)
        end = max(milestone.begins - timedelta(days=1), scenario.month0)
        rows.append(
            {
                "id": str(number),
                "name": name(milestone.name),
                "initiative": lever.initiative,
                "start": scenario.month0.isoformat(),
                "end": end.isoformat(),
                "after": [],
                "owner": lever.owner,
                "heading": "process",
            }
        )
        tied[lever.id] = number
    return rows, tied
