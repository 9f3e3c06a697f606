"""What stands behind the levers, a tab each, drawn when it is opened; and what the levers bring together."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from metrics import report
from metrics.programme import gap_value
from metrics.report import Context
from metrics.scenario import fingerprint
from pages.parts import editor, session
from pages.parts.case import gaps as gap_views
from pages.parts.case import hints as hint_views
from pages.parts.case import initiatives as initiative_views
from pages.parts.case import options as option_views
from pages.parts.case import published as case_views
from pages.parts.case import scenarios as scenario_views
from pages.parts.case import views as benefit_views
from pages.parts.session import _

OPEN = "benefit_open"  # the tab that was drawn last
BY_RATE = ("options", "initiatives", "scenarios")  # tabs that a discount rate moves


def token(context: Context) -> object:
    """What the page outside the sliders' reach is drawn from; with it the whole plan, where a tab shows its value."""
    plan = fingerprint(context.scenario) if st.session_state.get(OPEN) in BY_RATE else None
    return benefit_views.token(context), plan


def together(context: Context) -> None:
    """One line: what the levers bring together, less than each alone would claim."""
    less = gap_value.together_less_alone(context.scenario, context.baseline)
    if less is None or abs(less) < 0.5:
        return
    reader = session.reader()
    if less < 0:
        st.caption(
            _(
                "Together they bring {money} a year less than each alone: what overlaps is counted once.",
                money=reader.money(-less),
            )
        )
    else:
        st.caption(
            _(
                "Together they bring {money} a year more than each alone: one makes room for another.",
                money=reader.money(less),
            )
        )


@st.fragment
def tabs() -> None:
    """One tab at a time; when the draft has changed, the whole page is drawn again."""
    now = session.standing()
    editor.follow(token(now.context))
    parts: dict[str, tuple[str, Callable[[report.Standing], None]]] = {
        "gaps": (_("Gaps and benchmarks"), gap_views.gaps),
        "options": (_("Side by side"), option_views.options),
        "initiatives": (_("Initiatives"), initiative_views.initiatives),
        "scenarios": (_("Scenarios"), scenario_views.scenarios),
        "hints": (_("Calculators and hints"), hint_views.hints),
        "cases": (_("Cases"), case_views.library),
    }
    places = st.tabs([title for title, _draw in parts.values()], key="benefit-tabs", on_change="rerun")
    for place, (name, (_title, draw)) in zip(places, parts.items(), strict=True):
        if place.open:
            st.session_state[OPEN] = name
            with place:
                draw(now)
