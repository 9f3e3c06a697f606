"""The strategy map: measures in the rows of their perspectives, joined by the links that owners drew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.drawing import base
from metrics.drawing.base import Figure
from metrics.words.reader import Reader

LINE = 64  # height of a row
LONGEST = 26  # letters of a name before it goes on in a second line


@dataclass(frozen=True)
class Node:
    """One measure: its name and the row it stands in, 0 at the top."""

    id: str
    name: base.Words
    row: int


@dataclass(frozen=True)
class Arrow:
    """One link: from and to a node by id, how it is told, and whether the months support it."""

    start: str
    end: str
    words: base.Words
    supported: bool


@base.recipe
def strategy_map(
    reader: Reader, *, rows: Sequence[base.Words], nodes: Sequence[Node], arrows: Sequence[Arrow]
) -> Figure:
    """Rows from the first at the top; a full line where the months support a link, a dotted one where not."""
    places: dict[str, tuple[float, float]] = {}
    for row in range(len(rows)):
        mine = [node for node in nodes if node.row == row]
        places |= {node.id: ((at + 1) / (len(mine) + 1), float(-row)) for at, node in enumerate(mine)}
    traces = []
    for arrow in arrows:
        (x0, y0), (x1, y1) = places[arrow.start], places[arrow.end]
        colour, dash = (base.US, "solid") if arrow.supported else (base.GREY, "dot")
        bend = 0.28 if y0 == y1 else 0.0  # links within a row go round
        xs, ys = [x0, (x0 + x1) / 2, x1], [y0, (y0 + y1) / 2 + bend, y1]
        style = {"color": colour, "width": 2 if arrow.supported else 1.5, "dash": dash, "shape": "spline"}
        traces.append(base.line(xs, ys, [str(arrow.words)] * 3, line=style))
        traces.append(_head(xs, ys, colour, str(arrow.words)))
    notes = [
        base.note(_broken(str(node.name)), *places[node.id], xanchor="center", bgcolor=base.GROUND, borderpad=3)
        for node in nodes
    ]
    notes += [base.aside(name, 0, -row, xanchor="left", yanchor="bottom", yshift=16) for row, name in enumerate(rows)]
    layout = {
        "xaxis": base.hidden(range=[0, 1]),
        "yaxis": base.hidden(range=[-len(rows) + 0.45, 0.6]),
        "annotations": notes,
    }
    return base.figure(traces, height=LINE * len(rows) + 60, **layout)


def _head(xs: Sequence[float], ys: Sequence[float], colour: str, words: str) -> base.Trace:
    """The arrow's head, three quarters of the way."""
    x, y = (xs[1] + xs[2]) / 2, (ys[1] + ys[2]) / 2
    up = ys[2] > ys[0] or (ys[2] == ys[0] and xs[2] > xs[0])
    symbol = (
        "triangle-up"
        if ys[2] > ys[0]
        else "triangle-down"
        if ys[2] < ys[0]
        else f"triangle-{'right' if up else 'left'}"
    )
    return base.dots([x], [y], [words], marker={"symbol": symbol, "size": 9, "color": colour})


def _broken(name: str) -> str:
    """A long name in two lines, at the blank nearest its middle."""
    if len(name) <= LONGEST or " " not in name:
        return name
    middle = len(name) / 2
    at = min((place for place, letter in enumerate(name) if letter == " "), key=lambda place: abs(place - middle))
    return f"{name[:at]}<br>{name[at + 1 :]}"
