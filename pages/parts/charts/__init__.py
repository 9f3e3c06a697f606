"""Pictures as plain data: each function takes a reader and numbers, and returns a :class:`Chart`."""

from pages.parts.charts.backtest import backtest
from pages.parts.charts.base import Chart
from pages.parts.charts.bridge import Item, bridge
from pages.parts.charts.calibration import calibration
from pages.parts.charts.cash import cumulative_cash, npv_curve
from pages.parts.charts.customers import Point, Tenth, lorenz, matrix, worth_by_tenth
from pages.parts.charts.levers import Gap, gap_closed, waterfall
from pages.parts.charts.months import Payback, payback_bands, promised_realised
from pages.parts.charts.risk import Swing, histogram, tornado

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
