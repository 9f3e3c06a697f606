"""The draft of the plan: edited as everything else, saved as a version; and what if somebody saved meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from data.store import ConflictError, LockedError
from metrics.scenario.scenario import Scenario
from metrics.versions import drafts, named, published, saved
from metrics.words.text import Message
from pages.parts import access, edit, session
from pages.parts.session import _
from pages.parts.tables import plain

SHOWN = "draft_shown"
Change = Callable[[Scenario, str, date], Scenario | tuple[Scenario, list[Message]]]


def _put(make: Change, author: str) -> edit.Outcome:
    """Put an edit into the draft. ``make`` may give, beside the plan, what it refuses: all else holds."""
    refused: list[Message] = []
    before: list[Scenario] = []

    def edited(now: Scenario) -> Scenario:
        made = make(now, author, published.today())
        after, reasons = made if isinstance(made, tuple) else (made, [])
        refused.extend(reasons)
        before.append(now)
        return after

    after = session.edit(edited).scenario
    back = None if after == before[0] else lambda _now, _author, _on: before[0]
    return edit.Outcome(back, tuple(refused))


BOOK = edit.Book("plan", _put)


def change(make: Change, place: str = "") -> bool:
    """Change the draft, begun if there is none yet."""
    return edit.act(BOOK, make, place)


def discard() -> None:
    """Throw the draft away."""
    session.discard()
    edit.forget(BOOK)


def save() -> None:
    """Append the draft as the next version; when a newer one was saved meanwhile, the page shows both.

    Over an approved version nothing is saved: the page says whose approval it is.
    """
    try:
        session.save()
    except ConflictError:
        return
    except LockedError:
        locked = named.locked(session.standing())
        edit.tell(BOOK, "", *([locked] if locked else []))
        return
    edit.forget(BOOK)


def _save_on_top() -> None:
    """After a conflict: our numbers become the version after the newest."""
    saved.rebase(session.draft_id() or "", access.require_write().name)
    save()


def shown(token: object) -> None:
    """Remember what the rest of the page was drawn from; called once in a run of the whole page."""
    st.session_state[SHOWN] = token, edit.past(BOOK)


def follow(token: object) -> None:
    """Inside a fragment: draw the whole page again when what the rest of it shows is no longer so."""
    if st.session_state.get(SHOWN) != (token, edit.past(BOOK)):
        st.session_state[SHOWN] = token, edit.past(BOOK)
        st.rerun()


def conflict() -> None:
    """When somebody saved a newer version than the draft began from: both, side by side, and the choice."""
    found = drafts.conflict(session.draft_id())
    if found is None:
        return
    reader = session.reader()
    with st.container(border=True, gap="xsmall"):
        st.badge(_("Version {n} was saved meanwhile", n=found.version), icon=":material/call_split:", color="orange")
        text = _(
            "{author} saved v{new} after v{old}, which your draft began from. Both are kept until you choose.",
            author=found.author,
            new=found.version,
            old=found.based_on,
        )
        st.markdown(plain(text))
        rows = [tuple(plain(reader.read(part)) for part in row) for row in found.rows]
        names = (_("Assumption"), _("Saved v{n}", n=found.version), _("Your draft"))
        st.table({name: [row[i] for row in rows] for i, name in enumerate(names)}, border="horizontal", hide_index=True)
        with st.container(horizontal=True, gap="small"):
            st.button(_("Save mine on top as v{n}", n=found.version + 1), on_click=_save_on_top, key="on-top")
            st.button(_("Discard mine"), on_click=discard, type="tertiary", key="discard-mine")
