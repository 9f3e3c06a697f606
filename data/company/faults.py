"""Faults planted in the data: damaged order rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

NO_CUSTOMER, NO_TIME, NO_AMOUNT, BAD_STATUS, REPEATED = range(1, 6)
NO_STATUS = "complted"  # what a hand-typed status looks like


def damaged(rng: np.random.Generator, rows: int, share: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows to write once more, damaged, and the damage of each; they make up ``share`` of all rows then written.

    Every good row stays good: what is lost in damaged rows is lost to nobody.
    """
    sources = np.sort(rng.choice(rows, round(rows * share / (1 - share)), replace=False))
    return sources, np.arange(len(sources)) % REPEATED + 1
