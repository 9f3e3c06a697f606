"""What customers are worth: how concentrated, how sure, where to act, and whether the model can be believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.drawing import base
from metrics.drawing.base import Figure
from metrics.words.reader import Reader
from metrics.words.text import N_
from metrics.words.units import Unit

LABELS = 4  # names in a scatter
ROOM = 1.4  # of an axis, for the values written right of its bars


@base.recipe
def lorenz(
    reader: Reader,
    customers: Sequence[float],
    value: Sequence[float],
    *,
    named: Sequence[tuple[float, float]],
    a_until: float,
    b_until: float,
    beyond: str = "",
) -> Figure:
    """Share of the value held by the best customers. All are fractions; ``named`` points get a ring and words.

    ``beyond``: said at the end of the curve, where it has passed 100 % and falls back.
    """
    words = [f"{reader.share(x)} · {reader.share(y)}" for x, y in zip(customers, value, strict=True)]
    curve = base.line(customers, value, words)
    equal = base.line([0, 1], [0, 1], None, line={"color": base.GREY, "width": 1, "dash": "dot"})
    top = max(1.0, *value)
    letters = top + (0.14 if beyond else 0.06)
    layout = {
        "xaxis": base.axis(
            range=[-0.01, 1.03],
            title=_title(reader.say(N_("share of customers, best first"))),
            **_shares(reader, [0, a_until, b_until, 1]),
        ),
        "yaxis": base.axis(
            range=[min(0.0, *value) - 0.01, letters + 0.04],
            showgrid=True,
            **_shares(reader, [0, 0.25, 0.5, 0.75, 1]),
        ),
        "shapes": [base.zone(x0=0, x1=a_until, y0=0, y1=1, yref="y", colour=base.WASH)],
        "annotations": [
            *_classes(a_until, b_until, letters),
            *(_named(reader, i, x, y) for i, (x, y) in enumerate(named)),
            _equal(reader),
            *([base.aside(beyond, 1, top, xanchor="right", yanchor="bottom", yshift=1)] if beyond else []),
        ],
    }
    rings = base.ring([x for x, _ in named], [y for _, y in named], [reader.share(y) for _, y in named])
    return base.figure([equal, curve, rings], height=300, **layout)


def _classes(a_until: float, b_until: float, y: float) -> list[dict[str, object]]:
    spans = (("A", 0.0, a_until), ("B", a_until, b_until), ("C", b_until, 1.0))
    return [base.note(base.bold(name), (start + end) / 2, y) for name, start, end in spans]


def _equal(reader: Reader) -> dict[str, object]:
    return base.aside(reader.say(N_("if all were equal")), 0.52, 0.44, xanchor="left", yanchor="top")


def _shares(reader: Reader, ticks: Sequence[float]) -> dict[str, object]:
    return {"tickvals": list(ticks), "ticktext": [reader.share(t) for t in ticks]}


def _named(reader: Reader, number: int, x: float, y: float) -> dict[str, object]:
    text = N_("{share} of customers, {value}") if number == 0 else N_("{share}, {value}")
    words = reader.say(text, share=reader.share(x), value=base.bold(reader.share(y)))
    return base.note(words, x, y, xanchor="left", yanchor="top", xshift=10, yshift=-2)


@dataclass(frozen=True)
class Tenth:
    """One tenth of the customers, best first: worth of one of them, with its range; or why it has none."""

    label: base.Words
    value: float | None
    low: float | None = None
    high: float | None = None
    reason: base.Words = ""


@base.recipe
def worth_by_tenth(reader: Reader, tenths: Sequence[Tenth], *, range_name: str) -> Figure | None:
    """A dot and its range for each tenth; ``range_name`` explains the range once, at the first row."""
    known = [t for t in tenths if t.value is not None]
    if not known:
        return None
    top = max(t.high if t.high is not None else t.value or 0.0 for t in known)
    low = min(0.0, *(t.low if t.low is not None else t.value or 0.0 for t in known))
    ticks = base.round_ticks(low, top, 4)
    layout = {
        "xaxis": base.axis(
            range=[low - 0.02 * top, ROOM * top],
            tickvals=ticks,
            ticktext=[reader.money(t) for t in ticks],
            showgrid=True,
        ),
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
    known = [(row, t) for row, t in enumerate(tenths) if t.value is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [t.value for _row, t in known],
        "y": [row for row, _t in known],
        "marker": {"size": 9, "color": base.US},
        "hovertext": [_tenth_hover(reader, t) for _row, t in known],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _tenth_hover(reader: Reader, t: Tenth) -> str:
    words = f"{t.label}<br>{reader.money(t.value or 0.0)}"
    return words if t.low is None or t.high is None else f"{words}<br>{reader.range(t.low, t.high, Unit.MONEY)}"


def _worth(reader: Reader, row: int, t: Tenth) -> dict[str, object]:
    if t.value is None:
        return base.aside(t.reason, 0, row, xanchor="left", xshift=8)
    right = t.high if t.high is not None else t.value
    return base.note(reader.money(t.value), right, row, xanchor="left", xshift=8)


def _range_name(tenths: Sequence[Tenth], top: float, name: str) -> list[dict[str, object]]:
    """Said once, low on the right: worth falls from row to row, so there is room."""
    if all(t.low is None for t in tenths):
        return []
    return [base.aside(name, ROOM * top, max(0, len(tenths) - 3), xanchor="right")]


@dataclass(frozen=True)
class Point:
    """One account in the matrix. ``size``: 0 to 1, how big it is drawn; ``named`` gets a label.

    x and y are money, unless ``hover`` says what they stand for.
    """

    name: base.Words
    x: float
    y: float
    size: float = 0.3
    named: bool = False
    hover: base.Words = ""


@base.recipe
def matrix(
    reader: Reader,
    points: Sequence[Point],
    *,
    x_cut: float,
    y_cut: float,
    quadrants: tuple[str, str, str, str],
    x_name: str,
    y_name: str,
) -> Figure:
    """Two by two: ``quadrants`` are named top left, top right, bottom left, bottom right; the first is washed."""
    xs = [p.x for p in points] or [0.0, 2 * x_cut or 1.0]
    ys = [p.y for p in points] or [0.0, 2 * y_cut or 1.0]
    left, right = min(*xs, x_cut), max(*xs, x_cut)
    low, high = min(*ys, y_cut), max(*ys, y_cut)
    dx, dy = 0.06 * ((right - left) or 1.0), 0.12 * ((high - low) or 1.0)
    left, right, low, high = left - dx, right + dx, low - dy / 2, high + dy
    here = [p.x < x_cut and p.y >= y_cut for p in points]
    layout = {
        "xaxis": base.axis(range=[left, right], showticklabels=False, title=_title(x_name)),
        "yaxis": base.axis(range=[low, high], showticklabels=False, title=_title(y_name)),
        "shapes": [
            base.zone(x0=left, x1=x_cut, y0=y_cut, y1=high, yref="y", colour=base.WASH),
            base.rule(x0=x_cut, x1=x_cut, y0=low, y1=high),
            base.rule(x0=left, x1=right, y0=y_cut, y1=y_cut),
        ],
        "annotations": [*_quadrants(quadrants, left, x_cut, y_cut, high), *_names(points, left, x_cut, right)],
    }
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": [p.x for p in points],
        "y": [p.y for p in points],
        "marker": {
            "size": [7 + 12 * p.size for p in points],
            "color": [base.US if inside else base.GREY for inside in here],
            "opacity": 0.8,
        },
        "hovertext": [
            p.hover or f"{p.name}<br>{x_name} {reader.money(p.x)}<br>{y_name} {reader.money(p.y)}" for p in points
        ],
        "hoverinfo": "text",
    }
    return base.figure([trace], height=340, **layout)


def _title(words: str) -> dict[str, object]:
    return {"text": words, "font": {"size": base.SMALL, "color": base.MUTED}, "standoff": 6}


def _quadrants(
    names: tuple[str, str, str, str], left: float, x_cut: float, y_cut: float, high: float
) -> list[dict[str, object]]:
    places = ((left, high), (x_cut, high), (left, y_cut), (x_cut, y_cut))
    grounds = (base.WASH, base.GROUND, base.GROUND, base.GROUND)
    more = {"xanchor": "left", "yanchor": "top", "xshift": 6, "yshift": -6, "borderpad": 2}
    return [
        base.note(base.bold(name), x, y, bgcolor=ground, **more)
        for name, (x, y), ground in zip(names, places, grounds, strict=True)
    ]


def _names(points: Sequence[Point], left: float, x_cut: float, right: float) -> list[dict[str, object]]:
    """Names beside their points, inside their quadrant also where the picture is narrow: too long ones are cut short,
    and one that would lie on another is left out."""
    found: list[dict[str, object]] = []
    taken: list[float] = []
    apart = 0.07 * (max((p.y for p in points), default=0.0) - min((p.y for p in points), default=0.0))
    for p in points:
        if not p.named or any(abs(p.y - y) < apart for y in taken) or len(found) == LABELS:
            continue
        rooms = ((x_cut if p.x < x_cut else right) - p.x, p.x - (left if p.x < x_cut else x_cut))
        side = "left" if rooms[0] >= rooms[1] or _width(p.name) * (right - left) <= rooms[0] else "right"
        name = _cut(p.name, rooms[0 if side == "left" else 1] / (right - left))
        found.append(base.note(name, p.x, p.y, xanchor=side, xshift=12 if side == "left" else -12))
        taken.append(p.y)
    return found


def _width(name: str) -> float:
    """About the share of a narrow picture that ``name`` takes."""
    return sum(0.042 if ord(sign) > 0x2E80 else 0.021 for sign in name)


def _cut(name: str, room: float) -> str:
    """As much of ``name`` as fits, with a full stop where it was cut; the whole of it is said on hover."""
    if _width(name) <= room:
        return name
    kept = next((n for n in range(len(name), 0, -1) if _width(name[:n]) <= room), 1)
    return f"{name[:kept].rstrip()}."
