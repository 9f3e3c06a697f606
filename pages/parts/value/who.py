"""Who the customers are: where they came from, how many there really are, and how much of the market they are."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from metrics.context import Context
from metrics.customers import findings as customers
from metrics.customers import known
from metrics.customers.leads import leads
from metrics.reading import UndefinedError
from metrics.value.policy import findings as policy
from metrics.value.policy.links import linked
from metrics.words.units import Unit
from pages.parts import cards, session
from pages.parts import show as shown
from pages.parts.churn.numbers import number
from pages.parts.session import _, n_


def show(context: Context, mode: str) -> None:
    """Sources left, who they are right."""
    left, right = st.columns(2, gap="large")
    with left:
        shown.show(customers.sources, key="sources", context=context)
    with right:
        shown.show(customers.unique, key="unique", context=context)
        _tiles(context, number(_("Customers there could be, 0 if unknown"), "market", 0.0, 0.0, 1e9, width=280))
        for question, key in ((policy.linked, "linked"), (customers.leads, "leads")):
            found = question(context)
            if not found.undefined:  # else the tile says why
                shown.draw(found, key=key, context=context)


def _tiles(context: Context, market: float) -> None:
    """Employees, coverage of ``market`` customers, linked groups and leads, each with what stands behind it."""
    reader, sources = session.reader(), context.sources
    inside = _note(lambda: _("{money} in 12 months", money=reader.money(known.internal(sources).now)))
    active = _note(lambda: _("active {n}", n=reader.value(context.value("active_customers"), Unit.COUNT)))
    groups = _note(lambda: n_("{n} group", "{n} groups", linked(sources).groups))
    still = _note(lambda: n_("{n} open lead", "{n} open leads", leads(sources).open))
    with cards.row(most=2):
        cards.tile(context.read("employees"), label=_("Own employees"), note=inside)
        cards.tile(context.read("coverage", market=market), label=_("Coverage of the market"), note=active)
        cards.tile(context.read("linked"), label=_("Value of linked groups"), note=groups)
        cards.tile(context.read("leads"), label=_("Value of leads"), note=still)


def _note(words: Callable[[], str]) -> str:
    """What stands under a tile; nothing where that is not known, for the tile says why."""
    try:
        return words()
    except UndefinedError:
        return ""
