"""The benefit model's pictures, its opening and its live strip, made of what the report tells."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import streamlit as st

from metrics import report, report_cash, takeaways
from metrics import report_benefit as story
from metrics import report_costs as costs
from metrics.reading import UndefinedError
from metrics.report import Look
from metrics.units import Unit
from pages.parts import benefit_tables, cards, charts, editor, session
from pages.parts.charts import Chart
from pages.parts.reader import Reader
from pages.parts.session import _, n_

DRAWN = "benefit_drawn"  # what the page was last drawn from, and what that shows
STRIP = ("programme_npv", "payback", "benefit_a_year", "chance_of_profit")


def token(look: Look) -> object:
    """What the page outside the sliders' reach is drawn from: when it changes, all is drawn again.

    A horizon counts only as far as it shows there; a discount rate never does.
    """
    scenario = look.scenario
    drawn_from = look.label, scenario.months, scenario.levers, scenario.costs, scenario.baseline
    held = st.session_state.get(DRAWN)
    if held is None or held[0] != drawn_from:
        held = st.session_state[DRAWN] = drawn_from, (look.label, story.lever_rows(look), costs.cost_rows(look))
    return held[1]


def steps(found: costs.Forgotten) -> list[cards.Step]:
    """The four steps of the business case; those not built yet are open."""
    here = n_("{n} cost open", "{n} costs open", len(found.names)) if found.names else ""
    return [
        cards.Step(page, "here" if page == "benefit_model" else "open", here if page == "benefit_model" else "")
        for page in ("strategy", "capabilities", "benefit_model", "roadmap")
    ]


def absent(look: Look) -> None:
    """One line on the levers that cannot be moved yet, and the table each waits for."""
    who, found = session.reader(), story.absent(look)
    if found:
        parts = [_("{lever}: {reason}", lever=row.name, reason=_waits(row)) for row in found]
        st.caption(_("Not here yet: {levers}.", levers="; ".join(who.read(part) for part in parts)))


def _waits(row: story.Absent) -> str:
    if row.table:
        return _("needs the table {table}", table=row.table)
    return session.reader().read(row.reason)


def figures(look: Look) -> None:
    """Behind a line: what the levers rest on. Open while something is missing there."""
    lacking = story.unsized(look)
    for reason in lacking:
        st.badge(session.reader().read(reason), icon=":material/error:", color="orange")
    shown = st.expander(_("Figures the levers rest on"), expanded=bool(lacking), on_change="rerun", key="figures-open")
    if shown.open:
        with shown:
            benefit_tables.figures(story.figure_rows(look))


def gap(look: Look) -> tuple[str, Chart]:
    """Take-away and picture of how much of each gap the plan closes."""
    who = session.reader()
    gaps = [charts.Gap(who.read(g.name), g.baseline, g.target, g.benchmark, g.unit) for g in story.gaps(look)]
    closed = [g.closed for g in gaps if g.closed is not None]
    return who.read(takeaways.gap_closed(closed)), charts.gap_closed(who, gaps)


def register(rows: list[costs.CostRow], found: costs.Forgotten) -> None:
    """The cost register with its totals under both tags, and what may have been forgotten."""
    who, total = session.reader(), costs.totals(rows)
    with st.container(gap="xxsmall"):
        cards.question_line(_("What does it cost?"), Chart(None, lambda: tags(total)), key="costs")
        st.header(who.read(takeaways.costs(total.once, total.yearly, len(found.names))), anchor=False)
    benefit_tables.register(rows)
    if total.once or total.yearly:
        named = [f"{_(costs.CLASS_NAMES[tag])} {_both(pair)}" for tag, pair in total.by_class.items()]
        again = sum(pair[0] for pair in total.by_type.values()), sum(pair[1] for pair in total.by_type.values())
        st.caption(_("By class: {parts}. By type the same: {total}.", parts=", ".join(named), total=_both(again)))
    if found.names:
        names = ", ".join(_(name) for name in found.names)
        words = _("{n} of {of} usual costs are empty: {names}", n=len(found.names), of=found.of, names=names)
        st.badge(words, icon=":material/error:", color="orange")


def _both(pair: tuple[float, float]) -> str:
    who = session.reader()
    return _("{once} + {yearly} a year", once=who.money(pair[0]), yearly=who.money(pair[1]))


def tags(total: costs.Totals) -> pd.DataFrame:
    """Both views of the register in one table."""
    who = session.reader()
    named = [
        *((_("class"), _(costs.CLASS_NAMES[tag]), pair) for tag, pair in total.by_class.items()),
        *((_("type"), _(costs.type_name(tag)), pair) for tag, pair in total.by_type.items()),
    ]
    rows = [(by, tag, who.money(pair[0]), who.money(pair[1])) for by, tag, pair in named]
    return pd.DataFrame(rows, columns=[_("By"), _("Tag"), _("Once"), _("Yearly")])


def money(look: Look) -> None:
    """Cash over time, value by rate, what adds and takes, and a second opinion; or what is missing for all of them."""
    question = _("When is the cash back?")
    found = report.readings(look, ("programme_npv", "payback"))
    try:
        look.flows.net  # noqa: B018 - says first what is missing
    except UndefinedError as error:
        cards.question_line(question, reading=found["payback"], key="cash")
        cards.nothing(session.reader().read(error.reason))
        return
    left, right = st.columns(2, gap="large")
    with left:
        cards.block(question, *cash(look), reading=found["payback"], key="cash")
    with right:
        cards.block(_("At which rate does it pay?"), *curve(look), reading=found["programme_npv"], key="curve")
    behind = st.expander(_("What adds, what takes, and a second opinion"), on_change="rerun", key="behind")
    if behind.open:  # drawn when asked for: a slider then redraws two pictures, not three
        with behind:
            _behind(look)


def _behind(look: Look) -> None:
    left, right = st.columns([1.15, 1], gap="large")
    with left:
        cards.block(_("What adds, what takes?"), *parts(look), key="parts")
    with right:
        opinion(look)


def cash(look: Look) -> tuple[str, Chart]:
    """Take-away and picture of cumulative cash."""
    who, found = session.reader(), report_cash.cash(look)
    return who.read(takeaways.cumulative_cash(*found.deepest, found.back)), _cash_chart(who, found)


@lru_cache(maxsize=64)  # a discount rate leaves it alone
def _cash_chart(who: Reader, found: report_cash.Cash) -> Chart:
    return charts.cumulative_cash(who, found.cumulative, low=found.low, high=found.high, break_even=found.back)


def curve(look: Look) -> tuple[str, Chart]:
    """Take-away and picture of net present value against the rate."""
    who, found = session.reader(), report_cash.curve(look)
    chart = charts.npv_curve(
        who, found.rates, found.values, rate=found.rate, at_rate=found.at_rate, roots=found.roots, mirr=found.mirr
    )
    return who.read(takeaways.rate_edge(found.rate, found.roots, found.at_rate)), chart


def parts(look: Look) -> tuple[str, Chart]:
    """Take-away and picture of what each lever adds and each class of cost takes."""
    who, found = session.reader(), report_cash.parts(look)
    chart = charts.waterfall(who, [(who.read(name), amount) for name, amount in found], total=_("Net present value"))
    return who.read(takeaways.parts(found)), chart


def opinion(look: Look) -> None:
    """NPV, IRR and MIRR by us and by numpy-financial."""
    who = session.reader()
    cards.question_line(_("Does somebody else find the same?"), key="opinion")
    try:
        found = report_cash.second_opinion(look)
    except UndefinedError as error:
        cards.nothing(who.read(error.reason))
        return
    st.header(
        who.read(takeaways.opinions(max(row.relative for row in found), any(row.picked for row in found))), anchor=False
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


def strip(now: report.Standing) -> None:
    """The live result: four figures, the difference to the saved version, two sliders, and the draft's buttons."""
    found = report.readings(now.look, STRIP)
    figures = [
        cards.Figure(session.name(id), cards.figure_text(reading), why=session.reader().read(reading.reason or ""))
        for id, reading in found.items()
    ]
    editor.strip(now, [*figures, _against(now)], moves())


def moves() -> list[editor.Move]:
    """Discount rate and horizon."""
    return [
        editor.Move("rate", (0.0, 40.0), 0.5, 100.0, _("Discount rate {n}", n="%.1f%%")),
        editor.Move("horizon", (12.0, 120.0), 6.0, 1.0, _("Horizon {n} months", n="%d")),
    ]


def _against(now: report.Standing) -> cards.Figure:
    label = _("Against saved v{n}", n=now.based_on)
    try:
        moved = report_cash.against(now.look, report.saved(now.based_on))
    except UndefinedError:
        return cards.Figure(label, cards.NOTHING)
    if abs(moved) < 0.5:
        return cards.Figure(label, _("no change"))
    return cards.Figure(label, session.reader().money(moved, signed=True), good=moved > 0, up=moved > 0)
