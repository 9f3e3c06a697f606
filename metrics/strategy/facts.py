"""What the strategy page tells, and what later steps take from it: answers, weights, agreement, attention, goals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.library import answers as library
from metrics.answers.cells import Row
from metrics.answers.held import Held, Part, held, save
from metrics.case.levers import lever_rows
from metrics.context import Context, Sources
from metrics.scenario.input_units import shown
from metrics.strategy import method as strategy
from metrics.strategy import parts
from metrics.strategy import sentences as takeaways
from metrics.strategy.method import AGREES, State
from metrics.words.text import Message

METHOD = "strategy"


def _part(id: str, check: Callable[[Any], Any], empty: Callable[[], Any], *, sample: bool = True) -> Part:
    return Part(id, check, empty, (lambda: library.sample(id)) if sample else None)


PARTS: Mapping[str, Part] = {
    part.id: part
    for part in (
        _part("questions", parts.questions, lambda: parts.questions({})),
        _part("weights", parts.weights, dict),
        _part("stakeholders", parts.stakeholders, list),
        _part("survey", parts.survey, list),
        _part("departments", parts.departments, list),
        _part("roles", parts.coverage, lambda: parts.coverage({})),
        _part("criteria", parts.criteria, list),
        _part("stages", parts.stages, lambda: parts.stages({})),
    )
}


@dataclass(frozen=True)
class Standing:
    """Step 1 as it stands: every part with who saved it."""

    held: Mapping[str, Held]

    @property
    def questions(self) -> dict[str, dict[str, Any]]:
        """Answer, owner and day of each question."""
        found: dict[str, dict[str, Any]] = self.held["questions"].value
        return found

    @property
    def weights(self) -> dict[str, float]:
        """The weight of each direction in per cent; empty when there are none yet."""
        found: dict[str, float] = self.held["weights"].value
        return found

    def rows(self, part: str) -> list[Row]:
        """The rows of a table."""
        found: list[Row] = self.held[part].value
        return found

    @property
    def answered(self) -> tuple[str, ...]:
        """The questions that have an answer; the one about priority has when the weights are set."""
        return tuple(
            id for id, one in self.questions.items() if one["answer"] or (id == "priority" and bool(self.weights))
        )

    @property
    def without_owner(self) -> tuple[str, ...]:
        """Answers nobody answers for (A31)."""
        return tuple(id for id in self.answered if not self.questions[id]["owner"])


def standing(sources: Sources) -> Standing:
    """What is held of step 1."""
    return Standing(held(sources, METHOD, PARTS))


def brief(sources: Sources) -> Message:
    """The strategic brief in one line, for the top of every later step; says so when there is no answer yet."""
    now = standing(sources)
    return takeaways.brief(now.questions, now.weights)


def change(sources: Sources, changes: Mapping[str, Callable[[Any], Any]], author: str) -> dict[str, Any]:
    """Change parts together and keep them. AnswerError, and nothing written, when one cannot be."""
    return save(sources, METHOD, PARTS, changes, author)


# Attention: the five factors


@dataclass(frozen=True)
class Attention:
    """What the five factors weigh to those asked. ``left_out``: names whose weights do not sum to 100 %."""

    answers: tuple[tuple[str, Mapping[str, float]], ...]  # (role, weights)
    left_out: tuple[str, ...]

    @property
    def mean(self) -> dict[str, float]:
        """Mean weights; UndefinedError when nobody has answered."""
        return strategy.mean_weights([weights for _role, weights in self.answers])

    def gaps(self, role: str) -> dict[str, float]:
        """``role`` less the others."""
        return strategy.role_gaps(self.answers, role)

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles asked, in the order of the list."""
        return tuple(role for role in parts.ASKED if any(who == role for who, _weights in self.answers))


def attention(now: Standing) -> Attention:
    """The survey: whole answers, and the names of those that are not whole."""
    answers, left = [], []
    for row in now.rows("survey"):
        weights = {name: row[name] for name in strategy.FACTORS}
        if all(part is not None for part in weights.values()) and abs(sum(weights.values()) - 100) < 1e-6:
            answers.append((str(row["role"]), weights))
        else:
            left.append(str(row["name"]))
    return Attention(tuple(answers), tuple(left))


def conflict(now: Standing) -> strategy.Conflict:
    """How far the departments pull apart; UndefinedError when fewer than two have weights."""
    table = {row["name"]: [row[name] or 0.0 for name in library.measures()] for row in now.rows("departments")}
    return strategy.conflict(table)


# Does the plan follow the strategy?


@dataclass(frozen=True)
class Followed:
    """One direction: its weight (a fraction), and its share of what the levers are worth a year; None without any."""

    id: str
    weight: float | None
    share: float | None
    worth: float
    levers: int


def followed(context: Context, now: Standing) -> list[Followed]:
    """Weights beside what the benefit model makes of them. Levers that lose money have no share."""
    worth = dict.fromkeys(parts.DIRECTIONS, 0.0)
    count = dict.fromkeys(parts.DIRECTIONS, 0)
    for row in lever_rows(context):
        direction = parts.direction_of(context.scenario.lever(row.id).kind)
        if direction:
            worth[direction] += max(row.worth or 0.0, 0.0)
            count[direction] += 1
    total = sum(worth.values())
    return [
        Followed(
            id,
            now.weights[id] / 100 if now.weights else None,
            worth[id] / total if total else None,
            worth[id],
            count[id],
        )
        for id in parts.DIRECTIONS
    ]


# Success criteria


@dataclass(frozen=True)
class Goal:
    """One criterion with where it stands now, in people's units; ``reason`` why a measured one has no value."""

    row: Row
    now: float | None
    state: State
    reason: Message | None


def goals(context: Context, now: Standing) -> list[Goal]:
    """Every criterion: measured where its metric is one of ours, else as entered by hand."""
    return [_goal(context, row) for row in now.rows("criteria")]


def _goal(context: Context, row: Row) -> Goal:
    at, reason = row["now"], None
    if row["metric"]:
        reading = context.read(row["metric"])
        at = None if reading.value is None else shown(reading.value, reading.unit)
        reason = reading.reason
    by = date.fromisoformat(row["by"]) if row["by"] else None
    on = context.sources.published.until or date.min
    return Goal(
        row, at, strategy.criterion(baseline=row["baseline"], target=row["target"], now=at, by=by, on=on), reason
    )


def reached(found: Sequence[Goal], horizon: str) -> float:
    """Share of the planned goals of a term that are reached; UndefinedError when none is planned."""
    return strategy.reached([goal.state for goal in found if goal.row["horizon"] == horizon])


# Stakeholders


def sponsors(now: Standing) -> list[Row]:
    """The sponsors listed."""
    return [row for row in now.rows("stakeholders") if row["role"] == "sponsor"]


def alignment(now: Standing) -> float:
    """Share of the stakeholders who agree; UndefinedError when none is listed."""
    return strategy.alignment([row["agreement"] for row in now.rows("stakeholders")])


def agreeing(now: Standing) -> int:
    """How many agree."""
    return sum(1 for row in now.rows("stakeholders") if row["agreement"] is not None and row["agreement"] >= AGREES)
