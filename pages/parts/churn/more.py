"""What stands behind the first questions of the churn page: one choice at a time, kept in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from metrics.churn import findings, findings_past, findings_plan, findings_worth
from metrics.churn.ahead import Terms
from metrics.words.text import N_
from pages.parts import show
from pages.parts.churn import views
from pages.parts.session import _


def _staying(_terms: Terms) -> None:
    left, right = st.columns([1.12, 1], gap="large")
    with left:
        back = findings_past.DEFINITIONS
        show.choosing(findings_past.came_back, lambda: {"months": show.choose("months", back)}, key="back")
    with right:
        show.show(findings_past.staying)


def _worth(terms: Terms) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        show.opened(findings.waiting, key="waiting", terms=terms)
        show.show(findings_worth.early_churn)
    with right:
        views.calculator()


def _accounts(_terms: Terms) -> None:
    views.key_accounts()
    st.space("small")
    left, right = st.columns(2, gap="large")
    with left:
        show.opened(findings_plan.account_owners, key="owners")
    with right:
        show.show(findings_plan.first_contact)


def _next(_terms: Terms) -> None:
    show.opened(findings_plan.triggers, key="triggers", wide=True)
    within = show.choose("due", findings_plan.WITHIN)
    show.opened(findings_plan.due, key="due", wide=True, due=within, names=views.names())
    st.space("small")
    show.opened(findings_plan.contact_plan, key="stages", wide=True)


def _loyal(_terms: Terms) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        show.show(findings_plan.loyalty)
        show.opened(findings_plan.loyalty_parts, key="loyalty-parts")
    with right:
        show.opened(findings_plan.satisfaction, key="satisfied")


SHOWN: Mapping[str, tuple[str, Callable[[Terms], None]]] = {
    "staying": (N_("How long they stay"), _staying),
    "worth": (N_("What keeping them is worth"), _worth),
    "accounts": (N_("Key accounts and owners"), _accounts),
    "next": (N_("Who is due next"), _next),
    "loyal": (N_("How loyal they are"), _loyal),
}


def more(terms: Terms) -> None:
    """The choice, and what was chosen."""
    chosen = show.choose("more", {id: words for id, (words, _draw) in SHOWN.items()}, _("More about"))
    with st.container(key=f"more-{chosen}", gap="medium"):
        SHOWN[chosen][1](terms)
