"""What is typed into the tables of step 1: stakeholders, survey, measures of departments and roles, goals, stages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

import pandas as pd
import streamlit as st

from data.library import answers as library
from metrics.answers.cells import Edits, Row, edited, phrase
from metrics.context import current
from metrics.strategy.facts import strategy_answers
from metrics.strategy.method import FACTORS
from metrics.strategy.parts import AGREEMENT, ASKED, HORIZONS, STAGES, STAKEHOLDERS, goal_metrics
from metrics.words.text import N_
from pages.parts import edit, session
from pages.parts.session import _
from pages.parts.strategy.form import BOOK, form

BY_HAND = "-"  # in place of a measure of ours


def _read(text: str) -> str:
    """A stored text in the reader's language."""
    return session.reader().read(phrase(text))


def frame(
    rows: Sequence[Row], columns: Mapping[str, Any], words: Sequence[str], kinds: Mapping[str, Any]
) -> pd.DataFrame:
    """Rows as a table shows them: ``words`` in the reader's language, days as days, nothing where nothing is.

    ``kinds``: what else the table must know of a column that may be empty.
    """

    def cell(column: str, value: Any) -> Any:
        if column in words and value:
            return _read(value)
        if column in ("by", "talked") and value:
            return date.fromisoformat(value)
        return None if value == "" else value

    cells = [{column: cell(column, row[column]) for column in columns} for row in rows]
    return pd.DataFrame(cells, columns=list(columns)).astype({words[0]: str, **kinds})


def chosen(label: str, width: int, options: Mapping[str, str], **more: Any) -> Any:
    """A column in which one of ``options`` (id: marked text) is chosen."""
    return st.column_config.SelectboxColumn(
        label, width=width, options=list(options), format_func=lambda id: _(options[str(id)]), **more
    )


def _table(
    part: str,
    columns: Mapping[str, Any],
    *,
    alt: str,
    words: Sequence[str] = ("name",),
    kinds: Mapping[str, Any] = MappingProxyType({}),
    shown: Callable[[Row], Row] = lambda row: row,
    apply: Callable[[Any, Edits], Any] = edited,
) -> None:
    """One part of step 1 to be typed over, added to and taken out."""
    saved = strategy_answers(current()).parts[part]
    rows: list[Row] = saved.value
    edit.bar(BOOK, saved, part)
    edit.table(
        BOOK,
        part,
        rows,
        [str(row["id"]) for row in rows],
        lambda: frame([shown(row) for row in rows], columns, words, kinds),
        columns,
        change=lambda edits: {part: lambda now: apply(now, edits)},
        alt=alt,
    )


def stakeholders() -> None:
    """Who wants what, who agrees, who was not talked to lately."""
    answers, column = strategy_answers(current()), st.column_config
    if answers.agreement and not answers.sponsors:
        st.badge(_("▼ No sponsor is named"), color="red")
    levels = {str(level): words for level, words in enumerate(AGREEMENT)}
    columns = {
        "name": column.TextColumn(_("Name"), width=150, required=True),
        "role": chosen(_("Role"), 110, STAKEHOLDERS),
        "goal": column.TextColumn(_("Wants")),
        "agreement": column.SelectboxColumn(
            _("Agrees"),
            width=130,
            options=list(range(len(AGREEMENT))),
            format_func=lambda level: f"{level} · {_(levels[str(int(level))])}",
        ),
        "talked": column.DateColumn(_("Last talked"), width=116, format="YYYY-MM-DD"),
    }
    kinds, alt = {"agreement": "Int64"}, _("Stakeholders and their agreement")
    _table("stakeholders", columns, words=("name", "goal"), kinds=kinds, alt=alt)


def survey() -> None:
    """Who was asked, and what the five factors weigh to them."""
    columns = {
        "name": st.column_config.TextColumn(_("Name"), required=True),
        "role": chosen(_("Role"), 140, ASKED),
        **{id: _weight(_(name), 100) for id, name in FACTORS.items()},
    }
    _table("survey", columns, kinds=dict.fromkeys(FACTORS, float), alt=_("Weights of the five factors"))


def _weight(label: str, width: int) -> Any:
    return st.column_config.NumberColumn(label, width=width, min_value=0, max_value=100, format="%g%%")


