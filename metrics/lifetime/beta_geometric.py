"""What BG/NBD and MBG/NBD share: customers buy at a Poisson rate and may leave right after a purchase.

The rate is gamma(r, alpha) over customers, the chance to leave after a purchase beta(a, b). In BG/NBD nobody can leave
before the first repeat purchase; in MBG/NBD the first purchase counts too. The formulas differ by that one chance to
leave: ``extra`` is 0 for BG/NBD and 1 for MBG/NBD.

Sources: Fader, Hardie & Lee (2005), Marketing Science 24(2), equations 6 to 10; Batislam, Denizel & Filiztekin (2007),
International Journal of Research in Marketing 24; Wagner & Hoppe (2008), ibid. 25, appendix.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, gammaln, hyp2f1, psi

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
from metrics.lifetime.summary import Floats, Rows, tally

NAMES = ("r", "alpha", "a", "b")


def _log_likelihood(rows: Rows, extra: int) -> Likelihood:
    """The log-likelihood of ``rows`` and its gradient, as a function of the logarithms of (r, alpha, a, b)."""
    x, n, place = by_frequency(rows)
    T, t_x, count, frequency = rows.age, rows.recency, rows.count, rows.frequency
    may_have_left = frequency + extra > 0
    total = float(count.sum())

    def likelihood(log_params: Floats) -> tuple[float, Floats]:
        r, alpha, a, b = np.exp(log_params)
        to_T, to_t_x = np.log(alpha + T), np.log(alpha + t_x)
        odds = np.log(a) - np.log(np.maximum(b + x + extra - 1, 1e-300))[place] + (r + frequency) * (to_T - to_t_x)
        left = np.where(may_have_left, expit(odds), 0.0)  # P(left already | history)
        height = (
            n @ (gammaln(r + x) + gammaln(b + x + extra) - gammaln(a + b + x + extra))
            + total * (r * np.log(alpha) + gammaln(a + b) - gammaln(r) - gammaln(b))
            + count @ (np.where(may_have_left, np.logaddexp(0.0, odds), 0.0) - (r + frequency) * to_T)
        )
        n_left = tally(place, count * left, x.size)
        by_r = n @ psi(r + x) + total * (np.log(alpha) - psi(r)) - count @ (to_T - left * (to_T - to_t_x))
        by_alpha = total * r / alpha - count @ ((r + frequency) * ((1 - left) / (alpha + T) + left / (alpha + t_x)))
        by_a = total * psi(a + b) - n @ psi(a + b + x + extra) + n_left.sum() / a
        by_b = total * (psi(a + b) - psi(b)) + n @ (psi(b + x + extra) - psi(a + b + x + extra))
        by_b -= (n_left / np.maximum(b + x + extra - 1, 1e-300)).sum()
        return float(height), np.array([by_r * r, by_alpha * alpha, by_a * a, by_b * b])

    return likelihood


@dataclass(frozen=True)
class BetaGeometric:
    """One of the two models, ``EXTRA`` chances to leave beyond one a repeat purchase."""

    NAME: str
    EXTRA: int
    PARAMS: tuple[str, ...] = NAMES
    TIMES: tuple[str, ...] = ("alpha",)  # parameters that carry a unit of time

    def fit(self, rows: Rows) -> Fit:
        """r, alpha, a, b under which ``rows`` are most likely; alpha in the rows' unit of time."""
        reason = nothing_to_fit(rows)
        if reason:
            return unfitted(self.NAME, NAMES, rows, reason)
        start = np.append(start_of(rows), np.log([0.8, 2.0]))
        peak = climb_many(lambda some: _log_likelihood(some, self.EXTRA), rows, start)
        return judged(self.NAME, NAMES, peak, rows)

    def p_alive(self, rows: Rows, fitted: Fit) -> Floats:
        """P(has not left | history), one a row."""
        r, alpha, a, b = fitted.values(*NAMES)
        x = rows.frequency
        odds = np.log(a) - np.log(np.maximum(b + x + self.EXTRA - 1, 1e-300))
        odds = odds + (r + x) * (np.log(alpha + rows.age) - np.log(alpha + rows.recency))
        return np.where(x + self.EXTRA > 0, expit(-odds), 1.0)

    def expected_orders(self, rows: Rows, fitted: Fit, horizon: float) -> Floats:
        """Purchases to expect in the next ``horizon`` (unit of the fit), one a row. Equation 10 of the 2005 paper."""
        first, inverse = rows.pairs
        there = _if_there(rows.frequency[first], rows.age[first], fitted, horizon, self.EXTRA)
        return np.asarray(there[inverse] * self.p_alive(rows, fitted))

    def p_no_order(self, rows: Rows, fitted: Fit, horizon: float) -> Floats:
        """P(no purchase in the next ``horizon`` | history), one a row: gone, or alive and silent."""
        r, alpha = fitted.values("r", "alpha")
        silent = np.exp((r + rows.frequency) * (np.log(alpha + rows.age) - np.log(alpha + rows.age + horizon)))
        return np.asarray(1 - self.p_alive(rows, fitted) * (1 - silent), dtype=float)


def _if_there(x: Floats, T: Floats, fitted: Fit, horizon: float, extra: int) -> Floats:
    """Purchases to expect of a customer who has not left: it does not matter when the last one was."""
    r, alpha, a, b = fitted.values(*NAMES)
    a = a if abs(a - 1) > 1e-6 else 1 + 1e-6  # the formula is 0 / 0 at a = 1, and smooth around it
    c = a + b + x + extra - 1
    z = horizon / (alpha + T + horizon)
    # Euler's transformation of the paper's series: its arguments do not grow with x, so it does not overflow
    with np.errstate(all="ignore"):
        rest = np.exp((a - 1) * np.log1p(-z)) * _hypergeometric(a + b + extra - 1 - r, a - 1, c, z)
        orders = c / (a - 1) * (1 - rest)
    staying = (r + x) / (alpha + T) * horizon  # the limit when nobody leaves: b without bounds
    return np.where(np.isfinite(orders) & (orders >= 0), orders, staying)


def _hypergeometric(first: float, second: float, c: Floats, z: Floats) -> Floats:
    """Gauss's 2F1, by its own series where scipy overflows (large c, z near 1)."""
    value = np.asarray(hyp2f1(first, second, c, z), dtype=float)
    wild = ~np.isfinite(value)
    if wild.any():
        term = total = np.ones(np.count_nonzero(wild))
        with np.errstate(all="ignore"):
            for k in range(5000):
                term = term * ((first + k) * (second + k) / ((c[wild] + k) * (k + 1)) * z[wild])
                total = total + term
                if np.abs(term).max() <= 1e-16 * np.abs(total).min():
                    break
        value[wild] = total
    return value


# Mind: BG/NBD holds everybody who bought once for alive, whatever the silence since; its P(alive) is not for a page.
# In MBG/NBD one-time buyers grow doubtful with silence.
bg_nbd, mbg_nbd = BetaGeometric("bg_nbd", 0), BetaGeometric("mbg_nbd", 1)
