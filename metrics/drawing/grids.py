"""Tables with a shade in each field: shares of groups, weights and scores, and the triangle of those who came back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from metrics.drawing import base
from metrics.drawing.base import Figure
from metrics.words.reader import Reader
from metrics.words.text import N_

STEPS = [f"#{11 + i:06d}" for i in range(10)]  # chartSequentialColors, wash to full
SHADES = [f"#0000{place}" for place in (11, 12, 13, 14, 19, 20)]  # of the theme; those between carry no ink well
DARK = 4  # from this shade on, the ink of bars
NOTHING = "–"
NAMED = 46  # height of a row with its name over it


@dataclass(frozen=True)
class Grid:
    """Shares by group and value, each row summing to 1 (0 where nobody is known), and the customers behind them."""

    groups: Sequence[base.Words]
    values: Sequence[base.Words]
    shares: Sequence[Sequence[float]]
    counts: Sequence[Sequence[int]]


@base.recipe
def composition(reader: Reader, grid: Grid) -> Figure:
    """A field for each group and value with its share written in it, the darker the more."""
    texts = [[reader.share(share) for share in row] for row in grid.shares]
    hover = [
        [f"{group} · {value} · {n:,}" for value, n in zip(grid.values, row, strict=True)]
        for group, row in zip(grid.groups, grid.counts, strict=True)
    ]
    trace = {
        "type": "heatmap",
        "z": [list(row) for row in grid.shares],
        "x": list(range(len(grid.values))),
        "y": list(range(len(grid.groups))),
        "text": texts,
        "texttemplate": "%{text}",
        "textfont": {"size": base.NORMAL, "color": base.INK},
        "hovertext": hover,
        "hoverinfo": "text",
        "colorscale": [[0, "rgba(91, 116, 200, 0.03)"], [1, "rgba(91, 116, 200, 0.55)"]],
        "zmin": 0,
        "zmax": 1,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
    }
    columns = {"tickvals": list(range(len(grid.values))), "ticktext": [_two_lines(value) for value in grid.values]}
    layout = {
        "xaxis": base.axis(side="top", range=[-0.5, len(grid.values) - 0.5], **columns),
        "yaxis": base.names(list(grid.groups), range=[len(grid.groups) - 0.5, -0.5]),
    }
    return base.figure([trace], height=base.ROW * len(grid.groups) + 60, **layout)


def _two_lines(text: str) -> str:
    """Broken at the blank nearest its middle, where it is long."""
    blanks = [i for i, letter in enumerate(text) if letter == " "]
    if len(text) <= 12 or not blanks:
        return text
    at = min(blanks, key=lambda i: abs(i - len(text) / 2))
    return f"{text[:at]}<br>{text[at + 1 :]}"


@dataclass(frozen=True)
class Fields:
    """A table to be shaded: a value and its words in each field; None is left white, with a dash."""

    rows: tuple[base.Words, ...]
    columns: tuple[base.Words, ...]
    values: tuple[tuple[float | None, ...], ...]
    words: tuple[tuple[base.Words | None, ...], ...]
    top: float  # the value of the darkest shade


@base.recipe
def heat(reader: Reader, grid: Fields, *, above: bool = False) -> Figure:
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
    hold = base.dots([0], [0], None, marker={"color": base.CLEAR})
    height = NAMED * high + 50 if above else 34 * high + 90
    return base.figure([hold], height=height, **layout)


def _shade(value: float, top: float) -> int:
    share = min(max(value / top, 0.0), 1.0) if top > 0 else 0.0
    return min(int(share * len(SHADES)), len(SHADES) - 1)


@base.recipe
def triangle(reader: Reader, cohorts: Sequence[str], shares: Sequence[Sequence[float]]) -> Figure | None:
    """A row a cohort, oldest first, a column a month; the deeper the colour the more came back. nan stays empty."""
    rows = [[None if math.isnan(share) else share for share in row] for row in shares]
    known = [share for row in rows for share in row if share is not None]
    if not known:
        return None
    low, high = min(known), max(known)
    trace = {
        "type": "heatmap",
        "x": list(range(1, len(rows[0]) + 1)),
        "y": list(range(len(rows))),
        "z": rows,
        "zmin": low,
        "zmax": high + 1e-9,
        "colorscale": [[i / 9, colour] for i, colour in enumerate(STEPS)],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverongaps": False,
        "hovertext": [
            [None if share is None else _cell(reader, cohorts[i], j + 1, share) for j, share in enumerate(row)]
            for i, row in enumerate(rows)
        ],
        "hoverinfo": "text",
    }
    middle = low + 0.55 * (high - low)
    layout = {
        "xaxis": base.axis(tickvals=[1, 3, 6, 9, 12], ticktext=base.months(reader, (1, 3, 6, 9, 12)), side="bottom"),
        "yaxis": base.names(cohorts, range=[len(rows) - 0.5, -0.5]),
        "annotations": [
            base.note(
                f"{100 * share:.0f}", j + 1, i, font={"size": 12, "color": base.ON if share > middle else base.INK}
            )
            for i, row in enumerate(rows)
            for j, share in enumerate(row)
            if share is not None
        ],
    }
    height = max(220, len(rows) * 24 + 40)
    return base.figure([trace], height=height, **layout)


def _cell(reader: Reader, cohort: str, month: int, share: float) -> str:
    return reader.say(N_("{cohort}, month {n}: {share}"), cohort=cohort, n=month, share=reader.share(share))


@dataclass(frozen=True)
class Leaf:
    """One leaf of a tree of money: the branch it hangs on, its name, what it holds."""

    branch: base.Words
    name: base.Words
    money: float


@base.recipe
def tree(reader: Reader, leaves: Sequence[Leaf]) -> Figure | None:
    """Fields as large as their money, those of one branch under its name; what is not above zero is left out."""
    held = [leaf for leaf in leaves if leaf.money > 0]
    if not held:
        return None
    branches = list(dict.fromkeys(str(leaf.branch) for leaf in held))
    sums = [sum(leaf.money for leaf in held if str(leaf.branch) == name) for name in branches]
    trace = {
        "type": "treemap",
        "ids": [*branches, *(f"{leaf.branch}/{leaf.name}" for leaf in held)],
        "labels": [*branches, *(str(leaf.name) for leaf in held)],
        "parents": [*[""] * len(branches), *(str(leaf.branch) for leaf in held)],
        "values": [*sums, *(leaf.money for leaf in held)],
        "text": [reader.money(money) for money in (*sums, *(leaf.money for leaf in held))],
        "textinfo": "label+text",
        "hovertemplate": "%{label}<br>%{text}<extra></extra>",
        "branchvalues": "total",
        "tiling": {"pad": 2},
        "pathbar": {"visible": False},
        "marker": {"colors": [base.WASH] * len(branches) + [base.US_PALE] * len(held), "line": {"width": 0}},
        "textfont": {"size": base.SMALL, "color": base.INK},
    }
    return base.figure([trace], height=300, margin={"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0})
