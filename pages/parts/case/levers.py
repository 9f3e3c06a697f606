"""The tables one can type into on the benefit model page: levers, the figures they rest on, and the cost register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import pandas as pd
import streamlit as st

from data.contracts import COST_CLASSES, COST_TYPES
from metrics.case import costs, findings
from metrics.case import levers as story
from metrics.case.costs import CostRow
from metrics.report import Context
from metrics.scenario import input_units as typed
from metrics.words.text import Message
from metrics.words.units import compact, currency_symbol
from pages.parts import cards, editor, session
from pages.parts.case.laid_out import headed
from pages.parts.session import _

ROW = 36
FIRST = "editor_costs"  # the rows the register began with, and how ids of added ones begin
FACTORS = {"": 1.0, "K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12, "万": 1e4, "亿": 1e8}
ALWAYS = ("id", "name", "baseline", "unit", "tag", "worth")  # of the lever table: never typed


def _scale(largest: float) -> tuple[float, str]:
    """What to divide money by so that the largest amount has up to four digits, and the word for it."""
    word = compact(max(abs(largest) / 10, 1.0), session.lang())[1]
    return FACTORS[word], word


def block(context: Context) -> None:
    """The levers with what can be said of them in one line each, and behind a line the figures they rest on."""
    reader = session.reader()
    with st.container(gap="xxsmall"):
        cards.question_line(_("What is closing each gap worth?"), key="levers")
        st.header(_("Change a target or an adoption rate; the strip below follows"), anchor=False)
    _levers(story.lever_rows(context))
    _line(findings.together(context))
    editor.refusals()
    _line(findings.absent(context))
    lacking = story.unsized(context)
    for reason in lacking:
        st.badge(reader.read(reason), icon=":material/error:", color="orange")
    shown = st.expander(_("Figures the levers rest on"), expanded=bool(lacking), on_change="rerun", key="figures-open")
    if shown.open:
        with shown:
            _figures(story.figure_rows(context))


def _line(words: Message | None) -> None:
    if words is not None:
        st.caption(session.reader().read(words))


def register(context: Context) -> None:
    """The cost register with its totals under both tags, and what may have been forgotten."""
    answer, open_ones = findings.cost_register(context), findings.forgotten(context)
    headed(answer, key="costs", context=context)
    _register(costs.cost_rows(context))
    _line(answer.note)
    if open_ones is not None:
        st.badge(session.reader().read(open_ones), icon=":material/error:", color="orange")


def _levers(rows: Sequence[story.LeverRow]) -> None:
    """One row a lever; what is typed goes into the draft at once."""
    if not rows:
        cards.nothing(_("This plan has no lever yet. A calculator below writes one, or copy another scenario."))
        return
    reader, key = session.reader(), editor.key("levers")
    factor, word = _scale(max((abs(row.worth or 0.0) for row in rows), default=0.0))
    frame = pd.DataFrame(
        [
            {
                **{field.name: getattr(row, field.name) for field in fields(row) if field.name != "id"},
                "name": reader.read(row.name),
                "baseline": "–" if row.baseline is None else f"{row.baseline:,g}",
                "unit": reader.read(row.unit).strip(),
                "tag": _(row.tag),
                "worth": None if row.worth is None else row.worth / factor,
            }
            for row in rows
        ]
    ).astype({"benchmark": float, "worth": float})
    longest = max((len(f"{row.target:,.10g}") for row in rows), default=0)
    columns = _lever_columns(factor, word, frame["worth"].max(), max(72, 12 + 9 * longest))
    editor.starts(key)
    st.data_editor(
        frame,
        key=key,
        on_change=_levers_typed,
        args=(key, [row.id for row in rows]),
        column_config=columns,
        column_order=list(columns),
        disabled=True if not editor.may_write() else ALWAYS,
        hide_index=True,
        row_height=ROW,
        height="content",
        placeholder=_("empty"),
        alt=_("Levers with their targets"),
    )


def _levers_typed(key: str, ids: Sequence[str]) -> None:
    fresh = editor.fresh(key).items()
    cells = [(f"{ids[row]}.{name}", number) for row, found in fresh for name, number in found.items()]
    editor.change(lambda scenario, author, on: typed.changed(scenario, cells, author, on))


def _lever_columns(factor: float, word: str, most: float, target: int) -> dict[str, Any]:
    column, symbol = st.column_config, currency_symbol(session.reader().currency, session.lang())
    places = 2 if factor > 1e3 else 1 if factor > 1 else 0
    month = _("month {n}", n="%d")
    return {
        "name": column.TextColumn(_("Lever"), width=128),
        "baseline": column.TextColumn(_("Baseline"), width=68, alignment="right"),
        "benchmark": column.NumberColumn(_("Benchmark"), width=100, format="localized"),
        "target": column.NumberColumn(_("Target"), width=target, format="localized", required=True),
        "adoption": column.NumberColumn(_("Adoption"), width=98, format="%g%%", min_value=0, max_value=100),
        "realisation": column.NumberColumn(_("Arrives"), width=78, format="%g%%", help=_("realisation rate")),
        "start": column.NumberColumn(_("Start"), width=80, format=month, step=1),
        "ramp": column.NumberColumn(_("Ramp"), width=88, format="%d", step=1, help=_("months to full effect")),
        "unit": column.TextColumn(_("Unit"), width=80),
        "tag": column.TextColumn(_("Kind"), width=74),
        "worth": column.ProgressColumn(
            _("Worth a year"),
            width=138,
            format=f"{symbol}%,.{places}f{word}",
            min_value=0,
            max_value=most if most > 0 else 1.0,
        ),
    }


def _figures(rows: Sequence[story.FigureRow]) -> None:
    """Baselines one may replace by hand, and the other numbers of the levers."""
    if not rows:
        st.caption(_("The levers of this plan rest on no measured figure."))
        return
    reader, key = session.reader(), editor.key("figures")
    frame = pd.DataFrame(
        [
            {
                "label": reader.read(row.label),
                "measured": "–" if row.measured is None else f"{row.measured:,g}",
                "entered": row.entered,
                "unit": _unit_name(row),
            }
            for row in rows
        ]
    ).astype({"entered": float})
    column = st.column_config
    editor.starts(key)
    st.data_editor(
        frame,
        key=key,
        on_change=_figures_typed,
        args=(key, [row.path for row in rows]),
        column_config={
            "label": column.TextColumn(_("Figure")),
            "measured": column.TextColumn(_("Measured"), width=110, alignment="right"),
            "entered": column.NumberColumn(_("Entered by hand"), width=150, format="localized"),
            "unit": column.TextColumn(_("Unit"), width=120),
        },
        disabled=True if not editor.may_write() else ("label", "measured", "unit"),
        hide_index=True,
        row_height=ROW,
        height="content",
        placeholder=_("empty"),
        alt=_("Figures that the levers rest on"),
    )


def _unit_name(row: story.FigureRow) -> str:
    return _(story.UNITS[row.unit], currency=session.reader().currency.replace("XXX", "")).strip()


def _figures_typed(key: str, paths: Sequence[str]) -> None:
    cells = [(paths[row], number) for row, found in editor.fresh(key).items() for number in found.values()]
    editor.change(lambda scenario, author, on: typed.changed(scenario, cells, author, on))


def _register(rows: Sequence[CostRow]) -> None:
    """The cost register: type over, add a line at its end, delete a line.

    The table keeps its first rows while it is typed in (it would start again with each new frame); what is typed is
    in the draft all the same.
    """
    key = editor.key("costs")
    if editor.starts(key):
        st.session_state[FIRST] = tuple(rows), costs.new_batch(session.context().scenario)
    first, batch = st.session_state[FIRST]
    factor, word = _scale(max((max(row.once or 0.0, row.yearly or 0.0) for row in first), default=0.0))
    st.data_editor(
        _register_frame(first, factor),
        key=key,
        on_change=_costs_typed,
        args=(key, first, factor, batch),
        column_config=_cost_columns(word, factor),
        num_rows="dynamic" if editor.may_write() else "fixed",
        disabled=not editor.may_write(),
        hide_index=True,
        row_height=ROW,
        height=ROW * 8 + 2,
        placeholder=_("empty"),
        alt=_("Cost register"),
    )


def _register_frame(rows: Sequence[CostRow], factor: float) -> pd.DataFrame:
    names = ("name", "cost_class", "cost_type", "once", "yearly")
    frame = pd.DataFrame([{name: getattr(row, name) for name in names} for row in rows], columns=list(names))
    frame["name"] = [_(row.name) for row in rows]  # the usual items are ours, and read in either language
    amounts = frame[["once", "yearly"]].astype(float) / factor
    return frame.assign(once=amounts["once"], yearly=amounts["yearly"]).astype(
        {"name": str, "cost_class": str, "cost_type": str}
    )


def _cost_columns(word: str, factor: float) -> dict[str, Any]:
    column, symbol = st.column_config, currency_symbol(session.reader().currency, session.lang())
    unit = f", {symbol}{word}" if f"{symbol}{word}" else ""
    amount: dict[str, Any] = {"width": 102, "format": "%,.1f" if factor > 1 else "%,.0f", "min_value": 0}
    return {
        "name": column.TextColumn(_("Item"), width=140, required=True, default=_("New cost")),
        "cost_class": column.SelectboxColumn(
            _("Class"),
            width=80,
            options=COST_CLASSES,
            required=True,
            default="business",
            format_func=lambda tag: _(costs.CLASS_NAMES[str(tag)]),
        ),
        "cost_type": column.SelectboxColumn(
            _("Type"),
            width=96,
            options=COST_TYPES,
            required=True,
            default="third-party",
            format_func=lambda tag: _(costs.type_name(str(tag))),
        ),
        "once": column.NumberColumn(_("Once{unit}", unit=unit), **amount),
        "yearly": column.NumberColumn(_("Yearly{unit}", unit=unit), **amount),
    }


def _costs_typed(key: str, first: Sequence[CostRow], factor: float, batch: str) -> None:
    state = st.session_state[key]
    cells = [
        (first[row].id, name, _amount(name, value, factor))
        for row, found in editor.fresh(key).items()
        for name, value in found.items()
    ]
    added = [_added(f"{batch}{n}", given, factor) for n, given in enumerate(state["added_rows"], 1)]
    edits = costs.Edits(cells=cells, deleted={first[row].id for row in state["deleted_rows"]}, added=added, batch=batch)
    editor.change(lambda scenario, author, on: costs.registered(scenario, edits, author, on))


def _amount(name: str, value: Any, factor: float) -> Any:
    return value * factor if name in ("once", "yearly") and value is not None else value


def _added(id: str, given: dict[str, Any], factor: float) -> CostRow:
    return CostRow(
        id=id,
        name=given.get("name") or _("New cost"),
        cost_class=given.get("cost_class") or "business",
        cost_type=given.get("cost_type") or "third-party",
        once=_amount("once", given.get("once"), factor),
        yearly=_amount("yearly", given.get("yearly"), factor),
    )
