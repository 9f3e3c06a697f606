"""Changing a part of the roadmap: saved for everybody on top of what others saved, refused with a reason.

A table stands in a form: what is typed goes in when Save is pressed, all of it or nothing. Its key changes with what is
saved, so that another's change is seen; after a refusal what was typed stays, to be mended.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from data.errors import InputError
from metrics import report
from metrics.answers.cells import Edits, Row, edited
from metrics.answers.store import Saved
from metrics.reading import UndefinedError
from metrics.roadmap import answers as roadmap_answers
from metrics.roadmap.answers import RoadmapAnswers
from metrics.words.text import Message
from pages.parts import access, session
from pages.parts.session import _

REFUSED, TURN = "roadmap_refused", "roadmap_turn"
ROW = 36


def may_write() -> bool:
    """Whether this reader may change anything."""
    user = access.user()
    return user is not None and user.may_write


def answers() -> RoadmapAnswers:
    """What is answered now."""
    return roadmap_answers.answers(report.current())


def save(place: str, changes: Mapping[str, Callable[[Any], Any]]) -> bool:
    """Change parts and keep them, as whoever is signed in; what is refused is told at ``place``."""
    refused: Message | None = None
    try:
        roadmap_answers.change(report.current(), changes, access.require_write().name)
    except UndefinedError as error:
        refused = error.reason
    except access.NotAllowedError as error:
        refused = error.reason
    except InputError as error:
        refused = Message("{why}", {"why": str(error)})
    st.session_state[REFUSED] = None if refused is None else (place, refused)
    if refused is None:
        st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
    return refused is None


def refused(place: str) -> None:
    """What could not be saved at ``place``, and why."""
    refusal = st.session_state.get(REFUSED)
    if refusal is not None and refusal[0] == place:
        st.warning(session.reader().read(refusal[1]), icon=":material/edit_off:")


def told(saved: Saved) -> str:
    """Who saved a part and when; that it is invented; or that nobody has."""
    if saved.sample:
        return _("Invented answers of the sample company; save your own over them.")
    if not saved.author:
        return _("Nobody has answered yet.")
    at = datetime.fromisoformat(saved.at)
    return _(
        "Saved by {author} on {day}, {time} UTC.",
        author=saved.author,
        day=session.reader().day(at.date()),
        time=f"{at:%H:%M}",
    )


def key(name: str, saved: Saved) -> str:
    """The key of a control: another one when something was saved, here or by somebody else."""
    return f"rm-{name}-{saved.at}-{st.session_state.get(TURN, 0)}"


def table(
    name: str,
    part: str,
    rows: Sequence[Row],
    columns: Mapping[str, Any],
    put: Callable[[Any, list[Row], Edits], Any],
    *,
    dynamic: bool = True,
    fixed: Sequence[str] = (),
    types: Mapping[str, str] | None = None,
    alt: str = "",
) -> None:
    """``rows`` to type into, with Save below. ``put`` lays the edits over the part as it is when saved."""
    saved, off = answers().parts[part], not may_write()
    place = key(name, saved)
    frame = pd.DataFrame([{column: row.get(column) for column in columns} for row in rows], columns=list(columns))
    for column, kind in (types or {}).items():
        frame[column] = pd.to_datetime(frame[column]) if kind == "date" else frame[column].astype(kind)  # type: ignore[call-overload]
    ids = [str(row["id"]) for row in rows]
    with st.form(f"form-{name}", border=False):
        st.data_editor(
            frame,
            key=place,
            column_config=dict(columns),
            num_rows="dynamic" if dynamic and not off else "fixed",
            disabled=True if off else list(fixed),
            hide_index=True,
            row_height=ROW,
            height="content",
            placeholder=_("empty"),
            alt=alt or None,
        )
        st.form_submit_button(
            _("Save"), icon=":material/save:", disabled=off, on_click=keep, args=(name, part, place, ids, put)
        )
    refused(name)
    st.caption(told(saved))


def keep(name: str, part: str, place: str, ids: Sequence[str], put: Callable[[Any, list[Row], Edits], Any]) -> None:
    """Save what was typed into the table at ``place``."""
    edits = typed(st.session_state[place], ids, f"new{st.session_state.get(TURN, 0)}")
    save(name, {part: lambda value: put(value, rows_of(value), edits)})


def rows_of(value: Any) -> list[Row]:
    """The rows of a part that is a table; none of one that is not."""
    return list(value) if isinstance(value, list) else []


def typed(state: Mapping[str, Any], ids: Sequence[str], batch: str) -> Edits:
    """What a table tells of its edits, with the rows named by their ids."""
    return Edits(
        cells={ids[int(row)]: dict(cells) for row, cells in state["edited_rows"].items()},
        deleted=frozenset(ids[int(row)] for row in state["deleted_rows"]),
        added=[dict(row) for row in state["added_rows"]],
        batch=batch,
    )


def overlaid(_value: Any, rows: list[Row], edits: Edits) -> list[Row]:
    """The usual way: cells over cells, rows out and rows in."""
    return edited(rows, edits)
