"""The plan: steps with dates and dependencies, the earliest days that follow from them, and the critical path.

Dependencies are finish-to-start: a step begins the day after the last of those it waits for has ended. Days are
calendar days and a step's last day belongs to it. Source: Kelley & Walker, critical-path planning (1959).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, reduce

from metrics.answers.cells import AnswerError, phrase
from metrics.words.text import N_, message

DAY = timedelta(days=1)
DAYS_A_MONTH = 365.25 / 12
LONGEST = 36_525  # days of a plan: 100 years
HEADINGS = {  # by which a plan is complete
    "dependencies": N_("Dependencies"),
    "resources": N_("Resources"),
    "cross_org": N_("Across departments"),
    "management": N_("Management"),
    "process": N_("Process"),
    "infrastructure": N_("Infrastructure"),
    "plan": N_("Plan"),
    "training": N_("Training"),
}


class PlanError(AnswerError):
    """A plan that cannot be; its reason is ready for either language."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step as planned: ``start`` is the day before which it does not begin; ``after`` the steps it waits for."""

    id: int
    name: str
    start: date
    end: date
    after: tuple[int, ...] = ()
    initiative: str = ""
    owner: str = ""
    heading: str = ""

    @property
    def days(self) -> int:
        """How long it takes."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True)
class Placed:
    """One step where the dependencies put it. ``slack``: days it may slip without moving the end."""

    step: Step
    start: date
    end: date
    slack: int

    @property
    def pushed(self) -> int:
        """Days its dependencies push it back from what was planned."""
        return (self.start - self.step.start).days

    @property
    def critical(self) -> bool:
        """Whether a day's delay here is a day's delay of the whole."""
        return self.slack == 0


@dataclass(frozen=True)
class Schedule:
    """Every step by its number, in the order given."""

    placed: Mapping[int, Placed]

    @cached_property
    def start(self) -> date:
        """The first day of the project."""
        return min(step.start for step in self.placed.values())

    @cached_property
    def end(self) -> date:
        """Its last day."""
        return max(step.end for step in self.placed.values())

    @property
    def days(self) -> int:
        """Its length."""
        return (self.end - self.start).days + 1

    @property
    def months(self) -> float:
        """Its length in months."""
        return self.days / DAYS_A_MONTH


def checked(steps: Iterable[Step]) -> tuple[Step, ...]:
    """``steps`` themselves; PlanError with the first thing that cannot be."""
    steps = tuple(steps)
    names = {step.id: step.name for step in steps}
    if len(names) < len(steps):
        raise PlanError(message(N_("Two steps carry the same number. Give each its own.")))
    for step in steps:
        _check(step, names)
    _order(steps)
    return steps


def _check(step: Step, names: Mapping[int, str]) -> None:
    name = phrase(step.name)
    if not step.name.strip():
        raise PlanError(message(N_("Step {n} has no name. Enter one."), n=step.id))
    if step.end < step.start:
        text = N_("{step} ends on {end}, before it starts on {start}. Change one of the days.")
        raise PlanError(message(text, step=name, end=step.end.isoformat(), start=step.start.isoformat()))
    for before in step.after:
        if before not in names:
            raise PlanError(message(N_("{step} waits for step {n}, which is not in the plan."), step=name, n=before))


def _order(steps: Sequence[Step]) -> list[Step]:
    """Each step after those it waits for; PlanError names the circle when there is one."""
    waiting, ordered, done = {step.id: step for step in steps}, [], set[int]()
    while waiting:
        ready = [step for step in waiting.values() if done.issuperset(step.after)]
        if not ready:
            names = (phrase(waiting[id].name) for id in _circle(waiting))
            circle = reduce(lambda first, rest: message("{first} > {rest}", first=first, rest=rest), names)
            text = N_("These steps wait for each other in a circle: {steps}. Take one of the links out.")
            raise PlanError(message(text, steps=circle))
        ordered += ready
        done.update(step.id for step in ready)
        waiting = {id: step for id, step in waiting.items() if id not in done}
    return ordered


def _circle(waiting: Mapping[int, Step]) -> list[int]:
    """One circle among steps of which each waits for another of them, the first again at its end."""
    seen: list[int] = []
    here = next(iter(waiting))
    while here not in seen:
        seen.append(here)
        here = next(id for id in waiting[here].after if id in waiting)
    return [*seen[seen.index(here) :], here][::-1]


def schedule(steps: Iterable[Step]) -> Schedule:
    """Every step at its earliest. PlanError when the plan cannot be, or when there is no step.

    Earliest start: the planned day, or the day after the last dependency if that is later. Latest: so that nothing
    that waits, and not the end of the project, moves. Slack: the days between.
    """
    steps = checked(steps)
    if not steps:
        raise PlanError(message(N_("The plan has no step yet.")))
    too_long = PlanError(message(N_("The plan runs over more than 100 years. Check its days.")))
    try:
        placed = _placed(steps)
    except OverflowError:
        raise too_long from None
    if placed.days > LONGEST:
        raise too_long
    return placed


def _placed(steps: Sequence[Step]) -> Schedule:
    ordered = _order(steps)
    start: dict[int, date] = {}
    end: dict[int, date] = {}
    for step in ordered:
        start[step.id] = max([step.start, *(end[before] + DAY for before in step.after)])
        end[step.id] = start[step.id] + (step.days - 1) * DAY
    latest = dict.fromkeys(end, max(end.values()))
    for step in reversed(ordered):
        begin = latest[step.id] - (step.days - 1) * DAY
        for before in step.after:
            latest[before] = min(latest[before], begin - DAY)
    placed = {
        step.id: Placed(step, start[step.id], end[step.id], (latest[step.id] - end[step.id]).days) for step in steps
    }
    return Schedule(placed)
