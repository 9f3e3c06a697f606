"""Balance: the days the kinds of change begin, and what is ticked off."""

from __future__ import annotations

from datetime import date

import streamlit as st

from data.library import readiness as library
from metrics.finding import Question
from metrics.roadmap.people import ORDER
from pages.parts import show
from pages.parts.roadmap import book
from pages.parts.roadmap.views import read
from pages.parts.session import _


def days() -> None:
    """The day each of the four kinds of change begins."""
    value = book.answers().value("order")
    book.bar("order")
    with st.container(horizontal=True, gap="small"):
        for id, name in ORDER.items():
            day = date.fromisoformat(value[id]) if value[id] else None
            st.date_input(_(name), day, width=150, **book.control("order", id, value[id]))


def ticks(question: Question[[]], part: str, kind: str) -> None:
    """A list of checks, below how many are in place."""
    show.show(question)
    value = book.answers().value(part)
    book.bar(part)
    for id, check in library.checks(kind).items():
        cut = f" ({_('text cut in source')})" if check.more.get("cut") else ""
        st.checkbox(f"{read(check.name)}{cut}", value[id], **book.control(part, id, value[id]))
