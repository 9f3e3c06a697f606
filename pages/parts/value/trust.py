"""Whether the forecast can be believed: its back-test, other models, calibration, and another program's fit."""

from __future__ import annotations

import streamlit as st

from metrics.customers import model_card as report_model
from metrics.report import Context
from metrics.value import basis
from pages.parts import cards
from pages.parts.session import _
from pages.parts.value import model


def show(context: Context, mode: str) -> None:
    """The model card in two rows."""
    card = report_model.card(context.sources)
    believed = basis.back_test(context.sources, card)
    left, right = st.columns([1.12, 1], gap="large")
    with left:
        take_away, chart = model.back_test(card)
        cards.block(_("Can we believe the model?"), take_away, chart, reading=believed, key="back-test")
        model.about(card)
    with right:
        model.against(card, believed)
    left, right = st.columns([1.12, 1], gap="large")
    with left:
        take_away, chart = model.calibration(card)
        question = _("Does the chance of another order hold?")
        cards.block(question, take_away, chart, reading=believed, key="calibration")
    with right:
        model.second_opinion(card, believed)
