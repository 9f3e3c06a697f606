"""What people answer in tables and forms: checked cell by cell, and edits laid over what others saved meanwhile.

A row is a plain mapping with an ``id``. An empty cell is None (or ""), never zero. What cannot be is refused with a
reason and changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from data.library.answers import phrases
from metrics.reading import UndefinedError
from metrics.words.text import N_, Message, message

Row = dict[str, Any]
LONGEST = 300  # letters of a text
MOST = 200  # rows of a table


class AnswerError(UndefinedError):
    """An answer that cannot be; its reason is ready for either language."""


@dataclass(frozen=True)
class Phrase(Message):
    """A text of ours in the reader's language, or one that somebody typed, as it is."""

    def render(self, lang: str = "en", currency: str = "XXX") -> str:
        """In ``lang`` when it is a text of the library."""
        return phrases().get(self.text, {}).get(lang, self.text)


phrase: Callable[[str], Message] = Phrase  # what was stored as a text, to be read in either language


def text(value: object) -> str:
    """A text in one line, without blanks at its ends; "" for none. AnswerError when it is none or too long."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise AnswerError(message(N_("{value} is no text"), value=value))
    line = " ".join(value.split())
    if len(line) > LONGEST:
        raise AnswerError(message(N_("a text has up to {most} letters; this one has {n}"), most=LONGEST, n=len(line)))
    return line


def number(value: object, low: float, high: float, what: Message) -> float | None:
    """A number from ``low`` to ``high``; None for an empty cell. AnswerError, naming ``what``, when it is none."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or math.isnan(value):
        raise AnswerError(message(N_("{what}: {value} is no number"), what=what, value=value))
    if not low <= value <= high:
        bounds = message(N_("{low} to {high}"), low=f"{low:g}", high=f"{high:g}")
        reason = N_("{what}: {value} is out of range; {bounds} is")
        raise AnswerError(message(reason, what=what, value=f"{value:g}", bounds=bounds))
    return float(value)


def one_of(value: object, allowed: Iterable[str], what: Message) -> str:
    """One of ``allowed``, or "" for none yet."""
    choice = text(value)
    if choice and choice not in set(allowed):
        raise AnswerError(message(N_("{what}: {value} cannot be chosen"), what=what, value=choice))
    return choice


def day(value: object, what: Message) -> str:
    """A day as ISO text; "" for none."""
    if value is None or value == "":
        return ""
    try:
        return (value if isinstance(value, date) else date.fromisoformat(str(value)[:10])).isoformat()[:10]
    except ValueError:
        raise AnswerError(message(N_("{what}: {value} is no day"), what=what, value=str(value))) from None


def rows(value: object) -> list[Row]:
    """A list of rows, each with an id of its own. AnswerError when it is none or there are too many."""
    if not isinstance(value, (list, tuple)) or not all(isinstance(row, Mapping) and row.get("id") for row in value):
        raise AnswerError(message(N_("the saved rows cannot be read")))
    if len(value) > MOST:
        raise AnswerError(message(N_("a table has up to {most} rows; this one has {n}"), most=MOST, n=len(value)))
    ids = [str(row["id"]) for row in value]
    if len(set(ids)) < len(ids):
        raise AnswerError(message(N_("two rows have the same number")))
    return [dict(row) for row in value]


@dataclass(frozen=True, kw_only=True)
class Edits:
    """What was typed into a table: cells by row, rows taken out, and the rows added with ids that begin ``batch``."""

    cells: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    deleted: frozenset[str] = frozenset()
    added: Sequence[Mapping[str, Any]] = ()
    batch: str = ""


def edited(now: Sequence[Row], edits: Edits) -> list[Row]:
    """``now`` with the edits laid over it: other rows, and other cells of the same row, stay as somebody saved them.

    Rows of this ``batch`` are replaced by ``added``: a table tells all it was given each time.
    """
    mine = f"{edits.batch}-" if edits.batch else None
    kept = [row for row in now if row["id"] not in edits.deleted and not (mine and str(row["id"]).startswith(mine))]
    changed = [{**row, **edits.cells.get(str(row["id"]), {})} for row in kept]
    return changed + [{**row, "id": f"{edits.batch}-{n}"} for n, row in enumerate(edits.added, 1)]
