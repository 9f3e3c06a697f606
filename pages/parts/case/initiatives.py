"""Initiatives ranked by value, what each costs by type, and which lever belongs to which."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from metrics import report
from metrics.case import findings_plan
from metrics.case import initiatives as story
from metrics.programme.benefits import lever_name
from metrics.report import Context
from metrics.scenario import ScenarioError
from metrics.words.text import Message
from pages.parts import editor, session, show
from pages.parts.case.laid_out import tabled
from pages.parts.session import _


def initiatives(now: report.Standing) -> None:
    """The ranking down to the programme's value, its table, cost by type, and the levers' places."""
    context = now.context
    if not show.show(findings_plan.initiative_ranking, key="initiatives", context=context).undefined:
        tabled(findings_plan.initiative_values, key="initiative-values", context=context)
        place = st.expander(_("Cost of each by type"), on_change="rerun", key="initiative-types")
        if place.open:
            with place:
                tabled(findings_plan.initiative_costs, key="initiative-costs", context=context)
    _assign(context)


def _assign(context: Context) -> None:
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
