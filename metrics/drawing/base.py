"""What all charts share: colours, axes, notes and the figure around them.

A figure is a plain dict: building graph objects would take longer than everything else on a page. Colours are names
that the browser replaces by those of its theme, light or dark, when it draws: the numbered ones are the places of
chartCategoricalColors in .streamlit/config.toml. (Left unset, ink would be a grey of 3.7 on white.)
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from metrics.words.reader import Reader
from metrics.words.text import N_, Written

Figure = dict[str, Any]
Trace = dict[str, Any]
Words = Any  # text, or a Message or Amount that is written for the reader before anything is drawn
P = ParamSpec("P")
RECIPES: dict[str, Callable[..., Figure | None]] = {}  # every recipe by name, filled as its file is imported

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
_TAG = re.compile(r"<(?!/?(?:b|i|br)\s*/?>)")
FAINT = "rgba(127, 134, 143, 0.15)"  # grid and zones, on either ground
CLEAR = "rgba(0, 0, 0, 0)"
SMALL, NORMAL = 12, 13
ROW = 38  # height of a row of bars, at least 34


def recipe(make: Callable[Concatenate[Reader, P], Figure | None]) -> Callable[Concatenate[Reader, P], Figure | None]:
    """Make the function below known by its name, and write all Messages in its rows and options for the reader."""

    @wraps(make)
    def drawn(reader: Reader, /, *args: P.args, **options: P.kwargs) -> Figure | None:
        return make(reader, *_said(reader, args), **_said(reader, options))

    if make.__name__ in RECIPES:
        raise ValueError(f"two recipes are called {make.__name__}")
    RECIPES[make.__name__] = drawn
    return drawn


def _harmless(text: str) -> str:
    """``text`` in which nothing is a link: Plotly takes some HTML for its own, and texts may come from the data."""
    return _TAG.sub("&lt;", text) if "<" in text else text


def _said(reader: Reader, thing: Any) -> Any:
    """``thing`` with every Message, Amount and Term in it written for ``reader``."""
    if isinstance(thing, Written):
        return _harmless(thing.render(reader.lang, reader.currency))
    if isinstance(thing, str):
        return _harmless(thing)
    if isinstance(thing, dict):
        return {key: _said(reader, value) for key, value in thing.items()}
    if isinstance(thing, (list, tuple)):
        return type(thing)(_said(reader, part) for part in thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        found = {field.name: getattr(thing, field.name) for field in fields(thing) if field.init}
        written = {name: _said(reader, value) for name, value in found.items()}
        changed = any(written[name] is not value for name, value in found.items())
        return replace(thing, **written) if changed else thing
    return thing


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


def title(words: str) -> dict[str, Any]:
    """What an axis counts, small below it."""
    return {"text": words, "font": {"size": SMALL, "color": MUTED}, "standoff": 6}


def ticked(values: Sequence[float], write: Callable[[float], str]) -> dict[str, Any]:
    """Ticks of an axis at ``values``."""
    return {"tickvals": list(values), "ticktext": [write(value) for value in values]}


def bars(
    x: Sequence[float], y: Iterable[float], colour: str | Sequence[str], words: Sequence[str] | None = None, **more: Any
) -> Trace:
    """Horizontal bars, with the words of each on hover; None keeps them silent."""
    base = {"type": "bar", "orientation": "h", "x": list(x), "y": list(y), "marker": {"color": colour}}
    return {**base, **_hovered(words), **more}


def dots(
    x: Sequence[Any], y: Iterable[Any], words: Sequence[str] | None, *, marker: dict[str, Any], **more: Any
) -> Trace:
    """Marks at points, with the words of each on hover; None keeps them silent."""
    base = {"type": "scatter", "mode": "markers", "x": list(x), "y": list(y), "marker": marker, "cliponaxis": False}
    return {**base, **_hovered(words), **more}


def ticks(x: Sequence[float], y: Iterable[float], words: Sequence[str] | None = None, size: int = 19) -> Trace:
    """Upright grey ticks: what a row stands beside."""
    return dots(x, y, words, marker={"symbol": "line-ns", "size": size, "line": {"width": 3, "color": GREY}})


def _hovered(words: Sequence[str] | None) -> dict[str, Any]:
    return {"hoverinfo": "skip"} if words is None else {"hovertext": list(words), "hoverinfo": "text"}


def ring(x: Sequence[Any], y: Sequence[Any], words: Sequence[str], colour: str = US) -> Trace:
    """Rings at named points of a line."""
    marker = {"size": 11, "color": GROUND, "line": {"width": 2.5, "color": colour}}
    return dots(x, y, words, marker=marker)


def line(x: Sequence[Any], y: Sequence[Any], words: Sequence[str] | None, **more: Any) -> Trace:
    """A line 2.5 px thick, with the words of each point on hover; None keeps it silent."""
    base = {
        "type": "scatter",
        "mode": "lines",
        "x": list(x),
        "y": list(y),
        "line": {"color": US, "width": 2.5},
        "cliponaxis": False,
    }
    return {**base, **_hovered(words), **more}


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


def months(reader: Reader, ticks: Sequence[int]) -> list[str]:
    """Months of an axis, the last one named as such."""
    return [*(str(tick) for tick in ticks[:-1]), reader.say(N_("month {n}"), n=ticks[-1])]


def change(words: str, *, up: bool, better: bool) -> str:
    """A change in the colour of better or worse, with its arrow and its sign."""
    return f'<span style="color:{BETTER if better else WORSE}">{"▲" if up else "▼"} {words}</span>'


def bold(text: str) -> str:
    """Bold inside a chart."""
    return f"<b>{text}</b>"
