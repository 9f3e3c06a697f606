"""The tabs of return and risk: each is drawn when it is opened."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from metrics.context import Context
from metrics.returns import findings_draws, findings_plan, findings_published
from pages.parts import session, show
from pages.parts.case import money as benefit_money
from pages.parts.case import money_inputs as benefit_inputs
from pages.parts.returns import inputs
from pages.parts.returns import register as risks
from pages.parts.session import _


@st.fragment(parallel=True)
def tabs(plan: Context, now: Context) -> None:
    """One tab at a time; a change of the draft draws the whole page again."""
    if session.context().scenario != plan.scenario:
        st.rerun()
    parts: tuple[tuple[str, Callable[[Context, Context], None]], ...] = (
        (_("Payback"), _payback),
        (_("Cost"), _cost),
        (_("Beside others"), _beside_others),
        (_("Sources of uncertainty"), _unsure),
        (_("Ways to pay"), _financing),
        (_("Continue, improve or stop"), lambda _plan, now: benefit_inputs.ahead(now)),
        (_("Year by year"), _yearly),
    )
    places = st.tabs([name for name, _part in parts], key="return-tabs", on_change="rerun")
    for place, (_name, part) in zip(places, parts, strict=True):
        if place.open:
            with place:
                part(plan, now)


def _payback(_plan: Context, now: Context) -> None:
    """The month the money is back on the axis of judged zones; simple and discounted, from approval and first use."""
    left, right = st.columns([1.3, 1], gap="large")
    with left:
        show.show(findings_plan.payback, key="bands", context=now)
    with right:
        show.opened(findings_plan.payback_counted, key="counted", context=now)


def _cost(plan: Context, now: Context) -> None:
    """What it costs to own, by class and by type, and for one user; then how far cost may be underestimated."""
    left, right = st.columns(2, gap="large")
    with left:
        show.show(findings_plan.owned_by_class, context=now)
    with right:
        show.show(findings_plan.owned_by_type, context=now)
    inputs.users(now)
    show.show(findings_plan.owned_tree, key="tree", context=now)
    st.space("small")
    show.opened(findings_plan.underestimated, key="under", context=plan)


def _beside_others(_plan: Context, now: Context) -> None:
    """Two by two: band and split above, cost lines and evidence below."""
    for pair in (
        (findings_published.return_band, findings_published.benefit_split),
        (findings_published.cost_ratio, findings_published.overhead),
    ):
        for place, question in zip(st.columns(2, gap="large"), pair, strict=True):
            with place:
                show.show(question, context=now)
        st.space("small")
    show.show(findings_published.evidence, context=now)


def _unsure(plan: Context, now: Context) -> None:
    """Sobol indices or Shapley effects beside the percentiles with their errors; below, what moves together."""
    left, right = st.columns([1.15, 1], gap="large")
    with left:
        show.show(findings_draws.weights, key="weights", context=now)
    with right:
        show.opened(findings_draws.certainty, key="percentiles", context=now)
    show.opened(findings_draws.correlations, key="together", context=plan)
    inputs.correlation(plan)
    st.space("small")
    risks.register(plan, now)


def _financing(_plan: Context, now: Context) -> None:
    """Own money, a partner, a provider, on terms that are entered below."""
    place = st.container()
    terms = inputs.terms()
    with place:
        show.opened(findings_plan.financing, key="ways", context=now, terms=terms)


def _yearly(plan: Context, now: Context) -> None:
    """How money is counted, the table a controller carries to the budget, and a second opinion."""
    if now is plan:
        benefit_inputs.counting(plan)
    benefit_inputs.yearly(now)
    st.space("small")
    benefit_money.opinion(now)
