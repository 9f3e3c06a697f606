"""Gamma-Gamma: what a customer spends a purchase, when his own mean is known only from a few.

Spend of a purchase is gamma(p, nu) with nu gamma(q, gamma) over customers, independent of how often they buy.

Source: Fader & Hardie (2013), The gamma-gamma model of monetary value, brucehardie.com/notes/025, equations 1a and 5.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln, psi

from metrics.lifetime.fitting import EDGE, Fit, Likelihood, climb, fitted
from metrics.lifetime.summary import Floats
from metrics.words.text import N_, message

NAME = "gamma_gamma"
PARAMS = ("p", "q", "gamma")
FEW = N_("{n} customers with a repeat purchase of positive value are too few to learn how spending differs.")
FLAT = N_("Everybody spends the same a purchase, so there is nothing to learn: the mean is the answer.")
NO_MEAN = N_("Spending differs so much between customers that the model has no mean (q is {q}).")
NO_PEAK = N_("The likelihood of the spending model has no peak.")
ENOUGH = 10


def _log_likelihood(purchases: Floats, mean_spend: Floats) -> Likelihood:
    """The log-likelihood and its gradient as a function of the logarithms of (p, q, gamma).

    purchases: how many each customer's mean_spend is over, 1 or more; mean_spend: money, positive.
    """
    x, place = np.unique(purchases, return_inverse=True)
    n = np.bincount(place.ravel(), minlength=x.size).astype(float)
    ln_spend, spend = np.log(mean_spend), purchases * mean_spend
    known = float((purchases * (ln_spend + np.log(purchases))).sum())
    constant, total = float(ln_spend.sum()), float(len(purchases))

    def likelihood(log_params: Floats) -> tuple[float, Floats]:
        p, q, gamma = np.exp(log_params)
        ln_sum = np.log(spend + gamma)
        inverse = 1 / (spend + gamma)
        all_ln, weighted_ln = float(ln_sum.sum()), float(purchases @ ln_sum)
        height = n @ (gammaln(p * x + q) - gammaln(p * x)) + total * (q * np.log(gamma) - gammaln(q))
        height += p * known - constant - p * weighted_ln - q * all_ln
        by_p = n @ (x * (psi(p * x + q) - psi(p * x))) + known - weighted_ln
        by_q = n @ psi(p * x + q) + total * (np.log(gamma) - psi(q)) - all_ln
        by_gamma = total * q / gamma - p * float(purchases @ inverse) - q * float(inverse.sum())
        return float(height), np.array([by_p * p, by_q * q, by_gamma * gamma])

    return likelihood


def _start(spend: Floats) -> Floats:
    return np.log([2.0, 3.0, 2.0 * max(float(np.median(spend)), 1e-9)])


def fit(frequency: ArrayLike, repeat_mean_spend: ArrayLike) -> Fit:
    """p, q, gamma from the mean spend a repeat purchase.

    Customers without a repeat purchase, or without positive spend, are left out.
    """
    x, m = np.asarray(frequency, dtype=float), np.asarray(repeat_mean_spend, dtype=float)
    usable = (x > 0) & (m > 0) & np.isfinite(m)
    x, m = x[usable], m[usable]
    if x.size >= ENOUGH and np.ptp(m) <= 1e-9 * m.max():
        return fitted(NAME, PARAMS, np.full(3, np.nan), float("nan"), x.size, message(FLAT))
    if x.size < ENOUGH:
        return fitted(NAME, PARAMS, np.full(3, np.nan), float("nan"), x.size, message(FEW, n=int(x.size)))
    start = _start(m)
    if x.size > 50_000:
        start = climb(_log_likelihood(x[:: x.size // 10_000], m[:: x.size // 10_000]), start, 1e4).log_params
    peak = climb(_log_likelihood(x, m), start, float(x.size))
    q = float(np.exp(peak.log_params[1]))
    reason = None
    if not np.isfinite(peak.height) or (np.abs(peak.log_params[:2]) >= EDGE).any():
        reason = message(NO_PEAK)
    elif q <= 1:
        reason = message(NO_MEAN, q=f"{q:.2f}")
    return fitted(NAME, PARAMS, np.exp(peak.log_params), peak.height, x.size, reason)


def expected_spend(frequency: ArrayLike, repeat_mean_spend: ArrayLike, fitted: Fit) -> Floats:
    """Mean spend a purchase to expect of each customer: his own mean drawn to everybody's. Equation 5. Money.

    Customers without a repeat purchase get the mean of all.
    """
    p, q, gamma = fitted.values(*PARAMS)
    x = np.asarray(frequency, dtype=float)
    own = np.where(x > 0, np.asarray(repeat_mean_spend, dtype=float), 0.0)
    weight = p * x / (p * x + q - 1)
    return np.asarray((1 - weight) * gamma * p / (q - 1) + weight * own, dtype=float)
