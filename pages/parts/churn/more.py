"""What stands behind the first questions of the churn page: one choice at a time, kept in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from metrics.churn.ahead import Planned, Terms
from metrics.report import Context
from metrics.words.text import N_
from pages.parts.churn import ahead as churn_ahead
from pages.parts.churn import ask as churn_ask
from pages.parts.churn import loyal as churn_loyal
from pages.parts.churn import plan as churn_plan
from pages.parts.churn import staying as churn_staying
from pages.parts.churn import views as churn_views
from pages.parts.churn import watch as churn_watch
from pages.parts.session import _
from pages.parts.value.more import pills


@dataclass(frozen=True)
class Asked:
    """What every choice is drawn from. ``kept``: yearly retention, None where it is not known."""

    context: Context
    plan: Planned
    terms: Terms
    kept: float | None


def _staying(asked: Asked) -> None:
    left, right = st.columns([1.12, 1], gap="large")
    with left:
        churn_staying.came_back(asked.context.sources)
    with right:
        churn_staying.still_there(asked.context.sources)


def _worth(asked: Asked) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        churn_ask.waiting(asked.context.sources, asked.plan, asked.terms)
        churn_views.joined(asked.context)
    with right:
        churn_ahead.calculator(asked.context, asked.kept)


def _accounts(asked: Asked) -> None:
    churn_watch.key_accounts(asked.context.sources)
    st.space("small")
    left, right = st.columns(2, gap="large")
    with left:
        churn_plan.account_owners(asked.context.sources)
    with right:
        churn_plan.first_asked(asked.context.sources)


def _next(asked: Asked) -> None:
    churn_watch.triggers(asked.context.sources)
    st.space("small")
    churn_plan.contact_plan(asked.context.sources)


def _loyal(asked: Asked) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        churn_loyal.loyalty(asked.context.sources)
    with right:
        churn_loyal.satisfaction(asked.context.sources)


SHOWN: Mapping[str, tuple[str, Callable[[Asked], None]]] = {
    "staying": (N_("How long they stay"), _staying),
    "worth": (N_("What keeping them is worth"), _worth),
    "accounts": (N_("Key accounts and owners"), _accounts),
    "next": (N_("Who is due next"), _next),
    "loyal": (N_("How loyal they are"), _loyal),
}
FIRST = "staying"


def show(asked: Asked) -> None:
    """The choice, and what was chosen."""
    chosen = pills("more", _("More about"), {id: words for id, (words, _draw) in SHOWN.items()}, FIRST)
    with st.container(key=f"more-{chosen}", gap="medium"):
        SHOWN[chosen][1](asked)
