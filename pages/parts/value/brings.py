"""Who brings the money and what ifs of policy: the numbers a reader sets, each between its answer and its picture."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import streamlit as st

from metrics.context import Context
from metrics.customers.buyers import CUTS, TIERS
from metrics.reading import UndefinedError
from metrics.value.policy import facts, findings, readings
from metrics.words.text import N_
from pages.parts import cards, session
from pages.parts import show as shown
from pages.parts.churn.numbers import number
from pages.parts.session import _, n_

HELD = "value-cuts"
NARROW = 148  # of a number, three to half a page
WIDER = (1.3, 1)  # a table stands on the left


def cuts() -> dict[str, Any]:
    """Where classes A and B end, as the reader sets it: the curve and the classes below follow."""
    with _line():
        a = number(_("A up to, % of the money"), "a_until", 100 * CUTS[0], 1.0, 98.0)
        b = number(_("B up to, %"), "b_until", 100 * CUTS[1], a + 1.0, 99.0)
    st.session_state[HELD] = (a / 100, b / 100)
    return {"cuts": st.session_state[HELD]}


def _held_cuts() -> tuple[float, float]:
    """The cuts that stand beside the curve."""
    held: tuple[float, float] = st.session_state.get(HELD, CUTS)
    return held


def show(context: Context, mode: str) -> None:
    """Tiles of who brings and who costs, then classes and the least profitable part."""
    sources, best = context.sources, None
    with suppress(UndefinedError):
        best = facts.repeat(sources).best_fifth
    fifth = "" if best is None else _("top 20% of them: {share}", share=session.reader().share(best))
    losing = n_("{n} customer", "{n} customers", facts.unprofitable(sources))
    with cards.row(most=4):
        cards.tile(context.read("repeat_revenue"), label=_("Revenue from existing customers"), note=fifth)
        cards.tile(context.read("bottom_half_share"))
        cards.tile(context.read("below_zero_share"), label=_("Lose us money"), note=losing)
        cards.tile(context.read("value_per_customer"))
    left, right = st.columns(WIDER, gap="large")
    with left:
        shown.rows(shown.show(findings.classes, key="classes", mode=mode, cuts=_held_cuts()))
    with right:
        shown.choosing(findings.least_profitable, _least_profitable, key="tail")


def show_policy(context: Context, mode: str) -> None:
    """Service by tier left; the best misclassified, and retention against acquisition spending, right."""
    left, right = st.columns(WIDER, gap="large")
    with left:
        shown.rows(shown.choosing(findings.service, _policy, key="tiers"))
    with right:
        shown.choosing(findings.misclassified, _misclassified, key="misread", mode=mode)
        st.space("small")
        shown.show(findings.spending, key="farming", context=context)


def _line() -> Any:
    return st.container(horizontal=True, gap="small", vertical_alignment="bottom")


def _least_profitable() -> dict[str, Any]:
    with _line():
        part = number(_("Last % of active customers"), "tail", 100 * readings.PART, 1.0, 90.0)
        fixed = number(_("Cost to serve that stays, %"), "tail_fixed", 100 * readings.FIXED, 0.0, 100.0)
    return {"part": part / 100, "fixed": fixed / 100}


def _policy() -> dict[str, Any]:
    """Cost to serve and retention by tier as the reader sets them."""
    spend = _by_tier(N_("Service {tier}, % more"), "serve", readings.SPEND, -100.0, 200.0)
    return {"spend": spend, "points": _by_tier(N_("Stay {tier}, points more"), "stay", readings.POINTS, -50.0, 50.0)}


def _by_tier(label: str, key: str, starts: tuple[float, ...], low: float, high: float) -> tuple[float, ...]:
    with _line():
        return tuple(
            number(_(label, tier=tier), f"{key}_{tier.lower()}", 100 * start, low, high, width=NARROW) / 100
            for tier, start in zip(TIERS, starts, strict=True)
        )


def _misclassified() -> dict[str, Any]:
    with _line():
        return {
            "best": number(_("Best, % of customers"), "best", 100 * readings.BEST, 1.0, 100.0, width=NARROW) / 100,
            "wrong": number(_("Misclassified, % of them"), "misread", 100 * readings.WRONG, 0.0, 100.0, width=NARROW)
            / 100,
            "loss": number(_("Lost, % of their value"), "loss", 100 * readings.LOSS, 0.0, 100.0, width=NARROW) / 100,
        }
