"""Pareto/NBD: customers buy at their own Poisson rate and leave at their own rate, at any time.

Purchase rates are gamma(r, alpha) over customers, drop-out rates gamma(s, beta). The likelihood is

    C [ (alpha + T)^-(r+x) (beta + T)^-s + s * integral from t_x to T of (alpha + y)^-(r+x) (beta + y)^-(s+1) dy ],

C = Gamma(r+x) alpha^r beta^s / Gamma(r). The integral is worked out by Gauss-Legendre quadrature instead of two
hypergeometric functions: no overflow, no difference of large numbers, and the gradient comes with it.

Sources: Schmittlein, Morrison & Colombo (1987), Management Science 33(1); Fader & Hardie (2005), A note on deriving the
Pareto/NBD model, brucehardie.com/notes/009, equations 16 to 20, 36 and 41.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import gammaln, psi

from metrics.lifetime.fitting import (
    Fit,
    Likelihood,
    by_frequency,
    climb_many,
    judged,
    nothing_to_fit,
    start_of,
    unfitted,
)
from metrics.lifetime.summary import Floats, Rows

NAME = "pareto_nbd"
PARAMS = ("r", "alpha", "s", "beta")
TIMES = ("alpha", "beta")  # parameters that carry a unit of time
_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(32)
_BLOCK = 5_000  # rows worked on at once, to bound memory
_DEPTH = 40.0  # e-folds after which the integrand no longer counts


@dataclass(frozen=True)
class _Parts:
    """Logarithms of the two terms of the likelihood, one a row, and the means under the second one's integrand."""

    stayed: Floats  # alive until T
    left: Floats  # left between the last purchase and T; -inf when they are the same day
    ln_alpha: Floats  # mean of ln(alpha + y), and so on
    ln_beta: Floats
    by_alpha: Floats  # mean of 1 / (alpha + y)
    by_beta: Floats


def _parts(x: Floats, t_x: Floats, T: Floats, r: float, alpha: float, s: float, beta: float) -> _Parts:
    stayed = -(r + x) * np.log(alpha + T) - s * np.log(beta + T)
    base = min(alpha, beta)
    low, high = np.log(base + t_x), np.log(base + T)
    # the integrand falls at least this fast in ln(base + y); what lies _DEPTH e-folds down adds nothing
    fall = (r + x - 1) * (base + t_x) / (alpha + t_x) + s * (base + t_x) / (beta + t_x)
    high = np.minimum(high, low + _DEPTH / np.maximum(fall, 1e-9))
    half = (high - low)[:, None] / 2
    v = low[:, None] + half * (1 + _POINTS)
    y = np.exp(v) - base
    ln_a, ln_b = np.log(alpha + y), np.log(beta + y)
    exponent = v - (r + x)[:, None] * ln_a - (s + 1) * ln_b
    top = exponent.max(axis=1)
    mass = np.exp(exponent - top[:, None]) * _WEIGHTS
    total = mass.sum(axis=1)
    share = mass / total[:, None]
    with np.errstate(divide="ignore"):
        left = np.log(s) + top + np.log(total * half[:, 0])

    def mean(of: Floats) -> Floats:
        return np.asarray(np.einsum("ij,ij->i", share, of), dtype=float)

    return _Parts(stayed, left, mean(ln_a), mean(ln_b), mean(1 / (alpha + y)), mean(1 / (beta + y)))


def _blocks(size: int) -> list[slice]:
    return [slice(start, start + _BLOCK) for start in range(0, size, _BLOCK)]


