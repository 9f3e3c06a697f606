"""Three ways to pay for it: own money, a partner who builds it with us for a share of the income, or a provider."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from metrics import finance
from metrics.reading import UndefinedError
from metrics.words.text import N_, message

Array = NDArray[np.float64]
Way = Literal["own", "partner", "outsource"]
WAYS: tuple[Way, ...] = ("own", "partner", "outsource")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What is agreed. ``cost`` and ``income``: the partner's shares of cost and of benefit; ``kept``: the share of cost
    that stays with us when a provider does the work; ``premium``: what the provider takes on top of the rest, which is
    paid in equal months."""

    cost: float = 0.5
    income: float = 0.3
    kept: float = 0.25
    premium: float = 0.2

    def __post_init__(self) -> None:
        for share in (self.cost, self.income, self.kept):
            if not 0 <= share <= 1:
                text = N_("A share of {share} cannot be. Enter one from 0 to 1.")
                raise UndefinedError(message(text, share=f"{share:g}"))
        if not 0 <= self.premium <= 10:
            text = N_("A premium of {share} cannot be. Enter one from 0 to 10.")
            raise UndefinedError(message(text, share=f"{self.premium:g}"))


@dataclass(frozen=True)
class Option:
    """One way to pay. Money; ``peak`` is the lowest level of cumulative cash, 0 when none is ever out, and its month.

    ``shared``: the part of the risk somebody else bears, measured as the shortfall of a bad draw (P10) below the
    middle one against paying it all ourselves; None where nothing is uncertain.
    """

    way: Way
    npv: float
    peak: float
    peak_month: int
    payback: float | None
    shared: float | None


def _flows(way: Way, benefit: Array, cost: Array, terms: Terms, plan: Array | None = None) -> Array:
    """What stays with us by month, shape as ``benefit`` and ``cost`` (..., months + 1).

    plan: the cost a provider's fee is set by, shape (months + 1); ``cost`` itself when None. The fee is agreed
    beforehand, so that a cost overrun is the provider's: our own draws of cost do not move it.
    """
    if way == "own":
        return benefit - cost
    if way == "partner":
        return benefit * (1 - terms.income) - cost * (1 - terms.cost)
    agreed = np.asarray(cost if plan is None else plan)
    fee = (1 - terms.kept) * (1 + terms.premium) * agreed.sum(axis=-1, keepdims=True) / max(agreed.shape[-1] - 1, 1)
    months = (np.arange(cost.shape[-1]) > 0).astype(float)
    return np.asarray(benefit - cost * terms.kept - fee * months)


def _peak(net: Array) -> tuple[float, int]:
    """The lowest level of cumulative cash and its month; (0, 0) when money is never out."""
    level = np.cumsum(net)
    month = int(np.argmin(level))
    return (float(level[month]), month) if level[month] < 0 else (0.0, 0)


def compared(
    benefit: Array, cost: Array, discount: Array, terms: Terms, draws: tuple[Array, Array] | None = None
) -> list[Option]:
    """The three ways side by side. draws: (benefit, cost) of each draw, shape (draws, months + 1)."""
    options = []
    for way in WAYS:
        net, shared = _flows(way, benefit, cost, terms), _shared(way, draws, cost, discount, terms)
        options.append(Option(way, float(net @ discount), *_peak(net), finance.payback(net).value, shared))
    return options


def _shared(way: Way, draws: tuple[Array, Array] | None, plan: Array, discount: Array, terms: Terms) -> float | None:
    if draws is None:
        return None
    own, ours = (_shortfall(_flows(one, *draws, terms, plan) @ discount) for one in ("own", way))
    return None if own <= 0 else 1 - ours / own


def _shortfall(npv: Array) -> float:
    low, middle = np.quantile(npv, (0.1, 0.5))
    return float(middle - low)
