"""The line of four steps at the top of each page of the business case, and the strategy in one line below it."""

from __future__ import annotations

import streamlit as st

from metrics.case.costs import Forgotten
from metrics.report import Context
from metrics.strategy import facts as report_strategy
from metrics.strategy import steps as report_steps
from pages.parts import cards, session
from pages.parts.words import plain


def line(here: str, context: Context, spent: Forgotten | None = None) -> None:
    """Where the four steps stand; ``here`` is the page being shown."""
    reader = session.reader()
    found = [
        cards.Step(
            step.page,
            "here" if step.page == here else "done" if step.done else "open",
            reader.read(step.count) if step.count else "",
        )
        for step in report_steps.steps(context, spent)
    ]
    cards.stepper(found)


def brief(context: Context) -> None:
    """The strategic brief as one caption."""
    st.caption(plain(session.reader().read(report_strategy.brief(context.sources))))
