"""What owners say of a measure and a month, and which definition of a measure holds."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import streamlit as st

from data.library.kpis import kpis
from metrics.answers.cells import Edits, edited
from metrics.context import current
from metrics.metric import DECLARED
from metrics.ratio import RATIOS
from metrics.scorecard import facts
from metrics.scorecard.answers import LONGEST, answers, change, effects
from metrics.scorecard.attainment import Status
from pages.parts import access, edit, session
from pages.parts.session import _
from pages.parts.tables import plain

BOOK = edit.answers("scorecard", lambda changes, author: change(current(), changes, author))
SIGNS = {Status.BELOW: 0, Status.UNSURE: 1, Status.NEAR: 2, Status.MET: 3}


def comments() -> None:
    """A comment and a day for a measure of this month; those below their target come first."""
    context = session.context()
    rows = sorted(facts.aimed(context), key=lambda each: (SIGNS[each.status], each.attained or 0.0))
    edit.bar(BOOK, answers(current())["comments"], "comments")
    if not rows:
        st.caption(plain(_("No measure has a target yet; bring in the table {table}.", table="kpi_targets")))
        return
    month = facts.month(context.sources)
    held = {each.reading.id: each for each in rows}
    names = {id: f"{each.status} {session.name(id)}" for id, each in held.items()}
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        id = st.selectbox(_("Measure"), list(names), format_func=names.__getitem__, key="comment-of", width=330)
        target = held[id].target
        said = target.comment if target else ""
        due = target.due_on if target else ""
        key = f"{id}|{month:%Y-%m}"
        st.text_input(
            _("What its owner says of the month"), said, max_chars=LONGEST, width=420, **_control(key, "comment", said)
        )
        st.date_input(_("Due"), date.fromisoformat(due) if due else None, width=150, **_control(key, "due_on", due))


def _control(key: str, name: str, value: Any) -> dict[str, Any]:
    """Key and callback of a control that is kept at once."""
    shown = edit.key(BOOK, f"{name}-{key}", value)

    def keep() -> None:
        entered = st.session_state[shown]
        text = entered.isoformat() if isinstance(entered, date) else entered or ""
        edit.act(BOOK, {"comments": lambda now: {**now, key: {**now.get(key, {}), name: text}}}, "comments")

    return {"key": shown, "on_change": keep, "disabled": not edit.may_write()}


def links() -> None:
    """A line to draw a link of the strategy map, and one to take one away."""
    kept = answers(current())["links"]
    edit.bar(BOOK, kept, "links")
    if not edit.may_write():
        return
    names = {id: _(DECLARED[id].name) for id in RATIOS}
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.selectbox(_("From"), list(names), format_func=names.__getitem__, key="link-from", width=270)
        st.selectbox(_("To"), list(names), index=1, format_func=names.__getitem__, key="link-to", width=270)
        st.text_input(_("What its owner believes"), key="link-why", max_chars=160, width=260)
        st.button(_("Draw"), key="link-draw", on_click=_draw)
    if not kept.value:
        return
    drawn = {row["id"]: f"{names[row['from']]} → {names[row['to']]}" for row in kept.value}
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.selectbox(_("Link"), list(drawn), format_func=drawn.__getitem__, key="link-gone", width=420)
        st.button(_("Take away"), key="link-away", on_click=_away)


def _draw() -> None:
    held = st.session_state
    row = {"id": "", "from": held["link-from"], "to": held["link-to"], "why": held["link-why"].strip()}
    edit.act(BOOK, {"links": lambda now: [*now, row]}, "links")


def _away() -> None:
    id = st.session_state["link-gone"]
    edit.act(BOOK, {"links": lambda now: [row for row in now if row["id"] != id]}, "links")


def actions() -> None:
    """The log: measure, decision, owner, day, and what came of it; rows can be added and taken out."""
    kept = answers(current())["actions"]
    edit.bar(BOOK, kept, "actions")
    known, every = effects(kept.value)
    if every:
        words = _("{n} of {of} decisions have an effect written down.", n=known, of=every)
        st.caption(plain(words))
    names = {kpi.metric: _(DECLARED[kpi.metric].name) for kpi in kpis().values() if kpi.metric}
    column = st.column_config
    columns = {
        "metric": column.SelectboxColumn(
            _("Measure"),
            width=200,
            options=list(names),
            format_func=lambda id: names.get(str(id), str(id)),
            required=True,
        ),
        "decision": column.TextColumn(_("What was decided"), width=260, required=True),
        "owner": column.TextColumn(_("Owner"), width=120),
        "due_on": column.DateColumn(_("Due"), width=100),
        "effect": column.TextColumn(_("What came of it"), width=220),
    }

    def frame() -> pd.DataFrame:
        table = pd.DataFrame([{name: row.get(name) for name in columns} for row in kept.value], columns=list(columns))
        table["due_on"] = pd.to_datetime(table["due_on"].replace("", None))
        return table.astype(dict.fromkeys(("metric", "decision", "owner", "effect"), "object"))

    edit.table(
        BOOK,
        "actions",
        kept.value,
        [row["id"] for row in kept.value],
        frame,
        columns,
        alt=_("What was decided"),
        change=_laid,
    )


def _laid(edits: Edits) -> dict[str, Any]:
    """What was typed as a change; a table that grew starts again with its new rows kept."""
    if edits.added:
        edit.renew(BOOK)
    return {"actions": lambda now: edited(now, edits)}


def definitions() -> None:
    """Which definition holds where the field knows several."""
    edit.bar(BOOK, answers(current())["variants"], "variants")
    chosen = answers(current())["variants"].value
    with st.container(horizontal=True, gap="medium"):
        for kpi in kpis().values():
            if kpi.variants:
                _definition(kpi.id, kpi.variants, chosen.get(kpi.id, kpi.metric))


def approvals() -> None:
    """Who stands by what a measure is defined as: the formula, and a button that signs it."""
    edit.bar(BOOK, answers(current())["approvals"], "approvals")
    names = {kpi.metric: _(DECLARED[kpi.metric].name) for kpi in kpis().values() if kpi.metric}
    id = st.selectbox(_("Measure"), list(names), format_func=names.__getitem__, key="approve-of", width=330)
    st.caption(plain(_(DECLARED[id].formula)))
    if edit.may_write():
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            st.text_input(_("For the department"), key="approve-for", max_chars=60, width=240)
            st.button(_("Approve this definition"), key="approve", on_click=_approve)


def _approve() -> None:
    held, user = st.session_state, access.user()
    row = {
        "by": user.name if user else "",
        "on": datetime.now(UTC).date().isoformat(),
        "department": held["approve-for"].strip(),
    }
    edit.act(BOOK, {"approvals": lambda now: {**now, held["approve-of"]: row}}, "approvals")


def _definition(id: str, variants: tuple[str, ...], now: str) -> None:
    names = {metric: _(DECLARED[metric].name) for metric in variants}
    key = edit.key(BOOK, f"variant-{id}", now)

    def keep() -> None:
        edit.act(BOOK, {"variants": lambda held: {**held, id: st.session_state[key]}}, "variants")

    st.selectbox(
        _("Definition"),
        list(names),
        index=list(names).index(now),
        format_func=names.__getitem__,
        key=key,
        on_change=keep,
        disabled=not edit.may_write(),
        width=330,
    )
