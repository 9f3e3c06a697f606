"""Initiatives ranked by value, what each costs by type, and which lever belongs to which."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from data.contracts import COST_TYPES
from metrics import drawing as charts
from metrics import report
from metrics.case import initiatives as story
from metrics.case.costs import type_name
from metrics.case.levers import lever_name
from metrics.drawing import Chart
from metrics.reading import UndefinedError
from metrics.report import Context
from metrics.scenario import ScenarioError
from metrics.words.text import Message
from metrics.words.units import Unit
from pages.parts import cards, editor, session
from pages.parts.session import _
from pages.parts.words import listed, plain


def initiatives(now: report.Standing) -> None:
    """The ranking down to the programme's value, its table, cost by type, and the levers' places."""
    reader, context = session.reader(), now.context
    question = _("Which initiative earns its money?")
    try:
        found = story.ranking(context)
        title = reader.read(story.told(found))
    except UndefinedError as error:
        cards.question_line(question, key="initiatives")
        cards.nothing(reader.read(error.reason))
        assign(context)
        return
    cards.block(question, plain(title), chart(found), key="initiatives")
    widths = {_("Initiative"): 170, _("Levers"): 230, _("Return"): 80, _("Cost"): 80, _("Benefit"): 80}
    columns = {name: st.column_config.TextColumn(width=width) for name, width in widths.items()}
    st.dataframe(table(found), column_config=columns, hide_index=True, row_height=36, height="content", alt=title)
    carried = [plain(reader.read(row.name)) for row in found.rows if row.id and not row.levers]
    words = [_("Present value over the plan; the rows and tax sum to {total}.", total=reader.money(found.total))]
    if carried:
        words.append(
            _("Without a lever of their own, so only a cost: {names}. The others rest on them.", names=listed(carried))
        )
    st.caption(("" if reader.lang == "zh_CN" else " ").join(words))
    place = st.expander(_("Cost of each by type"), on_change="rerun", key="initiative-types")
    if place.open:
        place.dataframe(by_type(found), hide_index=True, row_height=36, height="content", alt=_("Cost of each by type"))
    assign(context)


def chart(found: story.Ranking) -> Chart:
    """From nothing to the programme's value, an initiative a step."""
    reader = session.reader()
    parts = [(reader.read(row.name), row.npv) for row in found.rows]
    if found.extras:
        parts.append((_("Tax and working capital"), found.extras))
    return charts.waterfall(reader, parts, total=_("Net present value"))


def table(found: story.Ranking) -> pd.DataFrame:
    """One line an initiative."""
    reader = session.reader()
    return pd.DataFrame(
        [
            {
                _("Initiative"): reader.read(row.name),
                _("Levers"): listed(reader.read(name) for name in row.levers) or cards.NOTHING,
                _("Benefit"): reader.money(row.benefit),
                _("Cost"): reader.money(row.cost),
                _("Net present value"): reader.money(row.npv),
                _("Return"): cards.NOTHING if row.roi is None else reader.value(row.roi, Unit.SHARE),
                _("Payback"): cards.NOTHING if row.payback is None else reader.value(row.payback, Unit.MONTHS),
                _("Owner"): row.owner or cards.NOTHING,
            }
            for row in found.rows
        ]
    )


def by_type(found: story.Ranking) -> pd.DataFrame:
    """The cost stack: present value by type."""
    reader = session.reader()
    kinds = [kind for kind in COST_TYPES if any(kind in row.by_type for row in found.rows)]
    return pd.DataFrame(
        [
            {
                _("Initiative"): reader.read(row.name),
                **{_(type_name(k)): reader.money(row.by_type[k]) if k in row.by_type else cards.NOTHING for k in kinds},
                _("Cost"): reader.money(row.cost),
            }
            for row in found.rows
        ]
    )


def assign(context: Context) -> None:
    """Which initiative moves which lever: a table to choose in."""
    reader, key = session.reader(), editor.key("assign")
    known = {id: name for id, (name, _owner) in story.names(context).items()}
    others = {lever.initiative for lever in context.scenario.levers} | {
        item.initiative for item in context.scenario.costs
    }
    options = [*known, *sorted(others - set(known) - {""})]
    if not options:
        st.caption(_("The data hold no table of initiatives, so every lever and cost belongs to none."))
        return
    place = st.expander(_("Which initiative moves which lever"), on_change="rerun", key="assign-open")
    if not place.open:
        return
    levers = list(context.scenario.levers)
    frame = pd.DataFrame(
        {
            "lever": [reader.read(lever_name(lever)) for lever in levers],
            "initiative": [lever.initiative or None for lever in levers],
        }
    ).astype({"initiative": object})
    column = st.column_config
    columns: dict[str, Any] = {
        "lever": column.TextColumn(_("Lever"), width=200),
        "initiative": column.SelectboxColumn(
            _("Initiative"), options=options, format_func=lambda id: known.get(str(id), str(id))
        ),
    }
    with place:
        editor.starts(key)
        st.data_editor(
            frame,
            key=key,
            on_change=_assigned,
            args=(key, [lever.id for lever in levers]),
            column_config=columns,
            disabled=["lever"] if editor.may_write() else True,
            hide_index=True,
            row_height=36,
            height="content",
            placeholder=_("Not assigned"),
            alt=_("Which initiative moves which lever"),
        )


def _assigned(key: str, ids: list[str]) -> None:
    cells = [(ids[row], value) for row, found in editor.fresh(key).items() for value in found.values()]

    def change(scenario: Any, _author: str, _on: Any) -> tuple[Any, list[Message]]:
        refused: list[Message] = []
        for lever, initiative in cells:
            try:
                scenario = story.assigned(scenario, lever, initiative or "")
            except ScenarioError as error:
                refused.append(error.reason)
        return scenario, refused

    editor.change(change)
