"""Horizontal bars: named beside them with words at the end, named above them, or several to a group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.drawing import base
from metrics.drawing.base import Figure
from metrics.words.reader import Reader
from metrics.words.text import N_

NAMED = 50  # height of a bar with its name above it


@dataclass(frozen=True)
class Bar:
    """One row: a label, its value, the words at its end, and an interval when there is one. ``quiet``: drawn grey."""

    label: base.Words
    value: float
    words: base.Words
    low: float | None = None
    high: float | None = None
    quiet: bool = False
    hover: base.Words = ""


@base.recipe
def bars(reader: Reader, rows: Sequence[Bar], *, line: float | None = None, line_words: str = "") -> Figure | None:
    """Bars from zero, with a thin interval and an upright line to hold them against."""
    if not rows:
        return None
    top = max(*(row.value if row.high is None else row.high for row in rows), line or 0.0, 1e-9)
    low = min(0.0, *(row.value if row.low is None else min(row.low, row.value) for row in rows))
    letters = 0.1 + 0.05 * max(base.letters(row.words) for row in rows)
    colours = [base.GREY if row.quiet else base.US for row in rows]
    hover = [row.hover or f"{row.label}<br>{row.words}" for row in rows]
    trace = base.bars([row.value for row in rows], range(len(rows)), colours, hover)
    shapes = [base.rule(x0=0, x1=0, y0=-0.5, y1=len(rows) - 0.5)] if low < 0 else []
    notes = [_end(row, place) for place, row in enumerate(rows)]
    if line is not None:
        shapes.append(base.rule(x0=line, x1=line, y0=-0.6, y1=len(rows) - 0.4, layer="above"))
        notes.append(base.aside(line_words, line, -0.62, yanchor="bottom"))
    reach = letters * (top - low)
    room = reach if any(row.value < 0 and row.low is None for row in rows) else 0.0
    layout = {
        "xaxis": base.hidden(range=[1.02 * low - room, top + reach]),
        "yaxis": base.names([row.label for row in rows], range=[len(rows) - 0.4, -0.6 - 0.5 * (line is not None)]),
        "shapes": shapes,
        "annotations": notes,
    }
    return base.figure([trace, *_whiskers(rows)], height=max(2, len(rows)) * base.ROW + 30, **layout)


def _end(row: Bar, place: int) -> dict[str, object]:
    if row.value < 0 and row.low is None:
        return base.note(row.words, row.value, place, xanchor="right", xshift=-8)
    end = row.value if row.high is None else row.high  # of an interval, its right end: names stand on the left
    return base.note(row.words, max(end, 0.0), place, xanchor="left", xshift=8)


def _whiskers(rows: Sequence[Bar]) -> list[base.Trace]:
    return [
        base.line([row.low, row.high], [place, place], None, line={"color": base.MUTED, "width": 1.5})
        for place, row in enumerate(rows)
        if row.low is not None and row.high is not None
    ]


# --- Named above


@dataclass(frozen=True)
class Pair:
    """One row: a share of ours, None where there is none, and the one it stands beside."""

    label: base.Words
    ours: float | None
    theirs: float | None


@base.recipe
def paired(reader: Reader, rows: Sequence[Pair], *, ours: str, theirs: str) -> Figure:
    """A bar for ours, a grey tick for theirs; name and both values above. ``ours``: "{share} of the weight"."""

    def words(row: Pair) -> str:
        both = ((ours, row.ours), (theirs, row.theirs))
        return " · ".join(reader.say(text, share=reader.share(value)) for text, value in both if value is not None)

    ticks = [(row.theirs, place) for place, row in enumerate(rows) if row.theirs is not None]
    return _named([(row.label, row.ours or 0.0, words(row)) for row in rows], ticks)


@base.recipe
def pulls(reader: Reader, rows: Sequence[tuple[base.Words, float, base.Words]]) -> Figure:
    """Gaps by weight times gap: (name, share of all, what it is made of), a bar each, named above."""
    return _named([(label, share, f"{reader.share(share)} · {made_of}") for label, share, made_of in rows])


@dataclass(frozen=True)
class Part:
    """One segment: its share of customers and of the money, fractions; the last None without one to share."""

    name: base.Words
    customers: float
    money: float | None


@base.recipe
def segment_shares(reader: Reader, parts: Sequence[Part]) -> Figure:
    """A bar for the share of the money, a grey tick for the share of customers; the name above."""
    rows = [(part.name, part.money or 0.0, _heads(reader, part)) for part in parts]
    return _named(rows, [(part.customers, row) for row, part in enumerate(parts)])


def _heads(reader: Reader, part: Part) -> str:
    heads = reader.share(part.customers)
    if part.money is None:
        return reader.say(N_("{heads} of customers"), heads=heads)
    return reader.say(N_("{heads} of customers, {money} of the money"), heads=heads, money=reader.share(part.money))


def _named(
    rows: Sequence[tuple[str, float, str]], ticks: Sequence[tuple[float, int]] = (), colour: str = base.US
) -> Figure:
    """A bar each, its name and words above it; ``ticks``: (value, row) of what a bar stands beside."""
    values = [value for _label, value, _words in rows]
    top = max(values + [value for value, _row in ticks], default=0.0) or 1.0
    low = min(0.0, *values)
    traces = [base.bars(values, range(len(rows)), colour, [words for _label, _value, words in rows], width=0.34)]
    if ticks:
        traces.append(base.ticks([value for value, _row in ticks], [row for _value, row in ticks]))
    above = {"xanchor": "left", "yanchor": "bottom", "yshift": 9}
    layout = {
        "xaxis": base.hidden(range=[low - 0.01 * (top - low), 1.03 * top]),
        "yaxis": base.hidden(range=[len(rows) - 0.5, -0.8]),
        "annotations": [
            base.note(f"{base.bold(label)} {words}", 0, y, **above) for y, (label, _value, words) in enumerate(rows)
        ],
        "shapes": [base.rule(x0=0, x1=0, y0=-0.5, y1=len(rows) - 0.5)],
    }
    return base.figure(traces, height=NAMED * len(rows) + 24, **layout)


@dataclass(frozen=True)
class AtRisk:
    """One pitfall: its name, the money it puts at risk, and who answers for it."""

    name: base.Words
    money: float
    owner: str


@base.recipe
def at_risk(reader: Reader, rows: Sequence[AtRisk]) -> Figure:
    """A bar a pitfall, the largest first, its name and owner above."""
    nobody = reader.say(N_("no owner yet"))
    words = [f"▼ {reader.money(risk.money)} · {risk.owner or nobody}" for risk in rows]
    return _named([(row.name, row.money, text) for row, text in zip(rows, words, strict=True)], colour=base.WORSE)


# --- Several to a group


@dataclass(frozen=True)
class Values:
    """Customers of one group: realised (so far), potential (a year, of those active), model (over the horizon; None
    without a forecast); money."""

    label: base.Words
    customers: int
    realised: float
    potential: float
    model: float | None


@base.recipe
def value_views(reader: Reader, rows: Sequence[Values]) -> Figure | None:
    """Three bars a group, each named at its end."""
    parts = (
        ([row.realised for row in rows], base.US_PALE, N_("so far {money}")),
        ([row.model for row in rows], base.US, N_("expected {money}")),
        ([row.potential for row in rows], base.GREY, N_("more possible a year {money}")),
    )
    sets = [
        (values, colour, [None if value is None else reader.say(text, money=reader.money(value)) for value in values])
        for values, colour, text in parts
    ]
    return _groups([row.label for row in rows], sets) if rows else None


@base.recipe
def pairs(reader: Reader, rows: Sequence[tuple[base.Words, float, float]]) -> Figure:
    """(label, ours, published): two bars a row, both shares, ours above."""
    sets = [
        ([row[place] for row in rows], colour, [f"{reader.say(name)} {reader.share(row[place])}" for row in rows])
        for place, colour, name in ((1, base.US, N_("ours")), (2, base.GREY, N_("published")))
    ]
    return _groups([row[0] for row in rows], sets)


def _groups(labels: Sequence[str], sets: Sequence[tuple[Sequence[float | None], str, Sequence[str | None]]]) -> Figure:
    """A bar of each set for each label: its values, colour and the words at its ends. What is None has no bar."""
    known = [value for values, _colour, _words in sets for value in values if value is not None]
    top, low = max(*known, 1e-9), min(*known, 0.0)
    apart = 0.75 / len(sets)
    traces, notes = [], []
    for number, (values, colour, words) in enumerate(sets):
        shift = apart * (number - (len(sets) - 1) / 2)
        shown = [(place + shift, value) for place, value in enumerate(values) if value is not None]
        traces.append(base.bars([x for _y, x in shown], [y for y, _x in shown], colour, width=0.8 * apart))
        ends = zip(shown, (text for text in words if text is not None), strict=True)
        notes += [base.aside(text, max(x, 0.0), y, xanchor="left", xshift=6) for (y, x), text in ends]
    layout = {
        "barmode": "overlay",
        "xaxis": base.hidden(range=[low, low + 1.9 * (top - low)]),
        "yaxis": base.names(labels, range=[len(labels) - 0.4, -0.6]),
        "annotations": notes,
        "shapes": [base.rule(x0=0, x1=0, y0=-0.5, y1=len(labels) - 0.5)],
    }
    return base.figure(traces, height=max(2, len(labels)) * 26 * len(sets) + 20, **layout)
