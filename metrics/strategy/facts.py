"""Step 1 in facts: what was answered, agreement, attention, conflict, the plan beside the weights, goals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from data.library import answers as library
from metrics.answers.cells import Row
from metrics.answers.store import Part, Saved, load, save
from metrics.case.levers import lever_rows
from metrics.context import Context, Sources
from metrics.reading import Reading
from metrics.scenario.input_units import shown
from metrics.strategy import method, parts
from metrics.strategy.method import AGREES, State

METHOD = "strategy"
FAR = 0.1  # from here on a share of the money does not follow its weight


CHECKS: tuple[tuple[str, Callable[[Any], Any], Any], ...] = (  # each part, what checks it, and what it is while empty
    ("questions", parts.questions, {}),
    ("weights", parts.weights, {}),
    ("stakeholders", parts.stakeholders, []),
    ("survey", parts.survey, []),
    ("departments", parts.departments, []),
    ("roles", parts.coverage, {}),
    ("criteria", parts.criteria, []),
    ("stages", parts.stages, {}),
)
PARTS = {id: Part(id, check, partial(check, empty), partial(library.sample, id)) for id, check, empty in CHECKS}


@dataclass(frozen=True)
class StrategyAnswers:
    """What step 1 was answered: every part with who saved it."""

    parts: Mapping[str, Saved]

    @property
    def questions(self) -> dict[str, dict[str, Any]]:
        """Answer, owner and day of each question."""
        return dict(self.parts["questions"].value)

    @property
    def weights(self) -> dict[str, float]:
        """The weight of each direction in per cent; empty when there are none yet."""
        return dict(self.parts["weights"].value)

    @property
    def measures(self) -> dict[str, str]:
        """The measure of each role of CRM, "" where it has none."""
        return dict(self.parts["roles"].value)

    def rows(self, part: str) -> list[Row]:
        """The rows of a table."""
        return list(self.parts[part].value)

    @property
    def answered(self) -> tuple[str, ...]:
        """The questions that have an answer; the one about priority has when the weights are set."""
        weighed = {"priority"} if self.weights else set()
        return tuple(id for id, given in self.questions.items() if given["answer"] or id in weighed)

    @property
    def without_owner(self) -> tuple[str, ...]:
        """Answers nobody answers for."""
        return tuple(id for id in self.answered if not self.questions[id]["owner"])

    @property
    def sponsors(self) -> list[Row]:
        """The stakeholders who are sponsors."""
        return [row for row in self.rows("stakeholders") if row["role"] == "sponsor"]

    @property
    def agreement(self) -> list[int | None]:
        """How far each stakeholder agrees, 0 to 3; None when not asked."""
        return [row["agreement"] for row in self.rows("stakeholders")]

    @property
    def agreeing(self) -> int:
        """How many stakeholders agree."""
        return sum(level is not None and level >= AGREES for level in self.agreement)


def strategy_answers(sources: Sources) -> StrategyAnswers:
    """What step 1 was answered, as it is kept now."""
    return StrategyAnswers(load(sources, METHOD, PARTS))


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
        return method.mean_weights([weights for _role, weights in self.answers])

    def gaps(self, role: str) -> dict[str, float]:
        """``role`` less the others."""
        return method.role_gaps(self.answers, role)

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles asked, in the order of the list."""
        return tuple(role for role in parts.ASKED if any(who == role for who, _weights in self.answers))


def attention(answers: StrategyAnswers) -> Attention:
    """The survey: whole answers, and the names of those that are not whole."""
    whole, left = [], []
    for row in answers.rows("survey"):
        weights = {name: row[name] for name in method.FACTORS}
        if all(part is not None for part in weights.values()) and abs(sum(weights.values()) - 100) < 1e-6:
            whole.append((str(row["role"]), weights))
        else:
            left.append(str(row["name"]))
    return Attention(tuple(whole), tuple(left))


def conflict(answers: StrategyAnswers) -> method.Conflict:
    """How far the departments pull apart; UndefinedError when fewer than two have weights."""
    table = {row["name"]: [row[name] or 0.0 for name in library.measures()] for row in answers.rows("departments")}
    return method.conflict(table)


# Does the plan follow the strategy?


@dataclass(frozen=True)
class Direction:
    """One direction: its weight (a fraction), and its share of what the levers are worth a year; None without any."""

    id: str
    weight: float | None
    share: float | None
    worth: float  # money a year
    levers: int

    @property
    def apart(self) -> float:
        """How far its share of the money lies from its weight; 0 where one of them is not known."""
        return 0.0 if self.weight is None or self.share is None else abs(self.share - self.weight)


def directions(context: Context) -> list[Direction]:
    """Weights beside what the benefit model makes of them. Levers that lose money have no share."""
    weights = strategy_answers(context.sources).weights
    worth, count = dict.fromkeys(parts.DIRECTIONS, 0.0), dict.fromkeys(parts.DIRECTIONS, 0)
    for row in lever_rows(context):
        if direction := parts.DIRECTION_OF.get(context.scenario.lever(row.id).kind):
            worth[direction] += max(row.worth or 0.0, 0.0)
            count[direction] += 1
    total = sum(worth.values())
    return [
        Direction(id, weights[id] / 100 if weights else None, money / total if total else None, money, count[id])
        for id, money in worth.items()
    ]


def farthest(directions: Sequence[Direction]) -> Direction | None:
    """The direction whose share of the money is farthest from its weight; None where the money follows the weights."""
    far = max(directions, key=lambda direction: direction.apart)
    return far if far.apart >= FAR else None


# Success criteria


@dataclass(frozen=True)
class Goal:
    """One criterion and where it stands. ``reading``: of its metric, where that is one of ours."""

    row: Row
    reading: Reading | None
    state: State

    @property
    def now(self) -> float | None:
        """Where it stands in people's units: measured, or as entered by hand, None while nobody has.

        UndefinedError, with the reason, where its metric has no value.
        """
        by_hand: float | None = self.row["now"]
        return by_hand if self.reading is None else shown(self.reading.known, self.reading.unit)


def goals(context: Context) -> list[Goal]:
    """Every criterion, measured where its metric is one of ours."""
    return [_goal(context, row) for row in strategy_answers(context.sources).rows("criteria")]


def _goal(context: Context, row: Row) -> Goal:
    reading = context.read(row["metric"]) if row["metric"] else None
    by = date.fromisoformat(row["by"]) if row["by"] else None
    on, now = context.sources.published.until or date.min, row["now"]
    if reading is not None:
        now = None if reading.value is None else shown(reading.value, reading.unit)
    return Goal(row, reading, method.criterion(baseline=row["baseline"], target=row["target"], now=now, by=by, on=on))


def of_term(context: Context, horizon: str) -> list[Goal]:
    """The goals of a term."""
    return [goal for goal in goals(context) if goal.row["horizon"] == horizon]
