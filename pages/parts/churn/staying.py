"""Who comes back and who stays: the triangle and the curves."""

from __future__ import annotations

import streamlit as st

from metrics.churn import basis
from metrics.churn import past as story
from metrics.churn import sentences as takeaways
from metrics.churn.cohorts import CALENDAR, ROLLING
from metrics.context import Sources
from metrics.drawing import staying
from metrics.lifetime import sbg
from metrics.words.text import N_, Message
from metrics.words.units import Unit
from pages.parts import cards, session
from pages.parts.churn.views import choice, draw, nothing
from pages.parts.session import _, n_

AHEAD = 2  # years the fitted line of contracts goes on
DEFINITIONS = {CALENDAR: N_("Calendar months"), ROLLING: N_("30 days, rolling")}


def came_back(sources: Sources) -> None:
    """The triangle, in calendar months or in windows of 30 days; each is named."""
    reader = session.reader()
    head = st.container(gap="xxsmall")
    definition = choice([CALENDAR, ROLLING], DEFINITIONS, "months")
    found = story.triangle(sources, definition)
    take_away = reader.read(takeaways.returning(found))
    if isinstance(found, Message):
        chart, first, why = nothing(found), None, found
    else:
        labels = [
            f"{day.year} Q{day.quarter} · {reader.value(n, Unit.COUNT)}"
            for day, n in zip(found.cohorts, found.customers, strict=True)
        ]
        chart, first, why = staying.triangle(reader, labels, found.share.tolist()), found.mean(1), None
    with head:
        reading = basis.came_back(sources, first, why, definition == ROLLING)
        cards.question_line(
            _("Who orders again, by the quarter of their first order?"), chart, reading=reading, key="back"
        )
        st.header(take_away, anchor=False)
    draw(chart, take_away, "back")
    st.caption(
        _("Per cent that ordered in 30 days counted from their own first order; customers beside the quarter.")
        if definition == ROLLING
        else _("Per cent that ordered in the calendar month so many months later; customers beside the quarter.")
    )


def still_there(sources: Sources) -> None:
    """How long customers stay, with and without a contract."""
    reader, found = session.reader(), story.stay(sources)
    curve, held = found.free, found.contracts
    seen = [] if held is None else held.observed.tolist()
    fitted = []
    if held is not None and held.fit.identifiable:
        fitted = sbg.survival(list(range(len(seen) + AHEAD)), held.fit).tolist()
    parts = (
        ([], [], [], [])
        if curve is None
        else tuple(c.tolist() for c in (curve.time, curve.share, curve.low, curve.high))
    )
    chart = staying.survival(reader, *_thinned(*parts), renewals=seen, fitted=fitted)
    take_away = reader.read(takeaways.staying(found))
    reading = basis.staying(sources, curve, found.free_reason)
    cards.block(_("How long do customers stay?"), take_away, chart, reading=reading, key="staying")
    st.caption(_under(found))


def _under(found: story.Stay) -> str:
    said = n_("{n} customer seen from the first day.", "{n} customers seen from the first day.", found.customers)
    if found.contracts is None:
        return f"{said} {session.reader().read(found.contract_reason)}" if found.contract_reason else said
    held = found.contracts.fit
    if not held.identifiable:
        return f"{said} {session.reader().read(held.reason or '')}"
    alpha, beta = held.values(*sbg.PARAMS)
    return f"{said} " + _(
        "Contracts: shifted-beta-geometric, alpha {alpha}, beta {beta}.", alpha=f"{alpha:.2f}", beta=f"{beta:.2f}"
    )


def _thinned(*columns: list[float]) -> list[list[float]]:
    """About a hundred points of a step curve are as good as thousands."""
    step = max(1, len(columns[0]) // 120)
    return [column[::step] + ([column[-1]] if step > 1 else []) for column in columns]
