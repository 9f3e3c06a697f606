"""What a slider of the benefit model moves: the live strip, cash over time, value by rate, what adds and takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from metrics import drawing as charts
from metrics import report
from metrics.case import cash as report_cash
from metrics.drawing import Chart
from metrics.overview import sentences as takeaways
from metrics.reading import Reading, UndefinedError
from metrics.report import Context
from metrics.words.reader import Reader
from metrics.words.units import Unit
from pages.parts import cards, session, strip
from pages.parts.session import _

Answer = Callable[[Context], tuple[str, Chart]]  # a take-away and its picture
STRIP = ("programme_npv", "payback", "benefit_a_year", "chance_of_profit")


@dataclass(frozen=True)
class Places:
    """Where a slider's fragment draws: what stands around these does not move with it."""

    strip: strip.Strip
    cash: Any
    curve: Any
    behind: Any


def places(now: report.Standing) -> Places:
    """The questions about money, with their tables and reasons, and room for the answers."""
    found = report.readings(now.context, ("programme_npv", "payback"))
    left, right = st.columns(2, gap="large")
    with left:
        first = _place(_("When is the cash back?"), cash, found["payback"], "cash")
    with right:
        second = _place(_("At which rate does it pay?"), curve, found["programme_npv"], "curve")
    return Places(strip.frame(now), first, second, st.container())


def _place(question: str, answer: Answer, reading: Reading, key: str) -> Any:
    """A question, and the place for its answer. Its table is made of what is in force when it is opened."""
    with st.container(gap="xxsmall"):
        cards.question_line(
            question, Chart(None, lambda: answer(session.context())[1].table()), reading=reading, key=key
        )
        return st.container()


def answers(where: Places, context: Context) -> None:
    """Cash over time, value by rate, what adds and takes, and a second opinion; or what is missing for all of them."""
    try:
        context.flows.net  # noqa: B018 - says first what is missing
    except UndefinedError as error:
        with where.cash:
            cards.nothing(session.reader().read(error.reason))
        return
    for place, answer, key in ((where.cash, cash, "cash"), (where.curve, curve, "curve")):
        with place:
            take_away, chart = answer(context)
            st.header(take_away, anchor=False)
            cards.picture(take_away, chart, key=key)
    with where.behind:
        behind = st.expander(_("What adds, what takes, and a second opinion"), on_change="rerun", key="behind")
        if behind.open:  # drawn when asked for: a slider then redraws two pictures, not three
            with behind:
                _behind(context)


def _behind(context: Context) -> None:
    left, right = st.columns([1.15, 1], gap="large")
    with left:
        cards.block(_("What adds, what takes?"), *parts(context), key="parts")
    with right:
        opinion(context)


def cash(context: Context) -> tuple[str, Chart]:
    """Take-away and picture of cumulative cash."""
    reader, found = session.reader(), report_cash.cash(context)
    return reader.read(takeaways.cumulative_cash(*found.deepest, found.back)), _cash_chart(reader, found)


@lru_cache(maxsize=64)  # a discount rate leaves it alone
def _cash_chart(reader: Reader, found: report_cash.Cash) -> Chart:
    return charts.cumulative_cash(reader, found.cumulative, low=found.low, high=found.high, break_even=found.back)


def curve(context: Context) -> tuple[str, Chart]:
    """Take-away and picture of net present value against the rate."""
    reader, found = session.reader(), report_cash.curve(context)
    chart = charts.npv_curve(
        reader, found.rates, found.values, rate=found.rate, at_rate=found.at_rate, roots=found.roots, mirr=found.mirr
    )
    return reader.read(takeaways.rate_edge(found.rate, found.roots, found.at_rate)), chart


def parts(context: Context) -> tuple[str, Chart]:
    """Take-away and picture of what each lever adds and each class of cost takes."""
    reader, found = session.reader(), report_cash.parts(context)
    chart = charts.waterfall(
        reader, [(reader.read(name), amount) for name, amount in found], total=_("Net present value")
    )
    return reader.read(takeaways.parts(found)), chart


def opinion(context: Context) -> None:
    """NPV, IRR and MIRR by us and by numpy-financial."""
    reader = session.reader()
    cards.question_line(_("Does somebody else find the same?"), key="opinion")
    try:
        found = report_cash.second_opinion(context)
    except UndefinedError as error:
        cards.nothing(reader.read(error.reason))
        return
    st.header(
        reader.read(takeaways.opinions(max(row.relative for row in found), any(row.picked for row in found))),
        anchor=False,
    )
    rows = [(session.name(row.id), _figure(row, row.ours), _figure(row, row.theirs), _apart(row)) for row in found]
    names = [_("Figure"), _("Ours"), "numpy-financial", _("Difference")]
    st.table(pd.DataFrame(rows, columns=names), border="horizontal", hide_index=True)
    if any(row.picked for row in found):
        st.caption(_("Several rates of return fit; numpy-financial returns one of them without saying so."))


def _figure(row: report_cash.Second, value: float | None) -> str:
    return cards.NOTHING if value is None else session.reader().value(value, Unit.MONEY if row.money else Unit.RATE)


def _apart(row: report_cash.Second) -> str:
    return _figure(row, 0.0 if row.relative < 1e-9 and row.difference is not None else row.difference)


def result(where: Places, now: report.Standing) -> None:
    """The live result: four figures, the difference to the saved version, two sliders, and the draft's buttons."""
    found = report.readings(now.context, STRIP)
    figures = [
        cards.Figure(session.name(id), cards.figure_text(reading), why=session.reader().read(reading.reason or ""))
        for id, reading in found.items()
    ]
    strip.fill(where.strip, now.context.scenario, [*figures, _against(now)], moves())


def moves() -> list[strip.Move]:
    """Discount rate and horizon."""
    return [
        strip.Move("rate", (0.0, 40.0), 0.5, 100.0, _("Discount rate {n}", n="%.1f%%")),
        strip.Move("horizon", (12.0, 120.0), 6.0, 1.0, _("Horizon {n} months", n="%d")),
    ]


def _against(now: report.Standing) -> cards.Figure:
    label = _("Against saved v{n}", n=now.based_on)
    try:
        moved = report_cash.against(now.context, report.saved(now.based_on, now.name))
    except UndefinedError:
        return cards.Figure(label, cards.NOTHING)
    if abs(moved) < 0.5:
        return cards.Figure(label, _("no change"))
    return cards.Figure(label, session.reader().money(moved, signed=True), good=moved > 0, up=moved > 0)
