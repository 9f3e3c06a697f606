"""Showing a Finding: question, sentence, picture, note; its table, its basis and its link one click away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from metrics import drawing
from metrics.context import Context
from metrics.finding import Finding, Question, Table
from metrics.words.text import Message
from pages.parts import plot, session, tables
from pages.parts.session import _
from pages.parts.why import contents
from pages.parts.words import plain

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def opening(title: str, verdict: Callable[[Context], Message], context: Context | None = None) -> None:
    """The page's first two lines: where one is, and the one computed sentence as its only h1."""
    context, facts, reader = context or session.context(), session.facts(), session.reader()
    parts = [title, reader.read(context.title)]
    if facts.until:
        parts.append(_("data to {day}", day=reader.day(facts.until)))
    with st.container(width=940, gap="xsmall"):
        st.caption(" · ".join(part for part in (*parts, session.data_mark()) if part))
        st.title(plain(reader.read(verdict(context))), anchor=False)


def show(question: Question[Any], *, key: str = "", context: Context | None = None, **choices: Any) -> Finding:
    """Answer ``question`` where the page stands, and return the answer.

    ``choices`` go to the question. ``key`` is unique on the page, that of the question where it is asked once.
    """
    context = context or session.context()
    found = question(context, **choices)
    draw(found, key=key or question.id.replace(".", "-").replace("_", "-"), context=context)
    return found


def draw(found: Finding, *, key: str, context: Context) -> None:
    """A finding made already."""
    with st.container(gap="xxsmall"):
        head(found, key=key, context=context)
        st.header(plain(session.reader().read(found.sentence)), anchor=key)
    if found.chart is not None:
        picture(found, key=key)
    if found.note is not None:
        st.caption(plain(session.reader().read(found.note)))


def choose(name: str, words: Mapping[str, str], label: str = "") -> str:
    """One of several (id: marked text), kept in the address under ``name``; the first until somebody chooses."""
    options = list(words)
    first, asked = options[0], st.query_params.get(name)

    def keep() -> None:
        st.query_params[name] = st.session_state[f"{name}_asked"] or first

    if len(options) == 1:
        return first
    chosen = st.pills(
        label or _("Show"),
        options,
        default=asked if asked in options else first,
        format_func=lambda option: _(words[option]),
        key=f"{name}_asked",
        on_change=keep,
        label_visibility="collapsed",
        required=True,
        wrap=True,
    )
    return chosen or first


def head(found: Finding, *, key: str, context: Context) -> None:
    """The question in grey, with Table and Why? at the end of its line."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="xsmall"):
        st.caption(plain(session.reader().read(found.question or "")), width="content")
        with st.container(horizontal=True, width="content", gap="small"):
            if found.table is not None:
                table(found, key=key)
            if found.readings:
                basis(found, key=key, context=context)


def picture(found: Finding, *, key: str) -> None:
    """The drawing, read out as its sentence."""
    reader = session.reader()
    drawn = drawing.draw(made(found.chart), reader)
    if drawn is not None:
        plot.draw(drawn, key=f"chart-{key}", alt=reader.read(found.sentence))


def made(part: Any) -> Any:
    """A table or a chart, made now where it waited to be shown."""
    return part() if callable(part) else part


def table(found: Finding, *, key: str) -> None:
    """The table of a finding behind a small button, to be taken away as CSV or XLSX, and the link that comes back."""
    popover = st.popover(_("Table"), type="tertiary", width="content", key=f"table-{key}", on_change="rerun")
    if not popover.open:
        return
    with popover:
        rows: Table = made(found.table)
        st.table(tables.frame(rows, session.reader()), border="horizontal", hide_index=True)
        with st.container(horizontal=True, gap="small"):
            take(_("CSV"), f"{key}.csv", lambda: tables.as_csv(rows, session.reader()), "text/csv")
            take(_("XLSX"), f"{key}.xlsx", lambda: tables.as_xlsx(rows, session.reader()), XLSX)
        st.code(session.link(key), language=None)


def take(label: str, name: str, body: Callable[[], bytes], mime: str) -> None:
    """A button that takes a file away; the file is made when it is pressed."""
    st.download_button(
        label, body, file_name=name, mime=mime, key=f"take-{name}", on_click="ignore", type="tertiary", width="content"
    )


def basis(found: Finding, *, key: str, context: Context) -> None:
    """Where the figures of a finding came from, computed when the button is pressed."""
    popover = st.popover(_("Why?"), type="tertiary", width="content", key=f"why-{key}", on_change="rerun")
    if popover.open:
        with popover, st.container(width=360):
            for rest in found.readings:
                contents(context.why(rest))
