"""The eight headings a plan is complete by, each a light with what is missing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from metrics.answers.cells import phrase
from metrics.roadmap.plan import HEADINGS, Step
from metrics.roadmap.wording import listed
from metrics.words.text import N_, Message, message


class State(StrEnum):
    """How far a heading is. Values are the marks of the tables."""

    DONE = "done"
    PARTLY = "partly"
    MISSING = "missing"


@dataclass(frozen=True)
class Light:
    """One heading, problem or factor: its state, and in words what is missing (None: nothing)."""

    id: str
    state: State
    missing: Message | None = None


def completeness(steps: Sequence[Step], milestones: Mapping[str, int], levers: Collection[str]) -> list[Light]:
    """One light for each heading, in their order.

    Dependencies: every step hangs on another or another on it. Resources: every step has an owner. Plan: every lever
    has its step. The other five: at least one step stands under the heading, and each of those has an owner.
    """
    if not steps:
        none = message(N_("there is no step yet"))
        return [Light(heading, State.MISSING, none) for heading in HEADINGS]
    derived = {"dependencies": _dependencies(steps), "resources": _resources(steps), "plan": _plan(milestones, levers)}
    return [derived.get(heading) or _under(heading, steps) for heading in HEADINGS]


def coverage(lights: Sequence[Light]) -> int:
    """How many are complete."""
    return sum(light.state is State.DONE for light in lights)


def _graded(id: str, lacking: int, of: int, missing: Message) -> Light:
    if not lacking:
        return Light(id, State.DONE)
    return Light(id, State.MISSING if lacking == of else State.PARTLY, missing)


def _dependencies(steps: Sequence[Step]) -> Light:
    waited_for = {before for step in steps for before in step.after}
    alone = [step for step in steps if not step.after and step.id not in waited_for] if len(steps) > 1 else []
    words = message(N_("hanging on no other step: {steps}"), steps=_named(alone))
    return _graded("dependencies", len(alone), len(steps), words)


def _resources(steps: Sequence[Step]) -> Light:
    bare = [step for step in steps if not step.owner.strip()]
    words = message(N_("no owner: {steps}"), steps=_named(bare))
    return _graded("resources", len(bare), len(steps), words)


def _plan(milestones: Mapping[str, int], levers: Collection[str]) -> Light:
    loose = [lever for lever in levers if lever not in milestones]
    if not levers:
        return Light("plan", State.MISSING, message(N_("there is no lever to tie a step to")))
    words = message(N_("{n} of {of} benefits hang on no step"), n=len(loose), of=len(levers))
    return _graded("plan", len(loose), len(levers), words)


def _under(heading: str, steps: Sequence[Step]) -> Light:
    under = [step for step in steps if step.heading == heading]
    if not under:
        return Light(heading, State.MISSING, message(N_("no step stands under this heading")))
    bare = [step for step in under if not step.owner.strip()]
    words = message(N_("no owner: {steps}"), steps=_named(bare))
    return _graded(heading, len(bare), len(under) + 1, words)


def _named(steps: Sequence[Step], most: int = 2) -> Message:
    names = [phrase(step.name) for step in steps[:most]]
    return listed(names if len(steps) <= most else [*names, message("+{n}", n=len(steps) - most)])
