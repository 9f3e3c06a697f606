"""A randomised hold-out from sums alone: mean, variance and covariance of each arm, by stratum.

What a customer brought since the start (y) is sharpened by what they brought in the time before (x), as CUPED does
(Deng, Xu, Kohavi and Walker 2013); strata, such as regions reached at different times, are weighted by their exposure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from metrics.reading import UndefinedError
from metrics.words.text import N_, message

Z95 = float(norm.ppf(0.975))


@dataclass(frozen=True)
class Arm:
    """One arm of one stratum: how many, and the sums of y, x, y², x² and xy over them."""

    n: int
    y: float
    x: float
    yy: float
    xx: float
    xy: float

    @property
    def _syy(self) -> float:
        return self.yy - self.y**2 / self.n

    @property
    def _sxx(self) -> float:
        return self.xx - self.x**2 / self.n

    @property
    def _sxy(self) -> float:
        return self.xy - self.x * self.y / self.n

    def spread(self, theta: float) -> float:
        """Variance of y - theta x."""
        return max(self._syy - 2 * theta * self._sxy + theta**2 * self._sxx, 0.0) / (self.n - 1)

    def mean(self, theta: float) -> float:
        """Mean of y - theta x."""
        return (self.y - theta * self.x) / self.n


@dataclass(frozen=True)
class Stratum:
    """Both arms of one stratum and the months that y sums over."""

    name: str
    months: int
    control: Arm
    treated: Arm

    @property
    def theta(self) -> float:
        """cov(y, x) / var(x) within arms; 0 where x does not vary."""
        below = self.control._sxx + self.treated._sxx
        return (self.control._sxy + self.treated._sxy) / below if below > 0 else 0.0

    @property
    def exposure(self) -> float:
        """Customer-months of the treated."""
        return float(self.treated.n * self.months)

    def effect(self, theta: float) -> tuple[float, float]:
        """Treated less control a customer-month, and its variance."""
        difference = self.treated.mean(theta) - self.control.mean(theta)
        variance = sum(arm.spread(theta) / arm.n for arm in (self.treated, self.control))
        return difference / self.months, variance / self.months**2


@dataclass(frozen=True)
class HoldOut:
    """Effect a customer-month with its 95 % interval, over all strata; ``raw``: half-width without CUPED.

    ``balance``: difference of x between the arms in standard errors, which chance alone makes larger than 1.96 once in
    twenty.
    """

    effect: float
    low: float
    high: float
    raw: float
    balance: float
    treated: int
    control: int
    exposure: float  # customer-months of the treated

    @property
    def half(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2

    @property
    def money(self) -> tuple[float, float, float]:
        """Effect times exposure: value, low, high."""
        return self.effect * self.exposure, self.low * self.exposure, self.high * self.exposure


def hold_out(strata: Sequence[Stratum]) -> HoldOut:
    """All strata together, each weighted by its exposure. UndefinedError where no stratum has two in each arm.

    The arms are large enough for the normal distribution; strata are independent of one another.
    """
    usable = [s for s in strata if min(s.control.n, s.treated.n) >= 2 and s.months > 0]
    if not usable:
        raise UndefinedError(message(N_("no region has customers on both sides of the hold-out")))
    weights = np.array([s.exposure for s in usable])
    weights = weights / weights.sum()

    def together(parts: Sequence[tuple[float, float]]) -> tuple[float, float]:
        effects, variances = np.array(parts).T
        return float(weights @ effects), float(np.sqrt(weights**2 @ variances))

    value, error = together([s.effect(s.theta) for s in usable])
    _plain, without = together([s.effect(0.0) for s in usable])
    ahead, ahead_error = together([_before(s) for s in usable])
    return HoldOut(
        effect=value,
        low=value - Z95 * error,
        high=value + Z95 * error,
        raw=Z95 * without,
        balance=ahead / ahead_error if ahead_error else 0.0,
        treated=sum(s.treated.n for s in usable),
        control=sum(s.control.n for s in usable),
        exposure=float(sum(s.exposure for s in usable)),
    )


def _before(s: Stratum) -> tuple[float, float]:
    """Difference of x between the arms and its variance."""
    arms = s.treated, s.control
    return arms[0].x / arms[0].n - arms[1].x / arms[1].n, sum(arm._sxx / (arm.n - 1) / arm.n for arm in arms)


def shares(kept: tuple[int, int], of: tuple[int, int], level: float = 0.95) -> tuple[float, float, float]:
    """Difference of two shares, treated (first) less control, with its interval: value, low, high.

    Source: Newcombe (1998), Statistics in Medicine 17, method 10: the hybrid of two Wilson intervals. UndefinedError
    where an arm is empty.
    """
    if min(of) <= 0:
        raise UndefinedError(message(N_("no region has customers on both sides of the hold-out")))
    z = float(norm.ppf(0.5 + level / 2))
    p = [hits / n for hits, n in zip(kept, of, strict=True)]
    ends = []
    for share, n in zip(p, of, strict=True):
        middle, half = share + z * z / (2 * n), z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        ends.append(((middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)))
    difference = p[0] - p[1]
    low = difference - float(np.hypot(p[0] - ends[0][0], ends[1][1] - p[1]))
    high = difference + float(np.hypot(ends[0][1] - p[0], p[1] - ends[1][0]))
    return difference, low, high
