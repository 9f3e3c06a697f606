"""Ranges of what was counted: a share, and a ratio of two sums."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Array = NDArray[np.float64]
RESAMPLES = 1000


def wilson(hits: float, of: float, level: float = 0.9) -> tuple[float, float]:
    """The interval of a share, within 0 and 1 also when it is small. Source: Wilson (1927), JASA 22."""
    if of <= 0:
        return 0.0, 1.0
    z, p = float(ndtri(0.5 + level / 2)), hits / of
    middle, half = p + z * z / (2 * of), z * np.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    low, high = (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)
    return max(0.0, min(float(low), p)), min(1.0, max(float(high), p))  # rounding never shuts the share itself out


def resampled_ratio(over: Array, under: Array, level: float = 0.9, seed: int = 0) -> tuple[float, float]:
    """The percentile interval of sum(over)/sum(under), rows drawn again with replacement; both of shape (rows,).

    Rows are cells of a mart, a month at a place, taken as independent. ValueError with fewer than two rows.
    Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, section 13.3.
    """
    rows = len(over)
    if rows < 2:
        raise ValueError("one row cannot be drawn again")
    times = np.random.default_rng(seed).multinomial(rows, np.full(rows, 1 / rows), RESAMPLES)
    below = times @ under
    ratios = (times @ over)[below != 0] / below[below != 0]
    low, high = np.quantile(ratios, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
