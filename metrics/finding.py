"""A Finding: the answer to one question, without language, theme or pixels. Pages, board paper and files show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Concatenate, Generic, ParamSpec

from metrics.metric import Asked
from metrics.reading import Reading, UndefinedError
from metrics.words.text import Message, Written, message
from metrics.words.units import Unit

P = ParamSpec("P")
Cell = float | int | str | bool | date | Written | tuple[float, float] | None  # None: not known
Rest = str | Asked | Reading  # what a finding rests on: a metric, one under terms, or a reading made already


@dataclass(frozen=True)
class Column:
    """One column: its heading, where a cell comes from, and what its numbers count.

    ``cell`` is the name of an attribute of a row, or a function of the row. With a ``unit`` cells are numbers, or
    pairs of a low and a high end; without one they are words, days, or yes and no. A plain string is a name out of the
    data; a marked text is wrapped in a Term or a Message. Where rows differ in unit, each number is an Amount.
    """

    heading: str | Message
    cell: str | Callable[[Any], Any]
    unit: Unit | None = None
    signed: bool = False

    def of(self, row: Any) -> Cell:
        """The cell of ``row``; a reason stands in place of a number that is not known."""
        try:
            value: Cell = getattr(row, self.cell) if isinstance(self.cell, str) else self.cell(row)
        except UndefinedError as error:
            return error.reason
        return value


def word(heading: str | Message, cell: str | Callable[[Any], Any]) -> Column:
    """Words, days, or yes and no."""
    return Column(heading, cell)


def money(heading: str | Message, cell: str | Callable[[Any], Any], *, signed: bool = False) -> Column:
    """Amounts in the currency of the data."""
    return Column(heading, cell, Unit.MONEY, signed)


def share(heading: str | Message, cell: str | Callable[[Any], Any], *, signed: bool = False) -> Column:
    """Fractions, written in per cent."""
    return Column(heading, cell, Unit.SHARE, signed)


def count(heading: str | Message, cell: str | Callable[[Any], Any]) -> Column:
    """Whole numbers."""
    return Column(heading, cell, Unit.COUNT)


def number(heading: str | Message, cell: str | Callable[[Any], Any], unit: Unit, *, signed: bool = False) -> Column:
    """Numbers of any other unit."""
    return Column(heading, cell, unit, signed)


@dataclass(frozen=True, init=False)
class Table:
    """Rows of anything, and the columns that say what to read of them. Cells are read when the table is shown."""

    rows: Sequence[Any]
    columns: tuple[Column, ...]

    def __init__(self, rows: Iterable[Any], *columns: Column) -> None:
        object.__setattr__(self, "rows", tuple(rows))
        object.__setattr__(self, "columns", columns)

    def cells(self) -> list[list[Cell]]:
        """Every cell, row by row."""
        return [[column.of(row) for column in self.columns] for row in self.rows]


@dataclass(frozen=True)
class Chart:
    """A picture by the name of its recipe in metrics.drawing, with its rows and options: no language, no theme."""

    recipe: str
    options: Mapping[str, Any] = field(default_factory=dict)


def chart(recipe: str, **options: Any) -> Chart:
    """A picture drawn by ``recipe``."""
    return Chart(recipe, MappingProxyType(options))


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The answer to one question.

    ``table`` and ``chart`` may be functions that make them: a finding that is folded away does not pay for them.
    ``note`` is said below, in smaller letters. ``undefined``: there is no answer, and ``sentence`` is the reason.
    """

    sentence: Message
    table: Table | Callable[[], Table] | None = None
    chart: Chart | Callable[[], Chart] | None = None
    note: Message | None = None
    question: Message | None = None  # set by the Question unless the answer words it itself
    readings: tuple[Rest, ...] = ()
    undefined: bool = False


@dataclass(frozen=True)
class Question(Generic[P]):
    """A question of a subject and the function that answers it. Called with a Context (and choices), it never fails:

    where there is no answer, the Finding says why. The rest of a page stands.
    """

    id: str  # subject.function, such as churn.early_churn
    question: Message
    readings: tuple[Rest, ...]
    answer: Callable[Concatenate[Any, P], Finding]

    def __call__(self, context: Any, /, *args: P.args, **choices: P.kwargs) -> Finding:
        """The answer under ``context``, or the reason there is none."""
        try:
            found = self.answer(context, *args, **choices)
        except UndefinedError as error:
            found = Finding(sentence=error.reason, undefined=True)
        return replace(found, question=found.question or self.question, readings=found.readings or self.readings)


QUESTIONS: dict[str, Question[Any]] = {}  # every question by id, filled as each findings.py is imported


def finding(question: str, *readings: Rest) -> Callable[[Callable[Concatenate[Any, P], Finding]], Question[P]]:
    """Make the function below answer ``question``, a marked text; ``readings``: the metrics it rests on."""

    def asked(answer: Callable[Concatenate[Any, P], Finding]) -> Question[P]:
        subject = answer.__module__.split(".")[1]
        made = Question(f"{subject}.{answer.__name__}", message(question), readings, answer)
        if made.id in QUESTIONS:
            raise ValueError(f"two findings are called {made.id}")
        QUESTIONS[made.id] = made
        return made

    return asked
