"""The overview's tiles, and its cards of threats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from metrics.context import Context
from metrics.finding import Question
from metrics.metric import DECLARED
from metrics.overview import facts, findings
from metrics.reading import Reading
from pages.parts import cards, session, show, tables
from pages.parts.session import _

PRESENT = ("programme_npv", "programme_cost")  # present values, which have a date


def row(ids: Sequence[str]) -> None:
    """A tile a metric: its change since the approved case; a present value with its date."""
    context = session.context()
    with cards.row(most=len(ids)):
        for id in ids:
            reading = context.read(id)
            on = session.reader().read(findings.valued(context)) if id in PRESENT else ""
            cards.tile(reading, delta=_delta(context, reading), on=on)


def _delta(context: Context, reading: Reading) -> cards.Delta | None:
    moved = facts.change(context, reading.id)
    if moved is None:
        return None
    better = DECLARED[reading.id].better
    good = None if better == "neither" else (moved.amount > 0) == (better == "higher")
    text = session.reader().value(moved.amount, reading.unit, signed=True)
    return cards.Delta(text, moved.amount > 0, good, _("vs {version}", version=moved.against))


def threats(question: Question[Any]) -> None:
    """The threats as cards, money first."""
    context, reader = session.context(), session.reader()
    found = question(context)
    show.headed(found, key="threats", context=context)
    if found.table is None:
        return
    table = show.made(found.table)
    cells = [[tables.shown(*pair, reader) for pair in zip(line, table.columns, strict=True)] for line in table.cells()]
    with st.grid(3, min_column_width=240):
        for what, loss, consequence, owner in cells:
            _card(what, loss, consequence, owner)


def _card(what: str, loss: str, consequence: str, owner: str) -> None:
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.markdown(f":red[**▼ {loss}**]")
        st.markdown(f"**{what}**")
        st.markdown(consequence)
        if owner == tables.NOTHING:
            st.badge(_("No owner yet"), icon=":material/person_alert:", color="orange")
        else:
            st.caption(_("Owner: {name}", name=owner))
