"""MBG/NBD: customers buy at their own rate and may leave after any purchase, the first included.

As BG/NBD, but a customer may leave after the very first purchase, so one-time buyers grow doubtful with silence.

Sources: Batislam, Denizel & Filiztekin (2007), IJRM 24, 201-209; Wagner & Hoppe (2008), IJRM 25, 225-226.
"""

from __future__ import annotations

from metrics.lifetime import beta_geometric as shared
from metrics.lifetime.fitting import Fit
from metrics.lifetime.summary import Floats, Rows

NAME = "mbg_nbd"
PARAMS = shared.NAMES
TIMES = ("alpha",)  # parameters that carry a unit of time
EXTRA = 1  # chances to leave beyond one a repeat purchase


def fit(rows: Rows) -> Fit:
    """r, alpha, a, b under which ``rows`` are most likely; alpha in the rows' unit of time."""
    return shared.fit(rows, EXTRA, NAME)


def p_alive(rows: Rows, fitted: Fit) -> Floats:
    """P(has not left | history), one a row."""
    return shared.p_alive(rows, fitted, EXTRA)


def expected_orders(rows: Rows, fitted: Fit, horizon: float) -> Floats:
    """Purchases to expect in the next ``horizon``, one a row."""
    return shared.expected_orders(rows, fitted, horizon, EXTRA)


def p_no_order(rows: Rows, fitted: Fit, horizon: float) -> Floats:
    """P(no purchase in the next ``horizon`` | history), one a row."""
    return shared.p_no_order(rows, fitted, horizon, EXTRA)
