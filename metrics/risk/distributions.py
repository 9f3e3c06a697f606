"""Distributions from what people can say: a most likely value, and the 5th and 95th percentile.

Both are families of one shape number once their 5th percentile is put at 0 and their 95th at 1, so fitting is one
look-up. Quantile functions are tabulated: drawing is interpolation, not inversion.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

Array = NDArray[np.float64]
Shape = Literal["pert", "triangular"]
LOW, HIGH = 0.05, 0.95
_NODES = (1 - np.cos(np.pi * np.linspace(0, 1, 1025))) / 2  # dense where a tail is steep
_SHAPES = np.linspace(1e-4, 1 - 1e-4, 2001)


@dataclass(frozen=True, eq=False)
class Quantiles:
    """A tabulated quantile function: ``values`` at probabilities ``_NODES``."""

    values: Array

    def __call__(self, p: Array) -> Array:
        """The quantile at each probability of ``p``, any shape."""
        return np.asarray(np.interp(p, _NODES, self.values))


def fitted(low: float, mode: float, high: float, shape: Shape = "pert") -> Quantiles:
    """The distribution with 5th percentile ``low``, 95th ``high`` and its peak at ``mode``, low <= mode <= high.

    pert: beta with parameters 1 + 4q and 5 - 4q over [a, b], q = (mode - a)/(b - a) (Malcolm et al. 1959).
    triangular: over [a, b] with peak ``mode``.
    """
    if high == low:
        return Quantiles(np.full_like(_NODES, mode))
    unit = _unit(round((mode - low) / (high - low), 6), shape)
    return Quantiles(low + (high - low) * unit)


@lru_cache(maxsize=256)
def _unit(peak: float, shape: Shape) -> Array:
    """Quantiles at ``_NODES`` of the member whose 5th percentile is 0, 95th is 1 and peak ``peak``."""
    q = float(np.interp(peak, _peaks(shape), _SHAPES))
    low, high = _inverse(np.array([LOW, HIGH]), q, shape)
    return np.asarray((_inverse(_NODES, q, shape) - low) / (high - low))


@lru_cache(maxsize=2)
def _peaks(shape: Shape) -> Array:
    """Where the peak lies for each of ``_SHAPES``; rising, from just below 0 to just above 1."""
    low, high = (_inverse(np.full_like(_SHAPES, p), _SHAPES, shape) for p in (LOW, HIGH))
    return (_SHAPES - low) / (high - low)


def _inverse(p: Array, q: Array | float, shape: Shape) -> Array:
    """Quantile function on [0, 1] with the peak at ``q``."""
    if shape == "pert":
        return np.asarray(betaincinv(1 + 4 * np.asarray(q), 5 - 4 * np.asarray(q), p))
    return np.asarray(np.where(p <= q, np.sqrt(p * q), 1 - np.sqrt((1 - p) * (1 - np.asarray(q)))))
