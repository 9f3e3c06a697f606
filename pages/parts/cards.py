"""The parts every page is made of: opening, tile, block, threat, stepper. They look the same everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from metrics.drawing import Chart
from metrics.reading import Reading
from pages.parts import menu, plot, session
from pages.parts.session import _
from pages.parts.why import later, why

NOTHING = "–"


@dataclass(frozen=True)
class Delta:
    """A change beside a tile's value. ``good`` decides the colour, None is neither; ``against``: at most 9 letters."""

    text: str
    up: bool
    good: bool | None
    against: str = ""

    @property
    def colour(self) -> Literal["green", "red", "gray"]:
        """Better is teal, worse is orange: the theme gives these names to those colours."""
        return "gray" if self.good is None else "green" if self.good else "red"


@dataclass(frozen=True)
class Threat:
    """Something that could cost money: how much, what, with which consequence, and who answers for it."""

    loss: str
    what: str
    consequence: str
    owner: str | None = None


def opening(*, title: str, verdict: str, scenario: str = "") -> None:
    """The page's first two lines: where one is, and the one computed sentence as its only h1."""
    facts = session.facts()
    parts = [title, session.scenario(scenario)]
    if facts.until:
        parts.append(_("data to {day}", day=session.reader().day(facts.until)))
    parts.append(session.data_mark())
    with st.container(width=940, gap="xsmall"):
        st.caption(" · ".join(part for part in parts if part))
        st.title(verdict, anchor=False)


@contextmanager
def row(*, least: int = 150, most: int = 5) -> Iterator[None]:
    """A row of tiles: as many beside each other as fit, two by two on a telephone."""
    with st.grid(most, min_column_width=least):
        yield


def tile(
    reading: Reading,
    *,
    place: str = "tile",
    label: str = "",
    delta: Delta | None = None,
    trend: Sequence[float] = (),
    note: str = "",
) -> None:
    """One figure with its range and its basis; without a value, the reason stands where the range would.

    ``trend`` is drawn as a line under the value; ``note`` replaces the range ("3,684 customers").
    """
    change: dict[str, Any] = {}
    if delta and reading.value is not None:
        change = {
            "delta": delta.text,
            "delta_color": delta.colour,
            "delta_arrow": "up" if delta.up else "down",
            "delta_description": delta.against or None,
        }
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.metric(
            label or session.name(reading.id),
            figure_text(reading),
            chart_data=list(trend) if trend and reading.value is not None else None,
            **change,
        )
        st.space("stretch")
        with _split_line():
            st.caption(note if note and reading.value is not None else under(reading))
            why(reading, place=place)


def figure_text(reading: Reading) -> str:
    """The value as read, or a dash."""
    return NOTHING if reading.value is None else session.reader().value(reading.value, reading.unit)


def under(reading: Reading) -> str:
    """What stands under a value: its range, or the reason it has none."""
    if reading.reason is not None:
        return session.reader().read(reading.reason)
    if reading.low is None or reading.high is None:
        return _("no range")
    return session.reader().range(reading.low, reading.high, reading.unit)


def _split_line() -> Any:
    return st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="xsmall")


def block(
    question: str,
    take_away: str,
    chart: Chart,
    *,
    reading: Reading | None = None,
    asked: tuple[str, Callable[[], Reading]] | None = None,
    key: str,
) -> None:
    """Question, answer, picture; the table and the basis one click away. ``key`` is unique on the page."""
    with st.container(gap="xxsmall"):
        question_line(question, chart, reading=reading, asked=asked, key=key)
        st.header(take_away, anchor=False)
    picture(take_away, chart, key=key)


def picture(take_away: str, chart: Chart, *, key: str) -> None:
    """The drawing alone, or the sentence in its place."""
    if chart.nothing:
        st.caption(chart.nothing)
    if chart.figure is not None:
        plot.draw(chart.figure, key=f"chart-{key}", alt=take_away)


def question_line(
    question: str,
    chart: Chart | None = None,
    *,
    reading: Reading | None = None,
    asked: tuple[str, Callable[[], Reading]] | None = None,
    key: str,
) -> None:
    """The question in grey, with Table and Why? at the end of its line.

    ``asked``: id of a reading and what makes it, in place of ``reading``, where that would take long.
    """
    with _split_line():
        st.caption(question, width="content")
        with st.container(horizontal=True, width="content", gap="small"):
            if chart is not None:
                _table(chart, key)
            if reading is not None:
                why(reading, place=key)
            if asked is not None:
                later(*asked, place=key)


def _table(chart: Chart, key: str) -> None:
    popover = st.popover(_("Table"), type="tertiary", width="content", key=f"table-{key}", on_change="rerun")
    if popover.open:
        with popover:
            st.table(chart.table(), border="horizontal", hide_index=True)


def threats(found: Sequence[Threat]) -> None:
    """At most three cards: money first."""
    with st.grid(3, min_column_width=240):
        for threat in found[:3]:
            _threat(threat)


def _threat(threat: Threat) -> None:
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.markdown(f":red[**▼ {threat.loss}**]")
        st.markdown(f"**{threat.what}**")
        st.markdown(threat.consequence)
        if threat.owner:
            st.caption(_("Owner: {name}", name=threat.owner))
        else:
            st.badge(_("No owner yet"), icon=":material/person_alert:", color="orange")


@dataclass(frozen=True)
class Step:
    """One step of the business case: page, how far it is (done, here, open), and a count in words ("6 of 6")."""

    page: str
    state: Literal["done", "here", "open"]
    count: str = ""


STATE_ICONS = {
    "done": ":material/check_circle:",
    "here": ":material/radio_button_checked:",
    "open": ":material/radio_button_unchecked:",
}


def stepper(steps: Sequence[Step]) -> None:
    """One line of links through the steps, each with its state."""
    with st.container(horizontal=True, gap="small"):
        for step in steps:
            entry = menu.ENTRIES[step.page]
            label = f"{_(entry.title)} {step.count}".strip()
            icon = STATE_ICONS[step.state]
            st.page_link(entry.file, label=label, icon=icon, query_params=session.address() or None)


@dataclass(frozen=True)
class Figure:
    """One figure of the strip: label and value as read. A change says whether it is ``good`` and goes ``up``.

    ``why`` tells of a figure without a value why it has none.
    """

    label: str
    value: str
    why: str = ""
    good: bool | None = None
    up: bool = True

    @property
    def words(self) -> str:
        """Bold; a change in its colour, with its arrow."""
        if self.good is None:
            return f"**{self.value}**"
        return f":{'green' if self.good else 'red'}[**{'▲' if self.up else '▼'} {self.value}**]"


def nothing(sentence: str) -> None:
    """In place of a block that has nothing to show: why, and what would change that."""
    with st.container(border=True):
        st.caption(sentence)
