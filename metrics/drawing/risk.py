"""What the result hangs on, and how often it is a loss."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from metrics.drawing import base
from metrics.drawing.base import Figure
from metrics.words.reader import Reader
from metrics.words.text import N_, Written
from metrics.words.units import Unit

MOST = 8
NARROW = 240  # pixels beside the labels, or little less
LONG = 18  # letters of a name that still fit on one line beside a picture
WORDS = 0.34  # of the width of a histogram: what the words beside a percentile take


@dataclass(frozen=True)
class TwoLines(Written):
    """A name beside a picture, on two lines where it is long."""

    name: Written

    def render(self, lang: str, currency: str) -> str:
        """The name, perhaps with a break."""
        return _two_lines(self.name.render(lang, currency))


def _two_lines(words: str) -> str:
    """A long name broken after the row of "row: part", else at the space nearest its middle."""
    if base.letters(words) <= LONG:
        return words
    head, colon, part = words.partition(": ")
    if colon:
        return f"{head}:<br>{part}"
    middle, spaces = len(words) // 2, [place for place, sign in enumerate(words) if sign == " "]
    at = min(spaces, key=lambda place: abs(place - middle), default=middle)
    return f"{words[:at]}<br>{words[at:].lstrip()}"


@dataclass(frozen=True)
class Swing:
    """One assumption moved alone: what was put in (as words) at either end, and what came out (money)."""

    label: base.Words
    low_input: base.Words
    high_input: base.Words
    low_result: float
    high_result: float

    @property
    def width(self) -> float:
        """How far it moves the result."""
        return abs(self.high_result - self.low_result)


@base.recipe
def tornado(reader: Reader, swings: Sequence[Swing], *, result: float) -> Figure | None:
    """The widest swings first, around the line of the base case."""
    swings = sorted(swings, key=lambda swing: -swing.width)[:MOST]
    if not swings:
        return None
    ends = [result, *(s.low_result for s in swings), *(s.high_result for s in swings)]
    low, high = min(ends), max(ends)
    room = (high - low) or 1.0
    left, right = _margins(swings)
    ticks = base.round_ticks(low - left * room, high + right * room, 3)
    layout = {
        "barmode": "overlay",
        "xaxis": base.axis(
            range=[low - left * room, high + right * room], showgrid=True, **base.ticked(ticks, reader.money)
        ),
        "yaxis": base.names([_two_lines(s.label) for s in swings], range=[len(swings) - 0.4, -1.0]),
        "shapes": [base.rule(x0=result, x1=result, y0=-0.6, y1=len(swings) - 0.4, colour=base.INK, layer="above")],
        "annotations": [
            base.note(reader.say(N_("base {money}"), money=base.bold(reader.money(result))), result, -0.8),
            *(mark for row, swing in enumerate(swings) for mark in _inputs(row, swing)),
        ],
    }
    traces = [_side(reader, swings, result, worse=True), _side(reader, swings, result, worse=False)]
    return base.figure(traces, height=len(swings) * base.ROW + 70, **layout)


def _margins(swings: Sequence[Swing]) -> tuple[float, float]:
    """Room for the words at both ends, as shares of what the bars take on a telephone."""
    ends = [sorted([(s.low_result, s.low_input), (s.high_result, s.high_input)]) for s in swings]
    left, right = (max(7 * base.letters(pair[side][1]) + 8 for pair in ends) for side in (0, 1))
    bars = max(NARROW - left - right, 60)
    return left / bars, right / bars


def _side(reader: Reader, swings: Sequence[Swing], result: float, *, worse: bool) -> base.Trace:
    pick = min if worse else max
    ends = [pick(s.low_result, s.high_result, result) for s in swings]
    words = [f"{s.label}<br>{_input_at(s, end)}: {reader.money(end)}" for s, end in zip(swings, ends, strict=True)]
    colour = base.WORSE if worse else base.BETTER
    return base.bars([end - result for end in ends], range(len(swings)), colour, words, base=[result] * len(swings))


def _input_at(swing: Swing, result: float) -> base.Words:
    return swing.low_input if result == swing.low_result else swing.high_input


def _inputs(row: int, swing: Swing) -> list[dict[str, object]]:
    ends = sorted([(swing.low_result, swing.low_input), (swing.high_result, swing.high_input)])
    return [
        base.note(ends[0][1], ends[0][0], row, xanchor="right", xshift=-8),
        base.note(ends[1][1], ends[1][0], row, xanchor="left", xshift=8),
    ]


@base.recipe
def histogram(
    reader: Reader,
    edges: Sequence[float],
    shares: Sequence[float],
    *,
    p10: float,
    p50: float,
    p90: float,
    below_zero: float,
) -> Figure | None:
    """How often each result came out; the loss in orange. edges: money, one more than shares; shares sum to one."""
    if not shares:
        return None
    tall = max(shares)
    middles = [(a + b) / 2 for a, b in itertools.pairwise(edges)]
    trace = {
        "type": "bar",
        "x": middles,
        "y": list(shares),
        "width": [b - a for a, b in itertools.pairwise(edges)],
        "marker": {
            "color": [base.WORSE if m < 0 else base.US_PALE for m, b in zip(middles, edges[1:], strict=False)],
            "line": {"width": 1, "color": base.GROUND},
        },
        "hovertext": [
            f"{reader.range(a, b, Unit.MONEY)}<br>{reader.share(s)}"
            for a, b, s in zip(edges, edges[1:], shares, strict=False)
        ],
        "hoverinfo": "text",
    }
    ticks = base.round_ticks(edges[0], edges[-1], 4)
    first = min(edges[0], p10 - WORDS * (edges[-1] - edges[0]))  # room for the words left of P10
    layout = {
        "bargap": 0.06,
        "xaxis": base.axis(range=[first, edges[-1]], **base.ticked(ticks, reader.money)),
        "yaxis": base.hidden(range=[0, tall * 1.34]),
        "shapes": [_drop(p10, 1.0, tall, "dot"), _drop(p50, 1.14, tall, "solid"), _drop(p90, 1.0, tall, "dot")],
        "annotations": _percentiles(reader, tall, p10, p50, p90) + _loss(reader, first, edges, tall, below_zero),
    }
    return base.figure([trace], height=300, **layout)


def _drop(x: float, height: float, tall: float, dash: str) -> dict[str, object]:
    return base.rule(
        x0=x, x1=x, y0=0, y1=height * tall, colour=base.INK, layer="above", line={"dash": dash, "width": 1.5}
    )


def _percentiles(reader: Reader, tall: float, p10: float, p50: float, p90: float) -> list[dict[str, object]]:
    def words(name: str, value: float) -> str:
        return f"{name} {base.bold(reader.money(value))}"

    return [
        base.note(words("P10", p10), p10, 0.99 * tall, xanchor="right", xshift=-5),
        base.note(words("P50", p50), p50, 1.22 * tall, xanchor="center"),
        base.note(words("P90", p90), p90, 1.08 * tall, xanchor="left", xshift=-2),
    ]


def _loss(reader: Reader, first: float, edges: Sequence[float], tall: float, below: float) -> list[dict[str, object]]:
    if edges[0] >= 0 or below <= 0:
        return []
    words = reader.say(N_("{share} below zero"), share=base.bold(reader.share(below)))
    font = {"size": base.NORMAL, "color": base.WORSE}
    return [base.note(words, first, 0.62 * tall, xanchor="left", font=font, bgcolor=base.GROUND)]
