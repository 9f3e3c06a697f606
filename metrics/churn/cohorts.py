"""The triangle: of those who came in a quarter, the share that ordered again, one, two, three ... months later."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.reading import UndefinedError
from metrics.words.text import N_, message

Floats = NDArray[np.float64]
CALENDAR, ROLLING = "calendar", "rolling"
COHORTS, PERIODS = 12, 12


@dataclass(frozen=True)
class Triangle:
    """``share[c, k]``: of the customers of cohort c, those who ordered in period k + 1; nan where it is not over yet.

    cohorts: first day of each quarter, oldest first; customers: who came in it.
    """

    cohorts: tuple[pd.Timestamp, ...]
    customers: tuple[int, ...]
    share: Floats

    def mean(self, period: int) -> float | None:
        """The share in ``period`` (1 is the first) of all cohorts that have come to it, by customers."""
        column = self.share[:, period - 1]
        known = np.isfinite(column)
        if not known.any():
            return None
        weight = np.asarray(self.customers, dtype=float)[known]
        return float(column[known] @ weight / weight.sum())


def triangle(frame: pd.DataFrame, definition: str) -> Triangle:
    """The last ``COHORTS`` quarters of the mart cohort_return. A quarter's period counts when all its months have come
    to it. Raises UndefinedError where nobody can have come back yet.
    """
    rows = frame[(frame["definition"] == definition) & (frame["period"] <= PERIODS)].copy()
    rows["quarter"] = rows["cohort"].dt.to_period("Q").dt.start_time if len(rows) else []
    full = rows.groupby(["quarter", "period"])["cohort"].count().unstack()
    sums = rows.groupby(["quarter", "period"])[["base", "returned"]].sum().unstack()
    wide, begun = np.full((len(full), PERIODS), np.nan), 0
    if full.shape[1] > 1:
        share = sums["returned"].to_numpy() / sums["base"].to_numpy()
        share[full.to_numpy() < full[0].to_numpy()[:, None]] = np.nan
        wide[:, : share.shape[1] - 1] = share[:, 1:]
        begun = int(np.flatnonzero(np.isfinite(wide).any(axis=1)).max(initial=-1)) + 1  # then nothing to show
    if not begun:
        raise UndefinedError(message(N_("the history is too short for anybody to have come back")))
    last = slice(max(0, begun - COHORTS), begun)
    customers = tuple(int(n) for n in sums["base"][0].to_numpy()[last])
    return Triangle(tuple(full.index[last]), customers, wide[last])
