"""Suppliers: criteria with weights and scores, prices, and renting beside buying."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from metrics.answers.cells import Edits, Row, edited, phrase
from metrics.drawing import roadmap as charts
from metrics.roadmap import sentences as takeaways
from metrics.roadmap import vendor_facts as story
from metrics.roadmap.facts import Roadmap
from metrics.roadmap.vendors import BUY, RENT
from metrics.words.text import N_
from pages.parts import cards, session
from pages.parts.roadmap import edit
from pages.parts.roadmap.views import head, name, read
from pages.parts.session import _

WAYS = {RENT: N_("rented"), BUY: N_("bought")}


def vendors(found: Roadmap) -> None:
    """The comparison, then the tables it is made of."""
    reader, made = session.reader(), story.compared(found.context, found.now)
    reading = story.break_even(found.context, made)
    if made.rent is not None and made.buy is not None:
        paid = [list(made.paid(offer)) for offer in (made.rent, made.buy)]
        names = (f"{made.rent.name}, {_(WAYS[RENT])}", f"{made.buy.name}, {_(WAYS[BUY])}")
        chart = charts.rent_or_buy(reader, paid[0], paid[1], names=names, meet=reading.value)
        cards.block(_("Rent or buy?"), read(takeaways.suppliers(made)), chart, reading=reading, key="rent")
    else:
        head(_("Rent or buy?"), _("Nothing to compare yet"), key="rent", reading=reading)
        cards.nothing(read(takeaways.suppliers(made)))
    with cards.row(most=2, least=220):
        for one, note in ((story.gap(found.context, made), _("present value")), (reading, _("undiscounted"))):
            cards.tile(one, label=name(one), place="vendors", note=note)
    words = _("No offer has a score yet")
    if made.rows and made.rows[0].score is not None:
        best = made.rows[0]
        words = _("{name} scores highest: {score} of 5", name=best.offer.name, score=f"{best.score:.3g}")
    head(_("Who fits best?"), words, key="scores")
    rows = [
        (row.offer.name, _(WAYS[row.offer.way]), _score(row), reader.money(row.cost).replace("$", "\\$"))
        for row in made.rows
    ]
    names_ = [_("Supplier"), _("Way"), _("Weighted score"), _("Cost, present value")]
    st.table(pd.DataFrame(rows, columns=names_), border="horizontal", hide_index=True)
    _criteria(found)
    _offers(found)


def _score(row: story.Row) -> str:
    return f"{row.score:.3g}" if row.score is not None else read(row.reason or "–")


def _own(text: str) -> str:
    return session.reader().read(phrase(text))


def _criteria(found: Roadmap) -> None:
    held = found.now.held["vendors"]
    offers = held.value["offers"]
    rows = [{**row, "name": _own(row["name"]), **row["scores"]} for row in held.value["criteria"]]
    column = st.column_config
    columns: dict[str, Any] = {
        "name": column.TextColumn(_("Criterion"), required=True),
        "weight": column.NumberColumn(_("Weight"), width=90, min_value=0, max_value=100, format="%g%%"),
    }
    columns |= {
        row["id"]: column.NumberColumn(row["name"], width=110, min_value=0, max_value=5, format="%g") for row in offers
    }
    types = {"name": "str", "weight": "float", **{row["id"]: "float" for row in offers}}
    st.markdown(f"**{_('Criteria, weights, and scores of 0 to 5')}**")
    edit.table("criteria", "vendors", held, rows, columns, _scored, types=types, alt=_("Criteria and scores"))


def _scored(value: Any, _rows: list[Row], edits: Edits) -> dict[str, Any]:
    ids = [row["id"] for row in value["offers"]]
    flat = [{**row, **row["scores"]} for row in value["criteria"]]
    made = [{**row, "scores": {id: row[id] for id in ids if row.get(id) is not None}} for row in edited(flat, edits)]
    return {**value, "criteria": made}


def _offers(found: Roadmap) -> None:
    held, column = found.now.held["vendors"], st.column_config
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
    edit.table("offers", "vendors", held, held.value["offers"], columns, _offered, types=types, alt=_("Offers"))


def _offered(value: Any, _rows: list[Row], edits: Edits) -> dict[str, Any]:
    return {**value, "offers": edited(value["offers"], edits)}
