"""Customers under contract and without one, and what the programme has added to the value of the base."""

from __future__ import annotations

import streamlit as st

from metrics import report
from metrics.drawing import Chart, Item, bridge
from metrics.report import Context
from metrics.value import findings
from metrics.value import made_more as report_customer_readings_more
from metrics.value import policy_facts as report_customer_policy
from metrics.value import sentences_more as takeaways
from metrics.value.equity import Equity
from metrics.words.text import Message
from pages.parts import cards, session, show
from pages.parts.churn.views import nothing
from pages.parts.session import _, n_


def draw(context: Context, mode: str) -> None:
    """Contracts left, programme right."""
    left, right = st.columns(2, gap="large")
    with left:
        show.show(findings.contracts)
    with right:
        equity(context)


def equity(context: Context) -> None:
    """Customer equity with the programme and without; its return, beside the net present value."""
    reader = session.reader()
    found = report_customer_policy.added(context)
    take_away = reader.read(takeaways.equity(found))
    chart = nothing(found if isinstance(found, Message) else None)
    if not isinstance(found, Message):
        chart = _equity(found)
    reading = report_customer_readings_more.equity(context, found)
    cards.block(_("What has the programme added to the base?"), take_away, chart, reading=reading, key="equity")
    if isinstance(found, Message):
        return
    npv = report.readings(context, ("programme_npv",))["programme_npv"]
    with st.grid(3, min_column_width=110):
        for label, value, under in (
            (_("Return on the base"), reader.share(found.rate), _("change over spending")),
            (_("Spent to date"), reader.money(found.spent), n_("{n} month", "{n} months", found.month)),
            (_("Net present value"), cards.figure_text(npv), _("beside it, never added")),
        ):
            with st.container(gap=None):
                st.metric(label, value)
                st.caption(under)
    st.caption(_("Net of doing nothing. It rests on the assumptions of the scenario, not on a control group."))


def _equity(found: Equity) -> Chart:
    items = [
        Item(_("Without programme"), found.without, total=True),
        Item(_("added"), found.change),
        Item(_("With programme"), found.with_programme, total=True),
    ]
    return bridge(session.reader(), items)