def departments() -> None:
    """What each measure weighs in each department."""
    measures = library.measures()
    columns = {
        "name": st.column_config.TextColumn(_("Department"), required=True),
        **{id: _weight(_read(name), 104) for id, name in measures.items()},
    }
    _table("departments", columns, kinds=dict.fromkeys(measures, float), alt=_("Weights of measures by department"))


def goals() -> None:
    """The goals, each with its measure, its day and its owner."""
    column = st.column_config
    number: dict[str, Any] = {"width": 96, "format": "%g"}
    columns = {
        "name": column.TextColumn(_("Goal"), width=190, required=True),
        "metric": column.SelectboxColumn(
            _("Measure"),
            width=170,
            options=[BY_HAND, *goal_metrics()],
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
        "horizon": chosen(_("Term"), 100, HORIZONS, default="long"),
    }
    _table(
        "criteria",
        columns,
        words=("name", "owner", "test", "unit"),
        kinds=dict.fromkeys(("baseline", "target", "now"), float),
        shown=lambda row: {**row, "metric": row["metric"] or BY_HAND},
        apply=_with_metrics,
        alt=_("Success criteria"),
    )
    st.caption(_("Shares are typed in per cent. A goal measured here takes its number from the data."))


def _with_metrics(now: list[Row], edits: Edits) -> list[Row]:
    return [{**row, "metric": "" if row.get("metric") == BY_HAND else row.get("metric")} for row in edited(now, edits)]


def roles() -> None:
    """The measure of each of the twelve roles of CRM."""
    saved, names = strategy_answers(current()).parts["roles"], library.roles()
    columns = {
        "role": st.column_config.TextColumn(_("Role of CRM"), width=320),
        "measure": st.column_config.TextColumn(_("Measure")),
    }
    rows = [{"role": name, "measure": saved.value[id]} for id, name in names.items()]
    edit.bar(BOOK, saved, "roles")
    edit.table(
        BOOK,
        "roles",
        saved.value,
        list(names),
        lambda: frame(rows, columns, ("role", "measure"), {}),
        columns,
        change=lambda edits: {"roles": lambda now: _with_measures(now, edits)},
        grows=False,
        fixed=("role",),
        alt=_("Roles of CRM and their measures"),
    )


def _with_measures(now: dict[str, str], edits: Edits) -> dict[str, Any]:
    return {**now, **{id: cells["measure"] for id, cells in edits.cells.items() if "measure" in cells}}


def stages() -> None:
    """Three stages of using customer data, saved as they are chosen; the middle one is the key step."""
    done: dict[str, bool] = strategy_answers(current()).parts["stages"].value
    st.caption(_("How far are we with customer data?"))
    edit.refusals(BOOK, "stages")
    key = edit.key(BOOK, "stages", done)
    st.pills(
        _("Done"),
        list(STAGES),
        selection_mode="multi",
        default=[id for id in STAGES if done[id]],
        format_func=lambda id: _(STAGES[id]),
        key=key,
        on_change=_staged,
        args=(key,),
        disabled=not edit.may_write(),
        wrap=True,
        label_visibility="collapsed",
    )
    reached = next((n for n, id in enumerate(STAGES) if not done[id]), len(STAGES))
    st.caption(
        _(
            "Stage {n} of {of}. The analysis of customers is the key step: without it, data decide nothing.",
            n=reached,
            of=len(STAGES),
        )
    )


def _staged(key: str) -> None:
    ticked = set(st.session_state[key])
    edit.act(BOOK, {"stages": lambda _now: {id: id in ticked for id in STAGES}}, "stages")


def begins() -> bool:
    """Whether nothing is answered yet, so that editing is what comes first."""
    return not strategy_answers(current()).answered


PARTS = {
    "questions": (N_("Six questions"), form),
    "stakeholders": (N_("Stakeholders"), stakeholders),
    "survey": (N_("Answers on the five factors"), survey),
    "departments": (N_("Weights of measures by department"), departments),
    "goals": (N_("Change the goals"), goals),
    "roles": (N_("Twelve roles of CRM and their measures"), roles),
    "stages": (N_("Customer data"), stages),
}
