"""What moved a figure, item by item: bars from zero for the totals, floating ones for the steps between them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from metrics.drawing import base
from metrics.drawing.base import Figure
from metrics.finding import Table, number, word
from metrics.words.reader import Reader
from metrics.words.text import N_
from metrics.words.units import Unit

ROOMY = 0.3  # a total's words go inside a bar at least this share of the width
TIGHT = 0.35  # a step's words need this share of the width left of its bar, even on a telephone


@dataclass(frozen=True)
class Item:
    """A total or a step of the bridge. ``value`` is the total itself, or the step's signed change."""

    label: base.Words
    value: float
    total: bool = False


@dataclass(frozen=True)
class _Span:
    item: Item
    start: float
    end: float


def spans(items: Sequence[Item]) -> list[_Span]:
    """Where each bar begins and ends. Totals begin at zero, steps where the one before ended."""
    found: list[_Span] = []
    level = 0.0
    for item in items:
        start, level = (0.0, item.value) if item.total else (level, level + item.value)
        found.append(_Span(item, start, level))
    return found


@base.recipe
def bridge(reader: Reader, items: Sequence[Item], *, unit: Unit = Unit.MONEY, higher_is_better: bool = True) -> Figure:
    """Horizontal bridge: first total grey, last in our colour, steps teal or orange with arrow and sign."""
    bars = spans(items)
    low = min(0.0, *(min(b.start, b.end) for b in bars)) if bars else 0.0
    high = max(0.0, *(max(b.start, b.end) for b in bars)) if bars else 0.0
    width = (high - low) or 1.0
    first = next((i for i, bar in enumerate(bars) if bar.item.total), -1)
    trace = base.bars(
        [bar.end - bar.start for bar in bars],
        range(len(bars)),
        [_colour(bar, i == first and i < len(bars) - 1, higher_is_better) for i, bar in enumerate(bars)],
        [_hover(reader, bar, unit) for bar in bars],
        base=[bar.start for bar in bars],
    )
    layout = {
        "xaxis": base.hidden(range=[low, high + 0.02 * width]),
        "yaxis": base.names([bar.item.label for bar in bars], range=[len(bars) - 0.45, -0.55]),
        "shapes": _joins(bars),
        "annotations": [_label(reader, bar, i, unit, (low, width), higher_is_better) for i, bar in enumerate(bars)],
    }
    return base.figure([trace], height=max(2, len(bars)) * base.ROW + 24, **layout)


def levels(items: Sequence[Item], unit: Unit = Unit.MONEY) -> Table:
    """Item, change, and where the figure stands after it: the table of a finding drawn as a bridge."""
    return Table(
        spans(items),
        word(N_("Item"), lambda bar: bar.item.label),
        number(N_("Change"), lambda bar: None if bar.item.total else bar.item.value, unit, signed=True),
        number(N_("Level"), "end", unit),
    )


def _better(bar: _Span, higher_is_better: bool) -> bool:
    return (bar.item.value >= 0) == higher_is_better


def _colour(bar: _Span, first: bool, higher_is_better: bool) -> str:
    if bar.item.total:
        return base.MUTED if first else base.US
    return base.BETTER if _better(bar, higher_is_better) else base.WORSE


def _hover(reader: Reader, bar: _Span, unit: Unit) -> str:
    return f"{bar.item.label}<br>{reader.value(bar.item.value, unit, signed=not bar.item.total)}"


def _joins(bars: Sequence[_Span]) -> list[dict[str, object]]:
    pairs = enumerate(itertools.pairwise(bars))
    return [base.rule(x0=a.end, x1=a.end, y0=i + 0.29, y1=i + 0.71) for i, (a, _b) in pairs]


def _label(
    reader: Reader, bar: _Span, row: int, unit: Unit, room: tuple[float, float], higher_is_better: bool
) -> dict[str, object]:
    if bar.item.total:
        return _total(reader, bar, row, unit, room[1])
    words = reader.value(bar.item.value, unit, signed=True)
    if bar.item.value:
        words = base.change(words, up=bar.item.value > 0, better=_better(bar, higher_is_better))
    left, right = sorted((bar.start, bar.end))
    if left - room[0] < TIGHT * room[1] and right - room[0] >= (1 - TIGHT) * room[1]:  # room on neither side
        arrow = f"{'▲' if bar.item.value > 0 else '▼'} {reader.value(bar.item.value, unit, signed=True)}"
        return base.note(arrow, right, row, xanchor="right", xshift=-8, font={"size": base.NORMAL, "color": base.ON})
    if left - room[0] < TIGHT * room[1] and right - room[0] < (1 - TIGHT) * room[1]:
        return base.note(words, right, row, xanchor="left", xshift=6)
    return base.note(words, left, row, xanchor="right", xshift=-6)


def _total(reader: Reader, bar: _Span, row: int, unit: Unit, width: float) -> dict[str, object]:
    words = base.bold(reader.value(bar.item.value, unit))
    inside = abs(bar.end) > ROOMY * width
    side = "right" if (bar.end >= 0) == inside else "left"
    font = {"size": base.NORMAL, "color": base.ON if inside else base.INK}
    return base.note(words, bar.end, row, xanchor=side, xshift=-8 if side == "right" else 8, font=font)
