"""Showing a Finding: question, sentence, picture, note; its table, its basis and its link one click away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import pandas as pd
import plotly.io
import streamlit as st
from plotly.basedatatypes import BaseFigure

from metrics import drawing
from metrics.context import Context
from metrics.drawing.base import Figure
from metrics.finding import Finding, Question, Table
from metrics.reading import Basis, Reading
from metrics.words.text import Message
from pages.parts import session, tables
from pages.parts.session import _, n_
from pages.parts.tables import plain

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}
COLOURS = {"●": "green", "◐": "gray", "○": "gray", "▼": "red"}  # of a cell that begins with the sign of a state
ASSUMPTIONS = 5  # shown at most
LOW, ROW = 8, 36  # rows of a list to scroll in that are seen at once; pixels of each


def opening(title: str, verdict: Callable[[Context], Message], context: Context | None = None) -> None:
    """The page's first two lines: where one is, and the one computed sentence as its only h1."""
    context, reader = context or session.context(), session.reader()
    _headline(title, reader.read(verdict(context)), reader.read(context.title))


def _headline(title: str, verdict: str, scenario: str = "") -> None:
    """The same of a page without a plan, whose sentence is written already."""
    until = session.facts().until
    day = _("data to {day}", day=session.reader().day(until)) if until else ""
    with st.container(width=940, gap="xsmall"):
        st.caption(plain(" · ".join(part for part in (title, scenario, day, session.data_mark()) if part)))
        st.title(plain(verdict), anchor=False)


def show(question: Question[Any], *, key: str = "", context: Context | None = None, **choices: Any) -> Finding:
    """Answer ``question`` where the page stands, and return the answer.

    ``choices`` go to the question. ``key`` is unique on the page, that of the question where it is asked once.
    """
    context = context or session.context()
    found = question(context, **choices)
    draw(found, key=key or _key(question), context=context)
    return found


def opened(
    question: Question[Any],
    *,
    key: str = "",
    context: Context | None = None,
    columns: int | None = None,
    wide: bool = False,
    whole: bool = False,
    **choices: Any,
) -> Finding:
    """As :func:`show`, with the table open below the picture, as :func:`rows` lays it out."""
    context, key = context or session.context(), key or _key(question)
    found = question(context, **choices)
    headed(found, key=key, context=context)
    picture(found, key=key)
    rows(found, columns=columns, wide=wide, whole=whole)
    note(found)
    return found


def choosing(question: Question[Any], choices: Callable[[], Mapping[str, Any]], *, key: str, **more: Any) -> Finding:
    """A finding whose ``choices`` are made between its answer and its picture."""
    context, top = session.context(), st.container()
    found = question(context, **choices(), **more)
    with top:
        headed(found, key=key, context=context)
    picture(found, key=key)
    note(found)
    return found


def _key(question: Question[Any]) -> str:
    return question.id.replace(".", "-").replace("_", "-")


def draw(found: Finding, *, key: str, context: Context) -> None:
    """A finding made already."""
    headed(found, key=key, context=context)
    picture(found, key=key)
    note(found)


def headed(found: Finding, *, key: str, context: Context) -> None:
    """Question and answer alone."""
    with st.container(gap="xxsmall"):
        head(found, key=key, context=context)
        st.header(plain(session.reader().read(found.sentence)), anchor=key)


def head(found: Finding, *, key: str, context: Context) -> None:
    """The question in grey, with Table and Why? at the end of its line."""
    with spread():
        st.caption(plain(session.reader().read(found.question or "")), width="content")
        with st.container(horizontal=True, width="content", gap="small"):
            if found.table is not None:
                _table(found, key=key)
            if found.readings:
                why(key, lambda: [context.why(rest) for rest in found.readings])


def beside(found: Finding, *, key: str, context: Context) -> None:
    """The answer with Table and Why? on its own line, where its question stands elsewhere."""
    with spread():
        st.header(plain(session.reader().read(found.sentence)), anchor=key, width="content")
        with st.container(horizontal=True, width="content", gap="small"):
            _table(found, key=key)
            why(key, lambda: [context.why(rest) for rest in found.readings])


def folded(question: Question[Any], *more: Callable[[], object], key: str = "", **choices: Any) -> Finding:
    """A finding behind its own sentence: the answer is read at once, its picture and its table when it is opened.

    ``more`` is drawn below it.
    """
    context, key = session.context(), key or _key(question)
    found, reader = question(context, **choices), session.reader()
    label = f"{plain(reader.read(found.question or ''))} **{plain(reader.read(found.sentence))}**"
    line = st.expander(label, on_change="rerun", key=f"fold-{key}")
    if line.open:
        with line:
            head(found, key=key, context=context)
            picture(found, key=key)
            if found.chart is None:
                rows(found, wide=True)
            note(found)
            for part in more:
                part()
    return found


def editing(parts: Mapping[str, tuple[str, Callable[[], object]]], *, expanded: bool = False) -> None:
    """All that can be typed on a page, behind one line: one part at a time (id: title, what draws it), as the address
    names it."""
    line = st.expander(_("Edit"), icon=":material/edit:", expanded=expanded, on_change="rerun", key="edit-open")
    if line.open:
        with line:
            chosen = choose("edit", {id: title for id, (title, _draw) in parts.items()}, _("What to edit"))
            parts[chosen][1]()


def behind(title: str, key: str, draw: Callable[[], object]) -> None:
    """Behind a line, drawn when it is opened."""
    line = st.expander(title, on_change="rerun", key=key)
    if line.open:
        with line:
            draw()


