"""Rates of return of many series at once: what a simulation needs."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.finance.irr import irr
from metrics.finance.rates import checked_flows

Array = NDArray[np.float64]
BLOCK = 2048  # rows worked on together: a block of 60 columns stays in the processor's cache
FEW, STEPS = 4, 12
SMALL = 1e-9  # a last step as small leaves an error of its square


def irr_many(flows: ArrayLike) -> Array:
    """The rate of return per period of each row of ``flows``; NaN where none or several fit.

    flows: money, shape (series, periods), the first now. Result: shape (series,).
    Rows that change sign once have one rate: Newton on ln(receipts/outlays), nearly straight in ln(1 + rate). All
    others, and rows on which it does not settle, go through :func:`metrics.finance.irr.irr` one by one.
    """
    array = checked_flows(flows)
    rates = np.full(len(array), np.nan)
    single = np.zeros(len(array), dtype=bool)
    for start in range(0, len(array), BLOCK):
        rows = slice(start, start + BLOCK)
        columns = _columns(array[rows])
        single[rows] = _one_change(columns)
        rates[rows] = np.where(single[rows], _newton(columns), np.nan)
    if (left := np.flatnonzero(single & np.isnan(rates))).size:
        rates[left] = _safely(_columns(array[left]))
    for row in np.flatnonzero(np.isnan(rates)):
        value = irr(array[row]).value
        rates[row] = np.nan if value is None else value
    return rates


def _one_change(columns: Array) -> NDArray[np.bool_]:
    """Whether each column changes sign once, zeros left out."""
    last, changes = np.sign(columns[0]), np.zeros(columns.shape[1])
    for row in columns[1:]:
        sign = np.sign(row)
        changes += sign * last < 0
        np.copyto(last, sign, where=sign != 0)
    return np.asarray(changes == 1)


def _newton(columns: Array) -> Array:
    """Rates of ``columns`` by Newton's method in y = -ln(1 + rate); NaN where it has not settled.

    From a good guess a few steps on the flows themselves are enough for most; :func:`_safely` is for the others.
    """
    with np.errstate(all="ignore"):
        y = _guess(columns)
        for _ in range(FEW):
            value, slope = _sums(columns, np.exp(y))
            step = value / slope
            y = y - step
        return np.where(np.abs(step) < SMALL, np.expm1(-y), np.nan)


def _columns(rows: Array) -> Array:
    """``rows`` as columns, each with 1 as its largest size."""
    scale = np.abs(rows).max(axis=1, keepdims=True)
    return np.ascontiguousarray((rows / np.where(scale > 0, scale, 1.0)).T)


def _safely(columns: Array) -> Array:
    """As :func:`_newton` on ln(receipts/outlays), from rate 0; NaN where it has not settled."""
    gains, losses = np.maximum(columns, 0), np.maximum(-columns, 0)
    y, step = np.zeros(columns.shape[1]), np.full(columns.shape[1], np.inf)
    with np.errstate(all="ignore"):
        for _ in range(STEPS):
            x = np.exp(y)
            (gain, gain_time), (loss, loss_time) = _sums(gains, x), _sums(losses, x)
            step = np.log(gain / loss) / (gain_time / gain - loss_time / loss)
            y = y - step
            if np.nanmax(np.abs(step), initial=0.0) < 1e-13:
                break
        return np.where(np.abs(step) < 1e-11, np.expm1(-y), np.nan)


def _guess(columns: Array) -> Array:
    """Where ln(receipts/outlays) crosses zero if it is bent as at y = 0: by its first three derivatives there."""
    gain, gain_bends = _cumulants(np.maximum(columns, 0))
    loss, loss_bends = _cumulants(np.maximum(-columns, 0))
    level = np.log(gain / loss)
    slope, bend, twist = (one - other for one, other in zip(gain_bends, loss_bends, strict=True))
    root = np.sqrt(np.maximum(slope**2 - 2 * level * bend, 0.0))
    y = -2 * level / (slope + np.copysign(root, slope))
    return np.asarray(y - (level + y * (slope + y * (bend / 2 + y * twist / 6))) / (slope + y * (bend + y * twist / 2)))


def _cumulants(columns: Array) -> tuple[Array, tuple[Array, Array, Array]]:
    """Sum of ``columns``, and mean, variance and third cumulant of the month, weighted with them."""
    month = np.arange(len(columns), dtype=float)
    total, *moments = np.stack([month**power for power in range(4)]) @ columns
    first, second, third = (moment / total for moment in moments)
    return total, (first, second - first**2, third - 3 * first * second + 2 * first**3)


def _sums(columns: Array, x: Array) -> tuple[Array, Array]:
    """Sum of c_k x^k and of k c_k x^k down the columns, by Horner's rule."""
    value, slope = columns[-1].copy(), np.zeros_like(x)
    for column in columns[-2::-1]:
        slope *= x
        slope += value
        value *= x
        value += column
    return value, slope * x
