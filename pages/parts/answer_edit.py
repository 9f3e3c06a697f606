"""Tables and forms of answers: every change is saved at once, on top of what others saved, or refused in a sentence.

A table keeps its first rows while it is typed in; what is typed goes into the store row by row. When the rows in force
are no longer what this session made of them (somebody else saved, an undo, a refusal), its key moves on and it starts
again from the store.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from data.errors import InputError
from metrics.answers.cells import AnswerError, Edits, edited
from metrics.answers.held import Held
from metrics.words.text import Message
from pages.parts import access, editor, session
from pages.parts.session import _

REFUSED, PAST, TABLES = "answers_refused", "answers_past", "answers_tables"
UNDOS, ROW = 30, 36

Changes = Mapping[str, Callable[[Any], Any]]


@dataclass(frozen=True)
class Book:
    """Where the answers of one page are kept: its name, and what changes parts of it for an author."""

    name: str
    change: Callable[[Changes, str], dict[str, Any]]


def write(book: Book, changes: Changes, *, note: bool = True) -> dict[str, Any] | None:
    """Save ``changes`` as whoever is signed in; None when they are refused, which the page tells."""
    before: dict[str, Any] = {}

    def noting(id: str, make: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def made(now: Any) -> Any:
            before[id] = now
            return make(now)

        return made

    try:
        who = access.require_write()
        kept = book.change({id: noting(id, make) for id, make in changes.items()}, who.name)
    except (AnswerError, access.NotAllowedError) as error:
        st.session_state[REFUSED] = (book.name, tuple(changes), error.reason)
        return None
    except InputError as error:
        st.session_state[REFUSED] = (book.name, tuple(changes), Message("{why}", {"why": str(error)}))
        return None
    st.session_state.pop(REFUSED, None)
    if note and kept != before:
        past = st.session_state.setdefault(f"{PAST}-{book.name}", [])
        past.append(before)
        del past[:-UNDOS]
    return kept


def undo(book: Book) -> None:
    """Back to before the last change of this session."""
    before = st.session_state[f"{PAST}-{book.name}"].pop()
    write(book, {id: lambda _now, value=value: value for id, value in before.items()}, note=False)


def bar(book: Book, held: Held, *parts: str, brought: bool = False) -> None:
    """Over ``parts``: who saved them and when, the way back when they were changed last, and what was refused."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.caption(told(held, brought), width="content")
        past = st.session_state.get(f"{PAST}-{book.name}")
        if editor.may_write() and past and set(past[-1]) & set(parts):
            st.button(_("Undo"), on_click=undo, args=(book,), type="tertiary", key=f"undo-{book.name}-{parts[0]}")
    refused(book, *parts)


def told(held: Held, brought: bool = False) -> str:
    """Who saved a part and when, or where it came from."""
    if held.author:
        at = datetime.fromisoformat(held.at)
        day = session.reader().day(at.date())
        return _("Saved by {author} on {day}, {time} UTC.", author=held.author, day=day, time=f"{at:%H:%M}")
    if brought:
        return _("Came with the data; saved by nobody yet.")
    if held.sample:
        return _("Sample data: invented answers, saved by nobody yet.")
    return _("Nobody has answered yet.")


def refused(book: Book, *parts: str) -> None:
    """What could not be saved of ``parts``, and why."""
    found = st.session_state.get(REFUSED)
    if found is not None and found[0] == book.name and set(found[1]) & set(parts):
        st.warning(session.reader().read(found[2]), icon=":material/edit_off:")


def print_of(value: Any) -> str:
    """A value as text, the same for the same value: what widgets hang their keys on."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)


@dataclass
class _Table:
    seen: str  # print of the rows this session believes to be in force
    turn: int
    key: str = ""
    frame: Any = None
    ids: tuple[str, ...] = ()
    batch: str = ""


def table(
    book: Book,
    part: str,
    value: Any,
    ids: Sequence[str],
    frame: Callable[[], pd.DataFrame],
    columns: Mapping[str, Any],
    *,
    alt: str,
    apply: Callable[[Any, Edits], Any] = edited,
    grows: bool = True,
    fixed: Sequence[str] = (),
    height: int | str = "content",
) -> None:
    """The rows of ``value`` to be typed over, added to and taken out.

    ``frame`` gives them as shown, in the order of ``ids``; ``apply`` lays the edits over the value then in force.
    """
    held = st.session_state.setdefault(TABLES, {}).setdefault(f"{book.name}-{part}", _Table(print_of(value), 0))
    lang = session.lang()
    if held.seen != print_of(value):
        held.seen, held.turn = print_of(value), held.turn + 1
    key = f"answers-{book.name}-{part}-{lang}-{held.turn}"
    if editor.starts(key) or held.key != key:
        held.key, held.frame, held.batch = key, frame(), secrets.token_hex(3)
        held.ids = tuple(ids)
    may = editor.may_write()
    st.data_editor(
        held.frame,
        key=key,
        on_change=_typed,
        args=(book, part, held, apply),
        column_config=dict(columns),
        column_order=list(columns),
        num_rows="dynamic" if may and grows else "fixed",
        disabled=True if not may else list(fixed),
        hide_index=True,
        row_height=ROW,
        height=height,
        placeholder=_("empty"),
        alt=alt,
    )


def _typed(book: Book, part: str, held: _Table, apply: Callable[[Any, Edits], Any]) -> None:
    state = st.session_state[held.key]
    edits = Edits(
        cells={held.ids[row]: cells for row, cells in editor.fresh(held.key).items()},
        deleted=frozenset(held.ids[row] for row in state["deleted_rows"]),
        added=[row for row in state["added_rows"] if any(value not in (None, "") for value in row.values())],
        batch=held.batch,
    )
    kept = write(book, {part: lambda now: apply(now, edits)})
    if kept is None:
        held.turn += 1
    else:
        held.seen = print_of(kept[part])
