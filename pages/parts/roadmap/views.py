"""Tiles of the roadmap page, findings whose table stands open, and the words of cards and editors."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from metrics.answers.cells import phrase
from metrics.context import Context
from metrics.finding import Question, Table
from metrics.roadmap import facts
from metrics.roadmap.findings import TILES, largest_risk
from metrics.roadmap.plan import HEADINGS
from metrics.words.text import Message
from pages.parts import cards, session, show, tables
from pages.parts.session import _

COLOURS = {"●": "green", "◐": "gray", "○": "gray", "▼": "red"}  # of a cell that begins with the sign of a state


def read(words: Message | str) -> str:
    """A message, a library's text or somebody's own, in the reader's language; "$" stays a sign."""
    return own(words).replace("$", "\\$")


def own(words: Message | str) -> str:
    """The same for a cell that does not read Markdown."""
    return session.reader().read(words if isinstance(words, Message) else phrase(words)) if words else ""


def tiles() -> None:
    """Four figures."""
    context = session.context()
    with cards.row(most=len(TILES)):
        for id in TILES:
            reading = context.read(id)
            cards.tile(reading, note="" if reading.value is None else _note(context, id))


def _note(context: Context, id: str) -> str:
    if id == "plan_length":
        return _("to {day}", day=session.reader().day(facts.scheduled(context.sources).end))
    if id == "plan_complete":
        return _("of {n}", n=len(HEADINGS))
    return _("of 40 points") if id == "readiness" else read(largest_risk(context))


def listing(question: Question[Any], *, columns: int | None = None) -> None:
    """A finding whose table stands open: its first ``columns``, states in colour; all of them behind the button."""
    context, key = session.context(), question.id.replace(".", "-").replace("_", "-")
    answer = question(context)
    show.draw(replace(answer, note=None), key=key, context=context)
    if answer.table is not None:
        rows: Table = show.made(answer.table)
        frame = tables.frame(rows, session.reader()).iloc[:, :columns]
        st.table(frame.map(_coloured), border="horizontal", hide_index=True)
    if answer.note is not None:
        st.caption(read(answer.note))


def _coloured(cell: str) -> str:
    return f":{COLOURS[cell[0]]}[{cell}]" if cell[:1] in COLOURS else cell
