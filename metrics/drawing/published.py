"""Ours beside what is published: in which band a return lies, and what a benefit is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from metrics.drawing import base
from metrics.drawing.base import Chart
from metrics.words.reader import Reader
from metrics.words.text import N_
from metrics.words.units import Unit

HEIGHT = 190


@dataclass(frozen=True)
class Band:
    """One band of a published distribution: its name, the share of firms in it, and whether ours lies there."""

    label: str
    share: float
    here: bool


def bands(reader: Reader, found: Sequence[Band], *, ours: str) -> Chart:
    """One column a band, ours in our colour with ``ours`` over it. Nothing is read off between bands."""
    tall = max(band.share for band in found)
    trace = {
        "type": "bar",
        "x": list(range(len(found))),
        "y": [band.share for band in found],
        "width": [0.72] * len(found),
        "marker": {"color": [base.US if band.here else base.GREY for band in found]},
        "hovertext": [f"{band.label}: {reader.share(band.share)}" for band in found],
        "hoverinfo": "text",
    }
    notes = [
        base.note(reader.share(band.share), row, band.share, yanchor="bottom", yshift=2)
        for row, band in enumerate(found)
    ]
    notes += [
        base.note(base.bold(ours), row, band.share, yanchor="bottom", yshift=20, font={"color": base.US, "size": 13})
        for row, band in enumerate(found)
        if band.here
    ]
    labels = {"tickvals": list(range(len(found))), "ticktext": [band.label for band in found]}
    layout = {
        "xaxis": base.axis(range=[-0.6, len(found) - 0.4], **labels),
        "yaxis": base.hidden(range=[0, 1.45 * tall]),
        "annotations": notes,
    }
    return Chart(base.figure([trace], height=HEIGHT, **layout), lambda: band_table(reader, found))


def band_table(reader: Reader, found: Sequence[Band]) -> pd.DataFrame:
    """The bands in words."""
    here = reader.say(N_("ours"))
    rows = [(band.label, reader.share(band.share), here if band.here else "") for band in found]
    return pd.DataFrame(rows, columns=[reader.say(N_("Return")), reader.say(N_("Share of firms")), ""])


def pairs(reader: Reader, rows: Sequence[tuple[str, float, float]]) -> Chart:
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
    return Chart(base.figure(traces, height=len(rows) * 56 + 20, **layout), lambda: pair_table(reader, rows))


def pair_table(reader: Reader, rows: Sequence[tuple[str, float, float]]) -> pd.DataFrame:
    """Both shares and their difference."""
    found = []
    for label, ours, theirs in rows:
        apart = reader.value(ours - theirs, Unit.POINTS, signed=True)
        found.append((label, reader.share(ours), reader.share(theirs), apart))
    names = (N_("Part"), N_("Ours"), N_("Published"), N_("Difference"))
    return pd.DataFrame(found, columns=[reader.say(name) for name in names])
