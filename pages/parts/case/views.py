"""The benefit model's steps, levers, gaps and costs, made of what the report tells."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from metrics import drawing as charts
from metrics.case import costs
from metrics.case import levers as story
from metrics.drawing import Chart
from metrics.overview import sentences as takeaways
from metrics.report import Context
from pages.parts import cards, session
from pages.parts.case import tables as benefit_tables
from pages.parts.session import _

DRAWN = "benefit_drawn"  # what the page was last drawn from, and what that shows


def token(context: Context) -> object:
    """What the page outside the sliders' reach is drawn from: when it changes, all is drawn again.

    A horizon counts only as far as it shows there; a discount rate never does.
    """
    scenario = context.scenario
    drawn_from = context.label, scenario.months, scenario.levers, scenario.costs, scenario.baseline
    held = st.session_state.get(DRAWN)
    if held is None or held[0] != drawn_from:
        held = st.session_state[DRAWN] = (
            drawn_from,
            (context.label, story.lever_rows(context), costs.cost_rows(context)),
        )
    return held[1]


def absent(context: Context) -> None:
    """One line on the levers that cannot be moved yet, and the table each waits for."""
    reader, found = session.reader(), story.absent(context)
    if found:
        parts = [_("{lever}: {reason}", lever=row.name, reason=_waits(row)) for row in found]
        st.caption(_("Not here yet: {levers}.", levers="; ".join(reader.read(part) for part in parts)))


def _waits(row: story.Absent) -> str:
    if row.table:
        return _("needs the table {table}", table=row.table)
    return session.reader().read(row.reason)


def figures(context: Context) -> None:
    """Behind a line: what the levers rest on. Open while something is missing there."""
    lacking = story.unsized(context)
    for reason in lacking:
        st.badge(session.reader().read(reason), icon=":material/error:", color="orange")
    shown = st.expander(_("Figures the levers rest on"), expanded=bool(lacking), on_change="rerun", key="figures-open")
    if shown.open:
        with shown:
            benefit_tables.figures(story.figure_rows(context))


def gap(context: Context) -> tuple[str, Chart]:
    """Take-away and picture of how much of each gap the plan closes."""
    reader = session.reader()
    gaps = [charts.Gap(reader.read(g.name), g.baseline, g.target, g.benchmark, g.unit) for g in story.gaps(context)]
    closed = [g.closed for g in gaps if g.closed is not None]
    return reader.read(takeaways.gap_closed(closed)), charts.gap_closed(reader, gaps)


def register(rows: list[costs.CostRow], found: costs.Forgotten) -> None:
    """The cost register with its totals under both tags, and what may have been forgotten."""
    reader, total = session.reader(), costs.totals(rows)
    with st.container(gap="xxsmall"):
        cards.question_line(_("What does it cost?"), Chart(None, lambda: tags(total)), key="costs")
        st.header(reader.read(takeaways.costs(total.once, total.yearly, len(found.names))), anchor=False)
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
    reader = session.reader()
    return _("{once} + {yearly} a year", once=reader.money(pair[0]), yearly=reader.money(pair[1]))


def tags(total: costs.Totals) -> pd.DataFrame:
    """Both views of the register in one table."""
    reader = session.reader()
    named = [
        *((_("class"), _(costs.CLASS_NAMES[tag]), pair) for tag, pair in total.by_class.items()),
        *((_("type"), _(costs.type_name(tag)), pair) for tag, pair in total.by_type.items()),
    ]
    rows = [(by, tag, reader.money(pair[0]), reader.money(pair[1])) for by, tag, pair in named]
    return pd.DataFrame(rows, columns=[_("By"), _("Tag"), _("Once"), _("Yearly")])