def spread() -> Any:
    """A line whose ends lie apart."""
    return st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="xsmall")


def note(found: Finding) -> None:
    """What is said below, where there is something."""
    if found.note is not None:
        st.caption(plain(session.reader().read(found.note)))


def made(part: Any) -> Any:
    """A table or a chart, made now where it waited to be shown."""
    return part() if callable(part) else part


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


# --- Pictures


class _Checked(BaseFigure):  # type: ignore[misc]
    """A figure the tests have checked: looking at it again takes Plotly longer than all else on a page."""

    def __init__(self, figure: Figure) -> None:
        object.__setattr__(self, "_checked", figure)

    def to_dict(self) -> Figure:
        """The figure with the template in which the browser puts the colours of the theme."""
        figure = self.__dict__["_checked"]
        return {**figure, "layout": {"template": _template(), **figure["layout"]}}


@cache
def _template() -> dict[str, Any]:
    """Streamlit's template as plain data."""
    template: dict[str, Any] = plotly.io.templates["streamlit"].to_plotly_json()
    return template


def picture(found: Finding, *, key: str) -> None:
    """The drawing, read out as its sentence, without mode bar or zoom. Not before the numbers are there."""
    figure = None if found.chart is None else drawing.draw(made(found.chart), session.reader())
    if figure is None:
        return
    if session.arriving():
        st.space(figure["layout"]["height"])
        return
    alt = session.reader().read(found.sentence)
    st.plotly_chart(_Checked(figure), key=f"chart-{key}", theme="streamlit", config=CONFIG, alt=alt)


# --- The table


def rows(found: Finding, *, columns: int | None = None, wide: bool = False, whole: bool = False) -> None:
    """The table of a finding, open, where there is one: its first ``columns``; ``wide``: a list to scroll in.

    A state is in the colour of its sign, and ``whole`` keeps it on one line.
    """
    table = Table(()) if found.table is None else made(found.table)
    if not table.rows:
        return
    if wide:
        height = ROW * (min(len(table.rows), LOW) + 1) + 3
        st.dataframe(tables.grid(table, session.reader()), hide_index=True, row_height=ROW, height=height)
    else:
        frame = tables.frame(table, session.reader()).iloc[:, :columns]
        st.table(frame.map(lambda cell: _coloured(cell, whole)), border="horizontal", hide_index=True)


def _coloured(cell: str, whole: bool) -> str:
    words = cell.replace(" ", "\u00a0") if whole else cell
    return f":{COLOURS[cell[0]]}[{words}]" if cell[:1] in COLOURS else cell


def _table(found: Finding, *, key: str) -> None:
    """The table of a finding behind a small button, to be taken away as CSV or XLSX, and the link that comes back."""
    popover = st.popover(_("Table"), type="tertiary", width="content", key=f"table-{key}", on_change="rerun")
    if not popover.open:
        return
    with popover:
        table: Table = made(found.table)
        st.table(tables.frame(table, session.reader()), border="horizontal", hide_index=True)
        with st.container(horizontal=True, gap="small"):
            take(_("CSV"), f"{key}.csv", lambda: tables.as_csv(table, session.reader()), "text/csv")
            take(_("XLSX"), f"{key}.xlsx", lambda: tables.as_xlsx(table, session.reader()), XLSX)
        st.code(session.link(key), language=None)


def take(label: str, name: str, body: Callable[[], bytes], mime: str) -> None:
    """A button that takes a file away; the file is made when it is pressed."""
    st.download_button(
        label, body, file_name=name, mime=mime, key=f"take-{name}", on_click="ignore", type="tertiary", width="content"
    )


# --- Why?


def why(key: str, readings: Callable[[], Iterable[Reading]]) -> None:
    """Where figures came from, behind a small button; they are computed when it is pressed."""
    popover = st.popover(_("Why?"), type="tertiary", width="content", key=f"why-{key}", on_change="rerun")
    if popover.open:
        with popover, st.container(width=360):
            for reading in readings():
                _basis(reading)


def _basis(reading: Reading) -> None:
    """Name; formula or reason; assumptions; how the range was made; mart, rows, dates, scenario, code."""
    reader, basis = session.reader(), reading.basis
    st.markdown(f"**{reader.read(reading.name)}**")
    st.markdown(plain(reader.read(reading.reason or basis.formula)))
    if basis.given:
        st.table(_assumptions(basis), border="horizontal", hide_index=True)
    if basis.range_note is not None:
        st.caption(plain(reader.read(basis.range_note)))
    st.caption(plain(" · ".join(part for part in _origin(basis) if part)))


def _assumptions(basis: Basis) -> pd.DataFrame:
    """At most five assumptions: name, value, who answers for it and since when."""
    reader = session.reader()
    rows = [
        (
            reader.read(given.label),
            reader.value(given.value, given.unit),
            ", ".join(part for part in (given.owner, reader.day(given.set_on) if given.set_on else "") if part),
        )
        for given in basis.given[:ASSUMPTIONS]
    ]
    return pd.DataFrame(rows, columns=[_("Assumption"), _("Value"), _("Owner, date")])


def _origin(basis: Basis) -> Iterable[str]:
    """Where the figure was read from."""
    yield _("Mart {name}", name=basis.mart) if basis.mart else ""
    yield n_("{n} row", "{n} rows", basis.rows) if basis.rows is not None else ""
    yield _("data to {day}", day=session.reader().day(basis.data_until)) if basis.data_until else ""
    yield _("scenario {name}", name=session.scenario(basis.scenario)) if basis.scenario else ""
    yield _("code {version}", version=basis.code) if basis.code else ""
    yield basis.source
