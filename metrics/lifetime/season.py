"""What the same season of last year says, in a history long enough to have one.

A fit knows no time of year. So the forecast that would have been made a year earlier, over as many days, is set beside
what then happened. What it missed is partly chance, which the model can say; of the rest half is taken for the season,
which comes back, and half for what came once. It moves everybody's expectation by one factor.

Source: Morris (1983), Parametric empirical Bayes inference, Journal of the American Statistical Association 78, for the
weight; the season and what came once are given the same variance, that of a usual miss.
"""

from __future__ import annotations

import numpy as np

from metrics.lifetime.past import context, outlooks, run_rate_level
from metrics.lifetime.ranges import Miss, miss
from metrics.lifetime.summary import OrderLog

YEAR = 365
USUAL = 0.14  # standard deviation of the log of a total, of the season and of what comes once
HISTORY = 515  # days: a year, and enough before it to fit on


def _believed(missed: Miss) -> float:
    """The part of a log error taken for the season: its variance over that of season, of what came once, and chance."""
    usual = USUAL**2
    return float(missed.log_error * usual / (2 * usual + missed.noise))


def _last_year(log: OrderLog, until: int, horizon: float) -> Miss | None:
    """How a forecast made a year before day ``until`` over ``horizon`` days, at most a year, missed the sum of orders.

    None where the history is too short, or nobody had bought twice by then.
    """
    if not log.day.size or until - int(log.day.min()) < HISTORY or horizon > YEAR:
        return None
    past = context(log, until - YEAR)
    if not past.known.frequency.sum():
        return None
    view = outlooks(past, [horizon])[0]
    level = run_rate_level(log, past.until, float(view.orders.mean()), horizon)
    day = log.day[log.bought]
    known = np.isin(log.customer[log.bought], past.known.who)
    came = np.count_nonzero(known & (day > past.until) & (day <= past.until + horizon))
    return miss(float(came), level * float(view.orders.sum()), level**2 * float(view.variance.sum()))


def season(log: OrderLog, until: int, horizon: float) -> float:
    """The factor on everybody's orders within ``horizon`` days, 1 where last year says nothing or cannot be asked."""
    missed = _last_year(log, until, horizon)
    return 1.0 if missed is None else float(np.exp(_believed(missed)))
