"""What stands behind the levers, a tab each, drawn when it is opened."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from metrics.case import costs, levers
from metrics.context import Context
from metrics.scenario.serial import fingerprint
from metrics.versions import saved
from pages.parts import draft, session
from pages.parts.case import gaps, hints, initiatives, options, published, scenarios
from pages.parts.session import _

DRAWN = "benefit_drawn"  # what the page was last drawn from, and what that shows
OPEN = "benefit_open"  # the tab that was drawn last
BY_RATE = ("options", "initiatives", "scenarios")  # tabs that a discount rate moves


def token(context: Context) -> object:
    """What the page outside the sliders' reach is drawn from: when it changes, all is drawn again.

    A horizon counts only as far as it shows there. A discount rate does only while an open tab shows the plan's value.
    """
    scenario = context.scenario
    drawn_from = context.label, scenario.months, scenario.levers, scenario.costs, scenario.baseline
    last = st.session_state.get(DRAWN)
    if last is None or last[0] != drawn_from:
        shown = context.label, levers.lever_rows(context), costs.cost_rows(context)
        last = st.session_state[DRAWN] = drawn_from, shown
    plan = fingerprint(scenario) if st.session_state.get(OPEN) in BY_RATE else None
    return last[1], plan


@st.fragment
def tabs() -> None:
    """One tab at a time; when the draft has changed, the whole page is drawn again."""
    now = session.standing()
    draft.follow(token(now.context))
    parts: dict[str, tuple[str, Callable[[saved.Standing], None]]] = {
        "gaps": (_("Gaps and benchmarks"), gaps.gaps),
        "options": (_("Side by side"), options.options),
        "initiatives": (_("Initiatives"), initiatives.initiatives),
        "scenarios": (_("Scenarios"), scenarios.scenarios),
        "hints": (_("Calculators and hints"), hints.hints),
        "cases": (_("Cases"), published.library),
    }
    places = st.tabs([title for title, _draw in parts.values()], key="benefit-tabs", on_change="rerun")
    for place, (name, (_title, draw)) in zip(places, parts.items(), strict=True):
        if place.open:
            st.session_state[OPEN] = name
            with place:
                draw(now)
