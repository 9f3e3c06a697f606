"""The button that hands out the business case as a workbook; it is made when somebody asks for it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from metrics.versions import saved
from metrics.words.reader import Reader
from metrics.workbook import exported as report_workbook
from pages.parts import access, session
from pages.parts.session import _

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer() -> None:
    """A download of the scenario in force when it is asked for. It is made on another thread: all it needs goes along.

    Stands outside what a slider moves: it finds the draft by its id.
    """
    who = access.user()
    if who is None:
        return
    st.download_button(
        _("Workbook with live formulas"),
        partial(_made, session.draft_id(), session.scenario_name(), who.name, session.reader()),
        file_name="payback-workbook.xlsx",
        mime=XLSX,
        help=_("Every number of this plan, with the formulas behind it. Change an assumption in it and all follows."),
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        key="workbook",
    )


def _made(draft: str | None, scenario: str, author: str, reader: Reader) -> bytes:
    context = saved.in_force(draft, scenario)
    title, _space, version = context.label.rpartition(" ")
    return report_workbook.taken(context, f"{reader.say(title)} {version}", author, reader.lang)
