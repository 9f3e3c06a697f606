"""The button that hands out the business case as a workbook; it is made when somebody asks for it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from metrics import report_workbook
from metrics.report import Look
from pages.parts import access, session
from pages.parts.session import _

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer(look: Look) -> None:
    """A download of ``look``, the scenario in force. It is made on another thread: all it needs goes along."""
    who = access.user()
    if who is None:
        return
    title = session.scenario(look.label)
    st.download_button(
        _("Workbook with live formulas"),
        partial(report_workbook.taken, look, title, who.name, session.lang()),
        file_name="payback-workbook.xlsx",
        mime=XLSX,
        help=_("Every number of this plan, with the formulas behind it. Change an assumption in it and all follows."),
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        key="workbook",
    )
