"""Does one measure move before another? A link that owners draw is held against monthly series; never called cause.

The earlier series is whitened by an autoregression, the later one filtered by the same, and their cross-correlations at
one to six months are looked at (Box, Jenkins and Reinsel, Time Series Analysis, section 12.2). The smallest p of the
lags is corrected for there being six (Sidak), and the links of one map together by the false-discovery rate (Benjamini
and Hochberg 1995).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

Array = NDArray[np.float64]
LAGS = 6  # months ahead that are looked at
FEWEST = 36  # months of both series
RATE = 0.1  # false discoveries among the links called supported
MOST = 12  # links of a map


class Seen(StrEnum):
    """What the series say of a link."""

    SUPPORTED = "supported"
    NOT_VISIBLE = "not visible"
    TOO_SHORT = "too short"


@dataclass(frozen=True)
class Lead:
    """One link: the lag with the strongest cross-correlation, that correlation, and p over all lags."""

    lag: int
    correlation: float
    p: float
    months: int


def lead(earlier: pd.Series, later: pd.Series) -> Lead | None:
    """How ``earlier`` moves before ``later``, both by month; None with fewer than 36 months of both or no movement."""
    both = pd.concat([earlier, later], axis=1, keys=["x", "y"]).dropna()
    if len(both) < FEWEST or not (both.std() > 0).all():
        return None
    x, y = (both[name].to_numpy(float) - both[name].mean() for name in ("x", "y"))
    weights = _autoregression(x)
    white, filtered = _filtered(x, weights), _filtered(y, weights)
    n = len(white)
    strength = [float(np.corrcoef(white[: n - lag], filtered[lag:])[0, 1]) for lag in range(1, LAGS + 1)]
    best = int(np.argmax(np.abs(strength)))
    alone = 2 * float(norm.sf(abs(strength[best]) * np.sqrt(n - best - 1)))
    return Lead(best + 1, strength[best], 1 - (1 - alone) ** LAGS, len(both))


def _autoregression(x: Array, most: int = 3) -> Array:
    """Weights of the autoregression of ``x``, of the order with the least AIC, up to ``most``; Yule and Walker."""
    n = len(x)
    covariance = np.array([x[: n - lag] @ x[lag:] / n for lag in range(most + 1)])
    best, found = n * np.log(covariance[0]), np.zeros(0)
    for order in range(1, most + 1):
        matrix = covariance[np.abs(np.subtract.outer(np.arange(order), np.arange(order)))]
        weights = np.linalg.solve(matrix, covariance[1 : order + 1])
        rest = covariance[0] - weights @ covariance[1 : order + 1]
        aic = n * np.log(max(rest, 1e-300)) + 2 * order
        if aic < best:
            best, found = aic, weights
    return np.asarray(found)


def _filtered(values: Array, weights: Array) -> Array:
    """``values`` less what the autoregression expects; the first months, which have no past, are left out."""
    order = len(weights)
    expected = sum((weights[lag] * values[order - lag - 1 : len(values) - lag - 1] for lag in range(order)), start=0.0)
    return np.asarray(values[order:] - expected)


def seen(leads: Sequence[Lead | None]) -> list[Seen]:
    """What is said of each link of a map, the false-discovery rate held over all of them."""
    p = np.array([each.p for each in leads if each is not None])
    ordered = np.sort(p)
    under = ordered <= RATE * np.arange(1, len(p) + 1) / max(len(p), 1)
    bar = float(ordered[under].max()) if under.any() else -1.0
    return [Seen.TOO_SHORT if each is None else Seen.SUPPORTED if each.p <= bar else Seen.NOT_VISIBLE for each in leads]
