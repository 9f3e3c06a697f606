"""When the money is back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.finance.rates import Timing, checked_flows, discount_factors, period_times
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit

ROUNDING = 1e-13  # relative to the sum of absolute flows
Each = Literal["period", "month", "year"]
_NEVER = {
    "period": N_("Not paid back within {n} periods: {owed} is still missing at the end."),
    "month": N_("Not paid back within {n} months: {owed} is still missing at the end."),
    "year": N_("Not paid back within {n} years: {owed} is still missing at the end."),
}
_OUT = {
    "period": N_("Out of pocket again from period {out}, and not back within {n} periods."),
    "month": N_("Out of pocket again from month {out}, and not back within {n} months."),
    "year": N_("Out of pocket again after {out} years, and not back within {n} years."),
}
_OUT_AND_BACK = {
    "period": N_("Out of pocket again from period {out}, back for good in period {back}."),
    "month": N_("Out of pocket again from month {out}, back for good in month {back}."),
    "year": N_("Out of pocket again after {out} years, back for good after {back} years."),
}


@dataclass(frozen=True)
class PaybackResult:
    """``value`` in periods from now, interpolated; or the ``reason`` there is none.

    ``again`` tells of money that is out again after it was back; None where it stays.
    """

    value: float | None
    reason: Message | None
    again: Message | None = None


def payback_periods(flows: ArrayLike, times: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """When the running total of each row first comes back to zero, straight inside the period; NaN where it does not.

    flows: money, shape (..., periods). times: of the periods, 0, 1, 2 ... unless given. Result: shape (...).
    A total that was never below zero has nothing to pay back: NaN too. Within rounding of all that flowed, it is zero.
    """
    array = checked_flows(flows)
    at = np.arange(array.shape[-1], dtype=float) if times is None else times
    balance = _balance(array)
    back = (balance[..., 1:] >= 0) & (balance[..., :-1] < 0)
    if not back.shape[-1]:
        return np.full(array.shape[:-1], np.nan)
    before = np.argmax(back, axis=-1)
    owed = -np.take_along_axis(balance, before[..., None], -1)[..., 0]
    flow = np.take_along_axis(array, before[..., None] + 1, -1)[..., 0]
    ever = back.any(axis=-1)
    inside = owed / np.where(ever, flow, 1.0)
    return np.asarray(np.where(ever, at[before] + inside * (at[before + 1] - at[before]), np.nan))


def _balance(flows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Running totals of ``flows``; what rounding may have left of a zero is zero."""
    balance = np.cumsum(flows, axis=-1)
    rounding = ROUNDING * np.abs(flows).sum(axis=-1, keepdims=True)
    return np.where(np.abs(balance) <= rounding, 0.0, balance)


def payback(flows: ArrayLike, times: NDArray[np.float64] | None = None, each: Each = "period") -> PaybackResult:
    """Time until ``flows``, shape (periods,), have paid for themselves, interpolated inside the period.

    times: of the flows, 0, 1, 2 ... unless given; each: the unit of time they are told in.
    """
    array = checked_flows(flows)
    at = np.arange(array.shape[-1], dtype=float) if times is None else times
    value = float(payback_periods(array, at))
    balance, last = _balance(array), Amount(float(at[-1]), Unit.NUMBER)
    if np.isfinite(value):
        return PaybackResult(value, None, _again(balance, at, value, each))
    if balance.min() >= 0:
        return PaybackResult(None, message(N_("The running total is never below zero: there is nothing to pay back.")))
    owed = Amount(float(-balance[-1]), Unit.MONEY)
    return PaybackResult(None, message(_NEVER[each], n=last, owed=owed))


def _again(balance: NDArray[np.float64], at: NDArray[np.float64], paid: float, each: Each) -> Message | None:
    """When the money is out again after ``paid``, and whether it comes back for good."""
    below = np.flatnonzero((balance < 0) & (at >= paid))
    if not below.size:
        return None
    out = Amount(float(at[below[0]]), Unit.NUMBER)
    if below[-1] == balance.size - 1:
        return message(_OUT[each], out=out, n=Amount(float(at[-1]), Unit.NUMBER))
    return message(_OUT_AND_BACK[each], out=out, back=Amount(float(at[below[-1] + 1]), Unit.NUMBER))


def discounted_payback(
    rate: float,
    flows: ArrayLike,
    timing: Timing = "end",
    times: NDArray[np.float64] | None = None,
    each: Each = "period",
) -> PaybackResult:
    """As :func:`payback` on flows discounted at ``rate`` per period."""
    array = checked_flows(flows)
    at = period_times(array.shape[-1], timing) if times is None else times
    return payback(array * discount_factors(rate, at), times, each)
