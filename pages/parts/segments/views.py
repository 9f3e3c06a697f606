"""The segments page's tiles, its lights, and what is behind a line until it is opened: moves, and what groups share."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from metrics.finding import Cell, Column, Question, Table
from metrics.segments.method import FOUND, GROUPED, RULE, Method
from metrics.segments.migration import BACK
from metrics.segments.people import KNOWN_TRAITS, TRAITS, used
from metrics.words.text import N_
from pages.parts import cards, session, show, tables
from pages.parts.segments import settings
from pages.parts.session import _, n_

WAYS = {RULE: N_("By rule: RFM"), FOUND: N_("Found in the data: k-means")}
NUMBERED = {  # the steps: metric and title
    "traits": ("step_traits", N_("1 Traits")),
    "value": ("step_bands", N_("2 Large or important")),
    "needs": ("step_needs", N_("3 Shared traits")),
    "groups": ("step_kinds", N_("4 Groups")),
    "tests": ("step_tests", N_("5 Pass the tests")),
}


def tiles(method: Method) -> None:
    """The five steps, each with its count and its basis."""
    context = session.context()
    groups = int(context.read("step_kinds", method=method).value or 0)
    notes = (
        _("of {n} looked at", n=len(TRAITS)),
        _("top 20%"),
        n_("in {n} group", "in {n} groups", groups) if method.needs_of == GROUPED else _("in the value bands"),
        _("by rule") if method.by == RULE else _("by k-means"),
        n_("of {n} group", "of {n} groups", groups),
    )
    with cards.row():
        for (id, title), note in zip(NUMBERED.values(), notes, strict=True):
            cards.tile(context.read(id, method=method), place="step", label=_(title), note=note)


def way(method: Method) -> None:
    """How groups are made: step 4, within reach of what it changes."""
    st.session_state[settings.WAY] = method.by
    st.pills(
        _("How groups are made"),
        list(WAYS),
        format_func=lambda by: _(WAYS[by]),
        key=settings.WAY,
        on_change=settings.way,
        label_visibility="collapsed",
        wrap=True,
    )


def tests(question: Question[Any], method: Method) -> None:
    """Which groups deserve their own treatment: a light for each test, with the number behind it."""
    finding = show.show(question, key="tests", method=method)
    if finding.table is not None:
        st.table(_lights(show.made(finding.table)), border="horizontal", hide_index=True)


def _lights(table: Table) -> pd.DataFrame:
    reader, (segment, *pairs) = session.reader(), table.columns
    rows = [
        [tables.shown(name, segment, reader), *map(_light, cells[::2], cells[1::2], pairs[::2])]
        for name, *cells in table.cells()
    ]
    return pd.DataFrame(rows, columns=tables.headings(Table((), segment, *pairs[::2]), reader))


def _light(value: Cell, passed: Cell, column: Column) -> str:
    if passed is None:
        return tables.NOTHING
    glyph, colour = ("●", "green") if passed else ("▼", "red")
    number = tables.shown(value, column, session.reader()).replace("\u2212", "\u2212\u2060")  # not broken after it
    return f":{colour}[{glyph}\u00a0{number}]"


def moves(question: Question[Any]) -> None:
    """From each group of RFM to each, between two dates."""

    def draw() -> None:
        ago = {f"{years}": n_("{n} year ago", "{n} years ago", years) for years in BACK}
        show.opened(question, key="moves", years=int(show.choose("back", ago, _("Since"))))

    show.behind(_("How do customers move between groups?"), "open-moves", draw)


def composition(question: Question[Any], method: Method) -> None:
    """Each group by the values of one trait, the kind unless another is chosen."""

    def draw() -> None:
        ids = sorted(used(session.context().sources, method), key=lambda id: id != "kind")
        trait = show.choose("trait", {id: KNOWN_TRAITS[id].name for id in ids}, _("By")) if ids else ""
        show.show(question, key="made-of", method=method, trait=trait)

    show.behind(_("Who are the customers of each group?"), "open-made", draw)
