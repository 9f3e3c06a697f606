"""Who: the twelve roles, who uses the system after the start, and what each role expects."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from data.library import readiness as library
from metrics.answers.cells import Edits, Row, phrase
from metrics.roadmap import adoption, parts
from metrics.roadmap.facts import Roadmap
from metrics.roadmap.made import core
from metrics.roadmap.people import FORTNIGHT
from metrics.words.text import N_
from pages.parts import cards, session
from pages.parts.roadmap import edit
from pages.parts.roadmap.views import head, name, read
from pages.parts.session import _

COUNTS = {
    "licensed": N_("Licensed users"),
    "active": N_("Active in the last month"),
    "fresh": N_("Trained within a year"),
    "opened": N_("Issues opened"),
    "closed": N_("Issues closed"),
}


def _own(text: str) -> str:
    return session.reader().read(phrase(text)) if text else ""


def roles(found: Roadmap) -> None:
    """Twelve roles, core and optional, with a name and a share of working time."""
    held = found.now.value("roles")
    checks = library.checks("role")
    named = int(core(found).value or 0)
    open_roles = [read(one.name) for id, one in checks.items() if one.more["core"] and not held[id]["name"]]
    take_away = _("All seven core roles have a name")
    if open_roles:
        take_away = _("{n} of 7 core roles have a name; open: {roles}", n=named, roles=", ".join(open_roles))
    head(_("Who does it? Seven core roles, five optional"), take_away, key="roles", reading=core(found))
    rows = [
        {
            "id": id,
            "state": f"{'●' if held[id]['name'] else '▼' if one.more['core'] else '○'} "
            f"{_('filled') if held[id]['name'] else _('open')}",
            "role": read(one.name),
            "kind": _("core") if one.more["core"] else _("optional"),
            "name": _own(held[id]["name"]),
            "share": held[id]["share"],
        }
        for id, one in checks.items()
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
        found.now.held["roles"],
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


def aftercare(found: Roadmap) -> None:
    """Four figures, what they are counted from, and questions the other way round."""
    panel = adoption.adoption(found.context.sources, found.now)
    late = panel.readings[2].value
    if late is None:
        words = read(panel.readings[2].reason or "")
    elif late > FORTNIGHT:
        words = _("▼ The last review is {n} days back; one a fortnight is due", n=f"{late:g}")
    else:
        words = _("● Reviewed within the last fortnight")
    head(_("Is it used, and looked after?"), words, key="adoption")
    counted = _("from the table staff") if panel.counted else _("entered by hand")
    notes = (counted, counted, _("{n} at most", n=FORTNIGHT), _("entered by hand"))
    with cards.row(most=4):
        for reading, note in zip(panel.readings, notes, strict=True):
            cards.tile(reading, label=name(reading), place="adoption", note=note)
    if panel.counted is not None:
        st.caption(_("Users counted from the table staff, month of {day}.", day=session.reader().day(panel.counted)))
    _counts(found, counted=panel.counted is not None)
    st.markdown(f"**{_('Questions the other way round: ask users, not the system')}**")
    st.markdown("\n".join(f"- {read(one.name)}" for one in library.checks("quiz").values()))


def _counts(found: Roadmap, *, counted: bool) -> None:
    held, off = found.now.held["aftercare"], not edit.may_write()
    with st.form("form-aftercare", border=False):
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            for name, label in COUNTS.items():
                st.number_input(
                    _(label),
                    0,
                    None,
                    None if held.value[name] is None else int(held.value[name]),
                    key=edit.key(f"count-{name}", held),
                    width=150,
                    disabled=off or (counted and name in ("licensed", "active", "fresh")),
                )
            st.date_input(_("A review was held on"), None, key=edit.key("review", held), disabled=off, width=150)
        st.form_submit_button(_("Save"), icon=":material/save:", disabled=off, on_click=_keep_counts, args=(found,))
    edit.refused("aftercare")
    last = [session.reader().day(date.fromisoformat(day)) for day in held.value["reviews"][-3:]]
    if last:
        st.caption(_("Last reviews: {days}", days=", ".join(last)))
    st.caption(edit.told(held))


def _keep_counts(found: Roadmap) -> None:
    held = found.now.held["aftercare"]
    given = {name: st.session_state[edit.key(f"count-{name}", held)] for name in COUNTS}
    given = {name: value for name, value in given.items() if value != held.value[name]}
    review = st.session_state[edit.key("review", held)]
    more = [] if review is None else [review.isoformat()]
    edit.save("aftercare", {"aftercare": lambda now: {**now, **given, "reviews": [*now["reviews"], *more]}})


def expectations(found: Roadmap) -> None:
    """What each role expects, how far it is met, and how far the roles lie apart."""
    reading = adoption.variance(found.context.sources, found.now)
    whole = parts.as_expectations(found.now.value("expectations"))
    words = _("Not enough roles were asked")
    if reading.value is not None:
        worst = max(whole, key=lambda one: one.short)
        words = _(
            "Expectations vary by {n}; furthest from what it expects: {role}",
            n=f"{reading.value:.2g}",
            role=_own(worst.role),
        )
    head(_("Do the roles expect the same?"), words, key="expect", reading=reading)
    if reading.reason is not None:
        st.caption(read(reading.reason))
    rows = [
        {
            **row,
            "role": _own(row["role"]),
            "short": None if None in (row["expected"], row["met"]) else row["expected"] - row["met"],
        }
        for row in found.now.value("expectations")
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
        found.now.held["expectations"],
        rows,
        columns,
        edit.overlaid,
        fixed=("short",),
        types={"role": "str", "expected": "float", "met": "float", "short": "float"},
        alt=_("Expectations by role"),
    )
