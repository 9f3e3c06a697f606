"""The line of four steps at the top of each page of the business case, and the strategy in one line below it."""

from __future__ import annotations

import streamlit as st

from metrics.case.costs import Forgotten
from metrics.context import BASE, Context
from metrics.scenario.source_case import is_case
from metrics.strategy import brief as strategy_brief
from metrics.strategy import steps
from metrics.words.text import N_, message
from pages.parts import cards, session, show
from pages.parts.session import _
from pages.parts.tables import plain

OWN = {
    "strategy": N_("This case has no strategy of its own."),
    "capabilities": N_("This case has no capabilities of its own."),
    "roadmap": N_("This case has no roadmap of its own."),
}


def line(here: str, context: Context | None = None, spent: Forgotten | None = None) -> None:
    """Where the four steps stand; ``here`` is the page being shown."""
    reader = session.reader()
    cards.stepper(
        [
            cards.Step(
                step.page,
                "here" if step.page == here else "done" if step.done else "open",
                " · ".join((reader.share(step.share), *([reader.read(step.count)] if step.count else []))),
            )
            for step in steps.steps(context or session.context(), spent)
        ]
    )


def brief(context: Context | None = None) -> None:
    """The strategic brief as one caption; a case from the sources has none."""
    now = context or session.context()
    if not is_case(now.scenario):
        st.caption(plain(session.reader().read(strategy_brief.brief(now.sources))))


def elsewhere(page: str) -> bool:
    """Says so, and answers True, where ``page`` is of the company's programme and a case of the sources is in force."""
    if page not in OWN or session.scenario_name() == BASE or not is_case(session.context().scenario):
        return False
    show.opening(_("Business case"), lambda _context: message(OWN[page]))
    line(page)
    with st.container(gap="small"):
        st.markdown(_("A case brings what its source tells: what was put in and what came out. The rest stays empty."))
        st.button(_("Show the base case"), on_click=session.switch, args=(BASE,))
    return True
