"""RFM: how recently, how often and for how much each customer bought, in fifths; and six groups people can read.

Rules, not a model: whoever reads a score can say why it is what it is. It needs orders alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

from metrics.reading import UndefinedError
from metrics.words.text import N_, message

FIFTHS = 5
FEWEST = 50  # with fewer buyers a fifth of them is ten at most
CHAMPIONS, LOYAL, NEW, FADING, AT_RISK, ASLEEP = range(6)
GROUPS = (N_("Champions"), N_("Loyal"), N_("New or occasional"), N_("Fading"), N_("Silent but valuable"), N_("Silent"))


@dataclass(frozen=True, eq=False)
class Scores:
    """Fifths from 1 (worst) to 5 (best), shape (buyers,). ``worth`` is the mean of how often and how much, half up."""

    recency: NDArray[np.int64]
    frequency: NDArray[np.int64]
    money: NDArray[np.int64]

    @property
    def worth(self) -> NDArray[np.int64]:
        """How often and how much in one figure, 1 to 5."""
        return (self.frequency + self.money + 1) // 2


def _fifths(values: ArrayLike) -> NDArray[np.int64]:
    """The fifth each value lies in by rank, 1 for the lowest to 5 for the highest; shape (n,).

    Equal values share the fifth in which the middle of them lies, so nobody is told apart by chance.
    """
    numbers = np.asarray(values, dtype=np.float64)
    middle = rankdata(numbers) - 0.5
    return np.asarray(np.floor(FIFTHS * middle / numbers.size) + 1, dtype=np.int64)


def scores(silent_days: ArrayLike, order_days: ArrayLike, money: ArrayLike) -> Scores:
    """Scores of buyers: days since the last order (few are good), days with an order, money brought so far.

    Each of shape (n,). Raises UndefinedError below ``FEWEST`` buyers. Source: Hughes, Strategic Database Marketing.
    """
    silent = np.asarray(silent_days, dtype=np.float64)
    if silent.size < FEWEST:
        text = N_("{n} customers are too few for fifths; {needed} are needed")
        raise UndefinedError(message(text, n=silent.size, needed=FEWEST))
    return Scores(_fifths(-silent), _fifths(order_days), _fifths(money))


def field_group(recency: ArrayLike, worth: ArrayLike) -> NDArray[np.int64]:
    """The group of each field of recency against worth, an index of ``GROUPS``.

    Recent are fifths 4 and 5, late 1 and 2; of worth are fifths 4 and 5, or from 3 on.
    """
    r, w = np.asarray(recency), np.asarray(worth)
    rules = ((r >= 4) & (w >= 4), (r >= 3) & (w >= 3), r >= 4, r == 3, w >= 3)
    return np.asarray(np.select(rules, (CHAMPIONS, LOYAL, NEW, FADING, AT_RISK), ASLEEP), dtype=np.int64)
