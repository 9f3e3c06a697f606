"""Pictures as plain data: each function takes a reader and numbers, and returns a :class:`Chart`."""

from metrics.drawing.backtest import backtest
from metrics.drawing.base import Chart
from metrics.drawing.bridge import Item, bridge
from metrics.drawing.calibration import calibration
from metrics.drawing.cash import cumulative_cash, npv_curve
from metrics.drawing.customers import Point, Tenth, lorenz, matrix, worth_by_tenth
from metrics.drawing.levers import Gap, gap_closed, waterfall
from metrics.drawing.months import Payback, payback_bands, promised_realised
from metrics.drawing.risk import Swing, histogram, tornado

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
    "gap_closed",
    "histogram",
    "lorenz",
    "matrix",
    "npv_curve",
    "payback_bands",
    "promised_realised",
    "tornado",
    "waterfall",
    "worth_by_tenth",
]
