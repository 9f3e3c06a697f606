"""One way to edit: every change is kept at once or refused in a sentence, can be undone, and is made by who may write.

A Book is what is edited under one undo: the draft of the plan, the answers of a page, the steps of a method. A table
keeps its first rows while it is typed in; when the rows in force are no longer what this session made of them (somebody
else saved, an undo, a refusal), its key moves on and it starts again from what is kept.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from data.errors import InputError
from metrics.answers.cells import Edits
from metrics.answers.store import Saved
from metrics.reading import UndefinedError
from metrics.scenario.assumption import ScenarioError
from metrics.words.text import Message
from pages.parts import access, session, tables
from pages.parts.session import _

PAST, REFUSED, TURNS, TABLES, SEEN = "edit_past", "edit_refused", "edit_turns", "edit_tables", "edit_seen"
UNDOS, ROW = 30, 36
NEVER = object()  # no cell holds it


@dataclass(frozen=True)
class Outcome:
    """What became of a change: what takes it back (None when nothing changed), and what was refused of it."""

    back: Any = None
    refused: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Book:
    """What is edited under one undo. ``put`` carries a change out for an author and keeps it at once."""

    name: str
    put: Callable[[Any, str], Outcome]


def answers(name: str, change: Callable[[Mapping[str, Callable[[Any], Any]], str], dict[str, Any]]) -> Book:
    """The book of a page's answers: a change maps parts to functions of what is in force there.

    ``change`` lays them over what others saved meanwhile and gives what was kept.
    """

    def put(changes: Mapping[str, Callable[[Any], Any]], author: str) -> Outcome:
        before: dict[str, Any] = {}

        def noting(part: str, make: Callable[[Any], Any]) -> Callable[[Any], Any]:
            def made(now: Any) -> Any:
                before[part] = now
                return make(now)

            return made

        after = change({part: noting(part, make) for part, make in changes.items()}, author)
        back = {part: lambda _now, value=value: value for part, value in before.items()}
        return Outcome(back if after != before else None)

    return Book(name, put)


def plain(place: str) -> Book:
    """The book of what is done at ``place`` and cannot be undone here, such as an approval or a file brought in.

    A change is a function of the author.
    """

    def put(make: Callable[[str], object], author: str) -> Outcome:
        make(author)
        return Outcome()

    return Book(place, put)


def may_write() -> bool:
    """Whether this reader may change anything."""
    user = access.user()
    return user is not None and user.may_write


def act(book: Book, change: Any, place: str = "") -> bool:
    """Carry ``change`` out as whoever is signed in; whether all of it was taken. What was not is told at ``place``."""
    return _act(book, change, place, remember=True)


def _act(book: Book, change: Any, place: str, *, remember: bool) -> bool:
    try:
        outcome = book.put(change, access.require_write().name)
    except (ScenarioError, UndefinedError, access.NotAllowedError) as error:
        outcome = Outcome(refused=(error.reason,))
    except InputError as error:
        outcome = Outcome(refused=(Message("{why}", {"why": str(error)}),))
    tell(book, place, *outcome.refused)
    if outcome.back is not None and remember:
        past = st.session_state.setdefault(PAST, {}).setdefault(book.name, [])
        past.append((place, outcome.back))
        del past[:-UNDOS]
    if outcome.refused:
        renew(book)
    return not outcome.refused


def undo(book: Book) -> None:
    """Back to before the last change of this session."""
    place, back = st.session_state[PAST][book.name].pop()
    _act(book, back, place, remember=False)
    renew(book)


def past(book: Book, *places: str) -> bool:
    """Whether there is a change to undo; with ``places``, whether the last one was made at one of them."""
    done = st.session_state.get(PAST, {}).get(book.name)
    return bool(done) and (not places or done[-1][0] in places)


def forget(book: Book) -> None:
    """Nothing to undo, nothing refused, all tables anew: after a save, or where something else is edited."""
    st.session_state.get(PAST, {}).pop(book.name, None)
    tell(book, "")
    renew(book)


def tell(book: Book, place: str, *reasons: Message) -> None:
    """Remember what was refused at ``place``; without reasons, that nothing is any more."""
    told = st.session_state.setdefault(REFUSED, {})
    told.pop(book.name, None)
    if reasons:
        told[book.name] = (place, reasons)


def refusals(book: Book, *places: str) -> None:
    """What could not be taken of the last change, and why; with ``places``, only where it was made at one of them."""
    place, reasons = st.session_state.get(REFUSED, {}).get(book.name, ("", ()))
    if not places or place in places:
        for reason in reasons:
            st.warning(tables.plain(session.reader().read(reason)), icon=":material/edit_off:")


def undo_button(book: Book, *places: str) -> None:
    """The way back, where the last change was made at one of ``places``."""
    if may_write() and past(book, *places):
        key = "-".join(("undo", book.name, *places[:1]))
        st.button(_("Undo"), icon=":material/undo:", on_click=undo, args=(book,), type="tertiary", key=key)


def bar(book: Book, held: Saved, *places: str, brought: bool = False) -> None:
    """Over what is edited: who saved it and when, the way back, and what was refused."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.caption(tables.plain(saved_by(held, brought)), width="content")
        undo_button(book, *places)
    refusals(book, *places)


