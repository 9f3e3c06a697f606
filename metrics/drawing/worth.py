"""Three values side by side: what customers brought, could bring in a year, and are expected to bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.drawing import base
from metrics.drawing.base import Figure
from metrics.words.reader import Reader
from metrics.words.text import N_

ROW = 78  # height of one group with its three bars
APART = 0.25  # of a group's height between its bars


@dataclass(frozen=True)
class Values:
    """One group of customers: money; model None where there is no forecast."""

    label: base.Words
    customers: int
    realised: float
    potential: float
    model: float | None


@base.recipe
def value_views(reader: Reader, rows: Sequence[Values]) -> Figure | None:
    """Three bars a group, each named at its end."""
    if not rows:
        return None
    parts = (
        (N_("so far {money}"), base.US_PALE, [row.realised for row in rows], -APART),
        (N_("expected {money}"), base.US, [row.model for row in rows], 0.0),
        (N_("more possible a year {money}"), base.GREY, [row.potential for row in rows], APART),
    )
    known = [value for _words, _colour, values, _shift in parts for value in values if value is not None]
    top, low = max(*known, 1e-9), min(*known, 0.0)
    traces, notes = [], []
    for words, colour, values, shift in parts:
        shown = [(place, value) for place, value in enumerate(values) if value is not None]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "x": [value for _place, value in shown],
                "y": [place + shift for place, _value in shown],
                "width": 0.19,
                "marker": {"color": colour},
                "hoverinfo": "skip",
            }
        )
        notes += [
            base.aside(
                reader.say(words, money=reader.money(value)), max(value, 0.0), place + shift, xanchor="left", xshift=6
            )
            for place, value in shown
        ]
    layout = {
        "barmode": "overlay",
        "xaxis": base.hidden(range=[low, low + 1.9 * (top - low)]),
        "yaxis": base.names([row.label for row in rows], range=[len(rows) - 0.4, -0.6]),
        "annotations": notes,
        "shapes": [base.rule(x0=0, x1=0, y0=-0.5, y1=len(rows) - 0.5)],
    }
    return base.figure(traces, height=max(2, len(rows)) * ROW + 20, **layout)
