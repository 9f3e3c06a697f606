"""Diagnosis: problems against causes, maturity, functions in use, and what is usual for a firm of this size."""

from __future__ import annotations

from typing import Any

import streamlit as st

from data.library import readiness as library
from metrics.answers.cells import Edits, Row
from metrics.context import Context
from metrics.reading import UndefinedError
from metrics.roadmap import presets
from metrics.strategy.facts import strategy_answers
from metrics.strategy.parts import STAGES
from metrics.words.text import N_
from pages.parts import cards, session
from pages.parts.roadmap import edit
from pages.parts.roadmap.views import own, read
from pages.parts.session import _

KINDS = {"collaborative": N_("collaborative"), "operational": N_("operational"), "analytical": N_("analytical")}
STATES = {0: N_("▼ not there"), 1: N_("◐ partly"), 2: N_("● in use")}


def matrix() -> None:
    """Eight problems by seven causes."""
    marked, causes = edit.answers().value("matrix"), library.checks("cause")
    rows = [
        {"id": id, "problem": own(problem.name), **{cause: cause in marked[id] for cause in causes}}
        for id, problem in library.checks("problem").items()
    ]
    column = st.column_config
    columns: dict[str, Any] = {"problem": column.TextColumn(_("Problem"), width=230)}
    columns |= {id: column.CheckboxColumn(own(cause.name), width=96) for id, cause in causes.items()}
    edit.table(
        "matrix",
        "matrix",
        rows,
        columns,
        _marked,
        dynamic=False,
        fixed=("problem",),
        alt=_("Problems by cause"),
    )
    st.caption(_("Eight problems and seven causes, as many as the source has; their wording is ours."))


def _marked(value: Any, _rows: list[Row], edits: Edits) -> dict[str, Any]:
    matrix = dict(value)
    for problem, cells in edits.cells.items():
        left = [cause for cause in matrix[problem] if cells.get(cause, True)]
        matrix[problem] = left + [cause for cause, on in cells.items() if on and cause not in left]
    return matrix


def maturity(context: Context) -> None:
    """Three stages, told on the strategy page."""
    done = strategy_answers(context.sources).parts["stages"].value
    reached = [id for id in STAGES if done[id]]
    words = _("{n} of 3 stages are done", n=len(reached))
    if not done["analysis"]:
        words = _("{words}; the key step, analysing customers, is open", words=words)
    cards.question_line(_("How mature are we?"), key="maturity")
    st.header(words, anchor=False)
    signs = [f"{':green[●]' if done[id] else ':red[▼]'} {_(name)}" for id, name in STAGES.items()]
    st.markdown("  \n".join(signs))
    st.caption(_("Answered on the strategy page."))


def functions() -> None:
    """What of collaborative, operational and analytical CRM is in use."""
    states = edit.answers().value("functions")
    rows = [
        {"id": id, "name": own(function.name), "kind": _(KINDS[function.more["kind"]]), "state": states.get(id)}
        for id, function in library.checks("function").items()
    ]
    column = st.column_config
    columns = {
        "kind": column.TextColumn(_("Kind of CRM"), width=130),
        "name": column.TextColumn(_("Function")),
        "state": column.SelectboxColumn(
            _("State"), width=130, options=list(STATES), format_func=lambda n: _(STATES[int(n)])
        ),
    }
    edit.table(
        "functions",
        "functions",
        rows,
        columns,
        _states,
        dynamic=False,
        fixed=("kind", "name"),
        types={"state": "object"},
        alt=_("Functions of CRM"),
    )


def _states(value: Any, _rows: list[Row], edits: Edits) -> dict[str, Any]:
    return {**value, **{id: cells["state"] for id, cells in edits.cells.items() if "state" in cells}}


def choice(kind: str, label: str) -> None:
    """One of the entries of ``kind``, saved when it is chosen."""
    saved, entries = edit.answers().parts["choices"], library.checks(kind)
    control = edit.key(f"choice-{kind}", saved)

    def keep() -> None:
        value = st.session_state[control] or ""
        edit.save("choices", {"choices": lambda now: {**now, kind: value}})

    st.segmented_control(
        label,
        list(entries),
        default=saved.value[kind] or None,
        format_func=lambda id: read(entries[id].name),
        key=control,
        on_change=keep,
        disabled=not edit.may_write(),
        wrap=True,
    )
    edit.refused("choices")
    st.caption(edit.told(saved))


def rules() -> None:
    """Two rules of thumb one may try: nothing is kept of them."""
    reader = session.reader()
    cards.question_line(_("Two rules of thumb to try; carry the result to the benefit model yourself"), key="rules")
    left, right = st.columns(2, gap="large")
    with left:
        hours = st.number_input(
            _("Hours a year done by hand"), 0.0, None, 1000.0, step=100.0, format="%g", key="rm-hours"
        )
        rate = st.number_input(_("Cost of an hour"), 0.0, None, 30.0, step=1.0, format="%g", key="rm-rate")
        saved = reader.money(presets.automation_saved(hours, rate)).replace("$", "\\$")
        st.markdown(_("Automated, **{money}** a year are freed: 0.9 x hours x rate.", money=saved))
    with right:
        allowance = st.number_input(
            _("What joining a new product would cost"),
            0.0,
            None,
            50_000.0,
            step=1000.0,
            format="%g",
            key="rm-allowance",
        )
        chance = st.number_input(
            _("Chance that one comes, %"), 0.0, 100.0, 30.0, step=5.0, format="%g", key="rm-chance"
        )
        try:
            aside = reader.money(presets.next_product(allowance, chance / 100)).replace("$", "\\$")
        except UndefinedError as error:
            st.caption(read(error.reason))
            return
        st.markdown(_("Set **{money}** aside: allowance x chance.", money=aside))
