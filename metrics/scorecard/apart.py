"""Two measures that usually move together and do not in the last month: an anomaly for somebody to look into.

Each pair that has gone together for three years is regressed, one on the other, without the last month; how far that
month lies from the line is tested as a new observation (t with n - 2 degrees). The false-discovery rate is held over
all pairs (Benjamini and Hochberg 1995).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import t

TOGETHER = 0.5  # least correlation, either way, of measures that are said to go together
FEWEST = 36  # months before the last one
RATE = 0.1  # false discoveries among the pairs told


@dataclass(frozen=True)
class Apart:
    """One pair: what ``later`` is and what it usually is beside what ``earlier`` is; p of so large a distance."""

    earlier: str
    later: str
    seen: float
    usual: float
    correlation: float
    p: float


def apart(measures: Mapping[str, pd.Series]) -> list[Apart]:
    """Pairs that pull apart in the last month, the least likely first. measures: monthly values by id."""
    frame = pd.DataFrame(dict(measures))
    values = {str(id): frame[id].to_numpy(float) for id in frame.columns}
    tried = [found for one, other in combinations(measures, 2) if (found := _tested(values, one, other)) is not None]
    tried.sort(key=lambda one: one.p)
    passed = [place for place, one in enumerate(tried, 1) if one.p <= RATE * place / len(tried)]
    return tried[: max(passed)] if passed else []


def _tested(values: Mapping[str, NDArray[np.float64]], one: str, other: str) -> Apart | None:
    """The last month of a pair against its usual line; None for one that never went together or is too short."""
    known = ~np.isnan(values[one]) & ~np.isnan(values[other])
    if known.sum() <= FEWEST or not known[-1]:
        return None
    x, y = values[one][known], values[other][known]
    past, told = x[:-1], y[:-1]
    if past.std() == 0 or told.std() == 0:
        return None
    correlation = float(np.corrcoef(past, told)[0, 1])
    if abs(correlation) < TOGETHER:
        return None
    slope, start = np.polyfit(past, told, 1)
    n, centred = len(past), past - past.mean()
    rest = told - (start + slope * past)
    spread = np.sqrt(float(rest @ rest) / (n - 2) * (1 + 1 / n + (x[-1] - past.mean()) ** 2 / float(centred @ centred)))
    usual = float(start + slope * x[-1])
    if spread == 0:
        return None
    return Apart(one, other, float(y[-1]), usual, correlation, float(2 * t.sf(abs(y[-1] - usual) / spread, n - 2)))
