"""The risk register below the sources of uncertainty: what is in it, one line to enter, one to take away."""

from __future__ import annotations

import streamlit as st

from data.library import readiness as library
from metrics.context import Context
from metrics.returns import findings_register
from metrics.returns import register as entries
from metrics.roadmap import facts
from metrics.scenario.event import EFFECTS
from pages.parts import draft, edit, session, show
from pages.parts.roadmap.views import read
from pages.parts.session import _

PLACE = "register"
MOST = 5  # pitfalls taken over at a time


def register(plan: Context, now: Context) -> None:
    """The register of the plan, and what is entered there."""
    show.opened(findings_register.register, key=PLACE, context=now)
    if not edit.may_write():
        return
    with st.expander(_("Edit the risk register"), on_change="rerun", key="register-open") as place:
        if place.open:
            _enter(plan)
    edit.refusals(draft.BOOK, PLACE)


def _enter(plan: Context) -> None:
    reader, scenario = session.reader(), plan.scenario
    effects = {id: _(part.label) for id, part in EFFECTS.items()}
    levers = {lever.id: reader.read(scenario.label(f"{lever.id}.target")) for lever in scenario.levers}
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.text_input(_("What may happen"), key="register-name", max_chars=120, width=260)
        st.number_input(_("Probability, %"), 0.0, 100.0, 20.0, step=5.0, key="register-chance", format="%g", width=140)
        effect = st.selectbox(
            _("What it takes"), list(effects), format_func=effects.__getitem__, key="register-effect", width=230
        )
        months = effect == "delay"
        st.number_input(
            _("Months") if months else _("Impact, %"),
            0.0,
            EFFECTS[effect].bounds[1] * (1.0 if months else 100.0),
            6.0 if months else 25.0,
            step=1.0 if months else 5.0,
            key=f"register-impact-{effect}",
            format="%g",
            width=140,
        )
        if effect != "cost":
            st.multiselect(
                _("Levers (none: all)"), list(levers), format_func=levers.__getitem__, key="register-levers", width=260
            )
        st.text_input(_("Owner"), key="register-owner", max_chars=80, width=150)
        st.button(_("Enter"), key="register-enter", on_click=_put, type="primary")
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        names = {event.id: event.name for event in scenario.events}
        if names:
            st.selectbox(_("Entry"), list(names), format_func=names.__getitem__, key="register-entry", width=260)
            st.button(_("Take away"), key="register-away", on_click=_away)
        if any(risk.money for risk in facts.risks(plan).values()):
            st.button(
                _("Draft from the largest pitfalls"),
                key="register-draft",
                on_click=_draft,
                args=(plan,),
                type="tertiary",
            )


def _put() -> None:
    held = st.session_state
    effect = held["register-effect"]
    impact = held[f"register-impact-{effect}"] / (1.0 if effect == "delay" else 100.0)
    chance, levers = held["register-chance"] / 100.0, held.get("register-levers", [])
    name, owner = held["register-name"], held["register-owner"].strip()

    draft.change(
        lambda plan, author, on: entries.entered(plan, name, effect, chance, impact, levers, owner, author, on), PLACE
    )


def _away() -> None:
    id = st.session_state["register-entry"]
    draft.change(lambda plan, _author, _on: plan.without_event(id), PLACE)


def _draft(plan: Context) -> None:
    """The largest answered pitfalls as entries, by their names in the reader's language."""
    found, known = [], library.pitfalls()
    for risk in facts.largest_risks(plan)[:MOST]:
        affects = [] if known[risk.id].affects == ("all",) else known[risk.id].affects
        share = risk.share * (facts.EXCESS if "cost" in affects else 1.0)
        found.append((read(known[risk.id].name), affects, risk.chance or 0.0, share, risk.owner))
    draft.change(lambda scenario, _author, on: entries.drafted(scenario, found, on), PLACE)
