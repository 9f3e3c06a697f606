"""Pictures as plain data: each recipe takes a reader and rows, and gives a dict for Plotly. Each file is imported here.

A Finding names a recipe; :func:`draw` looks it up. Rows and options may hold Messages: they are written first.
"""

from metrics.drawing import flows, gantt, leaving, published, roadmap, segments, staying, strategy, worth
from metrics.drawing.backtest import backtest
from metrics.drawing.base import RECIPES, Chart, Figure
from metrics.drawing.bridge import Item, bridge, levels
from metrics.drawing.calibration import calibration
from metrics.drawing.cash import cumulative_cash, npv_curve
from metrics.drawing.customers import Point, Tenth, lorenz, matrix, worth_by_tenth
from metrics.drawing.levers import Gap, gap_closed
from metrics.drawing.months import Payback, payback_bands, promised_realised
from metrics.drawing.risk import Swing, histogram, tornado
from metrics.finding import Chart as Recipe
from metrics.words.reader import Reader

__all__ = [
    "Chart",
    "Gap",
    "Item",
    "Payback",
    "Point",
    "Swing",
    "Tenth",
    "backtest",
    "bridge",
    "calibration",
    "cumulative_cash",
    "flows",
    "gantt",
    "gap_closed",
    "histogram",
    "leaving",
    "levels",
    "lorenz",
    "matrix",
    "npv_curve",
    "payback_bands",
    "promised_realised",
    "published",
    "roadmap",
    "segments",
    "staying",
    "strategy",
    "tornado",
    "worth",
    "worth_by_tenth",
]


def draw(chart: Recipe, reader: Reader) -> Figure | None:
    """The Plotly figure of ``chart`` for ``reader``; None where its rows leave nothing to draw."""
    drawn = RECIPES[chart.recipe](reader, **chart.options)
    return drawn.figure if isinstance(drawn, Chart) else drawn
