"""What every fitted model is, and how the highest likelihood is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln, psi

from metrics.lifetime.summary import Floats, Rows, Whole, tally
from metrics.words.text import N_, Message, message

EDGE = 13.0  # a logarithm of a parameter this far from 0 has run away
MANY = 3_000  # rows that are enough to find the neighbourhood of a peak
EVIDENCE = 3.0  # log-likelihood a model with drop-out must gain over one without: 20 to 1


@dataclass(frozen=True, kw_only=True)
class Fit:
    """A model fitted to customers.

    params: by the paper's names, times in the unit of the rows it was fitted on. log_likelihood: on that time scale.
    identifiable: whether the data determine the parameters that say who has left; when not, ``reason`` says why and the
    fit must not feed P(alive) or churn.
    """

    model: str
    params: Mapping[str, float]
    log_likelihood: float
    identifiable: bool
    reason: Message | None
    customers: int

    def values(self, *names: str) -> tuple[float, ...]:
        """The parameters called so."""
        return tuple(self.params[name] for name in names)

    def in_unit(self, days: float, purchases: float, *times: str) -> Fit:
        """The same fit with time in units of ``days`` days: parameters called ``times`` and the likelihood change.

        purchases: all repeat purchases of the rows; a density a day is ``days`` times as much a unit for each of them.
        """
        params = {name: value / days if name in times else value for name, value in self.params.items()}
        likelihood = self.log_likelihood + purchases * float(np.log(days))
        return replace(self, params=MappingProxyType(params), log_likelihood=likelihood)


@dataclass(frozen=True)
class Peak:
    """Where a likelihood is highest: logarithms of the parameters, its height, and whether it is a proper peak."""

    log_params: Floats
    height: float
    sound: bool


Likelihood = Callable[[Floats], tuple[float, Floats]]


def climb_many(likelihood_of: Callable[[Rows], Likelihood], rows: Rows, start: Floats) -> Peak:
    """As :func:`climb` on all ``rows``; where there are many, the neighbourhood is found on some of them."""
    customers = float(rows.count.sum())
    if rows.count.size <= 2 * MANY:
        return climb(likelihood_of(rows), start, customers)
    some = rows.every(rows.count.size // MANY)
    near = climb(likelihood_of(some), start, float(some.count.sum())).log_params
    likelihood = likelihood_of(rows)
    point, sharp = _newton(likelihood, near)
    found = Peak(point, likelihood(point)[0], sharp)
    return found if sharp and (np.abs(point) < EDGE).all() else climb(likelihood, near, customers)


def climb(likelihood: Likelihood, start: Floats, customers: float) -> Peak:
    """The peak of ``likelihood`` near ``start``.

    likelihood: takes logarithms of parameters; gives the log-likelihood and its gradient with respect to them.
    customers: scales it. L-BFGS to the neighbourhood, then Newton steps to the digit.
    """

    def downhill(point: Floats) -> tuple[float, Floats]:
        height, slope = likelihood(point)
        return -height / customers, -slope / customers

    found = minimize(
        downhill,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[(-EDGE - 2, EDGE + 2)] * len(start),
        options={"maxiter": 500, "ftol": 1e-15, "gtol": 1e-8, "maxcor": 20},
    )
    point, sharp = _newton(likelihood, found.x)
    height, slope = likelihood(point)
    finite = bool(np.isfinite(height) and np.isfinite(slope).all())
    inside = bool((np.abs(point) < EDGE).all())
    return Peak(point, height, finite and inside and sharp)


def _newton(likelihood: Likelihood, point: Floats) -> tuple[Floats, bool]:
    """Up to three Newton steps from near a peak; False beside the point where the likelihood is flat or not a peak."""
    for _ in range(3):
        slope = likelihood(point)[1]
        curve = _curvature(likelihood, point, slope)
        if not np.isfinite(curve).all() or np.linalg.eigvalsh(curve).max() >= -1e-6:
            return point, False
        step = -np.linalg.solve(curve, slope)
        if np.abs(step).max() > 0.5:
            return point, bool(np.abs(step).max() < 2)
        point = point + step
        if np.abs(step).max() < 1e-6:
            break
    return point, True


def _curvature(likelihood: Likelihood, point: Floats, slope: Floats, width: float = 1e-5) -> Floats:
    """Second derivatives by differences of the gradient, which is ``slope`` at ``point``; symmetric."""
    curve = np.array([(likelihood(point + side)[1] - slope) / width for side in np.eye(len(point)) * width])
    return np.asarray((curve + curve.T) / 2, dtype=float)


def by_frequency(rows: Rows) -> tuple[Floats, Floats, Whole]:
    """The different frequencies, customers with each, and the way back: gamma functions are needed only there."""
    x, inverse = np.unique(rows.frequency, return_inverse=True)
    return x, tally(inverse, rows.count, x.size), inverse


def _no_dropout(rows: Rows) -> float:
    """The log-likelihood of the best model in which nobody ever leaves: the NBD of Ehrenberg (1959).

    Purchases of a customer are Poisson at a rate that is gamma distributed over customers. The limit of every model
    here when drop-out goes to nothing, so the gain over it is the evidence for drop-out.
    """
    return climb_many(_staying, rows, start_of(rows)).height


def _staying(rows: Rows) -> Likelihood:
    x, n, _ = by_frequency(rows)

    def likelihood(log_params: Floats) -> tuple[float, Floats]:
        r, alpha = np.exp(log_params)
        total = rows.frequency + r
        ln = np.log(alpha + rows.age)
        height = n @ (gammaln(r + x) - gammaln(r)) + rows.count @ (r * np.log(alpha) - total * ln)
        by_r = n @ (psi(r + x) - psi(r)) + rows.count @ (np.log(alpha) - ln)
        by_alpha = rows.count @ (r / alpha - total / (alpha + rows.age))
        return float(height), np.array([by_r * r, by_alpha * alpha])

    return likelihood


def start_of(rows: Rows) -> Floats:
    """Where to begin: one gamma shape, and the scale at which the mean rate is the observed one."""
    orders, time = rows.count @ rows.frequency, rows.count @ rows.age
    return np.log([1.0, max(float(time), 1e-9) / max(float(orders), 1.0)])


TOO_FEW = N_("Nobody has bought twice, so nothing can be said about how often customers come back.")
NO_TIME = N_("All purchases fall on the last day, so there is no time in which customers could have come back.")
RAN_AWAY = N_(
    "The likelihood has no peak: parameters run off without end, so the model does not describe these customers."
)
NO_LEAVING = N_(
    "Leaving customers cannot be told from slow ones in these data: a model in which nobody leaves fits as well "
    "(its log-likelihood is lower by {gain})."
)


def nothing_to_fit(rows: Rows) -> Message | None:
    """Why these rows cannot carry a model at all; None when they can."""
    if not rows.count.size or rows.count @ rows.frequency == 0:
        return message(TOO_FEW)
    if rows.count @ rows.age == 0:
        return message(NO_TIME)
    return None


def fitted(
    model: str, names: tuple[str, ...], params: Floats, height: float, customers: int, reason: Message | None
) -> Fit:
    """The fit with ``params`` in the order of ``names``; identified where no ``reason`` says otherwise."""
    return Fit(
        model=model,
        params=MappingProxyType(dict(zip(names, params.tolist(), strict=True))),
        log_likelihood=height,
        identifiable=reason is None,
        reason=reason,
        customers=customers,
    )


def judged(model: str, names: tuple[str, ...], peak: Peak, rows: Rows) -> Fit:
    """The fit at ``peak``, with the verdict whether its drop-out is identified."""
    reason, without = None, _no_dropout(rows)
    if not np.isfinite(peak.height):
        reason = message(RAN_AWAY)
    elif peak.height - without < EVIDENCE:
        reason = message(NO_LEAVING, gain=f"{max(peak.height - without, 0):.1f}")
    elif not peak.sound:
        reason = message(RAN_AWAY)
    return fitted(model, names, np.exp(peak.log_params), peak.height, rows.customers, reason)


def unfitted(model: str, names: tuple[str, ...], rows: Rows, reason: Message) -> Fit:
    """A fit that could not be made."""
    return fitted(model, names, np.full(len(names), np.nan), float("nan"), rows.customers, reason)
