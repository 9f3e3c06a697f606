"""Ours beside what is published: in which band a return lies, and what a benefit is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.drawing import base
from metrics.drawing.base import Figure
from metrics.words.reader import Reader
from metrics.words.text import N_

HEIGHT = 190


@dataclass(frozen=True)
class Band:
    """One band of a published distribution: its name, the share of firms in it, and whether ours lies there."""

    label: base.Words
    share: float
    here: bool


@base.recipe
def bands(reader: Reader, rows: Sequence[Band], *, ours: base.Words) -> Figure:
    """One column a band, ours in our colour with ``ours`` over it. Nothing is read off between bands."""
    tall = max(band.share for band in rows)
    trace = {
        "type": "bar",
        "x": list(range(len(rows))),
        "y": [band.share for band in rows],
        "width": [0.72] * len(rows),
        "marker": {"color": [base.US if band.here else base.GREY for band in rows]},
        "hovertext": [f"{band.label}: {reader.share(band.share)}" for band in rows],
        "hoverinfo": "text",
    }
    notes = [
        base.note(reader.share(band.share), place, band.share, yanchor="bottom", yshift=2)
        for place, band in enumerate(rows)
    ]
    notes += [
        base.note(base.bold(ours), place, band.share, yanchor="bottom", yshift=20, font={"color": base.US, "size": 13})
        for place, band in enumerate(rows)
        if band.here
    ]
    labels = {"tickvals": list(range(len(rows))), "ticktext": [band.label for band in rows]}
    layout = {
        "xaxis": base.axis(range=[-0.6, len(rows) - 0.4], **labels),
        "yaxis": base.hidden(range=[0, 1.45 * tall]),
        "annotations": notes,
    }
    return base.figure([trace], height=HEIGHT, **layout)


@base.recipe
def pairs(reader: Reader, rows: Sequence[tuple[base.Words, float, float]]) -> Figure:
    """(label, ours, published): two bars a row, both shares, ours above."""
    top = max(1e-9, *(max(ours, theirs) for _label, ours, theirs in rows))
    traces, notes = [], []
    for place, (shift, colour, name) in enumerate(((-0.2, base.US, N_("ours")), (0.2, base.GREY, N_("published")))):
        shares = [(ours, theirs)[place] for _label, ours, theirs in rows]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "x": shares,
                "y": [row + shift for row in range(len(rows))],
                "width": 0.34,
                "marker": {"color": colour},
                "hoverinfo": "skip",
            }
        )
        notes += [
            base.aside(
                f"{reader.say(name)} {reader.share(share)}", max(share, 0.0), row + shift, xanchor="left", xshift=6
            )
            for row, share in enumerate(shares)
        ]
    layout = {
        "barmode": "overlay",
        "xaxis": base.hidden(range=[0, 1.45 * top]),
        "yaxis": base.names([row[0] for row in rows], range=[len(rows) - 0.4, -0.6]),
        "annotations": notes,
    }
    return base.figure(traces, height=len(rows) * 56 + 20, **layout)
