"""How customers move between the groups of RFM from one date to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from metrics.context import Sources, kept
from metrics.customers import base, rfm
from metrics.reading import UndefinedError
from metrics.words.text import N_, message
from metrics.words.units import Amount, Unit

NOBODY = -1  # not a customer at that date
BACK = (1, 2, 3)  # years before the end of the data, as the mart customer_stand holds them


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
    def new(self) -> int:
        """Who were no customers before."""
        return int(self.table[-1].sum())

    @property
    def stayed(self) -> int:
        """Who are in the same group at both dates."""
        return int(np.trace(self.table[:-1]))


def _moves(before: ArrayLike, after: ArrayLike, groups: int) -> Moves:
    """Count the customers who went from each group to each.

    before: the group of each customer at the earlier date, ``NOBODY`` when not a customer then; after: at the later
    one; both of shape (customers,), positions below ``groups``.
    """
    first, last = np.asarray(before, dtype=np.int64), np.asarray(after, dtype=np.int64)
    if first.shape != last.shape:
        raise ValueError(f"{first.size} customers before against {last.size} after: both must be of the same customers")
    row = np.where(first == NOBODY, groups, first)
    table = np.bincount(row * groups + last, minlength=(groups + 1) * groups).reshape(groups + 1, groups)
    return Moves(np.asarray(table, dtype=np.int64))


def dates(sources: Sources, years: int) -> tuple[date, date]:
    """The two days compared: the end of the data, and ``years`` years of 365 days before it."""
    until = sources.published.until
    if until is None:
        raise UndefinedError(message(N_("there are no customers yet")))
    return until - timedelta(days=365 * years), until


@kept
def moved(sources: Sources, years: int = 1) -> Moves:
    """Who went from which group to which between the two :func:`dates`. UndefinedError where they are too few."""
    stand = sources.frames["customer_stand"]
    before, after = (_grouped(sources, stand[stand["years_ago"] == ago]) for ago in (years, 0))
    return _moves(before.reindex(after.index).fillna(NOBODY).to_numpy(), after.to_numpy(), len(rfm.GROUPS))


def _grouped(sources: Sources, stand: pd.DataFrame) -> pd.Series:
    """The group of each customer at one date, by fifths of those who were customers then."""
    column, _word = base.value_basis(sources.frames)
    rows = stand.set_index("customer_id").sort_index()
    if len(rows) < rfm.FEWEST:
        text = N_("only {n} had bought by the earlier date; {needed} are needed")
        raise UndefinedError(message(text, n=Amount(len(rows), Unit.CUSTOMERS), needed=rfm.FEWEST))
    money = rows[column].astype(float)
    scores = rfm.scores(rows["silent_days"].astype(float), rows["order_days"].astype(float), money)
    return pd.Series(rfm.field_group(scores.recency, scores.worth), index=rows.index)
