"""How good a forecast was, once its future is known.

Absolute error alone can be gamed (rounding small expectations to nothing lowers it and ruins the sum), ranking alone
says nothing about size: the error of the sum, the mean error and the ranking are judged together.

Sources: Fader, Hardie & Lee (2005) for the sum; Malthouse & Blattberg (2005), Journal of Interactive Marketing 19, for
ranking; Naeini, Cooper & Hauskrecht (2015), AAAI, for the calibration error; Brier (1950), Monthly Weather Review 78;
Hanley & McNeil (1982), Radiology 143, for the area under the curve.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metrics.lifetime.summary import Floats

BINS = 10


def gini(expected: Floats, happened: Floats) -> float | None:
    """How well ``expected`` ranks what ``happened``: 1 as well as hindsight, 0 like chance. None when nothing happened.

    The area between the Lorenz curve of what happened, best expected first, and the diagonal, over that of hindsight.
    Customers expected alike count at their common mean.
    """
    best = _area(happened, happened)
    return None if best is None or best <= 0 else float((_area(expected, happened) or 0.0) / best)


def _area(expected: Floats, happened: Floats) -> float | None:
    total = float(happened.sum())
    if not happened.size or total <= 0:
        return None
    _, place, n = np.unique(-expected, return_inverse=True, return_counts=True)
    group = np.bincount(place.ravel(), weights=happened)
    height = np.append(0.0, np.cumsum(group)) / total
    return float(((height[1:] + height[:-1]) * n).sum() / happened.size - 1)


def mean_absolute_error(expected: Floats, happened: Floats) -> float:
    """The mean of what each customer's expectation missed."""
    return float(np.abs(expected - happened).mean())


def aggregate_error(expected: Floats, happened: Floats) -> float | None:
    """By which share the sum was missed: 0.1 for a tenth too high. None when nothing happened."""
    total = float(happened.sum())
    return float(expected.sum() / total - 1) if total > 0 else None


def brier(probability: Floats, happened: Floats) -> float:
    """The mean squared difference of a probability and what happened (0 or 1)."""
    return float(((probability - happened) ** 2).mean())


def auc(probability: Floats, happened: Floats) -> float | None:
    """The probability that somebody to whom it happened (1) was given more than somebody else (0); ties count half.

    Of happenings that are 0 or 1 it is half of one more than the Gini. None where it happened to all or to nobody.
    """
    ranked = gini(probability, happened)
    return None if ranked is None else (1 + ranked) / 2


@dataclass(frozen=True)
class Calibration:
    """Tenths of customers by probability, lowest first: how many, mean probability, share to whom it happened."""

    customers: Floats
    expected: Floats
    happened: Floats

    @property
    def error(self) -> float:
        """The expected calibration error: mean difference of the two, weighted by customers."""
        return float(self.customers @ np.abs(self.expected - self.happened) / max(float(self.customers.sum()), 1.0))


def calibration(probability: Floats, happened: Floats) -> Calibration:
    """Ten bins of the same number of customers."""
    bins = [part for part in np.array_split(np.argsort(probability, kind="stable"), BINS) if part.size]
    return Calibration(
        np.array([float(part.size) for part in bins]),
        np.array([float(probability[part].mean()) for part in bins]),
        np.array([float(happened[part].mean()) for part in bins]),
    )
