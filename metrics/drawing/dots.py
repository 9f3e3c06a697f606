"""Dots, each with its range or beside another: ratios, tenths, scores, and what was said against what came."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from metrics.drawing import base
from metrics.drawing.base import Figure
from metrics.words.reader import Reader
from metrics.words.text import N_
from metrics.words.units import Unit

ROOM = 1.4  # of an axis, for the values written right of its bars
NAMED = 46  # height of a row with its name over it


@dataclass(frozen=True)
class Ratio:
    """One driver: by how much it multiplies the hazard, with its interval; ``seen``: the interval leaves 1 out."""

    label: base.Words
    value: float
    low: float
    high: float
    seen: bool
    under: base.Words = ""  # how much data it rests on


@base.recipe
def ratios(reader: Reader, rows: Sequence[Ratio]) -> Figure | None:
    """A dot and its interval a driver, on a scale on which doubling is as far as halving; 1 drives nobody away."""
    if not rows:
        return None
    low, high = min(0.8, *(row.low for row in rows)), max(1.25, *(row.high for row in rows))
    ticks = [tick for tick in (0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0) if low <= tick <= high * 1.05]
    room = math.log10(high / low)
    words = [f"{row.label}<br>{_ratio(reader, row)}<br>{row.under}" for row in rows]
    marker = {"size": 10, "color": [base.US if row.seen else base.GREY for row in rows]}
    dots = base.dots([row.value for row in rows], range(len(rows)), words, marker=marker)
    spans = [
        base.line(
            [row.low, row.high], [i, i], None, line={"color": base.US_PALE if row.seen else base.GREY, "width": 6}
        )
        for i, row in enumerate(rows)
    ]
    layout = {
        "xaxis": base.axis(
            type="log",
            range=[math.log10(low) - 0.05 * room, math.log10(high) + 0.3 * room],
            showgrid=True,
            **base.ticked(ticks, lambda tick: reader.value(tick, Unit.MULTIPLE)),
        ),
        "yaxis": base.names([row.label for row in rows], range=[len(rows) - 0.4, -0.6]),
        "shapes": [base.rule(x0=1, x1=1, y0=-0.6, y1=len(rows) - 0.4)],
        "annotations": [
            base.note(reader.value(row.value, Unit.MULTIPLE), math.log10(row.high), i, xanchor="left", xshift=8)
            for i, row in enumerate(rows)
        ],
    }
    return base.figure([*spans, dots], height=len(rows) * base.ROW + 60, **layout)


def _ratio(reader: Reader, row: Ratio) -> str:
    return f"{reader.value(row.value, Unit.MULTIPLE)} · {reader.range(row.low, row.high, Unit.MULTIPLE)}"


@dataclass(frozen=True)
class Tenth:
    """One tenth of the customers, best first: worth of one of them, with its range where that is known."""

    label: base.Words
    value: float
    low: float | None = None
    high: float | None = None

    @property
    def ends(self) -> tuple[float, float]:
        """Its range; its value twice without one."""
        return (self.value, self.value) if self.low is None or self.high is None else (self.low, self.high)


@base.recipe
def worth_by_tenth(reader: Reader, tenths: Sequence[Tenth], *, range_name: str) -> Figure:
    """A dot and its range for each tenth; ``range_name`` explains the range once, at the first row."""
    top = max(t.ends[1] for t in tenths)
    low = min(0.0, *(t.ends[0] for t in tenths))
    ticks = base.round_ticks(low, top, 4)
    layout = {
        "xaxis": base.axis(range=[low - 0.02 * top, ROOM * top], showgrid=True, **base.ticked(ticks, reader.money)),
        "yaxis": base.names([t.label for t in tenths], range=[len(tenths) - 0.5, -0.6]),
        "annotations": [
            *(_worth(reader, row, t) for row, t in enumerate(tenths)),
            *_range_name(tenths, top, range_name),
        ],
    }
    return base.figure([*_ranges(tenths), _dots(reader, tenths)], height=max(300, len(tenths) * 29 + 40), **layout)


def _ranges(tenths: Sequence[Tenth]) -> list[base.Trace]:
    return [
        base.line([t.low, t.high], [row, row], None, line={"color": base.US_PALE, "width": 8})
        for row, t in enumerate(tenths)
        if t.low is not None and t.high is not None
    ]


def _dots(reader: Reader, tenths: Sequence[Tenth]) -> base.Trace:
    words = [_tenth_hover(reader, t) for t in tenths]
    return base.dots([t.value for t in tenths], range(len(tenths)), words, marker={"size": 9, "color": base.US})


def _tenth_hover(reader: Reader, t: Tenth) -> str:
    words = f"{t.label}<br>{reader.money(t.value)}"
    return words if t.low is None or t.high is None else f"{words}<br>{reader.range(t.low, t.high, Unit.MONEY)}"


def _worth(reader: Reader, row: int, t: Tenth) -> dict[str, object]:
    return base.note(reader.money(t.value), t.ends[1], row, xanchor="left", xshift=8)


def _range_name(tenths: Sequence[Tenth], top: float, name: str) -> list[dict[str, object]]:
    """Said once, low on the right: worth falls from row to row, so there is room."""
    if all(t.low is None for t in tenths):
        return []
    return [base.aside(name, ROOM * top, max(0, len(tenths) - 3), xanchor="right")]


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
    words = [reader.value(value, Unit.NUMBER) for value, _y in now]
    dots = base.dots([v for v, _y in now], [y for _v, y in now], words, marker={"size": 12, "color": base.US})
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
    marks = [*joins, base.ticks([v for v, _y in peer], [y for _v, y in peer], size=13), rings, dots]
    return base.figure(marks, height=NAMED * len(rows) + 50, **layout)


@base.recipe
def radar(reader: Reader, rows: Sequence[Score]) -> Figure:
    """Scores around a circle, 0 in the middle and 5 at the rim: now filled, wanted a line, peers dotted."""
    kinds = (
        ("now", reader.say(N_("now")), {"color": base.US, "width": 2}, "toself"),
        ("peer", reader.say(N_("peers")), {"color": base.GREY, "width": 2, "dash": "dot"}, "none"),
        ("target", reader.say(N_("wanted")), {"color": base.US_PALE, "width": 2}, "none"),
    )
    names = [_lines(str(row.label)) for row in rows]
    traces = [_around(reader, rows, names, part, name, line, fill) for part, name, line, fill in kinds]
    radial = {"range": [0, 5], "tickvals": [1, 2, 3, 4, 5], "tickfont": {"size": base.SMALL, "color": base.MUTED}}
    polar = {
        "bgcolor": base.CLEAR,
        "radialaxis": {**radial, "gridcolor": base.FAINT, "showline": False, "angle": 90, "tickangle": 90},
        "angularaxis": {
            "direction": "clockwise",
            "gridcolor": base.FAINT,
            "linecolor": base.FAINT,
            "tickfont": {"size": base.SMALL, "color": base.INK},
        },
    }
    layout = {"polar": polar, "showlegend": True, "legend": {"orientation": "h", "x": 0, "y": 1.12}}
    return base.figure(traces, height=520, **{**layout, "margin": {"l": 80, "r": 80, "t": 60, "b": 50, "pad": 0}})


def _lines(label: str) -> str:
    """A label in lines short enough to stand beside a circle on a telephone."""
    chinese = base.letters(label) > 1.5 * len(label)
    return "<br>".join(
        [label[at : at + 5] for at in range(0, len(label), 5)] if chinese else wrap(label, 13) or [label]
    )


def _around(
    reader: Reader,
    rows: Sequence[Score],
    names: Sequence[str],
    part: str,
    name: str,
    line: dict[str, object],
    fill: str,
) -> base.Trace:
    """One ring of scores, closed; where a score is missing it stays open."""
    values = [getattr(row, part) for row in rows]
    words = [
        f"{label}<br>{name}: {'–' if value is None else reader.value(value, Unit.NUMBER)}"
        for label, value in zip(names, values, strict=True)
    ]
    ring: base.Trace = {"type": "scatterpolar", "mode": "lines+markers", "name": name, "line": line, "fill": fill}
    around = {"r": [*values, *values[:1]], "theta": [*names, *names[:1]], "hovertext": [*words, *words[:1]]}
    return {**ring, **around, "hoverinfo": "text", "marker": {"size": 6, "color": line["color"]}}


@base.recipe
def calibration(
    reader: Reader,
    groups: Sequence[tuple[int, float, float]],
    *,
    said: str = N_("predicted to order again"),
    came: str = N_("share that did"),
    hover: str = N_("{n} customers: predicted {said}, ordered {came}"),
    height: int = 250,
) -> Figure | None:
    """One dot a group: (customers, probability said, share that came). On the dotted line both are the same.

    said, came: marked texts beside the axes; hover: that of a dot, with the holes n, said and came.
    """
    if not groups:
        return None
    ticks = base.ticked((0, 0.25, 0.5, 0.75, 1), reader.share)
    words = [
        reader.say(hover, n=reader.value(n, Unit.CUSTOMERS), said=reader.share(chance), came=reader.share(share))
        for n, chance, share in groups
    ]
    chances, shares = [chance for _n, chance, _share in groups], [share for _n, _chance, share in groups]
    dots = base.dots(chances, shares, words, marker={"size": 10, "color": base.US})
    layout = {
        "xaxis": base.axis(range=[-0.02, 1.03], title=base.title(reader.say(said)), **ticks),
        "yaxis": base.axis(range=[-0.02, 1.06], showgrid=True, **ticks),
        "annotations": [
            base.aside(reader.say(came), 0, 1.05, xanchor="left", yanchor="top", xshift=4),
            base.aside(reader.say(N_("as predicted")), 0.62, 0.58, xanchor="left", yanchor="top"),
        ],
    }
    equal = base.line([0, 1], [0, 1], None, line={"color": base.GREY, "width": 1, "dash": "dot"})
    return base.figure([equal, dots], height=height, **layout)
