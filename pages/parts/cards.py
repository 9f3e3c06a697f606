"""What pages show beside findings, the same everywhere: tiles, the line of steps, figures of the strip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from metrics.reading import Reading
from pages.parts import menu, session, show, tables
from pages.parts.session import _


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
    note: str = "",
    on: str = "",
) -> None:
    """One figure with its range and its basis; without a value, the reason stands where the range would.

    ``note`` replaces the range ("3,684 customers"); ``on``: the date a present value is of.
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
            **change,
        )
        st.space("stretch")
        with show.spread():
            under = note if note and reading.value is not None else _under(reading)
            st.caption(" · ".join((under, on)) if on and reading.value is not None else under)
            show.why(f"{place}-{reading.id}", lambda: [reading])


def figure_text(reading: Reading) -> str:
    """The value as read, or a dash."""
    return tables.NOTHING if reading.value is None else session.reader().value(reading.value, reading.unit)


def _under(reading: Reading) -> str:
    """What stands under a value: its range, or the reason it has none."""
    if reading.reason is not None:
        return session.reader().read(reading.reason)
    if reading.low is None or reading.high is None:
        return _("no range")
    return f"{session.reader().range(reading.low, reading.high, reading.unit)} ({reading.mark})"


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
