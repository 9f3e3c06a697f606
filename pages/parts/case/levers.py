"""The tables one can type into on the benefit model page: levers, the figures they rest on, and the cost register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from data.contracts import COST_CLASSES, COST_TYPES
from metrics.answers.cells import Edits
from metrics.case import costs, findings, levers, stated
from metrics.case.costs import CostRow
from metrics.context import Context
from metrics.scenario import input_units as typed
from metrics.scenario.kinds import Tag
from metrics.scenario.scenario import Scenario
from metrics.words.text import Message
from metrics.words.units import around, compact
from pages.parts import cards, draft, edit, session, show
from pages.parts.session import _
from pages.parts.tables import plain

FACTORS = {"": 1.0, "K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12, "万": 1e4, "亿": 1e8}
ALWAYS = ("id", "name", "baseline", "unit", "worth")  # of the lever table: never typed


def _scale(largest: float) -> tuple[float, str]:
    """What to divide money by so that the largest amount has up to four digits, and the word for it."""
    word = compact(max(abs(largest) / 10, 1.0), session.lang())[1]
    return FACTORS[word], word


def block(context: Context) -> None:
    """The levers with what can be said of them in one line each, and behind a line the figures they rest on."""
    reader = session.reader()
    with st.container(gap="xxsmall"):
        st.caption(_("What is closing each gap worth?"))
        st.header(_("Change a target or an adoption rate; the strip below follows"), anchor=False)
    _levers(levers.lever_rows(context))
    _more()
    _line(findings.together(context))
    _line(findings.besides(context))
    edit.refusals(draft.BOOK)
    _line(findings.absent(context))
    lacking = levers.unsized(context)
    for reason in lacking:
        st.badge(reader.read(reason), icon=":material/error:", color="orange")
    shown = st.expander(_("Figures the levers rest on"), expanded=bool(lacking), on_change="rerun", key="figures-open")
    if shown.open:
        with shown:
            _figures(levers.figure_rows(context))


def _more() -> None:
    """A benefit no lever measures: entered by hand, with what kind of money it is."""
    off, names = not edit.may_write(), {str(tag): _(words) for tag, words in levers.TAG_NAMES.items()}
    with st.popover(_("Add a benefit"), icon=":material/add:", type="tertiary", disabled=off):
        name = st.text_input(_("Name"), key="stated-name", max_chars=80)
        yearly = st.number_input(_("Money a year"), value=None, key="stated-yearly", step=1000.0)
        tag = st.selectbox(
            _("Kind"),
            list(names),
            len(names) - 1,
            format_func=names.__getitem__,
            key="stated-kind",
        )

        def add() -> None:
            draft.change(lambda plan, author, on: stated.added(plan, name, yearly or 0.0, tag, author, on))

        st.button(_("Add it"), on_click=add, key="stated-add", disabled=off)


def _line(words: Message | None) -> None:
    if words is not None:
        st.caption(plain(session.reader().read(words)))


def register(context: Context) -> None:
    """The cost register with its totals under both tags, and what may have been forgotten."""
    answer, open_ones = findings.cost_register(context), findings.forgotten(context)
    show.headed(answer, key="costs", context=context)
    _register(costs.cost_rows(context))
    show.note(answer)
    if open_ones is not None:
        st.badge(session.reader().read(open_ones), icon=":material/error:", color="orange")


def _levers(rows: Sequence[levers.LeverRow]) -> None:
    """One row a lever; what is typed goes into the draft at once."""
    if not rows:
        cards.nothing(_("This plan has no lever yet. A calculator below writes one, or copy another scenario."))
        return
    factor, word = _scale(max((abs(row.worth or 0.0) for row in rows), default=0.0))
    longest = max((len(f"{row.target:,.10g}") for row in rows), default=0)
    most = max((row.worth or 0.0 for row in rows), default=0.0) / factor
    edit.table(
        draft.BOOK,
        "levers",
        rows,
        [row.id for row in rows],
        lambda: _lever_frame(rows, factor),
        _lever_columns(factor, word, most, max(72, 12 + 9 * longest)),
        alt=_("Levers with their targets"),
        change=_levers_typed,
        grows=False,
        fixed=ALWAYS,
        live=True,
    )


def _lever_frame(rows: Sequence[levers.LeverRow], factor: float) -> pd.DataFrame:
    reader = session.reader()
    return pd.DataFrame(
        [
            {
                **{field.name: getattr(row, field.name) for field in fields(row) if field.name != "id"},
                "name": reader.read(row.name),
                "baseline": "–" if row.baseline is None else f"{row.baseline:,g}",
                "unit": reader.read(row.unit).strip(),
                "tag": row.tag,
                "worth": None if row.worth is None else row.worth / factor,
            }
            for row in rows
        ]
    ).astype({"benchmark": float, "worth": float})


def _levers_typed(edits: Edits) -> draft.Change:
    kinds = [(id, str(found["tag"])) for id, found in edits.cells.items() if "tag" in found]
    cells = [
        (f"{id}.{name}", number) for id, found in edits.cells.items() for name, number in found.items() if name != "tag"
    ]

    def changed(scenario: Scenario, author: str, on: date) -> tuple[Scenario, list[Message]]:
        for id, kind in kinds:
            scenario = stated.retagged(scenario, id, kind)
        return typed.changed(scenario, cells, author, on)

    return changed


def _lever_columns(factor: float, word: str, most: float, target: int) -> dict[str, Any]:
    column = st.column_config
    before, behind = around(session.reader().currency, session.lang(), word)
    places = 2 if factor > 1e3 else 1 if factor > 1 else 0
    month = _("month {n}", n="%d")
    return {
        "name": column.TextColumn(_("Lever"), width=134),
        "baseline": column.TextColumn(_("Baseline"), width=68, alignment="right"),
        "benchmark": column.NumberColumn(_("Benchmark"), width=100, format="localized"),
        "target": column.NumberColumn(_("Target"), width=target, format="localized", required=True),
        "adoption": column.NumberColumn(_("Adoption"), width=98, format="%g%%", min_value=0, max_value=100),
        "realisation": column.NumberColumn(_("Arrives"), width=78, format="%g%%", help=_("realisation rate")),
        "start": column.NumberColumn(_("Start"), width=80, format=month, step=1),
        "ramp": column.NumberColumn(_("Ramp"), width=84, format="%d", step=1, help=_("months to full effect")),
        "unit": column.TextColumn(_("Unit"), width=78),
        "tag": column.SelectboxColumn(
            _("Kind"),
            width=74,
            options=list(levers.TAG_NAMES),
            format_func=lambda tag: _(levers.TAG_NAMES[Tag(str(tag))]),
            required=True,
        ),
        "worth": column.ProgressColumn(
            _("Worth a year"),
            width=138,
            format=f"{before}%,.{places}f{behind}",
            min_value=0,
            max_value=most if most > 0 else 1.0,
        ),
    }


def _figures(rows: Sequence[levers.FigureRow]) -> None:
    """Baselines one may replace by hand, and the other numbers of the levers."""
    if not rows:
        st.caption(_("The levers of this plan rest on no measured figure."))
        return
    reader, column = session.reader(), st.column_config

    def frame() -> pd.DataFrame:
        cells = [
            {
                "label": reader.read(row.label),
                "measured": "–" if row.measured is None else f"{row.measured:,g}",
                "entered": row.entered,
                "unit": _unit_name(row),
            }
            for row in rows
        ]
        return pd.DataFrame(cells).astype({"entered": float})

    edit.table(
        draft.BOOK,
        "figures",
        rows,
        [row.path for row in rows],
        frame,
        {
            "label": column.TextColumn(_("Figure")),
            "measured": column.TextColumn(_("Measured"), width=110, alignment="right"),
            "entered": column.NumberColumn(_("Entered by hand"), width=150, format="localized"),
            "unit": column.TextColumn(_("Unit"), width=120),
        },
        alt=_("Figures that the levers rest on"),
        change=_figures_typed,
        grows=False,
        fixed=("label", "measured", "unit"),
        live=True,
    )


def _unit_name(row: levers.FigureRow) -> str:
    return _(levers.UNITS[row.unit], currency=session.reader().currency.replace("XXX", "")).strip()


def _figures_typed(edits: Edits) -> draft.Change:
    cells = [(path, number) for path, found in edits.cells.items() for number in found.values()]
    return lambda scenario, author, on: typed.changed(scenario, cells, author, on)


def _register(rows: Sequence[CostRow]) -> None:
    """The cost register: type over, add a line at its end, delete a line.

    The table keeps its first rows while it is typed in (it would start again with each new frame); what is typed is
    in the draft all the same. In another scale it is another table.
    """
    factor, word = _scale(max((max(row.once or 0.0, row.yearly or 0.0) for row in rows), default=0.0))
    edit.table(
        draft.BOOK,
        f"costs-{factor:g}",
        rows,
        [row.id for row in rows],
        lambda: _register_frame(rows, factor),
        _cost_columns(word, factor),
        alt=_("Cost register"),
        change=lambda edits: _costs_typed(edits, factor),
        height=edit.ROW * 8 + 2,
    )


def _register_frame(rows: Sequence[CostRow], factor: float) -> pd.DataFrame:
    names = ("name", "cost_class", "cost_type", "once", "yearly", *costs.MARKS)
    frame = pd.DataFrame([{name: getattr(row, name) for name in names} for row in rows], columns=list(names))
    frame["name"] = [_(row.name) for row in rows]  # the usual items are ours, and read in either language
    amounts = frame[["once", "yearly"]].astype(float) / factor
    return frame.assign(once=amounts["once"], yearly=amounts["yearly"]).astype(
        {"name": str, "cost_class": str, "cost_type": str, **dict.fromkeys(costs.MARKS, bool)}
    )


def _cost_columns(word: str, factor: float) -> dict[str, Any]:
    column, unit = st.column_config, "".join(around(session.reader().currency, session.lang(), word)).strip()
    unit = unit and f", {unit}"
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
        "carrying_out": column.CheckboxColumn(_("Carries out the plan"), width=90, default=False),
        "overhead": column.CheckboxColumn(_("Manages the plan"), width=90, default=False),
    }


def _costs_typed(edits: Edits, factor: float) -> draft.Change:
    def in_full(row: Mapping[str, Any]) -> dict[str, Any]:
        money = {name: row[name] * factor for name in ("once", "yearly") if row.get(name) is not None}
        return {**row, **money}

    new = {"name": _("New cost"), "cost_class": "business", "cost_type": "third-party"}
    cells = {id: in_full(row) for id, row in edits.cells.items()}
    added = [{**new, **in_full({name: cell for name, cell in row.items() if cell})} for row in edits.added]
    whole = replace(edits, cells=cells, added=added)
    return lambda scenario, author, on: costs.registered(scenario, whole, author, on)
