"""Pictures as plain data: each recipe takes a reader and rows, and gives a dict for Plotly. Each file is imported here.

A Finding names a recipe; :func:`draw` looks it up. Rows and options may hold Messages: they are written first.
"""

from metrics.drawing import (  # noqa: F401 - each fills the table of recipes
    backtest,
    bars,
    base,
    bridge,
    cash,
    dots,
    flows,
    gantt,
    grids,
    levers,
    lines,
    map,
    months,
    progress,
    risk,
    scatter,
)
from metrics.finding import Chart
from metrics.words.reader import Reader


def draw(chart: Chart, reader: Reader) -> base.Figure | None:
    """The Plotly figure of ``chart`` for ``reader``; None where its rows leave nothing to draw."""
    return base.RECIPES[chart.recipe](reader, **chart.options)
