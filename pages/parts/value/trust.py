"""Whether the forecast can be believed: its back-test, other models, calibration, and another program's fit."""

from __future__ import annotations

from typing import Any

import streamlit as st

from metrics.customers import findings_model as findings
from metrics.customers import model_card
from metrics.finding import Question
from metrics.report import Context
from metrics.words.units import Amount, Unit
from pages.parts import session, show, tables
from pages.parts.session import _, n_


def draw(context: Context, mode: str) -> None:
    """The model card in two rows."""
    card = model_card.card(context.sources)
    left, right = st.columns([1.12, 1], gap="large")
    with left:
        show.show(findings.back_test)
        _about(card)
    with right:
        _spread_out(findings.rivals)
        if card.backtests:
            st.caption(n_("Mean of {n} back-test.", "Mean of {n} back-tests.", card.backtests))
    left, right = st.columns([1.12, 1], gap="large")
    with left:
        show.show(findings.calibration)
    with right:
        _spread_out(findings.second_opinion)


def _spread_out(question: Question[Any]) -> None:
    """A finding whose table is its picture."""
    found = show.show(question)
    if found.table is not None:
        st.table(tables.frame(show.made(found.table), session.reader()), border="horizontal", hide_index=True)


def _about(card: model_card.Card) -> None:
    """The champion, what it was fitted on, and what to know before believing it."""
    if card.champion is None:
        return
    name = _(model_card.MODELS[card.champion])
    st.badge(_("Champion: {name}", name=name), icon=":material/check:", color="gray")
    learnt = n_("fitted on {n} customer", "fitted on {n} customers", card.learnt_on)
    tested = n_("chosen by {n} back-test", "chosen by {n} back-tests", card.backtests)
    rate = _("discounted at {rate} a year", rate=Amount(card.rate, Unit.RATE))
    st.caption(" · ".join([learnt, tested, rate]))
    for warning in card.warnings:
        st.caption(f":orange[▼] {session.reader().read(warning)}")
