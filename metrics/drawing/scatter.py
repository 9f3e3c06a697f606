"""Customers scattered over a field: two by two by value now and to come, and the map of RFM."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.drawing import base
from metrics.drawing.base import Figure
from metrics.words.reader import Reader
from metrics.words.text import N_

LABELS = 4  # names in a scatter
BIGGEST = 32  # marker of the fullest field


@dataclass(frozen=True)
class Point:
    """One account in the matrix. ``size``: 0 to 1, how big it is drawn; ``named`` gets a label."""

    name: base.Words
    x: float
    y: float
    size: float
    named: bool
    hover: base.Words


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
        "xaxis": base.axis(range=[left, right], showticklabels=False, title=base.title(x_name)),
        "yaxis": base.axis(range=[low, high], showticklabels=False, title=base.title(y_name)),
        "shapes": [
            base.zone(x0=left, x1=x_cut, y0=y_cut, y1=high, yref="y", colour=base.WASH),
            base.rule(x0=x_cut, x1=x_cut, y0=low, y1=high),
            base.rule(x0=left, x1=right, y0=y_cut, y1=y_cut),
        ],
        "annotations": [*_quadrants(quadrants, left, x_cut, y_cut, high), *_names(points, left, x_cut, right)],
    }
    marker = {
        "size": [7 + 12 * p.size for p in points],
        "color": [base.US if inside else base.GREY for inside in here],
        "opacity": 0.8,
    }
    marks = base.dots([p.x for p in points], [p.y for p in points], [p.hover for p in points], marker=marker)
    return base.figure([marks], height=340, **layout)


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


@dataclass(frozen=True)
class Cell:
    """One field of the map: fifths 1 to 5, the name of its group, and how many customers stand in it."""

    recency: int
    worth: int
    group: base.Words
    customers: int


# Where each group begins in the map, in the order of metrics.customers.rfm.GROUPS.
_CORNERS = ((3.5, 5.5), (2.5, 5.5), (3.5, 2.5), (2.5, 2.5), (0.5, 5.5), (0.5, 2.5))
_BORDERS = (
    (0.5, 5.5, 2.5, 2.5),
    (2.5, 2.5, 0.5, 5.5),
    (3.5, 3.5, 3.5, 5.5),
    (3.5, 5.5, 3.5, 3.5),
    (3.5, 3.5, 0.5, 2.5),
)


@base.recipe
def rfm_map(reader: Reader, cells: Sequence[Cell], *, groups: Sequence[base.Words]) -> Figure:
    """Customers by how lately and how much they bought; the field of those at risk is washed."""
    most = max([cell.customers for cell in cells], default=1) or 1
    marker = {
        "size": [BIGGEST * (cell.customers / most) ** 0.5 for cell in cells],
        "color": [base.WORSE if cell.group == groups[4] else base.US_PALE for cell in cells],
    }
    words = [f"{cell.group} · {reader.count('{n} customer', '{n} customers', cell.customers)}" for cell in cells]
    marks = base.dots([cell.recency for cell in cells], [cell.worth - 0.12 for cell in cells], words, marker=marker)
    lately, often = reader.say(N_("bought lately, by fifths")), reader.say(N_("often and much, by fifths"))
    layout = {
        "xaxis": base.axis(range=[0.5, 5.5], showticklabels=False, title=base.title(lately)),
        "yaxis": base.axis(range=[0.5, 5.5], showticklabels=False, title=base.title(often)),
        "shapes": [
            base.zone(x0=0.5, x1=2.5, y0=2.5, y1=5.5, yref="y", colour=base.WASH),
            *(base.rule(x0=x0, x1=x1, y0=y0, y1=y1) for x0, x1, y0, y1 in _BORDERS),
        ],
        "annotations": [
            base.note(base.bold(name), x, y, xanchor="left", yanchor="top", xshift=4, yshift=-3)
            for name, (x, y) in zip(groups, _CORNERS, strict=True)
        ],
    }
    return base.figure([marks], height=340, **layout)
