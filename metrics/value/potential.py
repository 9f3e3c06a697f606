"""What a customer could bring: what a good customer of the same kind brings, less their own.

A stand-in for the share of wallet, which nobody outside the customer's books can see: the third quartile of what active
customers alike bring in a year is taken for what can be had. It is a year's money, and it is said so beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

GOOD = 0.75  # of those alike, the quantile taken for what can be had
FEWEST = 30  # customers alike; with fewer, a wider circle is asked


def peers(about: pd.DataFrame, circles: Sequence[Sequence[str]]) -> pd.Series:
    """Whom each customer is compared with: a number of the first circle in which at least FEWEST are alike.

    about: one row a customer, text columns; circles: columns that make customers alike, the closest first. The last
    circle is everybody, whatever it holds. What is unknown is alike.
    """
    found = pd.Series(-1, index=about.index, dtype="int64")
    first = 0
    for columns in circles:
        group = about.groupby([about[name].fillna("") for name in columns], sort=True).ngroup()
        enough = group.map(group.value_counts()) >= FEWEST
        found = found.where((found >= 0) | ~enough, group + first)
        first += int(group.max()) + 1 if len(group) else 0
    return found


def target(own: pd.Series, group: pd.Series) -> pd.Series:
    """The third quartile of ``own`` within each group, for each customer; money a year."""
    return own.groupby(group).transform(lambda values: values.quantile(GOOD))


def potential(own: pd.Series, group: pd.Series) -> NDArray[np.float64]:
    """What each customer brings less than a good one of their group, never below 0; money a year."""
    return np.asarray((target(own, group) - own).clip(lower=0.0), dtype=float)
