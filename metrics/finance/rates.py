"""Rates and when flows count."""

from __future__ import annotations

from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.reading import UndefinedError
from metrics.words.text import N_, message

Timing = Literal["start", "middle", "end"]
_EARLIER = {"start": 1.0, "middle": 0.5, "end": 0.0}
DAYS_A_YEAR = 365.0


def monthly_rate(yearly: float) -> float:
    """The rate a month that compounds to ``yearly``: (1 + yearly)^(1/12) - 1. UndefinedError at -1 and below."""
    return float(np.expm1(np.log1p(checked_rate(yearly)) / 12))


def checked_rate(rate: float) -> float:
    """``rate`` itself; UndefinedError unless it is a finite fraction above -1."""
    if not np.isfinite(rate) or rate <= -1:
        raise UndefinedError(
            message(N_("The rate is {rate}; it must be above -1. Enter 0.1 for 10%."), rate=f"{float(rate):g}")
        )
    return float(rate)


def checked_flows(flows: ArrayLike) -> NDArray[np.float64]:
    """``flows`` as an array of floats; UndefinedError when there is none or one is not finite."""
    try:
        array = np.asarray(flows, dtype=float)
    except (TypeError, ValueError) as error:
        raise UndefinedError(message(N_("A cash flow is no number. Mend it or leave it out."))) from error
    if array.ndim == 0 or array.shape[-1] == 0:
        raise UndefinedError(message(N_("There are no cash flows. Enter at least one.")))
    if not np.isfinite(array).all():
        raise UndefinedError(message(N_("A cash flow is not finite. Mend it or leave it out.")))
    return array


def period_times(periods: int, timing: Timing = "end") -> NDArray[np.float64]:
    """When the flows of periods 0, 1, 2 ... count, in periods: 0 is now, whatever the timing.

    Flows of period t count at t (end), t - 1/2 (middle) or t - 1 (start of the period).
    """
    times = np.arange(periods, dtype=float)
    times[1:] -= _EARLIER[timing]
    return times


def year_fractions(days: list[date]) -> NDArray[np.float64]:
    """Years from the earliest of ``days`` to each, at 365 days a year (act/365, as spreadsheets count)."""
    first = min(days)
    return np.array([(day - first).days for day in days]) / DAYS_A_YEAR


def discount_factors(rate: float, times: NDArray[np.float64]) -> NDArray[np.float64]:
    """What one unit at each of ``times`` is worth now at ``rate`` per unit of time."""
    return np.asarray(np.exp(-np.log1p(checked_rate(rate)) * times))
