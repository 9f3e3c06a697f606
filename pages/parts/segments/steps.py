"""The five steps of the segments page, each behind a line: its settings, what came of it, and who saved it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from metrics.answers.store import Saved
from metrics.segments import facts, findings_steps
from metrics.segments.clusters import COUNTS
from metrics.segments.inputs import BY_ID
from metrics.segments.method import BANDED, FOUND, GROUPED, STEPS, VARIABLES, Method
from metrics.segments.people import KNOWN_TRAITS, TRAITS, Kind, people, state
from metrics.segments.steps import SavedMethod
from metrics.words.text import N_, Term
from pages.parts import edit, session, show
from pages.parts.segments.settings import BOOK, control, number, save
from pages.parts.segments.views import NUMBERED
from pages.parts.session import _
from pages.parts.tables import plain

OF = {GROUPED: N_("of the groups"), BANDED: N_("of the value bands")}


def steps(now: SavedMethod) -> None:
    """Five lines; what is behind one is drawn when it is opened."""
    for step, draw in zip(STEPS, (_traits, _value, _needs, _groups, _tests), strict=True):
        line = st.expander(_(NUMBERED[step][1]), on_change="rerun", key=f"step-{step}")
        if line.open:
            with line:
                with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                    st.caption(plain(_saved_by(now, step)), width="content")
                    edit.undo_button(BOOK, step)
                draw(now.method)
                edit.refusals(BOOK, step)


def _saved_by(now: SavedMethod, step: str) -> str:
    """Who saved a step and when, or that nobody has."""
    saved = now.saved.get(step)
    if saved is None:
        return _("Usual settings, saved by nobody yet.")
    words = edit.saved_by(Saved(None, saved.author, saved.saved_at))
    return f"{words} {_('The data are newer than that; what is shown is up to date.')}" if step in now.stale else words


def saved_line(now: SavedMethod) -> None:
    """What is saved of the five steps, and the button that saves them as they are."""
    latest = max(now.saved.values(), key=lambda row: row.saved_at, default=None)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.caption(
            _("Five steps: open one below to change it. Every change is saved at once.")
            if latest is None
            else _saved_by(now, latest.step),
            width="content",
        )
        if edit.may_write() and (now.stale or len(now.saved) < len(STEPS)):
            st.button(_("Save the five steps"), on_click=save, type="tertiary")
        edit.undo_button(BOOK, "")
    edit.refusals(BOOK, "")


def _traits(method: Method) -> None:
    """Step 1: which traits, by kind; how much of each is missing; and above how much a trait is not used."""
    everybody = people(session.context().sources)
    number(_("Not used when missing of more than, %"), "most_missing", method.most_missing, 0, 100, percent=True)
    for kind in Kind:
        ids = [trait.id for trait in TRAITS if trait.kind == kind]
        usable = [id for id in ids if state(everybody, method, id) in ("used", "out")]
        if usable:
            _picker(_(kind.value), usable, method)
    show.opened(findings_steps.traits, key="coverage", method=method)


def _picker(label: str, usable: list[str], method: Method) -> None:
    wanted = [id for id in usable if id not in method.left_out]
    others = [id for id in method.left_out if id not in usable]
    st.pills(
        label,
        usable,
        selection_mode="multi",
        default=wanted,
        format_func=lambda id: _(KNOWN_TRAITS[id].name),
        wrap=True,
        **control("left_out", wanted, lambda chosen: tuple(sorted([*others, *(set(usable) - set(chosen))])), label),
    )


def _value(method: Method) -> None:
    """Step 2: the weights, and the four bands they make."""
    form = f"weights-{method.weights}"  # what was refused can be mended
    may = edit.may_write()
    with st.form(form, border=False):
        with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
            for name, label in VARIABLES.items():
                weight, key = method.weight[name], f"{form}-{name}"
                st.number_input(f"{_(label)}, %", 0, 100, weight, key=key, disabled=not may, width=150)
        st.form_submit_button(_("Use these weights"), on_click=_weigh, args=(form,), disabled=not may)
    show.opened(findings_steps.bands, key="bands", method=method)


def _weigh(form: str) -> None:
    weights = tuple((name, int(st.session_state[f"{form}-{name}"])) for name in VARIABLES)
    edit.act(BOOK, lambda method: replace(method, weights=weights), "value")


def _needs(method: Method) -> None:
    """Step 3: what the groups, or the value bands, share."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.segmented_control(
            _("Needs"),
            list(OF),
            default=method.needs_of,
            format_func=lambda of: _(OF[of]),
            wrap=True,
            **control("needs_of", method.needs_of, lambda chosen: chosen or method.needs_of),
        )
        number(_("Index from"), "index", method.index, 101, 1000)
        number(_("Customers from"), "fewest", method.fewest, 1, 100_000)
    show.opened(findings_steps.needs, key="needs", method=method)


def _groups(method: Method) -> None:
    """Step 4: by rule or found in the data; how many, by which inputs, and how surely they are found again."""
    sources = session.context().sources
    everybody = people(sources)
    if method.by != FOUND:
        st.caption(_("Groups are made by rule now; k-means would find what follows. Choose it above to use it."))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.selectbox(
            _("How many groups"),
            [0, *COUNTS],
            [0, *COUNTS].index(method.k),
            format_func=lambda k: f"{k}" if k else _("as the data choose"),
            width=200,
            **control("k", method.k),
        )
        st.pills(
            _("Inputs"),
            [id for id in BY_ID if id in everybody.inputs.columns],
            selection_mode="multi",
            default=list(facts.available(sources, method)),
            format_func=lambda id: _(BY_ID[id].name, family=Term(everybody.family)),
            wrap=True,
            **control("inputs", method.inputs, tuple),
        )
    left, right = st.columns(2, gap="large")
    with left:
        show.show(findings_steps.agreement, key="agreement", method=method)
    with right:
        show.opened(findings_steps.apart, key="apart", method=method)


def _tests(method: Method) -> None:
    """Step 5: the thresholds of the seven tests."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        number(_("Big enough: customers"), "least", method.least, 1, 1_000_000)
        number(_("and of all, %"), "least_share", method.least_share, 0, 100, percent=True)
        number(_("Profitable: above"), "profit", method.profit, -1e6, 1e6)
        number(_("Reachable, %"), "reached", method.reached, 0, 100, percent=True)
        number(_("Identifiable: traits known, %"), "known", method.known, 0, 100, percent=True)
        number(_("Understandable: traits"), "traits", method.traits, 0, 20)
        number(_("Relevant: off average, %"), "different", method.different, 0, 1000, percent=True)
        number(_("Campaign: reached, %"), "campaign", method.campaign, 0, 100, percent=True)
