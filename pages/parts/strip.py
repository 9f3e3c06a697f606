"""The strip at the bottom of an editor page: the live result, sliders, and what to do with the draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from metrics.scenario.scenario import Scenario
from metrics.versions import named, saved
from pages.parts import cards, draft, edit, session
from pages.parts.session import _

SLIDER = 132  # pixels
# On a telephone the strip is three low lines: four figures side by side, both sliders, the buttons.
STYLE = """<style>
.st-key-strip-figures :is(table, tr, th, td) { border: 0 !important; background: none !important; }
.st-key-strip-figures :is(th, td) { padding: 0 0.8rem 0 0 !important; white-space: nowrap; }
.st-key-strip-figures th { font-weight: 400 !important; }
.st-key-strip-figures :is(th, td):last-child { padding: 0 !important; }
.st-key-strip-figures :is(table, [data-testid="stMarkdownContainer"]) { margin: 0 !important; }
.st-key-strip-sliders [data-testid="stSliderTickBar"] { display: none; }
@media (max-width: 640px) {
  .st-key-strip { padding: 0.4rem 0.75rem; gap: 0; }
  .st-key-strip > div { flex: 1 1 100%; }
  .st-key-strip-figures, .st-key-strip-figures table { width: 100%; }
  .st-key-strip-figures :is(th, td) { padding-right: 0.5rem !important; line-height: 1.3; vertical-align: bottom; }
  .st-key-strip-figures :is(th, th *) { white-space: normal; font-size: 0.7rem !important;
    line-height: 1.15 !important; }
  .st-key-strip-figures :is(th, td):nth-child(n+5) { display: none; }
  .st-key-strip-sliders { display: grid; grid-template-columns: 1fr 1fr; width: 100%; gap: 0.75rem;
    margin-top: 0.5rem; }
  .st-key-strip-sliders > * { width: 100%; }
  .st-key-strip-buttons { width: 100%; }
}</style>"""


@dataclass(frozen=True)
class Strip:
    """The live result at the bottom: places for figures and sliders, which a fragment fills again at every move."""

    figures: Any
    sliders: Any


def frame(now: saved.Standing) -> Strip:
    """The frame of the strip, with what to do with the draft."""
    st.html(STYLE)
    with st.bottom, _line("strip", border=True):
        places = Strip(_line("strip-figures", gap="small"), _line("strip-sliders"))
        with _line("strip-buttons"):
            _buttons(now, off=not (now.drafted and edit.may_write()))
    return places


def fill(places: Strip, scenario: Scenario, figures: Sequence[cards.Figure], moves: Sequence[Move]) -> None:
    """Figures and sliders as they stand."""
    with places.figures:
        st.markdown(
            _table(figures), help=" ".join(figure.why for figure in figures if figure.why) or None, width="content"
        )
    off = not edit.may_write()
    with places.sliders:
        for move in moves:
            _slider(scenario, move, off=off)


def _table(figures: Sequence[cards.Figure]) -> str:
    """Labels above their figures, as one table: one message a move, and read out as what it is."""
    rows = [f":small[:gray[{figure.label}]]" for figure in figures], [figure.words for figure in figures]
    labels, words = (" | ".join(cell.replace("|", r"\|") for cell in row) for row in rows)
    return f"| {labels} |\n|{'---|' * len(figures)}\n| {words} |"


def _line(name: str, *, border: bool = False, gap: Literal["xsmall", "small"] = "xsmall") -> Any:
    return st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        gap=gap,
        key=name,
        border=border,
        width="stretch" if border else "content",
    )


def _buttons(now: saved.Standing, *, off: bool) -> None:
    number = saved.versions(now.name)[-1].version + 1
    locked = named.locked(now)
    st.button(
        "",
        help=_("Undo"),
        icon=":material/undo:",
        type="tertiary",
        on_click=edit.undo,
        args=(draft.BOOK,),
        disabled=off or not edit.past(draft.BOOK),
        key="undo",
    )
    st.button(
        "",
        help=_("Discard the draft"),
        icon=":material/delete:",
        type="tertiary",
        on_click=draft.discard,
        disabled=off,
        key="discard",
    )
    st.button(
        _("Save as v{n}", n=number),
        icon=":material/save:" if locked is None else ":material/lock:",
        help=None if locked is None else session.reader().read(locked),
        on_click=draft.save,
        disabled=off or locked is not None,
        key="save",
    )


@dataclass(frozen=True)
class Move:
    """A slider for the number at ``path``: its ends and step as a person reads them, ``scale`` times what is held."""

    path: str
    ends: tuple[float, float]
    step: float
    scale: float
    form: str  # its name and value, the value as in "%d"


def _slider(scenario: Scenario, move: Move, *, off: bool) -> None:
    """It always stands where the draft does, also after an undo.

    The value is given as the default too: a browser that draws the slider late takes that, and not the lowest end.
    """
    value, name = round(scenario.get(move.path) * move.scale, 2), f"move-{move.path}"
    if st.session_state.get(name, value) != value:
        st.session_state[name] = value

    def moved() -> None:
        number = st.session_state[name] / move.scale
        draft.change(lambda held, author, on: (held.replace(move.path, number, author=author, on=on), []))

    st.slider(
        session.reader().read(scenario.label(move.path)),
        min(move.ends[0], value),
        max(move.ends[1], value),
        value,
        step=move.step,
        key=name,
        on_change=moved,
        format=move.form,
        disabled=off,
        label_visibility="collapsed",
        width=SLIDER,
    )
