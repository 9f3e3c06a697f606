"""Diagnosis: problems against causes, functions in use, and what is usual for a firm of this size."""

from __future__ import annotations

from typing import Any

import streamlit as st

from data.library import readiness as library
from metrics.answers.cells import Edits
from metrics.roadmap import presets
from metrics.words.text import N_
from pages.parts import session
from pages.parts.roadmap import book
from pages.parts.roadmap.views import own, read
from pages.parts.session import _
from pages.parts.tables import plain

KINDS = {"collaborative": N_("collaborative"), "operational": N_("operational"), "analytical": N_("analytical")}
STATES = {0: N_("▼ not there"), 1: N_("◐ partly"), 2: N_("● in use")}


def matrix() -> None:
    """Eight problems by seven causes."""
    marked, causes = book.answers().value("matrix"), library.checks("cause")
    rows = [
        {"id": id, "problem": own(problem.name), **{cause: cause in marked[id] for cause in causes}}
        for id, problem in library.checks("problem").items()
    ]
    column = st.column_config
    columns: dict[str, Any] = {"problem": column.TextColumn(_("Problem"), width=430)}
    names = {id: own(cause.name) for id, cause in causes.items()}
    columns |= {id: column.CheckboxColumn(f"{n}", width=58, help=names[id]) for n, id in enumerate(names, 1)}
    book.bar("matrix")
    book.table("matrix", rows, columns, _marked, types={}, grows=False, fixed=("problem",), alt=_("Problems by cause"))
    st.caption(plain(" · ".join(f"{n} {name}" for n, name in enumerate(names.values(), 1))))
    st.caption(_("The eight problems and seven causes of the source, in our words."))


def _marked(value: Any, edits: Edits) -> dict[str, Any]:
    matrix = dict(value)
    for problem, cells in edits.cells.items():
        left = [cause for cause in matrix[problem] if cells.get(cause, True)]
        matrix[problem] = left + [cause for cause, on in cells.items() if on and cause not in left]
    return matrix


def functions() -> None:
    """What of collaborative, operational and analytical CRM is in use."""
    states = book.answers().value("functions")
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
    book.bar("functions")
    book.table(
        "functions",
        rows,
        columns,
        book.by_cell("state"),
        grows=False,
        fixed=("kind", "name"),
        types={"state": "object"},
        alt=_("Functions of CRM"),
    )


def choice(kind: str, label: str) -> None:
    """One of the entries of ``kind``."""
    value, entries = book.answers().value("choices")[kind], library.checks(kind)
    book.bar("choices", kind)
    st.segmented_control(
        label,
        list(entries),
        default=value or None,
        format_func=lambda id: read(entries[id].name),
        wrap=True,
        **book.control("choices", kind, value, place=kind),
    )


def rules() -> None:
    """A rule of thumb one may try: nothing is kept of it. That of work automated is among the calculators."""
    st.caption(_("A rule of thumb to try; carry the result to the benefit model yourself"))
    allowance = _tried("allowance", _("What joining a new product would cost"), 50_000.0, 1000.0)
    chance = _tried("chance", _("Chance that one comes, %"), 30.0, 5.0, most=100.0)
    aside = session.reader().money(presets.next_product(allowance, chance / 100))
    st.markdown(read(_("Set **{money}** aside: allowance x chance.", money=aside)))


def _tried(id: str, label: str, value: float, step: float, most: float | None = None) -> float:
    return st.number_input(label, 0.0, most, value, step=step, format="%g", key=f"roadmap-tried-{id}")
