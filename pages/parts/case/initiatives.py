"""Initiatives ranked by value, what each costs by type, and which lever belongs to which."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from metrics.answers.cells import Edits
from metrics.case import findings_plan
from metrics.case.initiatives import assigned, names
from metrics.context import Context
from metrics.programme.benefits import lever_name
from metrics.scenario.assumption import ScenarioError
from metrics.scenario.scenario import Scenario
from metrics.versions import saved
from metrics.words.text import Message
from pages.parts import draft, edit, session, show
from pages.parts.session import _


def initiatives(now: saved.Standing) -> None:
    """The ranking down to the programme's value, its table, cost by type, and the levers' places."""
    context = now.context
    if not show.show(findings_plan.initiative_ranking, key="initiatives", context=context).undefined:
        show.opened(findings_plan.initiative_values, key="initiative-values", context=context)
        costs = partial(show.opened, findings_plan.initiative_costs, key="initiative-costs", context=context)
        show.behind(_("Cost of each by type"), "initiative-types", costs)
    _assign(context)


def _assign(context: Context) -> None:
    """Which initiative moves which lever: a table to choose in."""
    reader, levers = session.reader(), list(context.scenario.levers)
    known = {id: name for id, (name, _owner) in names(context).items()}
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
    column = st.column_config
    columns: dict[str, Any] = {
        "lever": column.TextColumn(_("Lever"), width=200),
        "initiative": column.SelectboxColumn(
            _("Initiative"), options=options, format_func=lambda id: known.get(str(id), str(id))
        ),
    }
    rows = [(reader.read(lever_name(lever)), lever.initiative or None) for lever in levers]
    with place:
        edit.table(
            draft.BOOK,
            "assign",
            rows,
            [lever.id for lever in levers],
            lambda: pd.DataFrame(rows, columns=list(columns)).astype({"initiative": object}),
            columns,
            alt=_("Which initiative moves which lever"),
            change=_assigned,
            grows=False,
            fixed=("lever",),
        )


def _assigned(edits: Edits) -> draft.Change:
    def change(scenario: Scenario, _author: str, _on: date) -> tuple[Scenario, list[Message]]:
        refused: list[Message] = []
        for lever, cells in edits.cells.items():
            try:
                scenario = assigned(scenario, lever, cells["initiative"] or "")
            except ScenarioError as error:
                refused.append(error.reason)
        return scenario, refused

    return change
