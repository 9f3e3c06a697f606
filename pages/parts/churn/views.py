"""What the churn page draws in its own way: the offer, quarters as lines, the calculator."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from data.library import facts
from metrics.churn import ahead, figures, findings, findings_plan, findings_worth
from metrics.churn.ahead import Terms
from metrics.churn.offer import Offer
from metrics.churn.readings import RETENTION
from metrics.churn.retention import By
from metrics.context import Context
from metrics.finding import Table
from metrics.reading import UndefinedError
from metrics.value.customer import names as people
from metrics.words.units import Amount, Unit
from pages.parts import access, cards, session, show, tables
from pages.parts.churn.numbers import number
from pages.parts.session import _

QUARTERS = 8


def tiles(context: Context, terms: Terms) -> None:
    """Who may leave, what goes with them, whether the best ones stay, and what asking brings."""
    with cards.row(most=4):
        for id in findings.TILES:
            key = id == "key_retention"
            label, note = (_("Retention rate of A customers"), _rest(context)) if key else ("", "")
            cards.tile(context.read(id), label=label, note=note)
        saved = Amount(terms.offer.saved, Unit.SHARE)
        gain = context.read("expected_gain", terms=terms)
        cards.tile(gain, label=_("Gain of contacting"), note=_("if {share} can be kept", share=saved))


def _rest(context: Context) -> str:
    """How many of the other customers were retained in the same year."""
    try:
        return _("the rest: {share}", share=session.reader().share(figures.rest_retention(context.sources)))
    except UndefinedError:
        return ""


def terms(context: Context) -> Terms:
    """The offer and the budget as the reader sets them; kept in the address."""
    usual, line = ahead.usual(context.sources), st.expander(_("Edit the offer and the budget"), icon=":material/edit:")
    with line, st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        cost = number(_("Cost of a contact"), "contact_cost", usual.offer.cost, 0.01, 1e6)
        budget = number(_("Budget"), "budget", usual.budget, 0.0, 1e9)
        saved = number(_("Would-be leavers who can be kept, %"), "saved", 100 * usual.offer.saved, 0.0, 100.0) / 100
        above = (
            number(
                _("Treat as lost above (churn probability), %"), "beyond", 100 * usual.offer.unsavable_above, 0.0, 100.0
            )
            / 100
        )
        control = number(_("Control group, %"), "control", 100 * usual.offer.control, 0.0, 50.0) / 100
    offer = Offer(saved=saved, cost=cost, unsavable_above=above, control=control)
    return Terms(offer=offer, budget=budget)


def names() -> Any:
    """What says who customers are, for a reader who may know."""
    return people if access.may_see_people() else None


def key_accounts() -> None:
    """Accounts against their own trend, their eight quarters as a line."""
    found = findings_plan.key_accounts(session.context(), names=names())
    show.headed(found, key="accounts", context=session.context())
    if found.table is None:
        return
    table: Table = show.made(found.table)
    frame = tables.grid(table, session.reader()).iloc[:, :-QUARTERS]
    name = _("8 quarters")
    frame[name] = pd.Series([list(row[-QUARTERS:]) for row in table.cells()])
    lines = {name: st.column_config.LineChartColumn(name, y_min=0, width="small")}
    st.dataframe(frame, hide_index=True, row_height=show.ROW, height=show.ROW * (show.LOW + 1) + 3, column_config=lines)


def calculator() -> None:
    """What a change of retention is worth, and the claim of the literature as printed."""
    kept = session.context().read("retention_rate").value
    head = st.container()
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        start = number(_("Retention a year, %"), "retention", round(100 * (kept or RETENTION), 1), 0.0, 100.0)
        change = number(_("Change, %"), "change", 5.0, 0.0, 100.0)
        by = By(show.choose("by", findings_worth.BY, _("Points or per cent?")))
    with head:
        found = findings_worth.calculator(session.context(), start=start / 100, change=change / 100, by=by)
        show.headed(found, key="calculator", context=session.context())
    if found.table is None:
        return
    show.rows(found)
    claim = facts()["churn_and_profit"]
    st.caption(
        _("Claim of the source for 5% less churn, as printed: profit {quote}", quote=claim.text)
        + f". {claim.note[session.lang() if session.lang() in claim.note else 'en']} ({claim.source})"
    )
