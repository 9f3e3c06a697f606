"""Every rate at which flows at given times are worth nothing.

With y = -ln(1 + rate) the value is a sum of exponentials f(y) = sum of c_k exp(t_k y), and rates above -1 are all
real y. By Descartes' rule f has at most as many roots as its terms change sign. Multiply f by exp(-j y), with j between
the times of two neighbours of opposite sign, and differentiate: the terms c_k (t_k - j) change sign once less. So the
turning points of f exp(-j y) follow from a simpler sum, down to one without roots, and between two of them f has
at most one root. No root can hide, however many flows there are; times need not be whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

Array = NDArray[np.float64]
NOTHING = 1e-300  # as a share of the largest flow: below it numbers have no digits left
_EPS = float(np.finfo(float).eps)


@dataclass(frozen=True)
class _Terms:
    """A sum of exponentials; sizes are kept as logarithms, so that no power overflows."""

    signs: Array
    logs: Array  # of the absolute coefficients
    times: Array  # strictly increasing

    def value(self, y: float) -> float:
        """f(y) as a share of the sum of its absolute terms, in [-1, 1]; 0 where rounding cannot tell the sign."""
        powers = self.logs + self.times * y
        sizes = np.exp(powers - powers.max())
        share = float(self.signs @ sizes) / float(sizes.sum())
        noise = 4 * _EPS * (4 + float(np.abs(self.times * y).max()))
        return 0.0 if abs(share) <= noise else share

    def exact(self, y: float) -> float:
        """As :meth:`value`, never rounded to 0: what a bracketed search needs."""
        powers = self.logs + self.times * y
        return float(self.signs @ np.exp(powers - powers.max()))

    def simpler(self, change: int) -> _Terms:
        """The derivative of f exp(-j y), j between terms ``change`` and ``change`` + 1."""
        factors = self.times - (self.times[change] + self.times[change + 1]) / 2
        return _Terms(self.signs * np.sign(factors), self.logs + np.log(np.abs(factors)), self.times)

    def bracket(self) -> tuple[float, float]:
        """Below and above these the first and the last term outweigh all others together."""
        more = np.log(len(self.times))
        low = -np.max((self.logs[1:] - self.logs[0] + more) / (self.times[1:] - self.times[0]))
        high = np.max((self.logs[:-1] - self.logs[-1] + more) / (self.times[-1] - self.times[:-1]))
        return float(low), float(high)


def sign_changes(amounts: Array) -> int:
    """How often ``amounts`` change sign, zeros left out."""
    signs = np.sign(amounts[amounts != 0])
    return int(np.count_nonzero(signs[1:] != signs[:-1]))


def merged(amounts: Array, times: Array) -> tuple[Array, Array]:
    """Amounts of the same time added up, in order of time, without those that are nothing beside the largest."""
    moments, place = np.unique(times, return_inverse=True)
    sums = np.bincount(place.ravel(), weights=amounts, minlength=len(moments))
    held = np.abs(sums) > np.abs(sums).max(initial=0.0) * NOTHING
    return sums[held], moments[held]


def real_rates(amounts: Array, times: Array) -> tuple[float, ...]:
    """All rates above -1 at which ``amounts`` at ``times`` are worth nothing, rising; a double one is listed once.

    amounts and times: shape (flows,), finite, any order. Empty when there is no sign change.
    """
    sums, moments = merged(amounts, times)
    if not sign_changes(sums):
        return ()
    # one scale for all: a root does not depend on it, and 1e15 must not
    terms = _Terms(np.sign(sums), np.log(np.abs(sums) / np.abs(sums).max()), moments)
    with np.errstate(over="ignore"):  # a rate no double can hold is infinite
        return tuple(sorted(float(np.expm1(-y)) for y in _roots(terms)))


def _roots(terms: _Terms) -> list[float]:
    chain = [terms]
    while (changes := np.flatnonzero(chain[-1].signs[1:] != chain[-1].signs[:-1])).size:
        chain.append(chain[-1].simpler(int(changes[0])))
    roots: list[float] = []
    for step in reversed(chain[:-1]):
        roots = _between(step, roots)
    return roots


def _between(terms: _Terms, turning: list[float]) -> list[float]:
    """Roots of ``terms``, which has one at most between neighbours of ``turning``; a touched one is a root too."""
    low, high = terms.bracket()
    points = [low, *(y for y in turning if low < y < high), high]
    values = [float(terms.signs[0]), *(terms.value(y) for y in points[1:-1]), float(terms.signs[-1])]
    roots = [y for y, value in zip(points, values, strict=True) if value == 0]
    for left, right, a, b in zip(points, points[1:], values, values[1:], strict=False):
        if a * b < 0:
            roots.append(float(brentq(terms.exact, left, right, xtol=1e-18, rtol=4 * _EPS, maxiter=500)))
    return sorted(roots)
