"""Suppliers: what renting and buying come to, criteria with weights and scores, and prices."""

from __future__ import annotations

from typing import Any

import streamlit as st

from metrics.answers.cells import Edits, edited
from metrics.roadmap.findings_suppliers import WAYS
from metrics.roadmap.vendors import RENT
from pages.parts import cards, session
from pages.parts.roadmap import book
from pages.parts.roadmap.views import own
from pages.parts.session import _


def tiles() -> None:
    """What buying saves, and when it has caught up."""
    context = session.context()
    with cards.row(most=2, least=220):
        cards.tile(context.read("buy_less_rent"), place="vendors", note=_("present value"))
        cards.tile(context.read("rent_or_buy"), place="vendors", note=_("undiscounted"))


def criteria() -> None:
    """Criteria by offer."""
    value = book.answers().value("vendors")
    rows = [{**row, "name": own(row["name"]), **row["scores"]} for row in value["criteria"]]
    column = st.column_config
    columns: dict[str, Any] = {
        "name": column.TextColumn(_("Criterion"), required=True),
        "weight": column.NumberColumn(_("Weight"), width=90, min_value=0, max_value=100, format="%g%%"),
    }
    columns |= {
        row["id"]: column.NumberColumn(row["name"], width=110, min_value=0, max_value=5, format="%g")
        for row in value["offers"]
    }
    types = {"name": "str", "weight": "float", **{row["id"]: "float" for row in value["offers"]}}
    st.markdown(f"**{_('Criteria, weights, and scores of 0 to 5')}**")
    book.bar("vendors", "criteria", "offers")
    book.table("criteria", rows, columns, _scored, part="vendors", types=types, alt=_("Criteria and scores"))


def _scored(value: Any, edits: Edits) -> dict[str, Any]:
    ids = [row["id"] for row in value["offers"]]
    flat = [{**row, **row["scores"]} for row in value["criteria"]]
    rows = [{**row, "scores": {id: row[id] for id in ids if row.get(id) is not None}} for row in edited(flat, edits)]
    return {**value, "criteria": rows}


def offers() -> None:
    """Offers with their prices."""
    column, rows = st.column_config, book.answers().value("vendors")["offers"]
    price: dict[str, Any] = {"min_value": 0, "format": "localized", "width": 130}
    columns = {
        "name": column.TextColumn(_("Supplier"), required=True),
        "way": column.SelectboxColumn(
            _("Way"),
            width=110,
            options=list(WAYS),
            required=True,
            default=RENT,
            format_func=lambda way: _(WAYS[str(way)]),
        ),
        "once": column.NumberColumn(_("At signing"), **price),
        "monthly": column.NumberColumn(_("A month"), **price),
    }
    types = {"name": "str", "way": "str", "once": "float", "monthly": "float"}
    st.markdown(f"**{_('Offers and prices')}**")
    book.table("offers", rows, columns, _offered, part="vendors", types=types, alt=_("Offers"))


def _offered(value: Any, edits: Edits) -> dict[str, Any]:
    return {**value, "offers": edited(value["offers"], edits)}
