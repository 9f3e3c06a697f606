"""Success criteria: each goal with its own measure, target, day, owner and test; two meters, never one sum."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from metrics.answers.cells import Edits, Row, edited
from metrics.drawing import Chart
from metrics.registry import METRICS
from metrics.report import Context
from metrics.strategy import facts as story
from metrics.strategy import made as readings
from metrics.strategy import sentences as takeaways
from metrics.strategy.method import State
from metrics.strategy.parts import HORIZONS
from metrics.words.units import Unit
from pages.parts import answer_edit as edit
from pages.parts import cards, session
from pages.parts.session import _, n_
from pages.parts.strategy.form import BOOK
from pages.parts.strategy.people import day, ids, read
from pages.parts.words import plain

BY_HAND = "-"  # in place of a measure of ours


def goals(context: Context, now: story.Standing) -> None:
    """Where each goal stands, the two meters, and the rows to type over."""
    found, reader = story.goals(context, now), session.reader()
    with st.container(gap="xxsmall"):
        cards.question_line(_("When is it a success?"), Chart(None, lambda: _standing(found)), key="goals")
        st.header(reader.read(takeaways.goals(found)), anchor=False)
    with cards.row(most=2, least=220):
        for horizon in HORIZONS:
            mine = [goal for goal in found if goal.row["horizon"] == horizon]
            count = sum(goal.state is State.PASS for goal in mine)
            reading = readings.success(context, found, horizon)
            label = session.reader().read(reading.name)
            cards.tile(reading, label=label, note=n_("{got} of {n} goal", "{got} of {n} goals", len(mine), got=count))
    if found:
        st.table(_standing(found), border="horizontal", hide_index=True)
    for goal in found:
        if goal.reason is not None:
            name = plain(read(goal.row["name"]))
            st.caption(_("{goal}: {reason}", goal=name, reason=reader.read(goal.reason)))
    st.caption(
        _(
            "Each goal passes by its own measure: more cross-selling is not more margin, loyalty not value. A change "
            "before and after is no proof that CRM caused it."
        )
    )


def _standing(found: list[story.Goal]) -> pd.DataFrame:
    rows = [
        (
            plain(read(goal.row["name"])),
            _measure(goal),
            _number(goal, goal.row["baseline"]),
            _number(goal, goal.now),
            _number(goal, goal.row["target"]),
            session.reader().day(date.fromisoformat(goal.row["by"])) if goal.row["by"] else "–",
            plain(read(goal.row["owner"])) or _("No owner yet"),
            _state(goal.state),
        )
        for goal in found
    ]
    names = (_("Goal"), _("Measure"), _("Baseline"), _("Now"), _("Target"), _("Due"), _("Owner"), _("Status"))
    return pd.DataFrame(rows, columns=list(names))


def _measure(goal: story.Goal) -> str:
    return session.name(goal.row["metric"]) if goal.row["metric"] else _("by hand")


def _number(goal: story.Goal, value: float | None) -> str:
    if value is None:
        return "–"
    if goal.row["metric"]:
        unit = METRICS[goal.row["metric"]].unit
        if unit in (Unit.SHARE, Unit.RATE):
            return f"{value:g}%"
        return session.reader().value(value, unit).replace("$", "\\$")
    unit_word = read(goal.row["unit"])
    return f"{value:g}{'' if unit_word == '%' else ' '}{plain(unit_word)}".strip()


def _state(state: State) -> str:
    if state is State.PASS:
        return _(":green[● reached]")
    return _(":red[▼ failed]") if state is State.FAIL else _(":gray[○ undecided]")


def rows(now: story.Standing) -> None:
    """The goals to be typed over."""
    held, column = now.held["criteria"], st.column_config
    edit.bar(BOOK, held, "criteria")
    number: dict[str, Any] = {"width": 96, "format": "%g"}
    columns = {
        "name": column.TextColumn(_("Goal"), width=190, required=True),
        "metric": column.SelectboxColumn(
            _("Measure"),
            width=170,
            options=[BY_HAND, *METRICS],
            default=BY_HAND,
            format_func=lambda id: _("by hand") if id == BY_HAND else session.name(str(id)),
        ),
        "baseline": column.NumberColumn(_("Baseline"), **number),
        "target": column.NumberColumn(_("Target"), **number),
        "now": column.NumberColumn(_("Now, by hand"), **number),
        "unit": column.TextColumn(_("Unit"), width=70),
        "by": column.DateColumn(_("Due"), width=116, format="YYYY-MM-DD"),
        "owner": column.TextColumn(_("Owner"), width=120),
        "test": column.TextColumn(_("Test"), width=200),
        "horizon": column.SelectboxColumn(
            _("Term"),
            width=100,
            options=list(HORIZONS),
            default="long",
            format_func=lambda id: _(HORIZONS[str(id)]),
        ),
    }
    found = now.rows("criteria")

    def frame() -> pd.DataFrame:
        texts = ("name", "owner", "test", "unit")
        made = [
            {
                **row,
                **{name: read(row[name]) or None for name in texts},
                "metric": row["metric"] or BY_HAND,
                "by": day(row["by"]),
            }
            for row in found
        ]
        kinds = {"name": str, "baseline": float, "target": float, "now": float}
        return pd.DataFrame(made, columns=list(columns)).astype(kinds)

    edit.table(
        BOOK,
        "criteria",
        held.value,
        ids(found),
        frame,
        columns,
        apply=_applied,
        alt=_("Success criteria"),
    )
    st.caption(_("Shares are typed in per cent. A goal measured here takes its number from the data."))


def _applied(now: list[Row], edits: Edits) -> list[Row]:
    return [{**row, "metric": "" if row.get("metric") == BY_HAND else row.get("metric")} for row in edited(now, edits)]
