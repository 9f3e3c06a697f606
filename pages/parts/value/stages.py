"""Three values of customers, and the stages of their life."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from metrics.customers.buyers import choices
from metrics.drawing import Chart, leaving, worth
from metrics.report import Context
from metrics.value import made as readings
from metrics.value import sentences_more as takeaways
from metrics.value import worth as story
from metrics.value.customer import names
from metrics.value.lifecycle import STAGES, Lifecycle
from metrics.words.text import N_, Message
from metrics.words.units import Unit
from pages.parts import access, cards, session
from pages.parts.churn.views import choice, nothing
from pages.parts.session import _, n_
from pages.parts.value import words as customer_words

MOST = 8  # groups drawn


def show(context: Context, mode: str) -> None:
    """Three values left, stages right."""
    left, right = st.columns(2, gap="large")
    with left:
        three(context)
    with right:
        stages(context)


def three(context: Context) -> None:
    """Realised, potential and model value by group."""
    reader = session.reader()
    head = st.container(gap="xxsmall")
    options = story.groupings(context.sources)
    by = choice(options, customer_words.BY, "value_by") if options else None
    found = story.three_by(context.sources, by)
    rows = [
        worth.Values(customer_words.group(by, row.name), row.customers, row.realised, row.potential, row.model)
        for row in found
    ]
    chart = worth.three_values(reader, rows[:MOST])
    chart = replace(chart, table=lambda: worth.three_table(reader, rows))
    take_away = reader.read(takeaways.three(found))
    with head:
        reading = readings.potential(context.sources)
        cards.question_line(_("What did they bring, what could they bring?"), chart, reading=reading, key="three")
        st.header(take_away, anchor=False)
    cards.picture(take_away, chart, key="three")
    people(context)
    st.caption(_("So far: all years. Expected: over the horizon. Possible: a year, against a good customer alike."))


def people(context: Context) -> None:
    """Customer by customer, who could bring most more; by name for a reader who may see it."""
    behind = st.expander(_("Customer by customer"), on_change="rerun", key="three-people")
    if not behind.open:
        return
    reader, found = session.reader(), story.most_possible(context.sources)
    named = names(context.sources, tuple(map(str, found.index))) if access.may_see_people() else {}
    rows = [
        (named.get(str(id), str(id)), *("–" if pd.isna(value) else reader.money(round(value)) for value in values))
        for id, values in zip(found.index, found.to_numpy(dtype=float).tolist(), strict=True)
    ]
    heads = [_("Customer"), _("Realised, so far"), _("12 months"), _("Potential, a year"), _("Model")]
    with behind:
        st.dataframe(pd.DataFrame(rows, columns=heads), hide_index=True, row_height=36, height=36 * 8 + 3)


def stages(context: Context) -> None:
    """Customers by stage, what one is worth, and how likely the next stage is."""
    reader, sources = session.reader(), context.sources
    head = st.container(gap="xxsmall")
    kinds = choices(sources)["kind"]
    words = {"": N_("All customers"), **{kind: customer_words.KINDS.get(kind, kind) for kind in kinds}}
    kind = choice(list(words), words, "stage_kind") if kinds else ""
    found = story.stages(sources, kind or None)
    take_away = reader.read(takeaways.stages(found))
    chart = nothing(found) if isinstance(found, Message) else _bars(found)
    with head:
        reading = readings.stages(sources, found)
        cards.question_line(_("Where do customers stand, and what comes next?"), chart, reading=reading, key="stages")
        st.header(take_away, anchor=False)
    cards.picture(take_away, chart, key="stages")
    if isinstance(found, Message):
        return
    st.caption(_("Bars: value of one customer over the horizon; beside it the chance of an order in the next year."))
    known = sources.scores.reason is None and not kind
    if known:
        by_model, by_stages = reader.money(sources.scores.total.value), reader.money(found.total)
        st.caption(_("All stages together {stages}; the forecast says {model}.", stages=by_stages, model=by_model))


def _bars(found: Lifecycle) -> Chart:
    reader = session.reader()
    rows = []
    for place in range(len(STAGES)):
        label = f"{customer_words.stage(place)} · {reader.value(float(found.customers[place]), Unit.COUNT)}"
        each = reader.money(round(float(found.value[place])))
        words = f"{each} · {reader.share(float(found.stay[place]))}"
        rows.append(leaving.Bar(label, max(float(found.value[place]), 0.0), words, quiet=place > 2))
    chart = leaving.bars(reader, rows, columns=_("Value of one"))
    return replace(chart, table=lambda: table(found))


def table(found: Lifecycle) -> pd.DataFrame:
    """Stage, customers, profit of the last year, chances, what one is worth, and the worth of the next stage."""
    reader = session.reader()
    rows = [
        (
            customer_words.stage(place),
            n_("{n} customer", "{n} customers", int(found.customers[place])),
            reader.money(float(found.money[place])),
            reader.share(float(found.stay[place])),
            reader.share(float(found.onward[place])),
            reader.money(round(float(found.value[place]))),
            reader.money(round(float(found.ahead[place]))),
        )
        for place in range(len(STAGES))
    ]
    names = [
        _("Stage"),
        _("Customers"),
        _("Profit, 12 months"),
        _("Stays"),
        _("Next stage"),
        _("Worth of one"),
        _("Next stage, expected"),
    ]
    return pd.DataFrame(rows, columns=names)
