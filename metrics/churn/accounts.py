"""Key accounts against their own trend: has one begun to spend less, or fallen silent, without saying so?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
QUARTERS = 8
FLOOR = 0.15  # an account is never steadier than this share of its own level
ALARM = -2.0  # deviations below its trend
SILENT = 2.0  # times the usual gap between orders


@dataclass(frozen=True)
class Course:
    """One account: quarters of revenue, oldest first, what its own trend expects of the last, and how far it is off.

    score: in robust deviations, negative below the trend; None with too little history.
    """

    quarters: Floats
    expected: float | None
    score: float | None


def course(monthly: ArrayLike) -> Course:
    """24 months of revenue, oldest first, as eight quarters; the last one against the line through the seven before.

    The line is Theil and Sen's (median of the slopes between all pairs), which a single odd quarter does not move;
    deviations are 1.4826 x the median distance from it. Source: Sen (1968), JASA 63; Rousseeuw & Croux (1993), JASA 88.
    """
    quarters = np.asarray(monthly, dtype=float).reshape(QUARTERS, 3).sum(axis=1)
    before = quarters[:-1]
    if np.count_nonzero(before) < 4:
        return Course(quarters, None, None)
    x = np.arange(before.size, dtype=float)
    slope = float(np.median([(before[j] - before[i]) / (j - i) for i, j in combinations(range(before.size), 2)]))
    level = float(np.median(before - slope * x))
    expected = max(level + slope * before.size, 0.0)
    spread = 1.4826 * float(np.median(np.abs(before - level - slope * x)))
    scale = max(spread, FLOOR * float(np.median(before)), 1e-9)
    return Course(quarters, expected, float((quarters[-1] - expected) / scale))


def alarm(course: Course, silent_days: float, usual_gap: float | None) -> str:
    """What stands out: "silent", "below trend" or nothing."""
    if usual_gap is not None and silent_days > SILENT * max(usual_gap, 7.0):
        return "silent"
    return "below trend" if course.score is not None and course.score < ALARM else ""
