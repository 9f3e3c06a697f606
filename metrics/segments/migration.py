"""How customers move between segments from one date to another: counts, and what they say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

NOBODY = -1  # not a customer at that date


@dataclass(frozen=True, eq=False)
class Moves:
    """Customers by group before and group after; ``table`` of shape (groups + 1, groups), the last row those who were
    no customers yet."""

    table: NDArray[np.int64]

    @property
    def before(self) -> NDArray[np.int64]:
        """Customers of each group before, shape (groups,)."""
        return np.asarray(self.table[:-1].sum(axis=1))

    @property
    def after(self) -> NDArray[np.int64]:
        """Customers of each group after, new ones among them; shape (groups,)."""
        return np.asarray(self.table.sum(axis=0))

    @property
    def new(self) -> int:
        """Who were no customers before."""
        return int(self.table[-1].sum())

    @property
    def stayed(self) -> int:
        """Who are in the same group at both dates."""
        return int(np.trace(self.table[:-1]))


def moves(before: ArrayLike, after: ArrayLike, groups: int) -> Moves:
    """Count the customers who went from each group to each.

    before: the group of each customer at the earlier date, ``NOBODY`` when not a customer then; after: at the later
    one; both of shape (customers,), positions below ``groups``. Source: catalogue C15.
    """
    first, last = np.asarray(before, dtype=np.int64), np.asarray(after, dtype=np.int64)
    if first.shape != last.shape:
        raise ValueError(f"{first.size} customers before against {last.size} after: both must be of the same customers")
    row = np.where(first == NOBODY, groups, first)
    table = np.bincount(row * groups + last, minlength=(groups + 1) * groups).reshape(groups + 1, groups)
    return Moves(np.asarray(table, dtype=np.int64))
