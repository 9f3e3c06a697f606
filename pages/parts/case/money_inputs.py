"""How money is counted (plain switches), the yearly table for the budget, and continue, mend or stop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from metrics.case import findings_money
from metrics.case import money as terms
from metrics.context import Context
from metrics.scenario import input_units as typed
from metrics.scenario.kinds import Tag
from metrics.scenario.scenario import Scenario
from metrics.words.units import Unit
from pages.parts import cards, draft, edit, session, show, tables
from pages.parts.session import _

STEP = {Unit.RATE: 0.5, Unit.SHARE: 1.0, Unit.MONTHS: 6.0, Unit.NUMBER: 5.0, Unit.MONEY: 1000.0}


def counting(context: Context) -> None:
    """Timing, prices, tax, VAT, working capital: each a plain switch of the draft; closed until asked for."""
    reader, scenario = session.reader(), context.scenario
    st.caption(_("How is money counted?"))
    st.header(reader.read(findings_money.counted(scenario)), anchor=False)
    place = st.expander(_("Timing, prices, tax, VAT and working capital"), on_change="rerun", key="counting-open")
    if not place.open:
        return
    with place:
        with st.container(horizontal=True, gap="small"):
            _choice(scenario, "timing", terms.TIMING_NAMES, _("A flow counts at the"))
            _choice(scenario, "prices", terms.PRICE_NAMES, _("Rate and flows are"))
        with st.container(horizontal=True, gap="medium"):
            soft = any(lever.tag is Tag.SOFT for lever in scenario.levers)
            if soft:  # with none it would change nothing
                st.toggle(_("Count soft benefits as cash"), **_chosen(scenario, "include_soft"))
            st.toggle(_("Count risk in the rate and in the benefits"), **_chosen(scenario, "premium_confirmed"))
            if scenario.tax_rate.value or scenario.rate_after_tax:
                st.toggle(_("The discount rate is after tax"), **_chosen(scenario, "rate_after_tax"))
            if scenario.tax_rate.value:
                st.toggle(_("The firm has other profit: a loss saves tax"), **_chosen(scenario, "group_profit"))
        if mismatch := findings_money.rate_mismatch(scenario):
            st.warning(reader.read(mismatch))
        with cards.row(least=170, most=5):
            for path in terms.SWITCHES:
                _number(scenario, path)
        st.caption(
            _(
                "Switching between nominal and real converts the rate by the price rise, so the value stays. Tax is "
                "due on benefit less running cost less what is written off; a loss saves tax where the firm has other "
                "profit, else it is set against the profits of later years. Capital is what is paid once for software, "
                "hardware and integration."
            )
        )


def _control(path: str, shown: object, put: Callable[[Scenario, Any, str, date], Any]) -> dict[str, Any]:
    """Key and callback of a widget that always stands where the draft does, also after an undo."""
    name = f"term-{path}"
    if st.session_state.get(name) != shown:
        st.session_state[name] = shown

    def entered() -> None:
        value = st.session_state[name]
        draft.change(lambda plan, author, on: put(plan, value, author, on))

    return {"key": name, "on_change": entered, "disabled": not edit.may_write()}


def _chosen(scenario: Scenario, path: str) -> dict[str, Any]:
    return _control(path, scenario.get(path), lambda plan, value, by, on: plan.replace(path, value, author=by, on=on))


def _choice(scenario: Scenario, path: str, names: dict[str, str], label: str) -> None:
    st.selectbox(label, list(names), format_func=lambda key: _(names[key]), **_chosen(scenario, path))


def _number(scenario: Scenario, path: str) -> None:
    unit = scenario.unit(path)
    shown = float(typed.shown(scenario.get(path), unit))
    low, high = (typed.shown(end, unit) if abs(end) < 1e12 else None for end in scenario.bounds(path))
    words = session.reader().read(scenario.label(path))
    st.number_input(
        f"{words}, %" if unit in typed.OF_HUNDRED else words,
        min_value=low,
        max_value=high,
        value=shown,
        step=STEP[unit],
        format="%g",
        **_control(path, shown, lambda plan, number, by, on: typed.changed(plan, [(path, number)], by, on)),
    )


def yearly(context: Context) -> None:
    """The table by year, to be carried to the budget; or what is missing for it."""
    answer = show.opened(findings_money.yearly, key="yearly", context=context)
    if answer.table is not None:
        show.take(
            _("Yearly table as CSV"),
            "payback-yearly.csv",
            lambda: tables.as_csv(show.made(answer.table), session.reader()),
            "text/csv",
        )


def ahead(context: Context) -> None:
    """Continue, mend or stop: from today, beside the figure that was approved."""
    show.opened(findings_money.ahead, key="ahead", context=context)
