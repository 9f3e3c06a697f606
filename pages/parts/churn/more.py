"""What stands behind the first questions of the churn page: one choice at a time, kept in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from metrics.churn import findings
from metrics.words.text import N_
from pages.parts import show
from pages.parts.churn import views
from pages.parts.session import _


def _staying(_terms: findings.Terms) -> None:
    left, right = st.columns([1.12, 1], gap="large")
    with left:
        views.chosen(findings.came_back, "back", "months", findings.DEFINITIONS)
    with right:
        show.show(findings.staying)


def _worth(terms: findings.Terms) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        views.open_list(findings.waiting, "waiting", high=True, terms=terms)
        show.show(findings.early_churn)
    with right:
        views.calculator()


def _accounts(_terms: findings.Terms) -> None:
    views.key_accounts()
    st.space("small")
    left, right = st.columns(2, gap="large")
    with left:
        views.open_list(findings.account_owners, "owners", high=True)
    with right:
        show.show(findings.first_contact)


def _next(_terms: findings.Terms) -> None:
    views.open_list(findings.triggers, "triggers", high=True)
    within = show.choose("due", findings.WITHIN)
    views.open_list(findings.due, "due", due=within, names=views.names())
    st.space("small")
    views.open_list(findings.contact_plan, "stages", high=True)


def _loyal(_terms: findings.Terms) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        show.show(findings.loyalty)
        views.open_list(findings.loyalty_parts, "loyalty-parts", high=True)
    with right:
        views.open_list(findings.satisfaction, "satisfied", high=True)


SHOWN: Mapping[str, tuple[str, Callable[[findings.Terms], None]]] = {
    "staying": (N_("How long they stay"), _staying),
    "worth": (N_("What keeping them is worth"), _worth),
    "accounts": (N_("Key accounts and owners"), _accounts),
    "next": (N_("Who is due next"), _next),
    "loyal": (N_("How loyal they are"), _loyal),
}


def more(terms: findings.Terms) -> None:
    """The choice, and what was chosen."""
    chosen = show.choose("more", {id: words for id, (words, _draw) in SHOWN.items()}, _("More about"))
    with st.container(key=f"more-{chosen}", gap="medium"):
        SHOWN[chosen][1](terms)
