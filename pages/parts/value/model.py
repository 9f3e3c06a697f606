"""The model card: whether the forecast of customers can be believed, and what other models and programs say."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import streamlit as st

from metrics import drawing as charts
from metrics.customers.model_card import MODELS, Card
from metrics.drawing import Chart
from metrics.reading import Reading
from metrics.value import sentences as takeaways
from metrics.words.reader import Reader
from metrics.words.units import Amount, Unit
from pages.parts import cards, session
from pages.parts.session import _, n_

Words = tuple[str, Chart]  # a take-away and its picture


def back_test(card: Card) -> Words:
    """Orders a week: what came, and what the model expected of weeks it had not seen."""
    return _back_test(session.reader(), card)


@lru_cache(maxsize=8)
def _back_test(reader: Reader, card: Card) -> Words:
    weeks = card.weeks
    if weeks is None:
        return reader.read(takeaways.model(card)), charts.backtest(reader, [], [], fitted=0)
    missed = [] if weeks.worst is None else [(weeks.worst[0], reader.day(weeks.worst[1]))]
    ahead = {"fitted": weeks.fitted, "low": weeks.low, "high": weeks.high, "misses": missed}
    chart = charts.backtest(reader, weeks.actual, weeks.model, **ahead)
    return reader.read(takeaways.model(card)), chart


def calibration(card: Card) -> Words:
    """What was said and what came."""
    reader = session.reader()
    groups = [(group.customers, group.said, group.came) for group in card.calibration]
    return reader.read(takeaways.calibration(card)), charts.calibration(reader, groups)


def model_name(id: str) -> str:
    """What a model is called."""
    return _(MODELS.get(id, id))


def rivals(card: Card) -> pd.DataFrame:
    """Every model on all back-tests, the best first."""
    reader = session.reader()

    def share(value: float | None) -> str:
        return "–" if value is None else reader.share(value)

    rows = [
        (
            f"**{model_name(rival.id)}**" if rival.id == card.champion else model_name(rival.id),
            share(rival.total_off),
            f"{rival.one_off:.2f}",
            "–" if rival.ranking is None else f"{rival.ranking:.3f}",
        )
        for rival in card.rivals
    ]
    return pd.DataFrame(rows, columns=[_("Model"), _("Total off by"), _("One customer, orders"), _("Ranking")])


def _apart(difference: float) -> str:
    return "<0.001%" if difference < 1e-5 else f"{100 * difference:.2g}%"


def opinions(card: Card) -> pd.DataFrame:
    """Parameters of lifetimes' own fit beside ours, and the largest difference."""
    rows = []
    for one in card.opinions:
        ours = ", ".join(f"{key} {value:.3g}" for key, value in one.ours.items() if value is not None)
        theirs = ", ".join(f"{key} {value:.3g}" for key, value in one.theirs.items()) or _(one.trouble)
        apart = "–" if one.difference is None else _apart(one.difference)
        rows.append((model_name(one.id), ours, theirs, apart))
    return pd.DataFrame(rows, columns=[_("Model"), _("Ours, days"), "lifetimes", _("Apart")])


def about(card: Card) -> None:
    """The champion, what it was fitted on, and what to know before believing it."""
    if card.champion is None:
        return
    st.badge(_("Champion: {name}", name=model_name(card.champion)), icon=":material/check:", color="gray")
    learnt = n_("fitted on {n} customer", "fitted on {n} customers", card.learnt_on)
    tested = n_("chosen by {n} back-test", "chosen by {n} back-tests", card.backtests)
    rate = _("discounted at {rate} a year", rate=Amount(card.rate, Unit.RATE))
    st.caption(" · ".join([learnt, tested, rate]))
    if card.moved is not None:
        st.caption(session.reader().read(card.moved))
    for warning in card.warnings:
        st.caption(f":orange[▼] {session.reader().read(warning)}")


def against(card: Card, reading: Reading) -> None:
    """The other models, and lifetimes' own fit."""
    reader = session.reader()
    if not card.rivals:
        return
    with st.container(gap="xxsmall"):
        cards.question_line(_("Is another model better?"), reading=reading, key="rivals")
        st.header(reader.read(takeaways.rivals(card)), anchor=False)
    st.table(rivals(card), border="horizontal", hide_index=True)
    tests = n_("Mean of {n} back-test.", "Mean of {n} back-tests.", card.backtests)
    st.caption(f"{tests} {_('Ranking is a Gini: 1 ranks customers as hindsight would, 0 as chance.')}")


def second_opinion(card: Card, reading: Reading) -> None:
    """lifetimes' own fit of the same rows, beside ours."""
    if not card.opinions:
        return
    with st.container(gap="xxsmall"):
        cards.question_line(_("Does another program find the same?"), reading=reading, key="opinions")
        st.header(session.reader().read(takeaways.opinions(card)), anchor=False)
    st.table(opinions(card), border="horizontal", hide_index=True)
    st.caption(_("The same histories fitted by the library lifetimes; times in days."))
