"""Balance: the days the kinds of change begin, and what is ticked off."""

from __future__ import annotations

from datetime import date

import streamlit as st

from data.library import readiness as library
from metrics.roadmap.order import ORDER
from pages.parts.roadmap import edit
from pages.parts.roadmap.views import read
from pages.parts.session import _


def days() -> None:
    """The day each of the four kinds of change begins."""
    saved, off = edit.answers().parts["order"], not edit.may_write()
    with st.form("form-order", border=False):
        with st.container(horizontal=True, gap="small"):
            for id, name in ORDER.items():
                day = date.fromisoformat(saved.value[id]) if saved.value[id] else None
                st.date_input(_(name), day, key=edit.key(f"order-{id}", saved), disabled=off, width=150)
        st.form_submit_button(_("Save"), icon=":material/save:", disabled=off, on_click=_keep_days)
    edit.refused("order")
    st.caption(edit.told(saved))


def _keep_days() -> None:
    saved = edit.answers().parts["order"]
    days = {id: st.session_state[edit.key(f"order-{id}", saved)] for id in ORDER}
    given = {id: day.isoformat() if day else "" for id, day in days.items()}
    given = {id: day for id, day in given.items() if day != saved.value[id]}
    edit.save("order", {"order": lambda now: {**now, **given}})


def ticks(part: str, kind: str) -> None:
    """A list of checks, each saved when it is ticked."""
    saved = edit.answers().parts[part]
    for id, check in library.checks(kind).items():
        cut = f" ({_('text cut in source')})" if check.more.get("cut") else ""
        control = edit.key(f"{part}-{id}", saved)
        st.checkbox(
            f"{read(check.name)}{cut}",
            saved.value[id],
            key=control,
            disabled=not edit.may_write(),
            on_change=_tick,
            args=(part, id, control),
        )
    edit.refused(part)
    st.caption(edit.told(saved))


def _tick(part: str, id: str, control: str) -> None:
    value = bool(st.session_state[control])
    edit.save(part, {part: lambda now: {**now, id: value}})
