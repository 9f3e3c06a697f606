"""Segments: what each brings beside how many they are, the map of RFM, and how surely groups are found again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.drawing import base
from metrics.drawing.base import Figure
from metrics.words.reader import Reader
from metrics.words.text import N_

ROW = 50  # height of a bar with its name above it
FIFTHS = 5
BIGGEST = 32  # marker of the fullest field


@dataclass(frozen=True)
class Part:
    """One segment: its share of customers and of the money, fractions; the last None without one to share."""

    name: base.Words
    customers: float
    money: float | None


@base.recipe
def segment_shares(reader: Reader, parts: Sequence[Part]) -> Figure:
    """A bar for the share of the money, a grey tick for the share of customers; the name above."""
    top = max([part.customers for part in parts] + [part.money or 0.0 for part in parts])
    low = min(0.0, *(part.money or 0.0 for part in parts))
    rows = list(range(len(parts)))
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [part.money or 0.0 for part in parts],
        "y": rows,
        "width": 0.34,
        "marker": {"color": base.US},
        "hovertext": [_said(reader, part) for part in parts],
        "hoverinfo": "text",
    }
    ticks = {
        "type": "scatter",
        "mode": "markers",
        "x": [part.customers for part in parts],
        "y": rows,
        "marker": {"symbol": "line-ns", "size": 14, "line": {"width": 3, "color": base.GREY}},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    more = {"xanchor": "left", "yanchor": "bottom", "yshift": 9}
    layout = {
        "xaxis": base.hidden(range=[low - 0.01, 1.02 * top]),
        "yaxis": base.hidden(range=[len(parts) - 0.5, -0.8]),
        "annotations": [base.note(_named(reader, part), 0, row, **more) for row, part in enumerate(parts)],
        "shapes": [base.rule(x0=0, x1=0, y0=-0.5, y1=len(parts) - 0.5)],
    }
    return base.figure([bars, ticks], height=ROW * len(parts) + 24, **layout)


def _named(reader: Reader, part: Part) -> str:
    return f"{base.bold(part.name)} {_said(reader, part)}"


def _said(reader: Reader, part: Part) -> str:
    heads = reader.share(part.customers)
    if part.money is None:
        return reader.say(N_("{heads} of customers"), heads=heads)
    return reader.say(N_("{heads} of customers, {money} of the money"), heads=heads, money=reader.share(part.money))


@dataclass(frozen=True)
class Cell:
    """One field of the map: fifths 1 to 5, the name of its group, and how many customers stand in it."""

    recency: int
    worth: int
    group: base.Words
    customers: int


# Where each group begins in the map, in the order of metrics.segments.rfm.GROUPS.
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
    marks = {
        "type": "scatter",
        "mode": "markers",
        "x": [cell.recency for cell in cells],
        "y": [cell.worth - 0.12 for cell in cells],
        "marker": {
            "size": [BIGGEST * (cell.customers / most) ** 0.5 for cell in cells],
            "color": [base.WORSE if cell.group == groups[4] else base.US_PALE for cell in cells],
        },
        "hovertext": [
            f"{cell.group} · {reader.count('{n} customer', '{n} customers', cell.customers)}" for cell in cells
        ],
        "hoverinfo": "text",
    }
    title = {"font": {"size": base.SMALL, "color": base.MUTED}, "standoff": 6}
    layout = {
        "xaxis": base.axis(
            range=[0.5, 5.5], showticklabels=False, title={"text": reader.say(N_("bought lately, by fifths")), **title}
        ),
        "yaxis": base.axis(
            range=[0.5, 5.5], showticklabels=False, title={"text": reader.say(N_("often and much, by fifths")), **title}
        ),
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


@base.recipe
def agreement(reader: Reader, agreements: Sequence[tuple[int, float]], *, chosen: int, needed: float) -> Figure:
    """How well two resamples agree for each number of groups; the chosen one is ringed, what is needed dotted."""
    ks, values = [k for k, _ in agreements], [value for _, value in agreements]
    words = [f"{k} · {reader.share(value)}" for k, value in agreements]
    least = min(*values, needed)
    layout = {
        "xaxis": base.axis(
            range=[min(ks) - 0.4, max(ks) + 0.4], tickvals=ks, title={"text": reader.say(N_("number of groups"))}
        ),
        "yaxis": base.hidden(range=[least - 0.08, 1.08]),
        "annotations": [
            *(base.note(reader.share(value), k, value, yanchor="bottom", yshift=9) for k, value in agreements),
            base.aside(
                reader.say(N_("found again from here on")), min(ks) - 0.4, needed, xanchor="left", yanchor="top"
            ),
        ],
        "shapes": [base.rule(x0=min(ks) - 0.4, x1=max(ks) + 0.4, y0=needed, y1=needed, line={"dash": "dot"})],
    }
    ring = base.ring([chosen], [dict(agreements)[chosen]], [f"{chosen}"])
    return base.figure([base.line(ks, values, words), ring], height=300, **layout)
