"""The tabs of return and risk: each is drawn when it is opened."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from metrics import drawing as charts
from metrics import report
from metrics.case.costs import CLASS_NAMES, type_name
from metrics.drawing import leaving
from metrics.programme import tco
from metrics.reading import UndefinedError
from metrics.report import Context
from metrics.returns import sentences as takeaways
from metrics.returns import sentences_more as sentences
from metrics.returns import stress as story
from metrics.returns import tabs as more
from metrics.words.units import Unit
from pages.parts import cards, editor, session
from pages.parts.case import money as benefit_money
from pages.parts.case import money_inputs as money_views
from pages.parts.returns import published as return_published
from pages.parts.returns import ways as return_ways
from pages.parts.session import _


@st.fragment(parallel=True)
def tabs(plan: Context, now: Context) -> None:
    """One tab at a time; a change of the draft draws the whole page again."""
    if session.context().scenario != plan.scenario:
        st.rerun()
    parts: tuple[tuple[str, Callable[[Context, Context], None]], ...] = (
        (_("Payback"), payback),
        (_("Cost"), cost),
        (_("Beside others"), return_published.beside_others),
        (_("What makes it unsure"), return_ways.unsure),
        (_("Ways to pay"), return_ways.financing),
        (_("Continue, mend or stop"), ahead),
        (_("Year by year"), yearly),
    )
    places = st.tabs([name for name, _part in parts], key="return-tabs", on_change="rerun")
    for place, (_name, part) in zip(places, parts, strict=True):
        if place.open:
            with place:
                _guarded(part, plan, now)


def _guarded(part: Callable[[Context, Context], None], plan: Context, now: Context) -> None:
    try:
        part(plan, now)
    except UndefinedError as error:
        cards.nothing(session.reader().read(error.reason))


def payback(_plan: Context, now: Context) -> None:
    """The month the money is back on the axis of judged zones; simple and discounted, from approval and first use."""
    reader, found, drawn = session.reader(), more.paid(now), more.payback_draws(now)
    first = report.saved(report.versions()[0].version)
    promised = None if first.scenario == now.scenario else story.result(first).payback
    bands = charts.Payback(found.simple, drawn[10], drawn[25], drawn[75], drawn[90], promised)
    chart = charts.payback_bands(reader, bands, horizon=now.scenario.months)
    left, right = st.columns([1.3, 1], gap="large")
    with left:
        cards.block(_("In which month is the money back?"), reader.read(sentences.paid(found)), chart, key="bands")
    with right:
        cards.question_line(_("Counted how?"), key="counted")

        def months(value: float | None) -> str:
            return _("not in time") if value is None else reader.value(value, Unit.MONTHS)

        rows = [
            (_("Simple"), months(found.simple), months(found.from_live(found.simple))),
            (_("Discounted"), months(found.discounted), months(found.from_live(found.discounted))),
        ]
        names = [_("Counted"), _("From approval"), _("From first use")]
        st.table(pd.DataFrame(rows, columns=names), border="horizontal", hide_index=True)
        st.caption(_("First use in month {n}.", n=reader.months(found.live)))
        sure = story.sure(now)
        if sure is not None:
            share, error = reader.share(sure.soon.value), return_ways.points(sure.soon.error)
            st.caption(_("Back within 12 months in {share} of draws, ± {error}.", share=share, error=error))


def cost(plan: Context, now: Context) -> None:
    """What it costs to own, by class and by type, and for one user; then how far cost may be underestimated."""
    reader, found = session.reader(), more.ownership(now)

    def both(row: tco.Total) -> str:
        return _("{paid} (now {present})", paid=reader.money(row.paid), present=reader.money(row.present))

    cards.question_line(_("What does it cost to own?"), key="owned")
    st.header(reader.read(sentences.owned(found.whole.paid, found.months)), anchor=False)
    left, right = st.columns(2, gap="large")
    for place, title, names, rows in (
        (left, _("By class"), CLASS_NAMES, found.by_class),
        (right, _("By type"), {kind: type_name(kind) for kind in found.by_type}, found.by_type),
    ):
        with place:
            bars = [leaving.Bar(_(names[key]), row.paid, both(row)) for key, row in rows.items()]
            chart = leaving.bars(reader, bars, columns=_("Paid, and its present value"))
            words = _("{title}: {both} in all", title=title, both=both(found.whole))
            cards.question_line(words, chart, key=f"owned-{title}")
            cards.picture(words, chart, key=f"owned-{title}")
    _users(now, more.each(now, found))
    st.space("small")
    _underestimated(plan)


def _users(now: Context, found: more.Each) -> None:
    reader = session.reader()
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        st.number_input(
            _("Users of the system"),
            1,
            10_000_000,
            found.users and round(found.users),
            key="users-asked",
            on_change=_set_users,
            disabled=not editor.may_write(),
            width=180,
            placeholder=_("empty"),
        )
        if found.cost is None:
            st.caption(reader.read(found.reason or ""))
        else:
            paid, present = reader.money(found.cost.paid), reader.money(found.cost.present)
            st.caption(_("{paid} for one user a month, {present} at present value", paid=paid, present=present))
    editor.refusals()


def _set_users() -> None:
    number = float(st.session_state["users-asked"] or 0)
    editor.change(lambda held, author, on: more.with_users(held, number, author, on))


def _underestimated(plan: Context) -> None:
    """Both readings of the source, each with its break-even."""
    reader, held, rows = session.reader(), story.standing(plan), story.reread(plan)
    cards.question_line(_("How far may the cost be underestimated?"), key="under")
    st.header(reader.read(takeaways.underestimated(held)), anchor=False)
    left, right = st.columns([1, 1], gap="large")
    with left:
        names = [_("Underestimated by"), _("Literal: budget / (1 − u)"), _("Milder: budget x (1 + u)")]
        table = [(reader.share(row.share), reader.money(row.literal), reader.money(row.milder)) for row in rows]
        if held.even is not None:
            table.append(
                (_("Net present value is zero at"), reader.share(held.even.literal), reader.share(held.even.milder))
            )
        st.table(pd.DataFrame(table, columns=names), border="horizontal", hide_index=True)
    with right:
        st.caption(return_published.note("gartner_underestimation"))


def ahead(_plan: Context, now: Context) -> None:
    """What it is worth from today on, beside what was approved."""
    money_views.ahead(now)


def yearly(plan: Context, now: Context) -> None:
    """How money is counted, the table a controller carries to the budget, and a second opinion."""
    if now is plan:
        money_views.counting(plan)
    money_views.yearly(now)
    st.space("small")
    benefit_money.opinion(now)
