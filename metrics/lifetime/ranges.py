"""How sure a forecast is: 90 % ranges from how far earlier forecasts missed, not from the model's own belief.

A sum of many customers is uncertain by chance (which averages out) and by the level everybody shares (which does not).
The second is learnt from the totals forecast on earlier days. Three of those cannot carry a range alone, so they are
added to six more that missed by a usual amount, found on other order logs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, expit, gammaincc, gammaincinv, ndtri

from metrics.lifetime.regression import log_odds
from metrics.lifetime.summary import Floats, Whole

LEVEL = 0.9  # probability that the truth lies inside
TAILS = (1 - LEVEL) / 2, (1 + LEVEL) / 2
USUAL_ORDERS, USUAL_VALUE = 0.12, 0.15  # standard deviation of the log of a total, on other logs
WIDEST = 4.0  # variance of a logarithm: a history of days says nothing of years, and no more than that
USUAL_SHARE = 0.25  # standard deviation of the log-odds of a share of those who order, on other logs
WORTH = 6  # earlier forecasts the usual amount counts for
TENTH, TENTH_STEP, VALUE_MORE, LEAST = 0.08, 0.022, 0.05, 0.02


@dataclass(frozen=True)
class Range:
    """From low to high, the truth between them with probability ``LEVEL``."""

    low: float
    high: float

    def holds(self, truth: float) -> bool:
        """Whether ``truth`` lies inside."""
        return self.low <= truth <= self.high


@dataclass(frozen=True)
class Miss:
    """One total forecast on an earlier day: log of what happened over what was forecast, and the variance of chance."""

    log_error: float
    noise: float


def miss(happened: float, forecast: float, variance: float) -> Miss:
    """The error of one total."""
    error = float(np.log(max(happened, 1e-9) / max(forecast, 1e-9)))
    return Miss(float(np.clip(error, -3, 3)), variance / max(forecast, 1e-9) ** 2)


def level_variance(misses: Sequence[Miss], usual: float, history: float, horizon: float) -> float:
    """Variance of the logarithm of a total, from earlier misses less what chance explains of them.

    history, horizon: days; the further ahead against what was seen, the wider.
    """
    beyond_chance = max(sum(miss.log_error**2 - miss.noise for miss in misses), 0.0)
    seen = (WORTH * usual**2 + beyond_chance) / (WORTH + len(misses))
    return float(min(seen * (1 + (horizon / max(history, 1.0)) ** 2), WIDEST))


@dataclass(frozen=True)
class Share:
    """A share forecast as the mean chance of some customers, and what became of them."""

    expected: float
    happened: float
    customers: int


def share_variance(missed: Sequence[Share], history: float, horizon: float) -> float:
    """Variance of the log-odds of a share forecast, from earlier misses less what chance explains of them."""
    beyond_chance = 0.0
    for share in missed:
        happened = (share.happened * share.customers + 0.5) / (share.customers + 1)
        error = float(np.clip(log_odds(np.array(share.expected)) - log_odds(np.array(happened)), -3, 3))
        beyond_chance += error**2 - 1 / (share.customers * happened * (1 - happened))
    seen = (WORTH * USUAL_SHARE**2 + max(beyond_chance, 0.0)) / (WORTH + len(missed))
    return float(min(seen * (1 + (horizon / max(history, 1.0)) ** 2), WIDEST))


def of_share(share: float, variance: float) -> Range:
    """The range of a share: normal on the log-odds."""
    middle, wide = log_odds(np.array(share)), float(ndtri(TAILS[1])) * np.sqrt(variance)
    return Range(float(expit(middle - wide)), float(expit(middle + wide)))


def of_orders(mean: float, chance: float, level: float) -> Range:
    """The range of a number of orders. chance: variance of the sum; level: variance of its logarithm."""
    variance = chance + mean**2 * float(np.expm1(level))
    if mean <= 0:
        return Range(0.0, 0.0)
    if variance <= mean * (1 + 1e-9):
        return Range(*(_whole(lambda k: float(gammaincc(k + 1, mean)), tail) for tail in TAILS))
    if mean > 1e6:  # a negative binomial this large is a gamma
        return of_value(mean, chance, level)
    size = mean**2 / (variance - mean)
    return Range(*(_whole(lambda k: float(betainc(size, k + 1, size / (size + mean))), tail) for tail in TAILS))


def _whole(below: Callable[[float], float], tail: float) -> float:
    """The least whole number at which the distribution function ``below`` reaches ``tail``."""
    low, high = -1, 1
    while below(high) < tail:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if below(middle) >= tail else (middle, high)
    return float(high)


def of_value(mean: float, chance: float, level: float) -> Range:
    """The range of an amount of money: gamma quantiles; normal ones where the mean is not positive."""
    return Range(*(quantile_of_value(mean, chance, level, tail) for tail in TAILS))


def quantile_of_value(mean: float, chance: float, level: float, p: float) -> float:
    """The amount below which the truth lies with probability ``p``, 0 < p < 1: what simulations draw from."""
    variance = chance + mean**2 * float(np.expm1(level))
    if variance <= 0:
        return mean
    if mean <= 0:
        return mean + float(ndtri(p)) * float(np.sqrt(variance))
    return float(gammaincinv(mean**2 / variance, p) * variance / mean)


def tenths(expected: Floats) -> Whole:
    """Which tenth each customer is in by expectation: 0 expects most, 9 least; ties keep their order."""
    place = np.empty(expected.size, dtype=np.int64)
    place[np.argsort(-expected, kind="stable")] = np.arange(expected.size)
    return place * 10 // max(expected.size, 1)


def tenth_variance(tenth: int, *, value: bool) -> float:
    """What a tenth may be off beyond everybody's level, as variance of the logarithm."""
    width = TENTH + TENTH_STEP * tenth + (VALUE_MORE if value else 0.0)
    return float(width**2 + LEAST**2)


def of_each(mean: ArrayLike, variance: ArrayLike, none: ArrayLike | None = None) -> tuple[Floats, Floats]:
    """Ranges of single customers' amounts: (low, high), gamma quantiles; equal to the mean where it does not vary.

    A loss has the range of a gain of its size, mirrored. none: each customer's chance of no order; where it is above
    the lower tail, nothing at all is inside the range. Worked out on a table of shapes and read off between its points,
    so that a million customers take no time.
    """
    signed = np.asarray(mean, dtype=float)
    near, far = _of_size(np.abs(signed), np.asarray(variance, dtype=float))
    if none is not None:
        near = np.where(np.asarray(none, dtype=float) > TAILS[0], 0.0, near)
    lost = signed < 0
    return np.where(lost, 0.0 - far, near), np.where(lost, 0.0 - near, far)


def _of_size(m: Floats, v: Floats) -> tuple[Floats, Floats]:
    """The range of amounts that are not negative."""
    usable = (m > 0) & (v > 0)
    log_shape = np.log(np.divide(m**2, v, out=np.ones_like(m), where=usable)).clip(-12, 18)
    table = np.linspace(-12, 18, 1201)
    sides = []
    for tail in TAILS:
        ratio = gammaincinv(np.exp(table), tail) / np.exp(table)
        ratio = np.where(ratio < 1e-3, 0.0, ratio)  # next to nothing is nothing
        sides.append(np.where(usable, m * np.interp(log_shape, table, ratio), m))
    return sides[0], np.maximum(sides[1], m)  # of very skewed amounts the mean lies above nearly all
