"""Who: the twelve roles, who uses the system after the start, and what each role expects."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from data.library import readiness as library
from metrics.roadmap import facts, findings_readiness
from metrics.roadmap.people import FORTNIGHT, USERS
from metrics.words.text import N_
from pages.parts import cards, session
from pages.parts.roadmap import balance, book
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
    named = book.answers().value("roles")
    rows = [
        {
            "id": id,
            "role": own(role.name),
            "kind": _("core") if role.more["core"] else _("optional"),
            "name": own(named[id]["name"]),
            "share": named[id]["share"],
        }
        for id, role in library.checks("role").items()
    ]
    column = st.column_config
    columns = {
        "role": column.TextColumn(_("Role"), width=190),
        "kind": column.TextColumn(_("Kind"), width=80),
        "name": column.TextColumn(_("Who")),
        "share": column.NumberColumn(_("Share of time"), width=110, min_value=0, max_value=100, format="%g%%"),
    }
    book.bar("roles")
    book.table(
        "roles",
        rows,
        columns,
        book.by_row,
        grows=False,
        fixed=("role", "kind"),
        types={"share": "float"},
        alt=_("Roles of the team"),
    )


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
    balance.ticks(findings_readiness.care, "care", "care")
    st.markdown(f"**{_('Questions the other way round: ask users, not the system')}**")
    st.markdown("\n".join(f"- {read(question.name)}" for question in library.checks("quiz").values()))


def _counts(*, counted: bool) -> None:
    value = book.answers().value("aftercare")
    book.bar("aftercare")
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        for name, label in COUNTS.items():
            control = book.control("aftercare", name, value[name])
            control["disabled"] |= counted and name in USERS
            st.number_input(_(label), 0, None, None if value[name] is None else int(value[name]), width=150, **control)
        control = book.control(
            "aftercare", "review", value["reviews"], lambda now, day: {**now, "reviews": [*now["reviews"], day]}
        )
        st.date_input(_("A review was held on"), None, width=150, **control)
    if last := [session.reader().day(date.fromisoformat(day)) for day in value["reviews"][-3:]]:
        st.caption(_("Last reviews: {days}", days=", ".join(last)))


def expectations() -> None:
    """What each role expects, and how far it is met."""
    rows = [{**row, "role": own(row["role"])} for row in book.answers().value("expectations")]
    column = st.column_config
    scale: dict[str, Any] = {"min_value": 1, "max_value": 5, "step": 0.1, "format": "%.1f", "width": 130}
    columns = {
        "role": column.TextColumn(_("Role"), required=True),
        "expected": column.NumberColumn(_("Expects, 1 to 5"), **scale),
        "met": column.NumberColumn(_("Met so far, 1 to 5"), **scale),
    }
    types = {"role": "str", "expected": "float", "met": "float"}
    book.bar("expectations")
    book.table("expectations", rows, columns, types=types, alt=_("Expectations by role"))
