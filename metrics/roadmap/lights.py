"""The eight headings a plan is complete by, each a light with what is missing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from metrics.answers.cells import phrase
from metrics.roadmap.plan import HEADINGS, Step
from metrics.words.text import N_, Message, Written, listed, message


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
    waited_for = {before for step in steps for before in step.after}
    alone = [step for step in steps if len(steps) > 1 and not step.after and step.id not in waited_for]
    words = message(N_("hanging on no other step: {steps}"), steps=_named(alone))
    derived = {
        "dependencies": _graded("dependencies", len(alone), len(steps), words),
        "resources": _owned("resources", steps, len(steps)),
        "plan": _plan(milestones, levers),
    }
    return [derived.get(heading) or _under(heading, steps) for heading in HEADINGS]


def coverage(lights: Sequence[Light]) -> int:
    """How many are complete."""
    return sum(light.state is State.DONE for light in lights)


def _graded(id: str, lacking: int, of: int, missing: Message) -> Light:
    if not lacking:
        return Light(id, State.DONE)
    return Light(id, State.MISSING if lacking == of else State.PARTLY, missing)


def _owned(id: str, steps: Sequence[Step], of: int) -> Light:
    bare = [step for step in steps if not step.owner.strip()]
    return _graded(id, len(bare), of, message(N_("no owner: {steps}"), steps=_named(bare)))


def _plan(milestones: Mapping[str, int], levers: Collection[str]) -> Light:
    if not levers:
        return Light("plan", State.MISSING, message(N_("there is no lever to tie a step to")))
    loose = sum(lever not in milestones for lever in levers)
    words = message(N_("{n} of {of} benefits hang on no step"), n=loose, of=len(levers))
    return _graded("plan", loose, len(levers), words)


def _under(heading: str, steps: Sequence[Step]) -> Light:
    under = [step for step in steps if step.heading == heading]
    if not under:
        return Light(heading, State.MISSING, message(N_("no step stands under this heading")))
    return _owned(heading, under, len(under) + 1)  # what has a step is never missing


def _named(steps: Sequence[Step], most: int = 2) -> Written | str:
    more = [message("+{n}", n=len(steps) - most)] if len(steps) > most else []
    return listed([*(phrase(step.name) for step in steps[:most]), *more])


def marked(sign: str, text: str, **values: object) -> Message:
    """A marked text after the sign of its state: ● good, ◐ partly or not known, ▼ bad."""
    return message("{sign}\u00a0{words}", sign=sign, words=message(text, **values))
