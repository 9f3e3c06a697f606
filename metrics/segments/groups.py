"""What is said of a segment once it is found: what it is made of, traits it shares, value bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

from metrics.intervals import wilson
from metrics.reading import UndefinedError
from metrics.words.text import N_, message

Array = NDArray[np.float64]

NOTABLE = 130  # a trait counts from this index on: so many hundredths as frequent in the segment as in all
FEW = 10  # customers of a segment below which a trait is not spoken of
RARE = 0.01  # traits of fewer customers than this share are not looked at
BANDS = (N_("Large customers"), N_("Important customers"), N_("Ordinary customers"), N_("Small customers"))
BAND_ENDS = (0.05, 0.20, 0.50)  # shares of customers, best first, at which the first three bands end


@dataclass(frozen=True)
class Shared:
    """How much more frequent a trait is in a segment: index 100 is as in all, ``low`` to ``high`` its 95 % range.

    ``n`` in the segment carry it, of ``of`` of whom it is known.
    """

    trait: str
    value: str
    index: float
    low: float
    high: float
    n: int
    of: int


def _index(count: int, of: int, all_count: int, all_of: int) -> tuple[float, float, float]:
    """Share in the segment / share in all × 100, and the 95 % range: Wilson's for the segment, all taken as known.

    Raises UndefinedError when nobody in all carries the trait.
    """
    if all_count <= 0 or of <= 0:
        raise UndefinedError(message(N_("nobody carries this trait, so there is nothing to compare with")))
    overall = all_count / all_of
    low, high = wilson(count, of, 0.95)
    return 100 * count / of / overall, 100 * low / overall, 100 * high / overall


@dataclass(frozen=True, eq=False)
class Counts:
    """How many customers of each group carry each value of one trait; ``table`` of shape (groups, values)."""

    trait: str
    values: tuple[str, ...]
    table: NDArray[np.int64]


def counts(name: str, column: pd.Series, labels: ArrayLike, groups: int) -> Counts:
    """Customers by group and value; those of whom the trait is unknown are left out."""
    codes, values = pd.factorize(column, sort=True)
    known = codes >= 0
    places = np.asarray(labels, dtype=np.int64)[known] * len(values) + codes[known]
    table = np.bincount(places, minlength=groups * len(values)).reshape(groups, len(values))
    return Counts(name, tuple(str(value) for value in values), table)


def shared(counted: Sequence[Counts], group: int, *, notable: int = NOTABLE, fewest: int = FEW) -> list[Shared]:
    """The traits that are clearly more frequent in ``group``, the surest first.

    Clearly is: an index of ``notable`` or more, its whole range above 100, and ``fewest`` customers who carry it. At
    most one value a trait is kept, so that a segment is not said twice.
    """
    surest = []
    for trait in counted:
        here, everybody = trait.table[group].tolist(), trait.table.sum(axis=0).tolist()
        of, all_of = sum(here), sum(everybody)
        rows = [
            Shared(trait.trait, value, *_index(n, of, count, all_of), n, of)
            for value, n, count in zip(trait.values, here, everybody, strict=True)
            if of and count and count >= RARE * all_of and n >= fewest
        ]
        over = [row for row in rows if row.index >= notable and row.low > 100]
        surest += sorted(over, key=lambda row: -row.low)[:1]
    return sorted(surest, key=lambda row: -row.low)


def bands(variables: Mapping[str, ArrayLike], weights: Mapping[str, float]) -> NDArray[np.int64]:
    """The value band of each customer, an index of ``BANDS``, by the weighted mean of their ranks; shape (customers,).

    variables: one value a customer, nan where unknown. What is not known of a customer, or of anybody, is left out and
    the other weights count for more: unknown is not zero. The best 5 % are large, the next 15 % important, the next
    30 % ordinary. Equal customers share a band. Raises UndefinedError when no variable with a weight is known of
    anybody.
    """
    total = weighed = np.zeros(1)
    for name, values in variables.items():
        numbers = np.asarray(values, dtype=np.float64)
        known = ~np.isnan(numbers)
        if not known.any() or not weights.get(name):
            continue
        place = np.zeros(numbers.size)
        place[known] = (rankdata(numbers[known]) - 0.5) / known.sum()
        total, weighed = total + weights[name] * place, weighed + weights[name] * known
    if not np.any(weighed):
        raise UndefinedError(message(N_("no variable with a weight is known, so there are no value bands")))
    score = np.where(weighed > 0, total / np.where(weighed > 0, weighed, 1.0), 0.0)
    place = (rankdata(-np.round(score, 12)) - 0.5) / score.size
    return np.asarray(np.searchsorted(BAND_ENDS, place, side="left"), dtype=np.int64)
