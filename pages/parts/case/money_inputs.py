"""How money is counted (plain switches), the yearly table for the budget, and continue, mend or stop."""

from __future__ import annotations

import streamlit as st

from metrics.case import findings_money
from metrics.case import money as terms
from metrics.report import Context
from metrics.scenario import Scenario
from metrics.scenario import input_units as typed
from metrics.words.units import Unit
from pages.parts import cards, draft, edit, session, show, tables
from pages.parts.case.laid_out import tabled
from pages.parts.session import _

STEP = {Unit.RATE: 0.5, Unit.SHARE: 1.0, Unit.MONTHS: 6.0, Unit.NUMBER: 5.0, Unit.MONEY: 1000.0}


def counting(context: Context) -> None:
    """Timing, prices, tax, VAT, working capital: each a plain switch of the draft; closed until asked for."""
    reader, scenario = session.reader(), context.scenario
    cards.question_line(_("How is money counted?"), key="counting")
    st.header(reader.read(findings_money.counted(scenario)), anchor=False)
    place = st.expander(_("Timing, prices, tax, VAT and working capital"), on_change="rerun", key="counting-open")
    if not place.open:
        return
    off = not edit.may_write()
    with place:
        with st.container(horizontal=True, gap="small"):
            _choice(scenario, "timing", terms.TIMING_NAMES, off=off)
            _choice(scenario, "prices", terms.PRICE_NAMES, off=off)
        with st.container(horizontal=True, gap="medium"):
            _switch(scenario, "include_soft", _("Count soft benefits as cash"), off=off)
            _switch(scenario, "premium_confirmed", _("Count risk in the rate and in the benefits"), off=off)
        with cards.row(least=170, most=5):
            for path in terms.SWITCHES:
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
        draft.change(lambda held, author, on: held.replace(path, value, author=author, on=on))

    label = {"timing": _("A flow counts at the"), "prices": _("Rate and flows are")}[path]
    st.selectbox(label, list(names), format_func=lambda key: _(names[key]), key=name, on_change=chosen, disabled=off)


def _switch(scenario: Scenario, path: str, label: str, *, off: bool) -> None:
    name = f"term-{path}"
    _held(name, scenario.get(path))

    def chosen() -> None:
        value = bool(st.session_state[name])
        draft.change(lambda held, author, on: held.replace(path, value, author=author, on=on))

    st.toggle(label, key=name, on_change=chosen, disabled=off)


def _number(scenario: Scenario, path: str, *, off: bool) -> None:
    name, unit = f"term-{path}", typed.unit_at(scenario, path)
    shown = float(typed.shown(scenario.get(path), unit))
    _held(name, shown)
    low, high = (typed.shown(end, unit) if abs(end) < 1e12 else None for end in scenario.bounds(path))

    def entered() -> None:
        number = st.session_state[name]
        draft.change(lambda held, author, on: typed.changed(held, [(path, number)], author, on))

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
    answer = tabled(findings_money.yearly, key="yearly", context=context)
    if answer.table is not None:
        show.take(
            _("Yearly table as CSV"),
            "payback-yearly.csv",
            lambda: tables.as_csv(show.made(answer.table), session.reader()),
            "text/csv",
        )


def ahead(context: Context) -> None:
    """Continue, mend or stop: from today, beside the figure that was approved."""
    tabled(findings_money.ahead, key="ahead", context=context)
