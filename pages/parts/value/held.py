"""Customers under contract and without one, and what the programme has added to the value of the base."""

from __future__ import annotations

import streamlit as st

from metrics.context import Context
from metrics.value.findings_contracts import contracts
from metrics.value.policy import facts, findings
from pages.parts import cards, session
from pages.parts import show as shown
from pages.parts.session import _, n_


def draw(context: Context, mode: str) -> None:
    """Contracts left, programme right."""
    left, right = st.columns(2, gap="large")
    with left:
        shown.show(contracts)
    with right:
        _equity(context)


def _equity(context: Context) -> None:
    """Customer equity with the programme and without; its return, beside the net present value."""
    reader = session.reader()
    if shown.show(findings.equity, key="equity", context=context).undefined:
        return
    added = facts.added(context)
    with st.grid(3, min_column_width=110):
        for label, value, under in (
            (_("Return on the base"), cards.figure_text(context.read("rocb")), _("change over spending")),
            (_("Spent to date"), reader.money(added.spent), n_("{n} month", "{n} months", added.month)),
            (_("Net present value"), cards.figure_text(context.read("programme_npv")), _("beside it, never added")),
        ):
            with st.container(gap=None):
                st.metric(label, value)
                st.caption(under)
