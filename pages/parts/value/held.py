"""Customers under contract and without one, and what the programme has added to the value of the base."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from metrics import report
from metrics.customers.buyers import CONTRACT
from metrics.drawing import Chart, Item, bridge, leaving
from metrics.report import Context
from metrics.value import contracts as story
from metrics.value import made as report_customer_readings
from metrics.value import made_more as report_customer_readings_more
from metrics.value import policy_facts as report_customer_policy
from metrics.value import sentences_more as takeaways
from metrics.value.equity import Equity
from metrics.words.text import Message
from metrics.words.units import Amount, Unit
from pages.parts import cards, session
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
    found = report_customer_policy.added(context)
    take_away = reader.read(takeaways.equity(found))
    chart = nothing(found if isinstance(found, Message) else None)
    if not isinstance(found, Message):
        chart = _equity(found)
    reading = report_customer_readings_more.equity(context, found)
    cards.block(_("What has the programme added to the base?"), take_away, chart, reading=reading, key="equity")
    if isinstance(found, Message):
        return
    npv = report.readings(context, ("programme_npv",))["programme_npv"]
    with st.grid(3, min_column_width=110):
        for label, value, under in (
            (_("Return on the base"), reader.share(found.rate), _("change over spending")),
            (_("Spent to date"), reader.money(found.spent), n_("{n} month", "{n} months", found.month)),
            (_("Net present value"), cards.figure_text(npv), _("beside it, never added")),
        ):
            with st.container(gap=None):
                st.metric(label, value)
                st.caption(under)
    st.caption(_("Net of doing nothing. It rests on the assumptions of the scenario, not on a control group."))


def _equity(found: Equity) -> Chart:
    items = [
        Item(_("Without programme"), found.without, total=True),
        Item(_("added"), found.change),
        Item(_("With programme"), found.with_programme, total=True),
    ]
    return bridge(session.reader(), items)
