"""What all charts share: colours, axes, notes and the figure around them.

A figure is a plain dict: building graph objects would take longer than everything else on a page. Colours are names
that the browser replaces by those of its theme, light or dark, when it draws: the numbered ones are the places of
chartCategoricalColors in .streamlit/config.toml. (Left unset, ink would be a grey of 3.7 on white.)
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

Figure = dict[str, Any]
Trace = dict[str, Any]

US = "#000001"  # accent: us, now
GREY = "#000002"  # before, promised, everybody else
BETTER = "#000003"
WORSE = "#000004"
INK = "#000006"  # text and labels on marks
MUTED = "#000007"  # axis text and notes
US_PALE = "#000008"  # ranges, histogram, realised
ON = "#000009"  # text on a bar of US or MUTED
LINE = "#000010"  # zero lines and joins
WASH = "#000011"  # bands behind marks; the first of chartSequentialColors
GROUND = "#000038"  # the page itself
FAINT = "rgba(127, 134, 143, 0.15)"  # grid and zones, on either ground
CLEAR = "rgba(0, 0, 0, 0)"
SMALL, NORMAL = 12, 13
ROW = 38  # height of a row of bars, at least 34


@dataclass(frozen=True)
class Chart:
    """A picture, the table behind it, and the sentence that stands there when it has nothing to show."""

    figure: Figure | None
    table: Callable[[], pd.DataFrame]
    nothing: str = ""


def figure(data: Sequence[Trace], *, height: int, **layout: Any) -> Figure:
    """A figure without legend, mode bar or zoom, transparent, as high as told."""
    base: dict[str, Any] = {
        "height": height,
        "margin": {"l": 0, "r": 8, "t": 8, "b": 8, "pad": 4},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"size": NORMAL, "color": INK},
        "hoverlabel": {"bgcolor": GROUND, "font": {"color": INK, "size": SMALL}},
        "bargap": 0.42,
    }
    return {"data": list(data), "layout": {**base, **layout}}


def axis(**more: Any) -> dict[str, Any]:
    """An axis that cannot be zoomed and draws nothing but what is asked for."""
    base = {
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "title": {"text": ""},
        "automargin": True,
        "tickangle": 0,
        "tickfont": {"size": NORMAL, "color": MUTED},
        "ticklabelstandoff": 4,
        "gridcolor": FAINT,
        "ticklabeloverflow": "allow",
    }
    return {**base, **more}


def names(labels: Sequence[str], **more: Any) -> dict[str, Any]:
    """A vertical axis of rows, each named in ink."""
    ticks = {"tickvals": list(range(len(labels))), "ticktext": list(labels)}
    return axis(tickfont={"size": NORMAL, "color": INK}, **ticks, **more)


def room(labels: Sequence[str]) -> int:
    """Pixels beside a picture for tick labels. Where they are known, Plotly need not draw twice to find out."""
    widths = (sum(1.05 if ord(letter) > 0x2E7F else 0.6 for letter in label) for label in labels)
    return math.ceil(NORMAL * max(widths, default=0))


def letters(text: str) -> int:
    """How many letters wide ``text`` is, a Chinese one counted twice."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)


def hidden(**more: Any) -> dict[str, Any]:
    """An axis whose labels say it all already."""
    return axis(showticklabels=False, visible=False, **more)


def note(text: str, x: Any, y: Any, **more: Any) -> dict[str, Any]:
    """Words on the picture, at a point of its axes, without an arrow."""
    base = {"text": text, "x": x, "y": y, "showarrow": False, "font": {"size": NORMAL, "color": INK}, "align": "left"}
    return {**base, **more}


def aside(text: str, x: Any, y: Any, **more: Any) -> dict[str, Any]:
    """A note of less weight: smaller and muted."""
    return note(text, x, y, font={"size": SMALL, "color": MUTED}, **more)


def ring(x: Sequence[Any], y: Sequence[Any], words: Sequence[str], colour: str = US) -> Trace:
    """Rings at named points of a line."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(x),
        "y": list(y),
        "marker": {"size": 11, "color": GROUND, "line": {"width": 2.5, "color": colour}},
        "hovertext": list(words),
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def line(x: Sequence[Any], y: Sequence[Any], words: Sequence[str] | None, **more: Any) -> Trace:
    """A line 2.5 px thick, with the words of each point on hover; None keeps it silent."""
    base = {
        "type": "scatter",
        "mode": "lines",
        "x": list(x),
        "y": list(y),
        "line": {"color": US, "width": 2.5},
        "cliponaxis": False,
        "hoverinfo": "skip" if words is None else "text",
    }
    return {**base, **({} if words is None else {"hovertext": list(words)}), **more}


def band(x: Sequence[Any], low: Sequence[float], high: Sequence[float]) -> Trace:
    """The wash between two lines."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [*x, *reversed(list(x))],
        "y": [*high, *reversed(list(low))],
        "fill": "toself",
        "fillcolor": WASH,
        "line": {"width": 0},
        "hoverinfo": "skip",
    }


def rule(*, x0: Any, x1: Any, y0: Any, y1: Any, colour: str = LINE, **more: Any) -> dict[str, Any]:
    """A straight line behind the marks."""
    base = {"type": "line", "x0": x0, "x1": x1, "y0": y0, "y1": y1, "layer": "below"}
    return {**base, "line": {"color": colour, "width": 1, **more.pop("line", {})}, **more}


def zone(*, x0: Any, x1: Any, y0: Any = 0, y1: Any = 1, colour: str = FAINT, **more: Any) -> dict[str, Any]:
    """A shaded rectangle behind the marks, over the whole height unless told otherwise."""
    base = {"type": "rect", "x0": x0, "x1": x1, "y0": y0, "y1": y1, "yref": "paper", "layer": "below"}
    return {**base, "fillcolor": colour, "line": {"width": 0}, **more}


def round_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """At most ``most`` round values within low to high; zero is one of them when it lies between."""
    if not high > low:
        return [low]
    rough = (high - low) / max(most - 1, 1)
    scale = 10.0 ** math.floor(math.log10(rough))
    for factor in (1, 2, 2.5, 5, 10, 20):
        step = factor * scale
        ticks = [step * k for k in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]
        if len(ticks) <= most:
            return ticks
    return [low, high]


def change(words: str, *, up: bool, better: bool) -> str:
    """A change in the colour of better or worse, with its arrow and its sign."""
    return f'<span style="color:{BETTER if better else WORSE}">{"▲" if up else "▼"} {words}</span>'


def bold(text: str) -> str:
    """Bold inside a chart."""
    return f"<b>{text}</b>"
