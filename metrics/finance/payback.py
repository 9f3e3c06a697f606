"""When the money is back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.finance.rates import Timing, checked_flows, discount_factors, period_times
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit


@dataclass(frozen=True)
class PaybackResult:
    """``value`` in periods from now, interpolated; or the ``reason`` there is none."""

    value: float | None
    reason: Message | None


def payback_periods(flows: ArrayLike, times: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """When the running total of each row first comes back to zero, straight inside the period; NaN where it does not.

    flows: money, shape (..., periods). times: of the periods, 0, 1, 2 ... unless given. Result: shape (...).
    A total that was never below zero has nothing to pay back: NaN too.
    """
    array = checked_flows(flows)
    at = np.arange(array.shape[-1], dtype=float) if times is None else times
    balance = np.cumsum(array, axis=-1)
    back = (balance[..., 1:] >= 0) & (balance[..., :-1] < 0)
    if not back.shape[-1]:
        return np.full(array.shape[:-1], np.nan)
    before = np.argmax(back, axis=-1)
    owed = -np.take_along_axis(balance, before[..., None], -1)[..., 0]
    flow = np.take_along_axis(array, before[..., None] + 1, -1)[..., 0]
    ever = back.any(axis=-1)
    inside = owed / np.where(ever, flow, 1.0)
    return np.asarray(np.where(ever, at[before] + inside * (at[before + 1] - at[before]), np.nan))


def payback(flows: ArrayLike, times: NDArray[np.float64] | None = None) -> PaybackResult:
    """Periods until ``flows``, shape (periods,), have paid for themselves, interpolated inside the period."""
    array = checked_flows(flows)
    value = float(payback_periods(array, times))
    if np.isfinite(value):
        return PaybackResult(value, None)
    balance = np.cumsum(array)
    if balance.min() >= 0:
        return PaybackResult(None, message(N_("The running total is never below zero: there is nothing to pay back.")))
    text, owed = N_("Not paid back within the {periods} periods: {owed} is still missing at the end."), -balance[-1]
    reason = message(text, periods=array.shape[-1] - 1, owed=Amount(float(owed), Unit.MONEY))
    return PaybackResult(None, reason)


def discounted_payback(
    rate: float, flows: ArrayLike, timing: Timing = "end", times: NDArray[np.float64] | None = None
) -> PaybackResult:
    """As :func:`payback` on flows discounted at ``rate`` per period."""
    array = checked_flows(flows)
    at = period_times(array.shape[-1], timing) if times is None else times
    return payback(array * discount_factors(rate, at), times)
