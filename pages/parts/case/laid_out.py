"""A finding whose table stands on the page, with its numbers to be taken away as from any other."""

from __future__ import annotations

from typing import Any

import streamlit as st

from metrics.finding import Finding, Question
from metrics.report import Context
from pages.parts import session, show, tables


def tabled(question: Question[Any], *, key: str, context: Context, **choices: Any) -> Finding:
    """Question, answer, its whole table, and its note; the answer is given back."""
    answer = question(context, **choices)
    headed(answer, key=key, context=context)
    rows(answer)
    if answer.note is not None:
        st.caption(session.reader().read(answer.note))
    return answer


def headed(answer: Finding, *, key: str, context: Context) -> None:
    """Question and answer alone."""
    with st.container(gap="xxsmall"):
        show.head(answer, key=key, context=context)
        st.header(session.reader().read(answer.sentence), anchor=key)


def rows(answer: Finding) -> None:
    """Its table, where it has one."""
    if answer.table is not None:
        frame = tables.frame(show.made(answer.table), session.reader())
        st.table(frame, border="horizontal", hide_index=True)
