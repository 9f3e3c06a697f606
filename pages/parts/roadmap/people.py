"""Who: the twelve roles, who uses the system after the start, and what each role expects."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from data.library import readiness as library
from metrics.answers.cells import Edits, Row
from metrics.roadmap import facts
from metrics.roadmap.people import FORTNIGHT, USERS
from metrics.words.text import N_
from pages.parts import cards, session
from pages.parts.roadmap import edit
from pages.parts.roadmap.views import own, read
from pages.parts.session import _

COUNTS = {
    "licensed": N_("Licensed users"),
    "active": N_("Active in the last month"),
    "fresh": N_("Trained within a year"),
    "opened": N_("Issues opened"),
    "closed": N_("Issues closed"),
}


def roles() -> None:
    """Twelve roles, core and optional, with a name and a share of working time."""
    named = edit.answers().value("roles")
    rows = [
        {
            "id": id,
            "state": f"{'●' if named[id]['name'] else '▼' if role.more['core'] else '○'} "
            f"{_('filled') if named[id]['name'] else _('open')}",
            "role": own(role.name),
            "kind": _("core") if role.more["core"] else _("optional"),
            "name": own(named[id]["name"]),
            "share": named[id]["share"],
        }
        for id, role in library.checks("role").items()
    ]
    column = st.column_config
    columns = {
        "state": column.TextColumn(_("State"), width=80),
        "role": column.TextColumn(_("Role"), width=190),
        "kind": column.TextColumn(_("Kind"), width=80),
        "name": column.TextColumn(_("Who")),
        "share": column.NumberColumn(_("Share of time"), width=110, min_value=0, max_value=100, format="%g%%"),
    }
    edit.table(
        "roles",
        "roles",
        rows,
        columns,
        by_row,
        dynamic=False,
        fixed=("state", "role", "kind"),
        types={"share": "float"},
        alt=_("Roles of the team"),
    )


def by_row(value: Any, _rows: list[Row], edits: Edits) -> dict[str, Any]:
    """Cells laid over a part that holds a mapping for each of its rows."""
    return {**value, **{id: {**value[id], **cells} for id, cells in edits.cells.items()}}


def aftercare() -> None:
    """Four figures, what they are counted from, and questions the other way round."""
    context = session.context()
    month = facts.users(context.sources).month
    by_hand = _("entered by hand")
    counted = by_hand if month is None else _("from the table staff")
    notes = {
        "active_users": counted,
        "training_fresh": counted,
        "last_review": _("{n} at most", n=FORTNIGHT),
        "issues_closed": by_hand,
    }
    with cards.row(most=4):
        for id, note in notes.items():
            cards.tile(context.read(id), place="adoption", note=note)
    if month is not None:
        st.caption(_("Users counted from the table staff, month of {day}.", day=session.reader().day(month)))
    _counts(counted=month is not None)
    st.markdown(f"**{_('Questions the other way round: ask users, not the system')}**")
    st.markdown("\n".join(f"- {read(question.name)}" for question in library.checks("quiz").values()))


def _counts(*, counted: bool) -> None:
    saved, off = edit.answers().parts["aftercare"], not edit.may_write()
    with st.form("form-aftercare", border=False):
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            for name, label in COUNTS.items():
                st.number_input(
                    _(label),
                    0,
                    None,
                    None if saved.value[name] is None else int(saved.value[name]),
                    key=edit.key(f"count-{name}", saved),
                    width=150,
                    disabled=off or (counted and name in USERS),
                )
            st.date_input(_("A review was held on"), None, key=edit.key("review", saved), disabled=off, width=150)
        st.form_submit_button(_("Save"), icon=":material/save:", disabled=off, on_click=_keep_counts)
    edit.refused("aftercare")
    last = [session.reader().day(date.fromisoformat(day)) for day in saved.value["reviews"][-3:]]
    if last:
        st.caption(_("Last reviews: {days}", days=", ".join(last)))
    st.caption(edit.told(saved))


def _keep_counts() -> None:
    saved = edit.answers().parts["aftercare"]
    given = {name: st.session_state[edit.key(f"count-{name}", saved)] for name in COUNTS}
    given = {name: value for name, value in given.items() if value != saved.value[name]}
    review = st.session_state[edit.key("review", saved)]
    more = [] if review is None else [review.isoformat()]
    edit.save("aftercare", {"aftercare": lambda now: {**now, **given, "reviews": [*now["reviews"], *more]}})


def expectations() -> None:
    """What each role expects, and how far it is met."""
    rows = [
        {
            **row,
            "role": own(row["role"]),
            "short": None if None in (row["expected"], row["met"]) else row["expected"] - row["met"],
        }
        for row in edit.answers().value("expectations")
    ]
    column = st.column_config
    scale: dict[str, Any] = {"min_value": 1, "max_value": 5, "step": 0.1, "format": "%.1f", "width": 130}
    columns = {
        "role": column.TextColumn(_("Role"), required=True),
        "expected": column.NumberColumn(_("Expects, 1 to 5"), **scale),
        "met": column.NumberColumn(_("Met so far, 1 to 5"), **scale),
        "short": column.NumberColumn(_("Short by"), width=100, format="%.1f"),
    }
    edit.table(
        "expectations",
        "expectations",
        rows,
        columns,
        edit.overlaid,
        fixed=("short",),
        types={"role": "str", "expected": "float", "met": "float", "short": "float"},
        alt=_("Expectations by role"),
    )
