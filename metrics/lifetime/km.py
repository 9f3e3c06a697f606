"""Kaplan-Meier: the share of customers still there by age, from those who left and those who are still watched.

Bands by Greenwood's variance on the log-log scale, so that they stay between 0 and 1.

Sources: Kaplan & Meier (1958), Journal of the American Statistical Association 53; Kalbfleisch & Prentice (2002), The
Statistical Analysis of Failure Time Data, section 1.4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from metrics.lifetime.summary import Floats, tally
from metrics.reading import UndefinedError
from metrics.words.text import N_, message


@dataclass(frozen=True)
class Survival:
    """A step curve: from ``time`` on, ``share`` are still there; one row a time at which somebody left."""

    time: Floats
    share: Floats
    low: Floats
    high: Floats
    at_risk: Floats
    left: Floats

    def at(self, time: float) -> float:
        """The share still there at ``time``; 1 before anybody left."""
        place = int(np.searchsorted(self.time, time, side="right")) - 1
        return 1.0 if place < 0 else float(self.share[place])

    @property
    def median(self) -> float | None:
        """The time by which half have left; None when that has not been seen."""
        below = np.flatnonzero(self.share <= 0.5)
        return float(self.time[below[0]]) if below.size else None


def survival(duration: ArrayLike, left: ArrayLike, level: float = 0.9, count: ArrayLike | None = None) -> Survival:
    """The curve from durations (any unit), whether each ended by leaving, and how many customers each row stands for.

    level: of the pointwise band. Raises UndefinedError without customers or with a negative duration.
    """
    time, event = np.asarray(duration, dtype=float), np.asarray(left, dtype=bool)
    n = np.ones(time.size) if count is None else np.asarray(count, dtype=float)
    if not time.size or not np.isfinite(time).all() or time.min() < 0:
        raise UndefinedError(message(N_("Survival needs at least one customer, and durations that are not negative.")))
    different, place = np.unique(time, return_inverse=True)
    gone = tally(place, n * event, different.size)
    ended = tally(place, n, different.size)
    at_risk = ended[::-1].cumsum()[::-1]
    seen = gone > 0
    different, gone, at_risk = different[seen], gone[seen], at_risk[seen]
    share = np.cumprod(1 - gone / at_risk)
    low, high = _band(share, gone, at_risk, level)
    return Survival(different, share, low, high, at_risk, gone)


def _band(share: Floats, gone: Floats, at_risk: Floats, level: float) -> tuple[Floats, Floats]:
    """Log-log band; where nobody is left it is closed at 0 from below and open to the last band above."""
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.cumsum(gone / (at_risk * (at_risk - gone)))
        width = ndtri(0.5 + level / 2) * np.sqrt(variance) / np.abs(np.log(share))
        low, high = share ** np.exp(width), share ** np.exp(-width)
    for place in np.flatnonzero(~np.isfinite(low) | ~np.isfinite(high)):
        low[place] = 0.0
        high[place] = high[place - 1] if place else 1.0
    return low, high
