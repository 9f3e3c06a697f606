"""The churn page's view ahead: what is at risk, whom to ask, what waiting brings, the calculator, and what to watch."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from data.library import facts
from metrics import report_churn_ahead as story
from metrics import report_churn_basis as basis
from metrics import report_churn_watch as watch
from metrics import report_model
from metrics import takeaways_churn as takeaways
from metrics.churn.offer import Offer
from metrics.churn.retention import By
from metrics.report import Look
from metrics.report_customer import names as people
from metrics.report_sources import DataSources
from metrics.text import N_
from metrics.units import Amount, Unit
from pages.parts import access, cards, churn_words, session
from pages.parts.charts import leaving, staying
from pages.parts.churn_views import nothing
from pages.parts.session import _, n_

BY = {By.POINTS: N_("points"), By.PERCENT: N_("per cent of churn")}


def at_risk(look: Look) -> None:
    """Value at risk by chance of leaving."""
    who, held = session.reader(), story.at_risk(look.data)
    rows = [
        leaving.Bar(
            f"{100 * band.low:.0f}–{who.share(band.high)}", band.money,
            f"{who.money(band.money)} · {who.value(band.customers, Unit.CUSTOMERS)}",
        )
        for band in story.bands(look.data)
        if band.customers
    ]  # fmt: skip
    chart = nothing(held.reason) if held.reason else leaving.bars(who, rows, columns=_("Value at risk"))
    reading = basis.readings(look, "value_at_risk")["value_at_risk"]
    cards.block(
        _("What is at risk, by chance of leaving?"),
        who.read(takeaways.bands(story.bands(look.data))),
        chart,
        reading=reading,
        key="bands",
    )
    if held.reason is None:
        said = [_("Beside each bar: value at risk and number of customers.")]
        costly = int((held.frame["difference"] < 0).sum())
        said.append(
            n_(
                "{n} customer costs more than they bring: nothing is lost with them.",
                "{n} customers cost more than they bring: nothing is lost with them.",
                costly,
            )
        )
        st.caption(" ".join(said))


def calibrated(look: Look) -> None:
    """Whether chances of leaving came true, and what to know before believing them."""
    who, card = session.reader(), report_model.card(look.data)
    groups = [(group.customers, 1 - group.said, 1 - group.came) for group in reversed(card.calibration)]
    chart = nothing(card.reason) if card.reason else staying.calibrated(who, groups)
    reading = basis.readings(look, "churn_expected")["churn_expected"]
    cards.block(
        _("Can the chance of leaving be believed?"),
        who.read(takeaways.calibration(card.calibration_error)),
        chart,
        reading=reading,
        key="believed",
    )
    held = story.at_risk(look.data)
    if held.level is not None:
        st.caption(
            _(
                "Departures are recorded: chances of customers known to be there, at last year's level of {share}.",
                share=Amount(held.level, Unit.SHARE),
            )
        )
    for warning in story.warnings(look.data):
        st.caption(f":orange[▼] {who.read(warning)}")


def terms(data: DataSources) -> story.Terms:
    """The offer and the budget as the reader sets them; kept in the address."""
    usual = story.usual(data)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        cost = _number(_("Cost of a contact"), "contact_cost", usual.offer.cost, 0.01, 1e6)
        budget = _number(_("Budget"), "budget", usual.budget, 0.0, 1e9)
        saved = _number(_("Saved, % of would-be leavers"), "saved", 100 * usual.offer.saved, 0.0, 100.0)
        beyond = _number(_("Not to be saved above, %"), "beyond", 100 * usual.offer.beyond, 0.0, 100.0)
        control = _number(_("Control group, %"), "control", 100 * usual.offer.control, 0.0, 50.0)
    made = Offer(saved=saved / 100, cost=cost, beyond=beyond / 100, control=control / 100)
    return story.Terms(offer=made, budget=budget)


def _number(label: str, key: str, start: float, low: float, high: float) -> float:
    """A number in the address."""
    kept = st.query_params.get(key, "")
    try:
        value = min(max(float(kept), low), high)
    except ValueError:
        value = start

    def keep() -> None:
        st.query_params[key] = f"{st.session_state[f'{key}_asked']:g}"

    return float(st.number_input(label, low, high, value, key=f"{key}_asked", on_change=keep, format="%.4g", width=172))


def asking(data: DataSources, found: story.Planned, asked: story.Terms) -> None:
    """Gain over customers asked, and who is asked, who is left alone and who is drawn to compare with."""
    who = session.reader()
    chosen = (found.contacted + found.control, found.gained) if found.contacted else None
    chart = nothing(found.reason) if found.reason else staying.asking(who, found.curve, found.by_chance, chosen=chosen)
    reading = basis.gain(data, found, asked, story.at_risk(data))
    cards.block(
        _("Whom is it worth asking to stay?"), who.read(takeaways.asking(found)), chart, reading=reading, key="asking"
    )
    if found.reason is not None:
        return
    said = [
        n_("{n} asked", "{n} asked", found.contacted),
        n_("{n} drawn as control", "{n} drawn as control", found.control),
        n_("{n} not to be saved", "{n} not to be saved", found.unsavable),
        n_("{n} may not be asked", "{n} may not be asked", found.customers - found.askable),
    ]
    st.caption(" · ".join(said))


def first_to_ask(data: DataSources, found: story.Planned) -> None:
    """The list, best gain first."""
    who = session.reader()
    cards.question_line(_("Who is asked first?"), key="first")
    st.header(who.read(takeaways.first(found)), anchor=False)
    if found.reason is not None or not len(found.first):
        return
    named = people(data, tuple(str(id) for id in found.first.index)) if access.may_see_people() else {}
    rows = [
        (
            named.get(str(id), str(id)), who.share(row.p), who.money(row.difference), who.money(row.gain),
        )
        for id, row in zip(found.first.index, found.first.itertuples(), strict=True)
    ]  # fmt: skip
    names = [_("Customer"), _("May leave"), _("At stake"), _("Gain")]
    st.dataframe(pd.DataFrame(rows, columns=names), hide_index=True, row_height=36, height=36 * 8 + 3)


def waiting(data: DataSources, found: story.Planned, asked: story.Terms) -> None:
    """Proactive against reactive."""
    who = session.reader()
    cards.question_line(
        _("Ask first, or wait for notice?"), reading=basis.gain(data, found, asked, story.at_risk(data)), key="waiting"
    )
    st.header(who.read(takeaways.waiting(found)), anchor=False)
    if found.reason is not None:
        return
    early, late = (found.spent, found.gained), found.reactive
    rows = [
        (_("Asking first"), who.value(found.contacted, Unit.CUSTOMERS), who.money(early[0]), who.money(early[1])),
    ]
    if found.heard is not None:
        rows.append((_("Waiting for notice"), "–", who.money(late[0]), who.money(late[1])))
    st.table(
        pd.DataFrame(rows, columns=["", _("Contacts"), _("Cost"), _("Gain")]), border="horizontal", hide_index=True
    )
    said = []
    if found.break_even is not None:
        said.append(
            _("Asking pays once {share} of would-be leavers are saved.", share=Amount(found.break_even, Unit.SHARE))
        )
    if found.heard is not None:
        text = _(
            "Waiting: {heard} of leavers say why they go, and half as many are saved then.",
            heard=Amount(found.heard, Unit.SHARE),
        )
        said.append(text)
    said.append(_("The saved share is an assumption until the control group has been compared."))
    st.caption(" ".join(said))


def calculator(look: Look, retention: float | None) -> None:
    """What a change of retention is worth: ours beside the literature's claim, points or per cent said aloud."""
    who = session.reader()
    head = st.container(gap="xxsmall")
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        start = _number(_("Retention a year, %"), "retention", round(100 * (retention or 0.8), 1), 0.0, 100.0) / 100
        change = _number(_("Change, %"), "change", 5.0, 0.0, 100.0) / 100
        chosen = _by()
    found = story.calculated(look, start, change, chosen)
    with head:
        cards.question_line(
            _("What is higher retention worth?"), reading=basis.calculator(look, found), key="calculator"
        )
        st.header(who.read(takeaways.calculated(found, change, chosen)), anchor=False)
    if found.reason is not None:
        st.caption(who.read(found.reason))
        return
    st.table(_worth(found), border="horizontal", hide_index=True)
    claim = facts()["churn_and_profit"]
    st.caption(
        _("Claim of the source, as printed: {quote}", quote=claim.text)
        + f". {claim.note[session.lang() if session.lang() in claim.note else 'en']} ({claim.source})"
    )


