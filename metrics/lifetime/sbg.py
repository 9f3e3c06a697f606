"""Shifted-beta-geometric: how many of a cohort under contract renew, and renew again.

Everybody has a chance of his own to leave at each renewal, beta(alpha, beta) over customers. Retention rises with the
age of a cohort although nobody becomes more loyal: those likely to leave have left.

Source: Fader & Hardie (2007), How to project customer retention, Journal of Interactive Marketing 21(1), equations 5
to 7.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, psi

from metrics.lifetime.fitting import Fit, climb, fitted
from metrics.lifetime.summary import Floats
from metrics.words.text import N_, message

NAME = "sbg"
PARAMS = ("alpha", "beta")
NO_LEAVER = N_("Nobody has left yet, so the rate of leaving is not known.")
ONE_RENEWAL = N_("Renewals have been seen only once; how retention changes with age needs two.")
ALIKE = N_("Customers do not differ visibly in their chance to leave, so alpha and beta are not determined.")


def _log_survival(renewals: ArrayLike, alpha: float, beta: float) -> Floats:
    """The logarithm of the share still there after each number of renewals. Equation 6."""
    return np.asarray(betaln(alpha, beta + np.asarray(renewals, dtype=float)) - betaln(alpha, beta), dtype=float)


def survival(renewals: ArrayLike, fitted: Fit) -> Floats:
    """Share of a cohort still there after each number of renewals; 1 at 0."""
    return np.exp(_log_survival(renewals, *fitted.values(*PARAMS)))


def retention(renewals: ArrayLike, fitted: Fit) -> Floats:
    """Chance that a customer who has come to this renewal (1 is the first) renews. Equation 7."""
    alpha, beta = fitted.values(*PARAMS)
    t = np.asarray(renewals, dtype=float)
    return np.asarray((beta + t - 1) / (alpha + beta + t - 1), dtype=float)


def fit(left: ArrayLike, still_there: ArrayLike) -> Fit:
    """alpha and beta from counts.

    left: customers who did not renew at renewal 1, 2, ...; still_there: customers who have renewed that many times and
    whose next renewal is not due yet (for one cohort: zeros, and the survivors at the end). Same length.
    """
    gone, here = np.asarray(left, dtype=float), np.asarray(still_there, dtype=float)
    t = np.arange(1, gone.size + 1, dtype=float)
    customers = int(gone.sum() + here.sum())
    if gone.sum() == 0 or np.count_nonzero(gone + here) < 2:
        why = message(NO_LEAVER if gone.sum() == 0 else ONE_RENEWAL)
        return fitted(NAME, PARAMS, np.full(2, np.nan), float("nan"), customers, why)

    def likelihood(log_params: Floats) -> tuple[float, Floats]:
        a, b = np.exp(log_params)
        height = gone @ (betaln(a + 1, b + t - 1) - betaln(a, b)) + here @ (betaln(a, b + t) - betaln(a, b))
        start_a, start_b = psi(a) - psi(a + b), psi(b) - psi(a + b)
        by_a = gone @ (psi(a + 1) - psi(a + b + t) - start_a) + here @ (psi(a) - psi(a + b + t) - start_a)
        by_b = gone @ (psi(b + t - 1) - psi(a + b + t) - start_b) + here @ (psi(b + t) - psi(a + b + t) - start_b)
        return float(height), np.array([by_a * a, by_b * b])

    peak = climb(likelihood, np.zeros(2), float(customers))
    reason = None if peak.sound else message(ALIKE)
    return fitted(NAME, PARAMS, np.exp(peak.log_params), peak.height, customers, reason)
