"""How money is counted (plain switches), the yearly table for the budget, and continue, mend or stop."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from metrics import report
from metrics.case import money as report_money
from metrics.drawing import Chart
from metrics.programme.statement import Statement
from metrics.reading import UndefinedError
from metrics.report import Context
from metrics.scenario import Scenario
from metrics.scenario import input_units as typed
from metrics.words.units import Unit
from pages.parts import cards, editor, session
from pages.parts.session import _

STEP = {Unit.RATE: 0.5, Unit.SHARE: 1.0, Unit.MONTHS: 6.0, Unit.NUMBER: 5.0, Unit.MONEY: 1000.0}


def counting(context: Context) -> None:
    """Timing, prices, tax, VAT, working capital: each a plain switch of the draft; closed until asked for."""
    reader, scenario = session.reader(), context.scenario
    cards.question_line(_("How is money counted?"), key="counting")
    st.header(reader.read(report_money.on_or_off(scenario)), anchor=False)
    place = st.expander(_("Timing, prices, tax, VAT and working capital"), on_change="rerun", key="counting-open")
    if not place.open:
        return
    off = not editor.may_write()
    with place:
        with st.container(horizontal=True, gap="small"):
            _choice(scenario, "timing", report_money.TIMING_NAMES, off=off)
            _choice(scenario, "prices", report_money.PRICE_NAMES, off=off)
        with st.container(horizontal=True, gap="medium"):
            _switch(scenario, "include_soft", _("Count soft benefits as cash"), off=off)
            _switch(scenario, "premium_confirmed", _("Count risk in the rate and in the benefits"), off=off)
        with cards.row(least=170, most=5):
            for path in report_money.SWITCHES:
                _number(scenario, path, off=off)
        st.caption(
            _(
                "Switching between nominal and real converts the rate by the price rise, so the value stays. Tax is "
                "due on benefit less running cost less what is written off; a loss saves tax elsewhere. Capital is "
                "what is paid once for software, hardware and integration."
            )
        )


def _held(name: str, value: object) -> None:
    """A widget always stands where the draft does, also after an undo."""
    if st.session_state.get(name) != value:
        st.session_state[name] = value


def _choice(scenario: Scenario, path: str, names: dict[str, str], *, off: bool) -> None:
    name = f"term-{path}"
    _held(name, scenario.get(path))

    def chosen() -> None:
        value = st.session_state[name]
        editor.change(lambda held, author, on: (held.replace(path, value, author=author, on=on), []))

    label = {"timing": _("A flow counts at the"), "prices": _("Rate and flows are")}[path]
    st.selectbox(label, list(names), format_func=lambda key: _(names[key]), key=name, on_change=chosen, disabled=off)


def _switch(scenario: Scenario, path: str, label: str, *, off: bool) -> None:
    name = f"term-{path}"
    _held(name, scenario.get(path))

    def chosen() -> None:
        value = bool(st.session_state[name])
        editor.change(lambda held, author, on: (held.replace(path, value, author=author, on=on), []))

    st.toggle(label, key=name, on_change=chosen, disabled=off)


def _number(scenario: Scenario, path: str, *, off: bool) -> None:
    name, unit = f"term-{path}", typed.unit_at(scenario, path)
    shown = float(typed.shown(scenario.get(path), unit))
    _held(name, shown)
    low, high = (typed.shown(end, unit) if abs(end) < 1e12 else None for end in scenario.bounds(path))

    def entered() -> None:
        number = st.session_state[name]
        editor.change(lambda held, author, on: typed.changed(held, [(path, number)], author, on))

    words = session.reader().read(scenario.label(path))
    st.number_input(
        f"{words}, %" if unit in typed.OF_HUNDRED else words,
        min_value=low,
        max_value=high,
        value=shown,
        step=STEP[unit],
        format="%g",
        key=name,
        on_change=entered,
        disabled=off,
    )


def yearly(context: Context) -> None:
    """The table by year, to be carried to the budget; or what is missing for it."""
    reader = session.reader()
    try:
        found = report_money.yearly(context)
    except UndefinedError as error:
        cards.question_line(_("What goes into the budget of each year?"), key="yearly")
        cards.nothing(reader.read(error.reason))
        return
    cards.question_line(_("What goes into the budget of each year?"), key="yearly")
    worst = min(range(len(found.net)), key=found.net.__getitem__)
    words = (
        _("Year {n} needs most money: {money}", n=worst, money=reader.money(-found.net[worst]))
        if found.net[worst] < 0
        else _("Every year brings more than it takes")
    )
    st.header(words, anchor=False)
    frame = table(found)
    st.dataframe(frame, hide_index=True, row_height=36, height="content", alt=words)
    st.download_button(
        _("Yearly table as CSV"),
        exact(found).to_csv(index=False).encode("utf-8-sig"),
        file_name="payback-yearly.csv",
        mime="text/csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )


def table(found: Statement) -> pd.DataFrame:
    """Lines by year as read."""
    reader = session.reader()
    rows = [(line.name, (*line.amounts, line.total)) for line in found.lines]
    rows = [(_(name), amounts) for name, amounts in rows]
    rows += [
        (_("Net cash"), (*found.net, sum(found.net))),
        (_("Net cash, present value"), (*found.discounted, sum(found.discounted))),
        (_("Net cash so far"), (*found.cumulative, found.cumulative[-1])),
    ]
    names = [*(_("Year {n}", n=n) for n in range(len(found.last))), _("All years")]
    return pd.DataFrame([{_("Line"): name, **_cells(names, amounts, reader.money)} for name, amounts in rows])


def exact(found: Statement) -> pd.DataFrame:
    """Lines by year in full, for other programs."""
    rows = [(_(line.name), line.amounts) for line in found.lines]
    rows += [(_("Net cash"), found.net), (_("Net cash, present value"), found.discounted)]
    names = [_("Year {n}", n=n) for n in range(len(found.last))]
    return pd.DataFrame([{_("Line"): name, **_cells(names, amounts, float)} for name, amounts in rows])


def _cells(names: list[str], amounts: tuple[float, ...], say: object) -> dict[str, object]:
    return dict(zip(names, map(say, amounts), strict=True))  # type: ignore[call-overload]


def ahead(context: Context) -> None:
    """Continue, mend or stop: from today, beside the figure that was approved."""
    reader = session.reader()
    question = _("Continue, mend or stop?")
    try:
        approved = report.saved(1)
        found = report_money.ahead(context, approved)
        if approved.scenario.currency != context.scenario.currency:
            found = replace(found, approved=None)  # nothing to compare with: it was approved in other money
    except UndefinedError as error:
        cards.question_line(question, key="ahead")
        cards.nothing(reader.read(error.reason))
        return
    cards.question_line(question, Chart(None, lambda: ahead_table(found)), key="ahead")
    st.header(reader.read(found.verdict), anchor=False)
    st.table(ahead_table(found), border="horizontal", hide_index=True)
    st.caption(
        _(
            "As of {day}, {n} months after approval. {sunk} net are spent or earned already and decide nothing.",
            day=reader.day(found.today),
            n=found.done,
            sunk=reader.money(found.forward.sunk),
        )
    )


def ahead_table(found: report_money.Ahead) -> pd.DataFrame:
    """Each choice with what it is worth today."""
    reader = session.reader()
    rows = [(_("Go on as it runs"), found.forward.going_on)]
    if found.forward.mended is not None and found.mend is not None:
        rows.append((_("Mend it, {how}", how=reader.read(found.mend)), found.forward.mended))
    rows.append((_("Stop"), found.forward.stopping))
    told = [(name, reader.money(value)) for name, value in rows]
    if found.approved is not None:
        told.append((_("For comparison: worth when approved"), reader.money(found.approved)))
    return pd.DataFrame(told, columns=[_("Choice"), _("Worth")])
