"""What every editor page needs: one autosaved draft, undo, refusals told in a sentence, and conflicts shown.

A table keeps what was typed into it until its key changes. Only what is new since the last call goes into the draft;
when something is refused, undone or thrown away, the key moves on and the table starts again from the draft.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import date
from typing import Any

import streamlit as st

from data.errors import InputError
from data.store import ConflictError, LockedError
from metrics import report
from metrics.scenario import Scenario, ScenarioError
from metrics.versions import drafts
from metrics.versions import named as report_scenarios
from metrics.words.text import Message
from pages.parts import access, session
from pages.parts.session import _

TURN, PAST, REFUSED, SEEN, SHOWN = "editor_turn", "editor_past", "editor_refused", "editor_seen", "editor_shown"
UNDOS = 30
NEVER = object()  # no cell holds it

Change = Callable[[Scenario, str, date], tuple[Scenario, list[Message]]]


def key(name: str) -> str:
    """The key of a table: another one after every new start."""
    return f"{name}-{st.session_state.get(TURN, 0)}"


def renew() -> None:
    """Start all tables again from the draft."""
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1


def may_write() -> bool:
    """Whether this reader may change anything."""
    who = access.user()
    return who is not None and who.may_write


def change(make: Change) -> None:
    """Put an edit into the draft; what is refused is told beside the table, all else holds."""
    refused: list[Message] = []

    def edited(before: Scenario) -> Scenario:
        after, found = make(before, access.require_write().name, report.today())
        refused.extend(found)
        if after != before:
            st.session_state.setdefault(PAST, []).append(before)
            del st.session_state[PAST][:-UNDOS]
        return after

    try:
        session.edit(edited)
    except ScenarioError as error:
        refused.append(error.reason)
    except InputError as error:
        refused.append(Message("{why}", {"why": str(error)}))
    st.session_state[REFUSED] = refused
    if refused:
        renew()


def undo() -> None:
    """Back to before the last edit."""
    before = st.session_state[PAST].pop()
    session.edit(lambda _scenario: before)
    st.session_state[REFUSED] = []
    renew()


def discard() -> None:
    """Throw the draft away."""
    session.discard()
    start_again()


def save() -> None:
    """Append the draft as the next version; when a newer one was saved meanwhile, the page shows both.

    Over an approved version nothing is saved: the page says whose approval it is.
    """
    try:
        session.save()
    except ConflictError:
        return
    except LockedError:
        st.session_state[REFUSED] = [found] if (found := report_scenarios.locked(session.standing())) else []
        return
    start_again()


def save_on_top() -> None:
    """After a conflict: our numbers become the version after the newest."""
    report.rebase(session.draft_id() or "", access.require_write().name)
    save()


def start_again() -> None:
    """Nothing to undo, nothing refused, all tables anew: after a save, or with another scenario."""
    for name in (PAST, REFUSED):
        st.session_state.pop(name, None)
    renew()


def refusals() -> None:
    """What could not be taken over from the last edit, and why."""
    for reason in st.session_state.get(REFUSED, []):
        st.warning(session.reader().read(reason), icon=":material/edit_off:")


def starts(table: str) -> bool:
    """Whether ``table`` is drawn for the first time, or again after another page: then nothing is typed in it yet."""
    if table in st.session_state:
        return False
    st.session_state.get(SEEN, {}).pop(table, None)
    return True


def fresh(table: str) -> dict[int, dict[str, Any]]:
    """The cells of ``table`` typed since the last call: row -> column -> value."""
    typed: Mapping[int, Mapping[str, Any]] = st.session_state[table]["edited_rows"]
    seen = st.session_state.get(SEEN, {}).get(table, {})
    found = {
        int(row): {name: value for name, value in cells.items() if seen.get(row, {}).get(name, NEVER) != value}
        for row, cells in typed.items()
    }
    st.session_state.setdefault(SEEN, {})[table] = deepcopy(dict(typed))
    return {row: cells for row, cells in found.items() if cells}


def shown(token: object) -> None:
    """Remember what the rest of the page was drawn from; called once in a run of the whole page."""
    st.session_state[SHOWN] = token, past()


def follow(token: object) -> None:
    """Inside a fragment: draw the whole page again when what the rest of it shows is no longer so."""
    if st.session_state.get(SHOWN) != (token, past()):
        st.session_state[SHOWN] = token, past()
        st.rerun()


def past() -> bool:
    """Whether there is an edit to undo."""
    return bool(st.session_state.get(PAST))


def conflict() -> None:
    """When somebody saved a newer version than the draft began from: both, side by side, and the choice."""
    found = drafts.conflict(session.draft_id())
    if found is None:
        return
    reader = session.reader()
    with st.container(border=True, gap="xsmall"):
        st.badge(_("Version {n} was saved meanwhile", n=found.version), icon=":material/call_split:", color="orange")
        st.markdown(
            _(
                "{author} saved v{new} after v{old}, which your draft began from. Both are kept until you choose.",
                author=found.author,
                new=found.version,
                old=found.based_on,
            )
        )
        rows = [tuple(reader.read(part) for part in row) for row in found.rows]
        names = (_("Assumption"), _("Saved v{n}", n=found.version), _("Your draft"))
        st.table({name: [row[i] for row in rows] for i, name in enumerate(names)}, border="horizontal", hide_index=True)
        with st.container(horizontal=True, gap="small"):
            st.button(_("Save mine on top as v{n}", n=found.version + 1), on_click=save_on_top, key="on-top")
            st.button(_("Discard mine"), on_click=discard, type="tertiary", key="discard-mine")
