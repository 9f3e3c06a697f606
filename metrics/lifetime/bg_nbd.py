"""BG/NBD: customers buy at their own rate and may leave after a repeat purchase.

Mind: it holds everybody who bought once for alive, whatever the silence since; its P(alive) is not for a page.

Source: Fader, Hardie & Lee (2005), "Counting your customers" the easy way, Marketing Science 24(2), 275-284.
"""

from __future__ import annotations

from metrics.lifetime import beta_geometric as shared
from metrics.lifetime.fitting import Fit
from metrics.lifetime.summary import Floats, Rows

NAME = "bg_nbd"
PARAMS = shared.NAMES
TIMES = ("alpha",)  # parameters that carry a unit of time
EXTRA = 0  # chances to leave beyond one a repeat purchase


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
