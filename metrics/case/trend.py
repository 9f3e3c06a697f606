"""A straight line through what was measured, carried on: what doing nothing would bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metrics.reading import UndefinedError
from metrics.words.text import N_, message

LEAST = 6  # points a line is drawn through


@dataclass(frozen=True)
class Trend:
    """``level`` at month 0 and ``slope`` a year, in the unit of what was measured; ``points`` it was drawn through."""

    level: float
    slope: float
    points: int

    def at(self, months: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """The line ``months`` after month 0."""
        return np.asarray(self.level + self.slope / 12 * months)


def trend(values: Sequence[float]) -> Trend:
    """The least-squares line through monthly ``values``, the last of them one month before month 0.

    UndefinedError with fewer than six of them. Source: ordinary least squares.
    """
    known = np.asarray(values, dtype=float)
    if known.size < LEAST or not np.isfinite(known).all():
        found = int(np.isfinite(known).sum())
        raise UndefinedError(
            message(N_("needs {needed} measured month ends before the programme, has {held}"), needed=LEAST, held=found)
        )
    at = np.arange(-known.size, 0, dtype=float)
    slope, level = np.polyfit(at, known, 1)
    return Trend(float(level), float(slope) * 12, int(known.size))