def saved_by(held: Saved, brought: bool = False) -> str:
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


def renew(book: Book) -> None:
    """Start all controls and tables of ``book`` again from what is in force."""
    turns = st.session_state.setdefault(TURNS, {})
    turns[book.name] = turns.get(book.name, 0) + 1


def key(book: Book, name: str, value: object = "") -> str:
    """The key of a control that shows ``value``: another one after an undo, a refusal or another's change."""
    turn = st.session_state.get(TURNS, {}).get(book.name, 0)
    return f"{book.name}-{name}-{print_of(value)}-{session.lang()}-{turn}"


def print_of(value: Any) -> str:
    """A value as text, the same for the same value: what controls hang their keys on."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)


@dataclass
class _Typed:
    """A table as this session began it."""

    seen: str | None  # print of the rows this session believes to be in force; None: whatever is after its own edit
    key: str = ""
    turn: int = 0
    frame: Any = None
    ids: tuple[str, ...] = ()
    batch: str = field(default_factory=lambda: secrets.token_hex(3))


def table(
    book: Book,
    part: str,
    value: Any,
    ids: Sequence[str],
    frame: Callable[[], pd.DataFrame],
    columns: Mapping[str, Any],
    *,
    alt: str,
    change: Callable[[Edits], Any],
    grows: bool = True,
    fixed: Sequence[str] = (),
    height: Any = "content",
    live: bool = False,
) -> None:
    """Rows to be typed over, added to and taken out; each edit is kept at once.

    ``value``: what the rows are made of; ``frame`` gives them as shown, in the order of ``ids``. ``change`` makes of
    what was typed a change for the book. ``live``: cells that follow from what is typed are shown anew each time; for
    rows that stay the same ones.
    """
    held = st.session_state.setdefault(TABLES, {}).setdefault(f"{book.name}-{part}", _Typed(print_of(value)))
    if held.seen is None:
        held.seen = print_of(value)
    elif held.seen != print_of(value):
        held.seen, held.turn = print_of(value), held.turn + 1
    place = f"{key(book, part)}-{held.turn}"
    if place not in st.session_state or held.key != place:
        st.session_state.get(SEEN, {}).pop(place, None)
        held.key, held.frame, held.ids, held.batch = place, frame(), tuple(ids), secrets.token_hex(3)
    if live:
        held.frame = frame()
    may = may_write()
    st.data_editor(
        held.frame,
        key=place,
        on_change=_typed,
        args=(book, part, held, change),
        column_config=dict(columns),
        column_order=list(columns),
        num_rows="dynamic" if may and grows else "fixed",
        disabled=list(fixed) if may else True,
        hide_index=True,
        row_height=ROW,
        height=height,
        placeholder=_("empty"),
        alt=alt,
    )


def _typed(book: Book, part: str, held: _Typed, change: Callable[[Edits], Any]) -> None:
    state = st.session_state[held.key]
    edits = Edits(
        cells={held.ids[row]: cells for row, cells in _fresh(held.key).items()},
        deleted=frozenset(held.ids[row] for row in state["deleted_rows"]),
        added=[row for row in state["added_rows"] if any(value not in (None, "") for value in row.values())],
        batch=held.batch,
    )
    if act(book, change(edits), part):
        held.seen = None


def _fresh(table: str) -> dict[int, dict[str, Any]]:
    """The cells of ``table`` typed since the last call: row -> column -> value."""
    typed: Mapping[int, Mapping[str, Any]] = st.session_state[table]["edited_rows"]
    seen = st.session_state.get(SEEN, {}).get(table, {})
    found = {
        int(row): {name: value for name, value in cells.items() if seen.get(row, {}).get(name, NEVER) != value}
        for row, cells in typed.items()
    }
    st.session_state.setdefault(SEEN, {})[table] = deepcopy(dict(typed))
    return {row: cells for row, cells in found.items() if cells}