def _by() -> By:
    kept = st.query_params.get("by", "")
    options = list(BY)

    def keep() -> None:
        st.query_params["by"] = str(st.session_state["by_asked"] or By.POINTS)

    chosen = st.segmented_control(
        _("Points or per cent?"),
        options,
        default=By(kept) if kept in options else By.POINTS,
        format_func=lambda by: _(BY[by]),
        key="by_asked",
        on_change=keep,
    )
    return chosen or By.POINTS


def _worth(found: story.Calculated) -> pd.DataFrame:
    who = session.reader()

    def signed(value: float) -> str:
        return who.value(value, Unit.SHARE, signed=True)

    years = round(found.years, 1)
    rows = [
        (_("Retention becomes"), f"{who.share(found.before)} · {who.share(found.after)}"),
        (_("Ours: margins of {n} years, discounted", n=f"{years:g}"), signed(found.ours)),
        (_("Literature: for ever, first margin left out"), signed(found.without)),
        (_("Literature: for ever, first margin included"), signed(found.included)),
    ]
    if found.money is not None:
        rows.insert(2, (_("Ours, all active customers"), who.money(found.money, signed=True)))
    return pd.DataFrame(rows, columns=[_("Reading"), _("Growth")])


def key_accounts(data: DataSources) -> None:
    """Accounts against their own trend, those that stand out first."""
    who, found = session.reader(), watch.key_accounts(data)
    alarms = sum(bool(one.alarm) for one in found) if found else None
    cards.question_line(
        _("Which key account has left its course?"), reading=basis.watched(data, "key_accounts", alarms), key="accounts"
    )
    st.header(who.read(takeaways.accounts(found)), anchor=False)
    if not found:
        return
    named: Mapping[str, str] = people(data, tuple(one.id for one in found)) if access.may_see_people() else {}
    rows = [
        (
            f"{'▼' if one.alarm else '●'} {_(churn_words.ALARMS[one.alarm])}",
            named.get(one.id, one.id),
            who.money(one.revenue),
            "–" if one.expected is None else who.money(one.expected),
            one.silent_days,
            list(one.quarters),
            one.manager or "–",
        )
        for one in found
    ]
    names = [
        _("State"),
        _("Account"),
        _("Last 3 months"),
        _("Its trend"),
        _("Silent, days"),
        _("8 quarters"),
        _("Manager"),
    ]
    config = {names[5]: st.column_config.LineChartColumn(names[5], y_min=0, width="small")}
    st.dataframe(
        pd.DataFrame(rows, columns=names), hide_index=True, row_height=36, height=36 * 9 + 3, column_config=config
    )


def triggers(data: DataSources) -> None:
    """What falls due in 30, 60 and 90 days."""
    who, found = session.reader(), watch.triggers(data)
    due = sum(one.due[2] for one in found) if found else None
    cards.question_line(_("Who is due for a new one?"), reading=basis.watched(data, "due", due), key="triggers")
    st.header(who.read(takeaways.triggers(found)), anchor=False)
    if not found:
        st.caption(_("Needs order lines and products with their warranty or service life."))
        return
    rows = [
        (
            one.name,
            _(churn_words.TRIGGERS[one.trigger]),
            *(who.value(n, Unit.COUNT) for n in one.due),
            "–" if one.again is None else who.share(one.again),
            who.money(one.margin),
        )
        for one in found[:8]
    ]
    names = [
        _("Product"),
        _("What"),
        *(n_("{n} day", "{n} days", days) for days in watch.TRIGGERS),
        _("Bought again"),
        _("Margin"),
    ]
    st.table(pd.DataFrame(rows, columns=names), border="horizontal", hide_index=True)
    st.caption(
        _("Customers due within so many days; margin: of all due in 90 days, at last year's share that bought again.")
    )
