"""The chance of leaving of customers who are known to be there still.

A forecast from orders alone allows that a customer has left already and nobody noticed. Where departures are recorded
that part is known, and taken out; the level is then set to what a year showed of customers in the same position.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq
from scipy.special import expit, logit

Floats = NDArray[np.float64]
EDGE = 1e-4


def given_there(p_silent: ArrayLike, p_alive: ArrayLike) -> Floats:
    """The chance of no order given that the customer has not left: 1 - (1 - p)/P(alive), since only they can order."""
    silent, alive = np.asarray(p_silent, dtype=float), np.asarray(p_alive, dtype=float)
    return np.asarray(np.clip(1 - (1 - silent) / np.maximum(alive, EDGE), 0.0, 1.0))


def levelled(p: ArrayLike, rate: float) -> Floats:
    """The same order of customers with a mean of ``rate``: every log-odds moved by the same amount."""
    odds = logit(np.clip(np.asarray(p, dtype=float), EDGE, 1 - EDGE))
    if not odds.size or not 0 < rate < 1:
        return np.asarray(expit(odds))
    shift = brentq(lambda by: float(expit(odds + by).mean()) - rate, -30, 30)
    return np.asarray(expit(odds + shift))
