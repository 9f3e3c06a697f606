"""Segments over time, and what each is made of: moves between two dates by RFM, and composition by any trait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import pandas as pd

from metrics.context import Sources
from metrics.customers import base
from metrics.reading import UndefinedError
from metrics.segments import facts as story
from metrics.segments import groups as segments
from metrics.segments import rfm
from metrics.segments.method import Method
from metrics.segments.migration import NOBODY, Moves, moves
from metrics.segments.people import people
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit

BACK = (1, 2, 3)  # years before the end of the data, as the mart customer_stand holds them
MOST_VALUES = 6  # of a trait that are told one by one


@dataclass(frozen=True, eq=False)
class Moved:
    """Moves between two dates, by the groups of RFM at each; or the reason there are none."""

    first: date | None
    last: date | None
    groups: tuple[Message, ...] = ()
    moves: Moves | None = None
    reason: Message | None = None


@lru_cache(maxsize=8)
def moved(sources: Sources, years: int = 1) -> Moved:
    """Who went from which group to which since ``years`` years of 365 days before the end of the data."""
    until = sources.published.until
    first = None if until is None else until - timedelta(days=365 * years)
    held = sources.frames["customer_stand"]
    groups = tuple(message(name) for name in rfm.GROUPS)
    try:
        before, after = (_grouped(sources, held[held["years_ago"] == ago]) for ago in (years, 0))
    except UndefinedError as error:
        return Moved(first, until, groups, reason=error.reason)
    found = moves(before.reindex(after.index).fillna(NOBODY).to_numpy(), after.to_numpy(), len(groups))
    return Moved(first, until, groups, found)


def _grouped(sources: Sources, stand: pd.DataFrame) -> pd.Series:
    """The group of each customer at one date, by fifths of those who were customers then."""
    column, _word = base.brings(sources.frames)
    held = stand.set_index("customer_id").sort_index()
    if len(held) < rfm.FEWEST:
        text = N_("only {n} had bought by the earlier date; {needed} are needed")
        raise UndefinedError(message(text, n=Amount(len(held), Unit.CUSTOMERS), needed=rfm.FEWEST))
    money = held[column].astype(float)
    found = rfm.scores(held["silent_days"].astype(float), held["order_days"].astype(float), money)
    return pd.Series(rfm.groups(found), index=held.index)


@dataclass(frozen=True, eq=False)
class Made:
    """What each group is made of by one trait.

    ``counts`` of shape (groups, values), the order of ``groups`` that of the page; ``values``: the most frequent, at
    most ``MOST_VALUES``, the others together in the last when ``rest``; ``unknown``: customers without the trait.
    """

    groups: tuple[Message, ...]
    values: tuple[str, ...]
    counts: np.ndarray[tuple[int, int], np.dtype[np.int64]]
    rest: bool
    unknown: int
    reason: Message | None = None


@lru_cache(maxsize=16)
def made_of(sources: Sources, method: Method, trait: str) -> Made:
    """Customers of each group by the values of ``trait``; those of whom it is unknown are counted beside."""
    found = story.segmented(sources, method)
    if found.reason is not None:
        return Made((), (), np.zeros((0, 0), dtype=np.int64), False, 0, found.reason)
    grouped = story.grouping(sources, method)
    column = people(sources).traits[trait]
    counted = segments.counts(trait, column, grouped.labels, len(grouped.names))
    table = counted.table[[one.place for one in found.segments]]
    names, table, rest = _shortened(counted.values, table)
    unknown = int(column.isna().sum())
    return Made(tuple(one.name for one in found.segments), names, table, rest, unknown)


def _shortened(
    values: tuple[str, ...], table: np.ndarray[tuple[int, int], np.dtype[np.int64]]
) -> tuple[tuple[str, ...], np.ndarray[tuple[int, int], np.dtype[np.int64]], bool]:
    """The most frequent values, and all others together."""
    if len(values) <= MOST_VALUES:
        return values, table, False
    order = np.argsort(-table.sum(axis=0), kind="stable")
    kept, others = np.sort(order[: MOST_VALUES - 1]), order[MOST_VALUES - 1 :]
    short = np.column_stack([table[:, kept], table[:, others].sum(axis=1)])
    return (*(values[i] for i in kept), ""), short, True
