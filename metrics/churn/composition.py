"""Who leaves: shares of a group that left, by count and by money, with intervals; what is unknown stays unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from metrics.intervals import wilson

UNKNOWN = ""  # a group or a reason nobody recorded


@dataclass(frozen=True)
class Part:
    """One group of those who were there: how many, how many of them left, and the money both brought a year."""

    name: str
    customers: int
    left: int
    money: float
    money_left: float
    low: float
    high: float

    @property
    def rate(self) -> float:
        """Share that left, by count."""
        return self.left / self.customers if self.customers else 0.0

    @property
    def money_rate(self) -> float | None:
        """Share of the money that left with them; None where the group brought none."""
        return self.money_left / self.money if self.money > 0 else None


def parts(group: pd.Series, left: pd.Series, money: pd.Series) -> tuple[Part, ...]:
    """One part a value of ``group``, those with the highest rate first; values nobody recorded are one part, last."""
    named, rows = texts(group), []
    for name in sorted(named.unique()):
        mine = named == name
        n, gone = int(mine.sum()), int(left[mine].sum())
        sums = float(money[mine].sum()), float(money[mine & left].sum())
        rows.append(Part(name, n, gone, *sums, *wilson(gone, n)))
    return tuple(sorted(rows, key=lambda part: (part.name == UNKNOWN, -part.rate)))


def texts(values: pd.Series) -> pd.Series:
    """As text, what nobody recorded as UNKNOWN."""
    return values.astype(object).where(values.notna(), UNKNOWN).astype(str)


@dataclass(frozen=True)
class Share:
    """One recorded value: how often, and as a share of all, the unknown ones counted."""

    name: str
    customers: int
    share: float


def shares(values: pd.Series) -> tuple[Share, ...]:
    """Recorded values, most frequent first; what is unknown comes last and is never left out."""
    of = max(len(values), 1)
    counts = values.dropna().value_counts()
    rows = [Share(str(name), int(n), n / of) for name, n in counts.items()]
    missing = int(values.isna().sum())
    return tuple(rows) + ((Share(UNKNOWN, missing, missing / of),) if missing else ())


@dataclass(frozen=True)
class Band:
    """Customers of about the same score, 0 to 1: how many, and money. ``expected``: how many leave, of chances to."""

    low: float
    high: float
    customers: int
    expected: float
    money: float


def bands(score: pd.Series, ends: Sequence[float], money: pd.Series) -> tuple[Band, ...]:
    """Customers and their money, empty where it does not count, by score, the lowest first; ``ends``: of the bands."""
    place = np.searchsorted(np.asarray(ends), score.to_numpy(float), side="right")
    return tuple(
        Band(*edges, int(mine.sum()), float(score[mine].sum()), float(money[mine].dropna().sum()))
        for band, edges in enumerate(pairwise((0.0, *ends, 1.0)))
        for mine in [place == band]
    )


def tenure_bands(days: pd.Series) -> pd.Series:
    """The number of the band each customer's days with us fall into, 0 for the shortest."""
    return pd.Series(np.searchsorted((365, 730, 1460), days.to_numpy(float), side="right"), index=days.index)


# Words of reasons nobody could have done anything about; every other recorded reason counts as avoidable.
_OUR_HANDS_TIED = (
    *("moved", "closed", "died", "death", "retired", "no longer need"),
    *("搬", "停业", "去世", "退休", "不再需要"),
)


def avoidable(reason: str) -> bool:
    """Whether a recorded reason is one the company could have done something about, by its words."""
    text = reason.lower()
    return not any(word in text for word in _OUR_HANDS_TIED)
