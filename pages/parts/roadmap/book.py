"""The answers of the roadmap page, edited under one undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from metrics.answers.cells import Edits, Row, edited
from metrics.context import current
from metrics.roadmap.answers import RoadmapAnswers, change
from metrics.roadmap.answers import answers as load
from pages.parts import edit

BOOK = edit.answers("roadmap", lambda changes, author: change(current(), changes, author))


def answers() -> RoadmapAnswers:
    """What is answered now."""
    return load(current())


def bar(part: str, *places: str) -> None:
    """Over what is edited of a part, at ``places`` or at one of its own name: who saved it, undo, what was refused."""
    now = answers()
    edit.bar(BOOK, now.parts[part], *(places or (part,)), brought=part == "plan" and now.brought)


def control(
    part: str, id: str, value: Any, put: Callable[[Any, Any], Any] | None = None, *, place: str = ""
) -> dict[str, Any]:
    """Key and callback of a control that shows ``value`` of a part, that of ``id``, and is kept at once.

    ``put`` lays what was entered over the part as it is then, where more than ``id`` is in it. What is refused is told
    at ``place``, or at the part.
    """
    key = edit.key(BOOK, f"{part}-{id}", value)

    def keep() -> None:
        entered = st.session_state[key]
        edit.act(BOOK, {part: lambda now: put(now, entered) if put else {**now, id: entered}}, place or part)

    return {"key": key, "on_change": keep, "disabled": not edit.may_write()}


def table(
    place: str,
    rows: Sequence[Row],
    columns: Mapping[str, Any],
    put: Callable[[Any, Edits], Any] = edited,
    *,
    alt: str,
    types: Mapping[str, str],
    part: str = "",
    grows: bool = True,
    fixed: Sequence[str] = (),
) -> None:
    """``rows`` to type into. ``put`` lays the edits over the part as it is then; its name is that of the place."""

    def frame() -> pd.DataFrame:
        table = pd.DataFrame([{name: row.get(name) for name in columns} for row in rows], columns=list(columns))
        for name, kind in types.items():
            table[name] = pd.to_datetime(table[name]) if kind == "date" else table[name].astype(kind)  # type: ignore[call-overload]
        return table

    edit.table(
        BOOK,
        place,
        answers().value(part or place),
        [str(row["id"]) for row in rows],
        frame,
        columns,
        alt=alt,
        change=lambda edits: _laid(part or place, edits, put),
        grows=grows,
        fixed=fixed,
    )


def _laid(part: str, edits: Edits, put: Callable[[Any, Edits], Any] = edited) -> dict[str, Callable[[Any], Any]]:
    """What was typed as a change. A table that grew starts again: its new rows get their numbers when kept."""
    if edits.added:
        edit.renew(BOOK)
    return {part: lambda now: put(now, edits)}


def by_row(value: Mapping[str, Any], edits: Edits) -> dict[str, Any]:
    """Cells laid over a part that holds a mapping for each of its rows."""
    return {**value, **{id: {**value[id], **cells} for id, cells in edits.cells.items()}}


def by_cell(column: str) -> Callable[[Mapping[str, Any], Edits], dict[str, Any]]:
    """Cells of one column laid over a part that holds a value for each of its rows."""
    return lambda value, edits: {**value, **{id: row[column] for id, row in edits.cells.items() if column in row}}
