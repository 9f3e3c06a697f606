"""Customers under contract and without one, and what the programme has added to the value of the base."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from metrics.customers.buyers import CONTRACT
from metrics.drawing import Chart, leaving
from metrics.report import Context
from metrics.value import contracts as story
from metrics.value import made as report_customer_readings
from metrics.value import sentences_more as takeaways
from metrics.value.policy import facts, findings
from metrics.words.units import Amount, Unit
from pages.parts import cards, session
from pages.parts import show as shown
from pages.parts.churn.views import nothing
from pages.parts.session import _, n_
from pages.parts.value import words as customer_words


def show(context: Context, mode: str) -> None:
    """Contracts left, programme right."""
    left, right = st.columns(2, gap="large")
    with left:
        contracts(context)
    with right:
        equity(context)


def contracts(context: Context) -> None:
    """Each kind of customer by the model that suits it, beside what orders alone say."""
    reader, sources = session.reader(), context.sources
    found, both = story.contracts(sources), story.compared(sources)
    take_away = reader.read(takeaways.contracts(found, both))
    chart = nothing(found.reason) if found.reason is not None else _modes(both)
    reading = report_customer_readings.contracts(sources, found)
    cards.block(_("What are contracts worth?"), take_away, chart, reading=reading, key="contracts")
    if found.reason is not None:
        return
    how = (
        _("Under contract: renewal by the fitted shifted-beta-geometric, times what each brings a year.")
        if found.by == story.SBG
        else _("Under contract: renewal as it was seen at each end, times what each brings a year.")
    )
    st.caption(customer_words.joined(how, _("Who does not renew is taken as lost.")))
    if found.tested is not None:
        tested = found.tested
        st.caption(
            _(
                "A year ago: of {n} contracts {expected} were expected to renew, {renewed} did.",
                n=Amount(tested.contracts, Unit.COUNT),
                expected=Amount(round(tested.expected), Unit.COUNT),
                renewed=Amount(tested.renewed, Unit.COUNT),
            )
        )


def _modes(both: tuple[story.Mode, ...]) -> Chart:
    reader, rows = session.reader(), []
    for mode in both:
        name = _("Under contract") if mode.id == CONTRACT else _("Without a contract")
        if mode.value is not None:
            right = _("by renewals") if mode.id == CONTRACT else _("by orders")
            rows.append(leaving.Bar(f"{name} · {right}", mode.value, reader.money(mode.value)))
        if mode.id == CONTRACT and mode.by_orders is not None:
            label = f"{name} · {_('by orders')}"
            rows.append(leaving.Bar(label, mode.by_orders, reader.money(mode.by_orders), quiet=True))
    chart = leaving.bars(reader, rows, columns=_("Value"))
    return replace(chart, table=lambda: table(both))


def table(both: tuple[story.Mode, ...]) -> pd.DataFrame:
    """Customers, money a year, and value by either model."""
    reader = session.reader()

    def written(value: float | None) -> str:
        return "–" if value is None else reader.money(value)

    rows = [
        (
            _("Under contract") if mode.id == CONTRACT else _("Without a contract"),
            n_("{n} customer", "{n} customers", mode.customers),
            reader.money(mode.yearly),
            written(mode.value),
            written(mode.by_orders),
        )
        for mode in both
    ]
    names = [_("Customers"), _("Number"), _("12 months"), _("Value, model that suits"), _("Value by orders")]
    return pd.DataFrame(rows, columns=names)


def equity(context: Context) -> None:
    """Customer equity with the programme and without; its return, beside the net present value."""
    reader = session.reader()
    if shown.show(findings.equity, key="equity", context=context).undefined:
        return
    added = facts.added(context)
    with st.grid(3, min_column_width=110):
        for label, value, under in (
            (_("Return on the base"), cards.figure_text(context.read("rocb")), _("change over spending")),
            (_("Spent to date"), reader.money(added.spent), n_("{n} month", "{n} months", added.month)),
            (_("Net present value"), cards.figure_text(context.read("programme_npv")), _("beside it, never added")),
        ):
            with st.container(gap=None):
                st.metric(label, value)
                st.caption(under)
