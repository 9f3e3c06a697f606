"""The churn page's view ahead: what is at risk, whether the chances can be believed, what retention is worth."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from data.library import facts
from metrics.churn import ahead as story
from metrics.churn import basis, why
from metrics.churn import sentences as takeaways
from metrics.churn.retention import By
from metrics.customers import model_card as report_model
from metrics.drawing import leaving, staying
from metrics.report import Context
from metrics.words.text import N_
from metrics.words.units import Amount, Unit
from pages.parts import cards, session
from pages.parts.churn.numbers import number
from pages.parts.churn.views import nothing
from pages.parts.session import _, n_

BY = {By.POINTS: N_("points"), By.PERCENT: N_("per cent of churn")}


def at_risk(context: Context) -> None:
    """Value at risk by chance of leaving."""
    reader, held = session.reader(), story.at_risk(context.sources)
    rows = [
        leaving.Bar(
            f"{100 * band.low:.0f}–{reader.share(band.high)}",
            band.money,
            f"{reader.money(band.money)} · {reader.value(band.customers, Unit.CUSTOMERS)}",
        )
        for band in story.bands(context.sources)
        if band.customers
    ]
    chart = nothing(held.reason) if held.reason else leaving.bars(reader, rows, columns=_("Value at risk"))
    reading = basis.readings(context, "value_at_risk")["value_at_risk"]
    cards.block(
        _("What is at risk, by chance of leaving?"),
        reader.read(takeaways.bands(story.bands(context.sources))),
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


def calibrated(context: Context) -> None:
    """Whether chances of leaving came true, and what to know before believing them."""
    reader, card = session.reader(), report_model.card(context.sources)
    groups = [(group.customers, 1 - group.said, 1 - group.came) for group in reversed(card.calibration)]
    chart = nothing(card.reason) if card.reason else staying.calibrated(reader, groups)
    reading = basis.readings(context, "churn_expected")["churn_expected"]
    cards.block(
        _("Can the chance of leaving be believed?"),
        reader.read(takeaways.calibration(card.calibration_error)),
        chart,
        reading=reading,
        key="believed",
    )
    if groups:
        st.caption(_("The plain forecast of all buyers, on days it had not seen."))
        judged = why.judged(context.sources)
        if judged is not None:
            st.caption(reader.read(judged))
    held = story.at_risk(context.sources)
    if held.level is not None:
        st.caption(
            _(
                "Departures are recorded: chances of customers known to be there, at last year's level of {share}.",
                share=Amount(held.level, Unit.SHARE),
            )
        )
    if held.beyond is not None:
        st.caption(reader.read(held.beyond))
    for warning in story.warnings(context.sources):
        st.caption(f":orange[▼] {reader.read(warning)}")


def calculator(context: Context, retention: float | None) -> None:
    """What a change of retention is worth: ours beside the literature's claim, points or per cent said aloud."""
    reader = session.reader()
    head = st.container(gap="xxsmall")
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        start = number(_("Retention a year, %"), "retention", round(100 * (retention or 0.8), 1), 0.0, 100.0) / 100
        change = number(_("Change, %"), "change", 5.0, 0.0, 100.0) / 100
        chosen = _by()
    found = story.calculated(context, start, change, chosen)
    with head:
        cards.question_line(
            _("What is higher retention worth?"), reading=basis.calculator(context, found), key="calculator"
        )
        st.header(reader.read(takeaways.calculated(found, change, chosen)), anchor=False)
    if found.reason is not None:
        st.caption(reader.read(found.reason))
        return
    st.table(_worth(found), border="horizontal", hide_index=True)
    claim = facts()["churn_and_profit"]
    st.caption(
        _("Claim of the source for 5% less churn, as printed: profit {quote}", quote=claim.text)
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
    reader = session.reader()

    def signed(value: float) -> str:
        return reader.value(value, Unit.SHARE, signed=True)

    years = round(found.years, 1)
    rows = [
        (_("Retention becomes"), f"{reader.share(found.before)} · {reader.share(found.after)}"),
        (_("Ours: margins of {n} years, discounted", n=f"{years:g}"), signed(found.ours)),
        (_("Literature: for ever, first margin left out"), signed(found.without)),
        (_("Literature: for ever, first margin included"), signed(found.included)),
    ]
    if found.money is not None:
        rows.insert(2, (_("Ours, all active customers"), reader.money(found.money, signed=True)))
    return pd.DataFrame(rows, columns=[_("Reading"), _("Growth")])
