"""A randomised control: the difference of two means with its interval, sharpened by what was known before, in money.

Sources: Welch (1947), Biometrika 34; Deng, Xu, Kohavi and Walker (2013), WSDM, for CUPED; Newcombe is not used: the
outcomes are means, also where they are shares.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, t

from metrics.reading import UndefinedError
from metrics.words.text import N_, message

Array = NDArray[np.float64]
LEVEL = 0.95


@dataclass(frozen=True)
class Effect:
    """Treated less control, in the outcome's own unit, with its 95 % interval and two-sided p value."""

    n_control: int
    n_treated: int
    control_mean: float
    treated_mean: float
    uplift: float
    low: float
    high: float
    p_value: float

    @property
    def error(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2


@dataclass(frozen=True)
class Money:
    """A result in money with its interval, that of the effect alone."""

    value: float
    low: float
    high: float


def effect(control: Array, treated: Array, level: float = LEVEL) -> Effect:
    """Difference of the means of ``treated`` and ``control``, unequal variances allowed; shapes (n,), (m,).

    UndefinedError with fewer than two in either arm. Where neither arm varies there is nothing to be unsure of by these
    numbers: the interval has no width, p is 1 for no difference and 0 else.
    """
    few = min(len(control), len(treated))
    if few < 2:
        raise UndefinedError(message(N_("an arm holds {n}; two are needed in each"), n=few))
    before, after = float(control.mean()), float(treated.mean())
    parts = [float(arm.var(ddof=1)) / len(arm) for arm in (control, treated)]
    variance = sum(parts)
    difference = after - before
    if variance == 0:
        return Effect(
            len(control), len(treated), before, after, difference, difference, difference, float(difference == 0)
        )
    degrees = variance**2 / sum(
        part**2 / (len(arm) - 1) for part, arm in zip(parts, (control, treated), strict=True) if part
    )
    error = np.sqrt(variance)
    half = float(t.ppf(0.5 + level / 2, degrees) * error)
    p = float(2 * t.sf(abs(difference) / error, degrees))
    return Effect(len(control), len(treated), before, after, difference, difference - half, difference + half, p)


def adjusted(outcome: Array, before: Array, treated: NDArray[np.bool_]) -> Array:
    """CUPED: ``outcome`` less what ``before``, known ahead of the trial, explains of it; all of shape (n,).

    theta = cov(outcome, before) / var(before) within arms, so that an effect on the outcome does not enter theta. The
    variance falls by the square of the correlation. Outcomes stay as they are where ``before`` does not vary.
    """
    centred = [
        np.where(treated, part - part[treated].mean(), part - part[~treated].mean()) for part in (outcome, before)
    ]
    spread = float((centred[1] ** 2).sum())
    if not spread:
        return outcome
    theta = float((centred[0] * centred[1]).sum()) / spread
    return np.asarray(outcome - theta * (before - before.mean()))


def profit(found: Effect, margin: float, unit_cost: float) -> Money:
    """What the treated arm brought beyond its cost: n x (uplift x margin - cost of treating one).

    margin: money a unit of the outcome; unit_cost: money a treated one. The ends are those of the effect's interval.
    """
    ends = sorted(found.n_treated * (end * margin - unit_cost) for end in (found.low, found.high))
    return Money(found.n_treated * (found.uplift * margin - unit_cost), ends[0], ends[1])


def needed(spread: float, smallest: float, share: float = 0.5, power: float = 0.8, level: float = LEVEL) -> int:
    """How many are needed in all to find an effect of ``smallest`` with probability ``power``.

    spread: standard deviation of the outcome; share: of those held out. n = (z + z')^2 s^2 / (d^2 share (1 - share)).
    UndefinedError without an effect to find. Source: Cohen (1988), Statistical Power Analysis.
    """
    if not smallest or not 0 < share < 1:
        raise UndefinedError(message(N_("say how small an effect is to be found, and what share is held out")))
    z = float(norm.ppf(0.5 + level / 2) + norm.ppf(power))
    return int(np.ceil((z * spread / smallest) ** 2 / (share * (1 - share))))
