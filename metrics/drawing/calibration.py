"""Whether probabilities can be believed: what was said to groups of customers, and what came."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from metrics.drawing import base
from metrics.drawing.base import Chart
from metrics.words.reader import Reader
from metrics.words.text import N_
from metrics.words.units import Unit


def calibration(reader: Reader, groups: Sequence[tuple[int, float, float]]) -> Chart:
    """One dot a group: (customers, probability said, share that came). On the dotted line both are the same."""
    if not groups:
        return Chart(None, lambda: pd.DataFrame(), reader.say(N_("This model gives no probabilities to check.")))
    ticks = {"tickvals": [0, 0.25, 0.5, 0.75, 1], "ticktext": [reader.share(t) for t in (0, 0.25, 0.5, 0.75, 1)]}
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": [said for _n, said, _came in groups],
        "y": [came for _n, _said, came in groups],
        "marker": {"size": 10, "color": base.US},
        "hovertext": [_hover(reader, *group) for group in groups],
        "hoverinfo": "text",
        "cliponaxis": False,
    }
    title = {"font": {"size": base.SMALL, "color": base.MUTED}, "standoff": 6}
    layout = {
        "xaxis": base.axis(
            range=[-0.02, 1.03], title={"text": reader.say(N_("said to order again")), **title}, **ticks
        ),
        "yaxis": base.axis(range=[-0.02, 1.06], showgrid=True, **ticks),
        "annotations": [
            base.aside(reader.say(N_("share that did")), 0, 1.05, xanchor="left", yanchor="top", xshift=4),
            base.aside(reader.say(N_("as said")), 0.62, 0.58, xanchor="left", yanchor="top"),
        ],
    }
    equal = base.line([0, 1], [0, 1], None, line={"color": base.GREY, "width": 1, "dash": "dot"})
    return Chart(base.figure([equal, dots], height=250, **layout), lambda: calibration_table(reader, groups))


def _hover(reader: Reader, customers: int, said: float, came: float) -> str:
    words = N_("{n} customers: said {said}, came {came}")
    return reader.say(
        words, n=reader.value(customers, Unit.CUSTOMERS), said=reader.share(said), came=reader.share(came)
    )


def calibration_table(reader: Reader, groups: Sequence[tuple[int, float, float]]) -> pd.DataFrame:
    """The groups, least likely first."""
    rows = [(reader.value(n, Unit.CUSTOMERS), reader.share(said), reader.share(came)) for n, said, came in groups]
    return pd.DataFrame(rows, columns=[reader.say(text) for text in (N_("Customers"), N_("Said"), N_("Came"))])
