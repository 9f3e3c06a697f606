"""Whether probabilities can be believed: what was said to groups of customers, and what came."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from metrics.drawing import base
from metrics.drawing.base import Chart
from metrics.words.reader import Reader
from metrics.words.text import N_
from metrics.words.units import Unit


@base.recipe
def calibration(
    reader: Reader,
    groups: Sequence[tuple[int, float, float]],
    *,
    said: str = N_("said to order again"),
    came: str = N_("share that did"),
    hover: str = N_("{n} customers: said {said}, came {came}"),
    height: int = 250,
) -> Chart:
    """One dot a group: (customers, probability said, share that came). On the dotted line both are the same.

    said, came: marked texts beside the axes; hover: that of a dot, with the holes n, said and came.
    """
    if not groups:
        return Chart(None, lambda: pd.DataFrame(), reader.say(N_("This model gives no probabilities to check.")))
    ticks = {"tickvals": [0, 0.25, 0.5, 0.75, 1], "ticktext": [reader.share(t) for t in (0, 0.25, 0.5, 0.75, 1)]}
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": [chance for _n, chance, _share in groups],
        "y": [share for _n, _chance, share in groups],
        "marker": {"size": 10, "color": base.US},
        "hovertext": [
            reader.say(hover, n=reader.value(n, Unit.CUSTOMERS), said=reader.share(chance), came=reader.share(share))
            for n, chance, share in groups
        ],
        "hoverinfo": "text",
        "cliponaxis": False,
    }
    title = {"text": reader.say(said), "font": {"size": base.SMALL, "color": base.MUTED}, "standoff": 6}
    layout = {
        "xaxis": base.axis(range=[-0.02, 1.03], title=title, **ticks),
        "yaxis": base.axis(range=[-0.02, 1.06], showgrid=True, **ticks),
        "annotations": [
            base.aside(reader.say(came), 0, 1.05, xanchor="left", yanchor="top", xshift=4),
            base.aside(reader.say(N_("as said")), 0.62, 0.58, xanchor="left", yanchor="top"),
        ],
    }
    equal = base.line([0, 1], [0, 1], None, line={"color": base.GREY, "width": 1, "dash": "dot"})
    return Chart(base.figure([equal, dots], height=height, **layout), lambda: calibration_table(reader, groups))


def calibration_table(reader: Reader, groups: Sequence[tuple[int, float, float]]) -> pd.DataFrame:
    """The groups, least likely first."""
    rows = [(reader.value(n, Unit.CUSTOMERS), reader.share(said), reader.share(came)) for n, said, came in groups]
    return pd.DataFrame(rows, columns=[reader.say(text) for text in (N_("Customers"), N_("Said"), N_("Came"))])
