"""Who leaves and what drives them: bars of shares, and ratios with their intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from metrics.drawing import base
from metrics.drawing.base import Chart
from metrics.words.reader import Reader
from metrics.words.text import N_
from metrics.words.units import Unit


@dataclass(frozen=True)
class Bar:
    """One row: a label, its value, the words at its end, and an interval when there is one. ``quiet``: drawn grey."""

    label: str
    value: float
    words: str
    low: float | None = None
    high: float | None = None
    quiet: bool = False
    hover: str = ""


def bars(
    reader: Reader, rows: Sequence[Bar], *, line: float | None = None, line_words: str = "", columns: str
) -> Chart:
    """Horizontal bars from zero, with a thin interval and an upright line to hold them against.

    columns: what the value is, for the table.
    """
    if not rows:
        return Chart(None, lambda: pd.DataFrame(), reader.say(N_("Nothing to show yet.")))
    top = max(*(row.high if row.high is not None else row.value for row in rows), line or 0.0, 1e-9)
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(rows))),
        "x": [row.value for row in rows],
        "marker": {"color": [base.GREY if row.quiet else base.US for row in rows]},
        "hovertext": [row.hover or f"{row.label}<br>{row.words}" for row in rows],
        "hoverinfo": "text",
    }
    shapes = [] if line is None else [base.rule(x0=line, x1=line, y0=-0.6, y1=len(rows) - 0.4, layer="above")]
    notes = [_end(row, place) for place, row in enumerate(rows)]
    if line is not None:
        notes.append(base.aside(line_words, line, -0.62, yanchor="bottom"))
    layout = {
        "xaxis": base.hidden(range=[0, (1.1 + 0.05 * max(_long(row.words) for row in rows)) * top]),
        "yaxis": base.names([row.label for row in rows], range=[len(rows) - 0.4, -0.6 - 0.5 * (line is not None)]),
        "shapes": shapes,
        "annotations": notes,
    }
    figure = base.figure([trace, *_whiskers(rows)], height=max(2, len(rows)) * base.ROW + 30, **layout)
    return Chart(figure, lambda: bar_table(reader, rows, columns))


def bar_table(reader: Reader, rows: Sequence[Bar], columns: str) -> pd.DataFrame:
    """The rows in words."""
    return pd.DataFrame([(row.label, row.words) for row in rows], columns=[reader.say(N_("Group")), columns])


def _long(words: str) -> int:
    """Letters, a Chinese one counted twice."""
    return sum(2 if ord(sign) > 0x2E80 else 1 for sign in words)


def _end(row: Bar, place: int) -> dict[str, object]:
    at = row.value if row.high is None else row.high
    return base.note(row.words, at, place, xanchor="left", xshift=8)


def _whiskers(rows: Sequence[Bar]) -> list[base.Trace]:
    return [
        base.line([row.low, row.high], [place, place], None, line={"color": base.MUTED, "width": 1.5})
        for place, row in enumerate(rows)
        if row.low is not None and row.high is not None
    ]


@dataclass(frozen=True)
class Ratio:
    """One driver: by how much it multiplies the hazard, with its interval; ``seen``: the interval leaves 1 out."""

    label: str
    value: float
    low: float
    high: float
    seen: bool
    under: str = ""  # how much data it rests on


def ratios(reader: Reader, rows: Sequence[Ratio], *, nothing: str = "") -> Chart:
    """A dot and its interval a driver, on a scale on which doubling is as far as halving; 1 drives nobody away."""
    if not rows:
        return Chart(None, lambda: pd.DataFrame(), nothing or reader.say(N_("Nothing to show yet.")))
    low, high = min(0.8, *(row.low for row in rows)), max(1.25, *(row.high for row in rows))
    ticks = [tick for tick in (0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0) if low <= tick <= high * 1.05]
    room = math.log10(high / low)
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": [row.value for row in rows],
        "y": list(range(len(rows))),
        "marker": {"size": 10, "color": [base.US if row.seen else base.GREY for row in rows]},
        "hovertext": [f"{row.label}<br>{_ratio(reader, row)}<br>{row.under}" for row in rows],
        "hoverinfo": "text",
    }
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
            tickvals=ticks,
            ticktext=[reader.value(tick, Unit.MULTIPLE) for tick in ticks],
            showgrid=True,
        ),
        "yaxis": base.names([row.label for row in rows], range=[len(rows) - 0.4, -0.6]),
        "shapes": [base.rule(x0=1, x1=1, y0=-0.6, y1=len(rows) - 0.4)],
        "annotations": [
            base.note(reader.value(row.value, Unit.MULTIPLE), math.log10(row.high), i, xanchor="left", xshift=8)
            for i, row in enumerate(rows)
        ],
    }
    figure = base.figure([*spans, dots], height=len(rows) * base.ROW + 60, **layout)
    return Chart(figure, lambda: ratio_table(reader, rows))


def _ratio(reader: Reader, row: Ratio) -> str:
    return f"{reader.value(row.value, Unit.MULTIPLE)} · {reader.range(row.low, row.high, Unit.MULTIPLE)}"


def ratio_table(reader: Reader, rows: Sequence[Ratio]) -> pd.DataFrame:
    """Each driver with its interval and what it rests on."""
    found = [
        (row.label, reader.value(row.value, Unit.MULTIPLE), reader.range(row.low, row.high, Unit.MULTIPLE), row.under)
        for row in rows
    ]
    names = (N_("Driver"), N_("Times the rate"), N_("90% interval"), N_("Rests on"))
    return pd.DataFrame(found, columns=[reader.say(name) for name in names])
