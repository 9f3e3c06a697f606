"""What stands behind lines on the roadmap page: drawn only when a line is opened."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from metrics.roadmap.facts import Roadmap
from pages.parts.roadmap import balance, diagnosis, people, pitfalls, plan, vendors
from pages.parts.session import _

KEYS = ("plan", "pitfalls", "people", "balance", "diagnosis", "vendors")


def lines(found: Roadmap) -> None:
    """Six lines."""
    titles = (
        _("Change the plan: steps, dependencies, benefits"),
        _("Twenty pitfalls: answers, evidence, owners, money at risk"),
        _("Roles, aftercare and expectations"),
        _("Balance: problems, factors, order of change, five things, success"),
        _("Diagnosis: problems and causes, maturity, functions, size"),
        _("Suppliers: rent or buy"),
    )
    drawn: tuple[Callable[[Roadmap], None], ...] = (
        _plan,
        pitfalls.pitfalls,
        _people,
        _balance,
        _diagnosis,
        vendors.vendors,
    )
    for key, title, draw in zip(KEYS, titles, drawn, strict=True):
        held = st.expander(title, on_change="rerun", key=f"roadmap-{key}")
        if held.open:
            with held:
                draw(found)


def _plan(found: Roadmap) -> None:
    plan.steps(found)
    plan.ties(found)


def _people(found: Roadmap) -> None:
    people.roles(found)
    st.space("small")
    people.aftercare(found)
    st.space("small")
    people.expectations(found)


def _balance(found: Roadmap) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        balance.problems(found)
    with right:
        balance.factors(found)
    st.space("small")
    balance.order(found)
    st.space("small")
    left, right = st.columns(2, gap="large")
    with left:
        balance.ticks(found, "things", "thing", _("Are the five things done?"))
    with right:
        balance.ticks(found, "success", "success", _("What does success hang on?"))


def _diagnosis(found: Roadmap) -> None:
    diagnosis.matrix(found)
    st.space("small")
    left, right = st.columns(2, gap="large")
    with left:
        diagnosis.maturity(found)
    with right:
        diagnosis.tier(found)
    st.space("small")
    diagnosis.functions(found)
    st.space("small")
    diagnosis.rules()
