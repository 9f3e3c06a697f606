"""What stands behind lines on the roadmap page: drawn only when a line is opened."""

from __future__ import annotations

import streamlit as st

from metrics.roadmap import findings_readiness, findings_suppliers
from metrics.strategy import findings as strategy
from metrics.words.text import N_
from pages.parts import show
from pages.parts.roadmap import balance, diagnosis, people, pitfalls, plan, vendors
from pages.parts.session import _


def lines() -> None:
    """Five lines."""
    for key, (title, draw) in LINES.items():
        show.behind(_(title), f"roadmap-{key}", draw)


def _plan() -> None:
    plan.steps()
    plan.ties()


def _people() -> None:
    for question, draw in (
        (findings_readiness.roles, people.roles),
        (findings_readiness.aftercare, people.aftercare),
        (findings_readiness.expectations, people.expectations),
    ):
        show.show(question)
        draw()
        st.space("small")


def _sources() -> None:
    """What the sources list: each to be answered, none of it measured."""
    show.opened(findings_readiness.order)
    balance.days()
    st.space("small")
    left, right = st.columns(2, gap="large")
    with left:
        balance.ticks(findings_readiness.things, "things", "thing")
    with right:
        balance.ticks(findings_readiness.success, "success", "success")
    st.space("small")
    show.show(findings_readiness.causes)
    diagnosis.matrix()
    st.space("small")
    left, right = st.columns(2, gap="large")
    with left:
        show.opened(strategy.maturity)
        diagnosis.choice("ladder", _("How does the firm think of its market?"))
    with right:
        show.show(findings_readiness.size)
        diagnosis.choice("tier", _("Size of the firm"))
    st.space("small")
    show.show(findings_readiness.functions)
    diagnosis.functions()
    st.space("small")
    diagnosis.rules()
    st.space("small")
    show.opened(strategy.roles)


def _suppliers() -> None:
    show.show(findings_suppliers.rent_or_buy)
    vendors.tiles()
    show.opened(findings_suppliers.scores)
    vendors.criteria()
    vendors.offers()


LINES = {
    "plan": (N_("Change the plan: steps, dependencies, benefits"), _plan),
    "pitfalls": (N_("Twenty pitfalls: answers, evidence, owners, money at risk"), pitfalls.pitfalls),
    "people": (N_("Roles, aftercare and expectations"), _people),
    "vendors": (N_("Suppliers: rent or buy"), _suppliers),
    "sources": (
        N_("From the sources: order of change, problems and causes, functions, twelve roles"),
        _sources,
    ),
}
