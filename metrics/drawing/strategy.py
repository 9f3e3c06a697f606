"""Steps 1 and 2: two sets of weights beside each other, what a role adds, a table as a heat map, scores as dots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.drawing import base
from metrics.drawing.base import Figure
from metrics.words.reader import Reader
from metrics.words.text import N_
from metrics.words.units import Unit

SHADES = [f"#0000{place}" for place in (11, 12, 13, 14, 19, 20)]  # of the theme; those between carry no ink well
DARK = 4  # from this shade on, the ink of bars
NOTHING = "–"
NAMED = 46  # height of a row with its name over it


@dataclass(frozen=True)
class Pair:
    """One row: a share of ours, None where there is none, and the one it stands beside."""

    label: base.Words
    ours: float | None
    theirs: float | None


@base.recipe
def paired(reader: Reader, rows: Sequence[Pair], *, ours: str, theirs: str) -> Figure:
    """A bar for ours, a grey tick for theirs; name and both values above. ``ours``: "{share} of the weight"."""
    beside = [(row.theirs, place) for place, row in enumerate(rows) if row.theirs is not None]
    ticks = _ticks([value for value, _place in beside], [place for _value, place in beside])
    bars = [(row.label, row.ours or 0.0, _both(reader, row, ours, theirs)) for row in rows]
    return _named_bars(bars, max((value for value, _place in beside), default=0.0), ticks)


def _named_bars(rows: Sequence[tuple[str, float, str]], reach: float, *more: base.Trace) -> Figure:
    """A bar each, its name and words above it, on an axis that goes to the longest bar or to ``reach``."""
    top = max([value for _label, value, _words in rows] + [reach]) or 1.0
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [value for _label, value, _words in rows],
        "y": list(range(len(rows))),
        "width": 0.34,
        "marker": {"color": base.US},
        "hovertext": [words for _label, _value, words in rows],
        "hoverinfo": "text",
    }
    above = {"xanchor": "left", "yanchor": "bottom", "yshift": 9}
    layout = {
        "xaxis": base.hidden(range=[-0.005 * top, 1.03 * top]),
        "yaxis": base.hidden(range=[len(rows) - 0.5, -0.8]),
        "annotations": [
            base.note(f"{base.bold(label)} {words}", 0, y, **above) for y, (label, _value, words) in enumerate(rows)
        ],
        "shapes": [base.rule(x0=0, x1=0, y0=-0.5, y1=len(rows) - 0.5)],
    }
    return base.figure([bars, *more], height=50 * len(rows) + 24, **layout)


def _both(reader: Reader, row: Pair, ours: str, theirs: str) -> str:
    parts = [
        reader.say(text, share=reader.share(value))
        for text, value in ((ours, row.ours), (theirs, row.theirs))
        if value is not None
    ]
    return " · ".join(parts)


def _ticks(x: Sequence[float], y: Sequence[float], size: int = 19) -> base.Trace:
    marker = {"symbol": "line-ns", "size": size, "line": {"width": 3, "color": base.GREY}}
    more = {"marker": marker, "hoverinfo": "skip", "cliponaxis": False}
    return {"type": "scatter", "mode": "markers", "x": list(x), "y": list(y), **more}


@base.recipe
def differences(reader: Reader, rows: Sequence[tuple[base.Words, float]], *, lead: base.Words) -> Figure:
    """A bar from zero for each difference of weights (fractions), signed; ``lead`` is drawn in the accent."""
    size = max([abs(value) for _label, value in rows] + [0.01])
    words = [reader.value(value, Unit.POINTS, signed=True) for _label, value in rows]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [value for _label, value in rows],
        "y": list(range(len(rows))),
        "width": 0.5,
        "marker": {"color": [base.US if label == lead else base.GREY for label, _value in rows]},
        "hovertext": words,
        "hoverinfo": "text",
    }
    notes = [
        base.note(words[place], value, place, xanchor="left" if value >= 0 else "right", xshift=6 if value >= 0 else -6)
        for place, (_label, value) in enumerate(rows)
    ]
    labels = [label for label, _value in rows]
    layout = {
        "xaxis": base.hidden(range=[-2.1 * size, 2.1 * size]),
        "yaxis": base.names(labels, range=[len(rows) - 0.5, -0.5]),
        "annotations": notes,
        "shapes": [base.rule(x0=0, x1=0, y0=-0.5, y1=len(rows) - 0.5)],
    }
    return base.figure([bars], height=base.ROW * len(rows) + 16, **layout)


@dataclass(frozen=True)
class Grid:
    """A table to be shaded: a value and its words in each field; None is left white, with a dash."""

    rows: tuple[base.Words, ...]
    columns: tuple[base.Words, ...]
    values: tuple[tuple[float | None, ...], ...]
    words: tuple[tuple[base.Words | None, ...], ...]
    top: float  # the value of the darkest shade


@base.recipe
def heat(reader: Reader, grid: Grid, *, above: bool = False) -> Figure:
    """Every field shaded by its value, with the number in it: the shade repeats what the number says.

    ``above``: the name of a row stands over it, where names are long.
    """
    wide, high = len(grid.columns), len(grid.rows)
    over = {"xanchor": "left", "yanchor": "bottom", "yshift": NAMED / 4 - 1}
    shapes, notes = [], [base.note(name, -0.5, y, **over) for y, name in enumerate(grid.rows)] if above else []
    half = 0.26 if above else 0.46
    for y, line in enumerate(grid.values):
        for x, value in enumerate(line):
            shade = None if value is None else _shade(value, grid.top)
            if shade is not None:
                corners = {"x0": x - 0.48, "x1": x + 0.48, "y0": y - half, "y1": y + half, "yref": "y"}
                shapes.append(base.zone(colour=SHADES[shade], **corners))
            ink = base.ON if shade is not None and shade >= DARK else base.INK
            notes.append(base.note(grid.words[y][x] or NOTHING, x, y, font={"size": base.NORMAL, "color": ink}))
    ticks: dict[str, object] = {"tickvals": list(range(wide)), "ticktext": list(grid.columns), "side": "top"}
    if above:
        rows = base.hidden(range=[high - 0.5, -0.7])
    else:
        rows = base.names(grid.rows, range=[high - 0.5, -0.5])
        ticks |= {"tickangle": -35}
    layout = {
        "xaxis": base.axis(range=[-0.5, wide - 0.5], **ticks),
        "yaxis": rows,
        "annotations": notes,
        "shapes": shapes,
    }
    hold = {"type": "scatter", "mode": "markers", "x": [0], "y": [0], "marker": {"color": base.CLEAR}}
    height = NAMED * high + 50 if above else 34 * high + 90
    return base.figure([{**hold, "hoverinfo": "skip"}], height=height, **layout)


def _shade(value: float, top: float) -> int:
    share = min(max(value / top, 0.0), 1.0) if top > 0 else 0.0
    return min(int(share * len(SHADES)), len(SHADES) - 1)


@dataclass(frozen=True)
class Score:
    """One capability: scores now, wanted and of peers, None where not scored."""

    label: base.Words
    now: float | None
    target: float | None
    peer: float | None


@base.recipe
def scores(reader: Reader, rows: Sequence[Score]) -> Figure:
    """A dot now, a ring wanted, a grey tick for the peers, on a scale of 0 to 5; the marks are named once, on top."""
    places = range(len(rows))
    both = [(y, row.now, row.target) for y, row in zip(places, rows, strict=True) if None not in (row.now, row.target)]
    joins = [base.line([a, b], [y, y], None, line={"color": base.US_PALE, "width": 4}) for y, a, b in both]
    now = [(row.now, y) for y, row in enumerate(rows) if row.now is not None]
    want = [(row.target, y) for y, row in enumerate(rows) if row.target is not None]
    peer = [(row.peer, y) for y, row in enumerate(rows) if row.peer is not None]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": [value for value, _y in now],
        "y": [y for _value, y in now],
        "marker": {"size": 12, "color": base.US},
        "hovertext": [reader.value(value, Unit.NUMBER) for value, _y in now],
        "hoverinfo": "text",
        "cliponaxis": False,
    }
    rings = base.ring([v for v, _y in want], [y for _v, y in want], [reader.value(v, Unit.NUMBER) for v, _y in want])
    first = rows[0] if rows else Score("", None, None, None)
    named = [(first.now, N_("now")), (first.target, N_("wanted")), (first.peer, N_("peers"))]
    layout = {
        "xaxis": base.axis(range=[-0.15, 5.15], showgrid=True, tickvals=[0, 1, 2, 3, 4, 5]),
        "yaxis": base.hidden(range=[len(rows) - 0.5, -1.1]),
        "annotations": [
            *(base.note(row.label, 0, y, xanchor="left", yanchor="bottom", yshift=9) for y, row in enumerate(rows)),
            *(base.aside(reader.say(word), x, -0.85) for x, word in named if x is not None),
        ],
    }
    marks = [*joins, _ticks([v for v, _y in peer], [y for _v, y in peer], 13), rings, dots]
    return base.figure(marks, height=NAMED * len(rows) + 50, **layout)


@base.recipe
def pulls(reader: Reader, rows: Sequence[tuple[base.Words, float, base.Words]]) -> Figure:
    """Gaps by weight times gap: (name, share of all, what it is made of), a bar each, named above."""
    return _named_bars([(label, share, f"{reader.share(share)} · {made_of}") for label, share, made_of in rows], 0.0)
