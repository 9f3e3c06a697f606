"""Ours beside what is published: what a benefit is made of."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.drawing import base
from metrics.drawing.base import Figure
from metrics.words.reader import Reader
from metrics.words.text import N_


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
