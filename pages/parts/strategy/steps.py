"""The line of four steps at the top of each page of the business case, and the strategy in one line below it."""

from __future__ import annotations

import streamlit as st

from metrics.case.costs import Forgotten
from metrics.context import Context
from metrics.strategy import brief as strategy_brief
from metrics.strategy import steps
from pages.parts import cards, session
from pages.parts.tables import plain


def line(here: str, context: Context | None = None, spent: Forgotten | None = None) -> None:
    """Where the four steps stand; ``here`` is the page being shown."""
    reader = session.reader()
    cards.stepper(
        [
            cards.Step(
                step.page,
                "here" if step.page == here else "done" if step.done else "open",
                reader.read(step.count) if step.count else "",
            )
            for step in steps.steps(context or session.context(), spent)
        ]
    )


def brief(context: Context | None = None) -> None:
    """The strategic brief as one caption."""
    sources = (context or session.context()).sources
    st.caption(plain(session.reader().read(strategy_brief.brief(sources))))
