"""Rates of return of many series at once: what a simulation needs."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.finance.irr import irr
from metrics.finance.rates import checked_flows

Array = NDArray[np.float64]
BLOCK = 2048  # rows worked on together: a block of 60 columns stays in the processor's cache
STEPS = 16
SMALL = 1e-7  # a step as small leaves an error of its square


def irr_many(flows: ArrayLike) -> Array:
    """The rate of return per period of each row of ``flows``; NaN where none or several fit.

    flows: money, shape (series, periods), the first now. Result: shape (series,).
    Rows that change sign once have one rate: Newton on ln(receipts/outlays), nearly straight in ln(1 + rate). All
    others, and rows on which it does not settle, go through :func:`metrics.finance.irr.irr` one by one.
    """
    array = checked_flows(flows)
    rates = np.full(len(array), np.nan)
    single = _one_change(array)
    for start in range(0, len(array), BLOCK):
        rows = slice(start, start + BLOCK)
        rates[rows] = np.where(single[rows], _newton(array[rows]), np.nan)
    for row in np.flatnonzero(np.isnan(rates)):
        value = irr(array[row]).value
        rates[row] = np.nan if value is None else value
    return rates


def _one_change(array: Array) -> NDArray[np.bool_]:
    """Whether each row changes sign once, zeros left out: first of one sign throughout, then of the other."""
    last = array.shape[-1] - 1
    first_gain, first_loss = (np.argmax(side, axis=1) for side in (array > 0, array < 0))
    last_gain, last_loss = (last - np.argmax(side[:, ::-1], axis=1) for side in (array > 0, array < 0))
    both = (array > 0).any(axis=1) & (array < 0).any(axis=1)
    return np.asarray(both & ((last_loss < first_gain) | (last_gain < first_loss)))


def _newton(rows: Array) -> Array:
    """Rates of ``rows`` by Newton's method in y = -ln(1 + rate); NaN where it has not settled."""
    scale = np.abs(rows).max(axis=1, keepdims=True)
    columns = np.ascontiguousarray((rows / np.where(scale > 0, scale, 1.0)).T)
    gains, losses = np.maximum(columns, 0), np.maximum(-columns, 0)
    rates, left = np.full(len(rows), np.nan), np.arange(len(rows))
    with np.errstate(all="ignore"):
        y = _guess(gains, losses)
        for number in range(STEPS):
            x = np.exp(y)
            (gain, gain_time), (loss, loss_time) = _sums(gains, x), _sums(losses, x)
            step = np.log(gain / loss) / (gain_time / gain - loss_time / loss)
            y = y - step
            settled = np.abs(step) < SMALL
            rates[left[settled]] = np.expm1(-y[settled])
            if number and (keep := np.flatnonzero(~settled & np.isfinite(step))).size < len(left):
                left, y, gains, losses = left[keep], y[keep], gains[:, keep], losses[:, keep]
            if not len(left):
                break
    return rates


def _guess(gains: Array, losses: Array) -> Array:
    """Where ln(receipts/outlays) crosses zero if it is bent as at y = 0: the root of its second-order expansion."""
    month = np.arange(len(gains), dtype=float)
    powers = np.stack([np.ones_like(month), month, month**2])
    (gain, first, second), (loss, first_out, second_out) = powers @ gains, powers @ losses
    mean, mean_out = first / gain, first_out / loss
    slope, bend = mean - mean_out, (second / gain - mean**2) - (second_out / loss - mean_out**2)
    level = np.log(gain / loss)
    root = np.sqrt(np.maximum(slope**2 - 2 * level * bend, 0.0))
    guess = -2 * level / (slope + np.copysign(root, slope))
    return np.where(np.isfinite(guess), guess, 0.0)


def _sums(columns: Array, x: Array) -> tuple[Array, Array]:
    """Sum of c_k x^k and of k c_k x^k down the columns, by Horner's rule."""
    value, slope = columns[-1].copy(), np.zeros_like(x)
    for column in columns[-2::-1]:
        slope *= x
        slope += value
        value *= x
        value += column
    return value, slope * x
