"""The customer value page: its tiles, findings with their choices, and what is said below them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from metrics.context import Context
from metrics.customers import buyers
from metrics.customers.buyers import ALL
from metrics.reading import UndefinedError
from metrics.value import attention
from metrics.value import findings as value_findings
from metrics.value import words as value_words
from metrics.words.text import N_
from metrics.words.units import Unit, span
from pages.parts import access, cards, session, show, tables
from pages.parts.session import _, n_
from pages.parts.tables import plain

MISSING = {
    "revenue": N_("The orders carry no cost, so customers are measured by net revenue, not by what they leave over."),
    "margin": N_("The cost of serving customers is not here, so they are measured by margin before it."),
}
TILES = ("customer_value", "active_customers", "top_fifth_share", "value_at_risk")


AHEAD = {attention.EXPECTED: N_("Expected"), attention.POSSIBLE: N_("Possible")}  # what stands up the matrix


def tiles(context: Context, mode: str) -> None:
    """Four figures of the base: what it is worth, how many are active, who brings it, and what is at risk."""
    sources = context.sources
    n = len(buyers.of_mode(sources, mode))
    months = int(sources.scores.card["horizon_months"])
    labels = {
        "customer_value": _("Value, {span}", span=span(months)),
        "active_customers": _("Active customers"),
        "top_fifth_share": _("Share of contribution from the top 20% of customers"),
        "value_at_risk": _("Value at risk"),
    }
    notes = {
        "active_customers": n_("of {n} buyer", "of {n} buyers", n),
        "top_fifth_share": n_("{n} customer", "{n} customers", n // 5),
    }
    course = buyers.course(sources) if mode == ALL else ()
    with cards.row(most=4):
        for id in TILES:
            delta = _since(course) if id == "active_customers" else None
            cards.tile(value_findings.reading(context, id, mode), label=labels[id], note=notes.get(id, ""), delta=delta)
    missing = MISSING.get(buyers.buyers(sources).word)
    if missing:
        st.caption(_(missing))


def _since(course: Sequence[float]) -> cards.Delta | None:
    """The change of three months."""
    if len(course) < 4:
        return None
    change = course[-1] - course[-4]
    text = session.reader().value(change, Unit.CUSTOMERS, signed=True)
    return cards.Delta(text, change >= 0, None if not change else change > 0, _("3 months"))


def half_and_losers(context: Context, mode: str) -> None:
    """What the last half brings and how many lose money, under the curve."""
    try:
        found = buyers.concentrated(context.sources, mode)
    except UndefinedError:
        return
    reader = session.reader()
    half = reader.share(1 - found.of_best(0.5))
    if buyers.buyers(context.sources).word == "revenue" or not found.below_zero:
        st.caption(_("The bottom 50% bring {share}.", share=half))
        return
    said = n_(
        "The last half brings {half}. {n} customer loses money: {share}.",
        "The last half brings {half}. {n} customers lose money: {share}.",
        found.below_zero,
        half=half,
        share=reader.share(found.below_zero / found.buyers),
    )
    st.caption(said)


def fields(context: Context, filters: Callable[[Context], dict[str, Any]], mode: str) -> dict[str, Any]:
    """The four fields of customers, how many they leave out, and to whom the reader narrowed them."""
    narrowed: dict[str, Any] = {}

    def choose() -> dict[str, Any]:
        ahead = show.choose("ahead", AHEAD, _("Against what"))
        narrowed.update(filters(context), mode=mode)
        return {**narrowed, "by": ahead}

    found = show.choosing(value_findings.attention, choose, key="attention", named=access.may_see_people())
    if not found.undefined:
        _left_out(context, **narrowed)
        _listed(context, narrowed)
    return narrowed


def _listed(context: Context, narrowed: dict[str, Any]) -> None:
    """Who stands in a field, as a list: a line chosen there is the customer shown beside it."""
    place = st.expander(_("Customers of a field, as a list"), on_change="rerun", key="field-open")
    if not place.open:
        return
    with place:
        ahead = st.query_params.get("ahead", attention.EXPECTED)
        words = value_words.POSSIBLE if ahead == attention.POSSIBLE else value_words.QUADRANTS
        chosen = show.choose("field", {id: words[id] for id in attention.QUADRANTS}, _("Field"))
        terms = {**narrowed, "by": ahead if ahead in AHEAD else attention.EXPECTED}
        found = value_findings.field(context, chosen, named=access.may_see_people(), **terms)
        reader = session.reader()
        if found.table is None:
            st.caption(plain(reader.read(found.sentence)))
            return
        show.head(found, key="field", context=context)
        table = tables.grid(show.made(found.table), reader)
        st.dataframe(
            table,
            hide_index=True,
            row_height=36,
            height=36 * 8 + 3,
            key=f"field-list-{chosen}-{ahead}",
            selection_mode="single-row",
            on_select=lambda: _pick(f"field-list-{chosen}-{ahead}", [str(id) for id in table.iloc[:, 0]]),
        )


def _pick(key: str, ids: list[str]) -> None:
    """Show the customer of the chosen line."""
    rows = st.session_state[key].selection.rows
    if rows:
        st.query_params["customer"] = ids[rows[0]]


def _left_out(context: Context, **narrowed: Any) -> None:
    said = n_(
        "{n} customer who is not active, or has no forecast, is left out. Dots: at most {most}, evenly chosen.",
        "{n} customers who are not active, or have no forecast, are left out. Dots: at most {most}, evenly chosen.",
        attention.attention(context.sources, **narrowed).left_out,
        most=attention.POINTS,
    )
    st.caption(said)
