"""Who the customers are: where they came from, how many there really are, and how much of the market they are."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from metrics.customers import known as story
from metrics.customers.acquisition import Source
from metrics.drawing import Chart, leaving
from metrics.report import Context
from metrics.value import links
from metrics.value import made_more as readings
from metrics.value import sentences_more as takeaways
from metrics.words.text import Message
from metrics.words.units import Unit
from pages.parts import cards, session
from pages.parts.churn.numbers import number
from pages.parts.churn.views import nothing
from pages.parts.session import _, n_
from pages.parts.value import words as customer_words

MOST = 8


def show(context: Context, mode: str) -> None:
    """Sources left, who they are right."""
    left, right = st.columns(2, gap="large")
    with left:
        sources(context)
    with right:
        who_they_are(context)


def sources(context: Context) -> None:
    """Each source beside others who came at the same time: how long they stay, and what serving them costs."""
    reader, found = session.reader(), story.won(context.sources)
    take_away = reader.read(takeaways.sources(found))
    chart = nothing(found) if isinstance(found, Message) else _sources(found)
    reading = readings.sources(context.sources, found)
    cards.block(_("Which customers stay shortest?"), take_away, chart, reading=reading, key="sources")
    if not isinstance(found, Message):
        st.caption(
            _(
                "Time until four in ten had left, over that of other customers of the kind who came in the same "
                "months. Cost to serve a month is in the table."
            )
        )


def _name(one: Source, between: str = " · ") -> str:
    return f"{one.name}{between}{customer_words.group('kind', one.kind)}"


def _sources(found: tuple[Source, ...]) -> Chart:
    reader = session.reader()
    rows = []
    for one in found[:MOST]:
        if one.lifetime is None:
            continue
        stay = reader.value(round(one.lifetime, 2), Unit.MULTIPLE)
        cost = "–" if one.serving is None else reader.value(round(one.serving, 2), Unit.MULTIPLE)
        hover = _("{name}<br>{stay} as long, {cost} the cost to serve", name=_name(one), stay=stay, cost=cost)
        rows.append(leaving.Bar(_name(one, "<br>"), one.lifetime, stay, hover=hover))
    chart = leaving.bars(reader, rows, line=1.0, line_words=_("others"), columns=_("As long as others"))
    return replace(chart, table=lambda: table(found))


def table(found: tuple[Source, ...]) -> pd.DataFrame:
    """Every source: customers, months, cost to serve a month and what one brought, each with that of the others."""
    reader = session.reader()

    def pair(own: float | None, other: float | None, unit: Unit) -> str:
        return " · ".join("–" if value is None else reader.value(value, unit) for value in (own, other))

    rows = [
        (
            _name(one),
            reader.value(one.own.customers, Unit.COUNT),
            pair(one.own.months, one.others.months, Unit.MONTHS),
            pair(one.own.serve, one.others.serve, Unit.MONEY),
            pair(one.own.brought, one.others.brought, Unit.MONEY),
        )
        for one in found
    ]
    names = [
        _("Won by"),
        _("Customers"),
        _("Stay · others"),
        _("Cost to serve a month · others"),
        _("Brought, each · others"),
    ]
    return pd.DataFrame(rows, columns=names)


def who_they_are(context: Context) -> None:
    """Unique customers, employees, coverage, and what the data do not say."""
    reader, sources = session.reader(), context.sources
    merged, inside = story.unique(sources), story.internal(sources)
    take_away = reader.read(takeaways.unique(merged))
    chart = nothing(merged if isinstance(merged, Message) else None)
    if not isinstance(merged, Message):
        rows = [
            leaving.Bar(_("Rows"), float(merged.known), reader.value(merged.known, Unit.CUSTOMERS), quiet=True),
            leaving.Bar(_("Merged"), float(merged.unique), reader.value(merged.unique, Unit.CUSTOMERS)),
        ]
        chart = leaving.bars(reader, rows, columns=_("Customers"))
    reading = readings.unique(sources, merged)
    cards.block(_("How many customers are there?"), take_away, chart, reading=reading, key="unique")
    if not isinstance(merged, Message):
        said = n_(
            "{n} group shares an e-mail address or a telephone number,",
            "{n} groups share an e-mail address or a telephone number,",
            merged.groups,
        )
        both = n_("{n} of them both.", "{n} of them both.", merged.by_both)
        exact = _("Exact matches only: typing errors stay apart, and a shared telephone joins.")
        st.caption(customer_words.joined(customer_words.joined(said, both), exact))
    market = number(_("Customers there could be, 0 if unknown"), "market", 0.0, 0.0, 1e9, width=280)
    covered = story.coverage(context, market or None)
    with cards.row(most=2):
        value = "" if isinstance(inside, Message) else _("{money} in 12 months", money=reader.money(inside.now))
        cards.tile(readings.internal(sources, inside), label=_("Own employees"), note=value)
        note = _("active {n}", n=reader.value(covered.active, Unit.COUNT)) if not isinstance(covered, Message) else ""
        cards.tile(readings.coverage(context, covered), label=_("Coverage of the market"), note=note)
        together, ahead = links.linked(sources), links.leads(sources)
        note = "" if isinstance(together, Message) else n_("{n} group", "{n} groups", together.groups)
        cards.tile(readings.linked(sources, together), label=_("Value of linked groups"), note=note)
        note = "" if isinstance(ahead, Message) else n_("{n} open lead", "{n} open leads", ahead.open)
        cards.tile(readings.alike(sources, ahead), label=_("Value of leads"), note=note)
    if not isinstance(together, Message):
        st.table(linked_table(together), border="horizontal", hide_index=True)
    if not isinstance(ahead, Message) and ahead.first:
        st.table(lead_table(ahead), border="horizontal", hide_index=True)


def linked_table(found: links.Linked) -> pd.DataFrame:
    """The groups worth most."""
    reader = session.reader()
    rows = [(name, reader.value(n, Unit.CUSTOMERS), reader.money(value)) for name, n, value in found.first]
    return pd.DataFrame(rows, columns=[_("Group of"), _("Customers"), _("Value")])


def lead_table(found: links.Leads) -> pd.DataFrame:
    """The leads worth most."""
    reader = session.reader()
    rows = [
        (one.id, customer_words.group("kind", one.kind), one.source, reader.share(one.p), reader.money(one.value))
        for one in found.first
    ]
    return pd.DataFrame(rows, columns=[_("Lead"), _("Kind"), _("Won by"), _("Chance"), _("Expected value")])
