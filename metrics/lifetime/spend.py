"""What a customer spends a purchase: his own mean, drawn to everybody's as far as chance explains it.

The drawing is done on square roots, between a mean of money (ruled by a few large customers) and a mean of logarithms
(which forgets them). Source: Morris (1983), Parametric empirical Bayes inference, Journal of the American Statistical
Association 78, for the weights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metrics.lifetime.summary import Floats, Histories, OrderLog, tally

TOP = 0.999  # mean spends above this quantile are taken for it


@dataclass(frozen=True)
class Spread:
    """Variance of the logarithm of spend: between the purchases of one customer, and between customers' means."""

    within: float
    between: float


def spread(log: OrderLog, until: int) -> Spread:
    """How the size of spend varied up to the end of day ``until``; only days that brought or cost money count."""
    if log.amount is None:
        return Spread(1.0, 1.0)
    early = (log.day <= until) & (log.amount != 0) & log.bought
    who, ln = log.customer[early], np.log(np.abs(log.amount[early]))
    n = np.bincount(who, minlength=len(log.ids)).astype(float)
    total, square = tally(who, ln, n.size), tally(who, ln * ln, n.size)
    often, any_at_all = n > 1, n > 0
    if not any_at_all.any():
        return Spread(1.0, 1.0)
    within = 1.0
    if often.any():
        within = float((square[often] - total[often] ** 2 / n[often]).sum() / (n[often] - 1).sum())
    means = total[any_at_all] / n[any_at_all]
    between = float(means.var()) - within * float((1 / n[any_at_all]).mean())
    return Spread(max(within, 1e-6), max(between, 1e-4))


def floor_of(known: Histories) -> float:
    """The least size of spend a purchase that counts: a thousandth of the median, so that logarithms exist."""
    earned = np.abs(known.mean_spend[known.mean_spend != 0])
    return float(np.median(earned)) / 1000 if earned.size else 1.0


def expected_spend(known: Histories, variation: Spread) -> Floats:
    """Money a purchase to expect of each customer; over all purchases the mean size stays what it was.

    Who lost money so far is expected to go on losing: sizes are drawn to everybody's, signs stay the customer's own.
    """
    size = _drawn(np.maximum(np.abs(known.mean_spend), floor_of(known)), np.abs(known.spend), known, variation)
    return np.copysign(size, known.mean_spend)


def expected_cost(known: Histories, variation: Spread) -> Floats:
    """Cost of serving each customer to expect with a purchase; over all purchases the mean stays what it was. Money."""
    return _drawn(np.maximum(known.cost, 0.0) / (known.frequency + 1), known.cost, known, variation)


def _drawn(own: Floats, total: Floats, known: Histories, variation: Spread) -> Floats:
    """``own`` means, not negative, drawn to everybody's and scaled so that purchases times it make the ``total``."""
    if not own.size:
        return own
    n = known.frequency + 1.0
    weight = variation.between / (variation.between + variation.within / n)
    root = np.sqrt(np.minimum(own, np.quantile(own, TOP)))
    drawn = (weight * root + (1 - weight) * root.mean()) ** 2
    return np.asarray(drawn * (total.sum() / max(float(drawn @ n), 1e-12)), dtype=float)
