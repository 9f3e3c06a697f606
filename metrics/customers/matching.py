"""How many customers there are when those who share an e-mail address or a telephone number are one.

Exact matches only: what typing errors and moves have torn apart stays apart, and two people who share a telephone are
taken for one. An honest lower bound of the work to do, no answer to it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components


@dataclass(frozen=True)
class Unique:
    """Customers before and after merging; ``groups`` of ``grouped`` customers."""

    known: int
    groups: int
    grouped: int
    by_both: int  # groups in which all share both

    @property
    def unique(self) -> int:
        """Customers after merging."""
        return self.known - self.grouped + self.groups


def linked(pairs: pd.DataFrame) -> pd.Series:
    """The group of each customer named in ``pairs`` (two columns of ids, each row a link), as numbers from 0."""
    codes, ids = pd.factorize(pairs.to_numpy().ravel())
    ends = codes.reshape(-1, 2)
    links = coo_array((np.ones(len(ends), dtype=np.int8), (ends[:, 0], ends[:, 1])), shape=(len(ids), len(ids)))
    _count, group = connected_components(links, directed=False)
    return pd.Series(group, index=pd.Index(ids, name="customer_id"))


def unique(matches: pd.DataFrame, known: int) -> Unique:
    """Groups out of the mart contact_match. known: customers in all."""
    if not len(matches):
        return Unique(known, 0, 0, 0)
    pairs = [
        matches.loc[matches[name].notna(), ["customer_id", name]].set_axis(["one", "other"], axis=1)
        for name in ("email_group", "phone_group")
    ]
    group = linked(pd.concat(pairs, ignore_index=True))
    sizes = group.value_counts()
    return Unique(known, len(sizes), int(sizes.sum()), _agreeing(matches, group))


def _agreeing(matches: pd.DataFrame, group: pd.Series) -> int:
    """Groups in which every customer has the same e-mail address and the same telephone number."""
    keys = matches.set_index("customer_id")[["email_group", "phone_group"]].fillna("")
    both = (keys != "").all(axis=1).groupby(group.reindex(keys.index)).all()
    same = keys.groupby(group.reindex(keys.index)).nunique().le(1).all(axis=1)
    agreeing: NDArray[np.bool_] = (both & same).to_numpy()
    return int(agreeing.sum())