def log_likelihood(rows: Rows) -> Likelihood:
    """The log-likelihood of ``rows`` and its gradient, as a function of the logarithms of (r, alpha, s, beta)."""
    x, n, _ = by_frequency(rows)
    total = float(rows.count.sum())

    def likelihood(log_params: Floats) -> tuple[float, Floats]:
        r, alpha, s, beta = (float(value) for value in np.exp(log_params))
        height = n @ gammaln(r + x) + total * (r * np.log(alpha) + s * np.log(beta) - gammaln(r))
        slope = np.array([n @ psi(r + x) + total * (np.log(alpha) - psi(r)), 0.0, 0.0, 0.0])
        slope[1:] = total * r / alpha, total * np.log(beta), total * s / beta
        for block in _blocks(rows.count.size):
            part_height, part_slope = _block(rows, block, r, alpha, s, beta)
            height, slope = height + part_height, slope + part_slope
        return float(height), slope * np.exp(log_params)

    return likelihood


def _block(rows: Rows, block: slice, r: float, alpha: float, s: float, beta: float) -> tuple[float, Floats]:
    x, T, n = rows.frequency[block], rows.age[block], rows.count[block]
    part = _parts(x, rows.recency[block], T, r, alpha, s, beta)
    both = np.logaddexp(part.stayed, part.left)
    here, gone = n * np.exp(part.stayed - both), n * np.exp(part.left - both)
    slope = [
        -(here @ np.log(alpha + T) + gone @ part.ln_alpha),
        -(here @ ((r + x) / (alpha + T)) + gone @ ((r + x) * part.by_alpha)),
        -(here @ np.log(beta + T) + gone @ part.ln_beta) + gone.sum() / s,
        -(s * (here @ (1 / (beta + T))) + (s + 1) * (gone @ part.by_beta)),
    ]
    return float(n @ both), np.array(slope)


def fit(rows: Rows) -> Fit:
    """r, alpha, s, beta under which ``rows`` are most likely; alpha and beta in the rows' unit of time."""
    reason = nothing_to_fit(rows)
    if reason:
        return unfitted(NAME, PARAMS, rows, reason)
    r, alpha = start_of(rows)
    start = np.array([r, alpha, np.log(0.5), np.log(max(float(rows.age.max()), 1e-9))])
    return judged(NAME, PARAMS, climb_many(log_likelihood, rows, start), rows)


def _terms(rows: Rows, fitted: Fit) -> tuple[Floats, Floats]:
    """Logarithms of the two terms of each row's likelihood: stayed, left."""
    r, alpha, s, beta = fitted.values(*PARAMS)
    pieces = [
        _parts(rows.frequency[block], rows.recency[block], rows.age[block], r, alpha, s, beta)
        for block in _blocks(rows.count.size)
    ]
    if not pieces:
        return np.zeros(0), np.zeros(0)
    return np.concatenate([part.stayed for part in pieces]), np.concatenate([part.left for part in pieces])


def p_alive(rows: Rows, fitted: Fit) -> Floats:
    """P(has not left | history), one a row. Equations 36 and 37."""
    stayed, left = _terms(rows, fitted)
    return np.asarray(np.exp(stayed - np.logaddexp(stayed, left)), dtype=float)


def expected_orders(rows: Rows, fitted: Fit, horizon: float) -> Floats:
    """Purchases to expect in the next ``horizon`` (unit of the fit), one a row. Equation 41."""
    r, alpha, s, beta = fitted.values(*PARAMS)
    rate = (r + rows.frequency) / (alpha + rows.age)
    grown = np.log1p(horizon / (beta + rows.age))
    # (1 - e^(-(s-1) g)) / (s-1), which is g at s = 1
    time = grown if abs(s - 1) < 1e-9 else -np.expm1(-(s - 1) * grown) / (s - 1)
    return np.asarray(p_alive(rows, fitted) * rate * (beta + rows.age) * time, dtype=float)


def p_no_order(rows: Rows, fitted: Fit, horizon: float) -> Floats:
    """P(no purchase in the next ``horizon`` | history): the likelihood after that silence over the one now."""
    now = np.logaddexp(*_terms(rows, fitted))
    later = np.logaddexp(*_terms(replace(rows, age=rows.age + horizon), fitted))
    return np.asarray(np.minimum(np.exp(later - now), 1.0), dtype=float)
