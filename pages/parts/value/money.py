"""Where revenue goes on its way to contribution, and what a longer customer's value consists of."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from metrics.drawing import Chart, Item, bridge
from metrics.report import Context
from metrics.value import made as readings
from metrics.value import sentences_more as takeaways
from metrics.value import worth as story
from metrics.value.worth import Margin, Parts
from metrics.words.text import Message
from pages.parts import cards, session
from pages.parts.churn.views import choice, nothing
from pages.parts.session import _, n_
from pages.parts.value import words as customer_words


def show(context: Context, mode: str) -> None:
    """Margin left, parts of a value right."""
    left, right = st.columns(2, gap="large")
    with left:
        margins(context)
    with right:
        parts(context)


def margins(context: Context) -> None:
    """Revenue to contribution, of everybody or of one group."""
    reader, sources = session.reader(), context.sources
    head = st.container(gap="xxsmall")
    ways = [way for way in story.WAYS if not isinstance(story.margins(sources, way), Message)]
    ways = [way for way in ways if len(story.margins(sources, way)) > 1]
    by = choice(ways, customer_words.BY, "margin_by") if ways else "kind"
    found = story.margins(sources, by)
    rows = () if isinstance(found, Message) else found
    reason = found if isinstance(found, Message) else None
    one = _chosen(by, rows)
    take_away = reader.read(takeaways.margins(one))
    chart = nothing(reason) if one is None else _bridge(one)
    if one is not None:
        chart = replace(chart, table=lambda: table(by, rows))
    with head:
        reading = readings.contribution(sources, one, reason, by)
        cards.question_line(_("Where does a year's revenue go?"), chart, reading=reading, key="margins")
        st.header(take_away, anchor=False)
    cards.picture(take_away, chart, key="margins")
    if by == story.FAMILY and rows:
        st.caption(
            _(
                "Cost to serve is shared out among products: delivery and administration by order lines, returns by "
                "value, calls and visits by revenue."
            )
        )


def _chosen(by: str, rows: tuple[Margin, ...]) -> Margin | None:
    """All groups together, or the one in the address."""
    if not rows:
        return None
    names = ["", *(row.name for row in rows)]
    asked = st.query_params.get("margin_of", "")
    key = f"margin_of_{by}"

    def keep() -> None:
        st.query_params["margin_of"] = st.session_state[key]

    name = st.selectbox(
        _("Group"),
        names,
        index=names.index(asked) if asked in names else 0,
        format_func=lambda name: customer_words.group(by, name) if name else _("All customers"),
        key=key,
        on_change=keep,
        label_visibility="collapsed",
        width=220,
    )
    return story.together(rows) if not name else next(row for row in rows if row.name == name)


def _bridge(one: Margin) -> Chart:
    items = [
        Item(_("Net revenue"), one.revenue, total=True),
        Item(_("cost of sales"), -one.cost),
        Item(_("Margin"), one.margin, total=True),
        *(Item(customer_words.activity(name), -amount) for name, amount in one.served),
        Item(_("Contribution"), one.contribution, total=True),
    ]
    return bridge(session.reader(), items)


def table(by: str, rows: tuple[Margin, ...]) -> pd.DataFrame:
    """Every group from revenue to contribution."""
    reader = session.reader()
    activities = [name for name, _amount in story.together(rows).served]
    found = []
    for row in rows:
        served = dict(row.served)
        cells = [reader.money(served.get(name, 0.0)) for name in activities]
        left = f"{reader.money(row.contribution)} · {reader.share(row.contribution / row.revenue)}"
        found.append(
            (customer_words.group(by, row.name), reader.money(row.revenue), reader.money(row.margin), *cells, left)
        )
    names = [_("Group"), _("Net revenue"), _("Margin"), *(customer_words.activity(name) for name in activities)]
    return pd.DataFrame(found, columns=[*names, _("Contribution")])


def parts(context: Context) -> None:
    """The value taken apart."""
    reader, found = session.reader(), story.taken_apart(context.sources)
    take_away = reader.read(takeaways.parts(found))
    chart = nothing(found.reason) if found.total is None else _parts_chart(found)
    reading = readings.parts(context.sources, found)
    cards.block(_("What makes a longer customer worth more?"), take_away, chart, reading=reading, key="value-parts")
    if found.total is None:
        return
    unknown = []
    if found.total.premium is None:
        unknown.append(_("Price premium: unknown, no list prices are held; it is part of growth."))
    if found.total.saving is None:
        unknown.append(_("Cost saving: unknown, no cost to serve is held; it is part of growth."))
    unknown.append(
        n_(
            "Referral: unknown. {n} customer came by recommendation, but nobody wrote down whose.",
            "Referral: unknown. {n} customers came by recommendation, but nobody wrote down whose.",
            found.recommended,
        )
        if found.recommended
        else _("Referral: unknown, since nobody wrote down who recommended whom.")
    )
    for sentence in unknown:
        st.caption(sentence)


def _parts_chart(found: Parts) -> Chart:
    reader, total = session.reader(), found.total
    assert total is not None
    steps = [
        (_("growth"), total.growth),
        (_("price premium"), total.premium),
        (_("cost saving"), total.saving),
    ]
    items = [
        Item(_("As new customers"), total.base, total=True),
        *(Item(name, amount) for name, amount in steps if amount is not None),
        Item(_("Forecast value"), total.total, total=True),
    ]
    return replace(bridge(reader, items), table=lambda: parts_table(found))


def parts_table(found: Parts) -> pd.DataFrame:
    """The parts by kind of customer; what is unknown says so."""
    reader = session.reader()

    def written(value: float | None) -> str:
        return _("unknown") if value is None else reader.money(value)

    rows = [
        (
            customer_words.group("kind", kind),
            *(written(value) for value in (one.base, one.growth, one.premium, one.saving)),
            _("unknown"),
            reader.money(one.total),
        )
        for kind, one in found.kinds.items()
    ]
    names = [
        _("Kind"),
        _("As new customers"),
        _("growth"),
        _("price premium"),
        _("cost saving"),
        _("referral"),
        _("Forecast value"),
    ]
    return pd.DataFrame(rows, columns=names)
