"""Suppliers side by side: weighted scores, and what renting costs beside buying."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from metrics import finance
from metrics.reading import UndefinedError
from metrics.words.text import N_, message

RENT, BUY = "rent", "buy"
MOST = 5.0


@dataclass(frozen=True)
class Offer:
    """One supplier's offer: rented or bought, money at signing and every month after it; both positive."""

    name: str
    way: str
    once: float
    monthly: float

    def flows(self, months: int) -> NDArray[np.float64]:
        """Money paid in months 0 ... ``months``, negative."""
        return np.concatenate([[-self.once], np.full(months, -self.monthly)])


def weighted(weights: Mapping[str, float], scores: Mapping[str, float]) -> float:
    """Sum of weight x score over the sum of weights, 0 to 5. UndefinedError without weights, or without a score."""
    total = sum(weights.values())
    if not weights or total <= 0 or any(weight < 0 for weight in weights.values()):
        raise UndefinedError(message(N_("The criteria have no weights yet. Enter at least one above zero.")))
    for name in weights:
        score = scores.get(name)
        if score is None:
            raise UndefinedError(message(N_("no score for {name}"), name=name))
        if not 0 <= score <= MOST:
            text = N_("{name} is scored {score}; the scale goes from 0 to 5.")
            raise UndefinedError(message(text, name=name, score=f"{score:g}"))
    return sum(weight * scores[name] for name, weight in weights.items()) / total


def worth(offer: Offer, rate: float, months: int, timing: Literal["start", "middle", "end"] = "end") -> float:
    """NPV of what ``offer`` costs: negative money. rate: a year, effective; months: how long it is used."""
    return float(finance.npv(finance.monthly_rate(rate), offer.flows(months), timing))


def break_even(rent: Offer, buy: Offer, months: int) -> float:
    """The month in which what buying costs more at first has come back out of the rent saved, undiscounted.

    UndefinedError, with the reason, when buying is not dearer at first or never comes back within ``months``.
    """
    extra = buy.flows(months) - rent.flows(months)
    if extra[0] >= 0:
        raise UndefinedError(message(N_("buying costs no more at the start, so there is nothing to win back")))
    if rent.monthly <= buy.monthly:
        raise UndefinedError(message(N_("renting is no dearer a month, so buying never catches up")))
    month = finance.payback(extra).value
    if month is None:
        raise UndefinedError(message(N_("renting stays cheaper over all {n} months"), n=months))
    return month
