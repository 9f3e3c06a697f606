"""From an order log to what the models read: how often, how recently, for how long.

Several orders of one customer on one day are one purchase. Time is counted in whole days; a week is 7 days, never
rounded to. Customers with the same history are one row with a count, so that a fit costs what the number of *different*
histories costs.

Source: Fader, Hardie & Lee (2005), "Counting your customers" the easy way, Marketing Science 24(2), section 2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class OrderLog:
    """Purchases: one row a customer and day, sorted by customer, then day.

    customer: index into ``ids``; day: days since ``start``; amount: what the day brought, net of refunds, money.
    """

    ids: NDArray[np.object_]
    customer: Whole
    day: Whole
    amount: Floats | None
    start: date

    @property
    def last_day(self) -> int:
        """The last day with a purchase, counted from ``start``; -1 for an empty log."""
        return int(self.day.max()) if self.day.size else -1

    def date_of(self, day: int) -> date:
        """The calendar date of a day of this log."""
        return self.start + timedelta(days=day)

    @cached_property
    def firsts(self) -> Whole:
        """Position of each customer's first purchase, with the length of the log at the end."""
        return np.searchsorted(self.customer, np.arange(len(self.ids) + 1))


@dataclass(frozen=True)
class Histories:
    """What is known of each customer on one day: one row a customer who had bought by then.

    who: index into the log's ids. frequency: days with a purchase after the first. recency: days from first to last
    purchase. age: days from the first purchase to that day. spend: money of all purchases, repeat_spend: without the
    first day's; zeros when the log has no amounts.
    """

    who: Whole
    frequency: Whole
    recency: Whole
    age: Whole
    spend: Floats
    repeat_spend: Floats

    def __len__(self) -> int:
        return len(self.frequency)

    @property
    def silence(self) -> Whole:
        """Days since the last purchase."""
        return self.age - self.recency

    @property
    def mean_spend(self) -> Floats:
        """Money a purchase day, over all of them."""
        return self.spend / (self.frequency + 1)

    @cached_property
    def rows(self) -> Rows:
        """The different histories among these customers, with counts."""
        return unique_rows(self.frequency, self.recency, self.age)


@dataclass(frozen=True)
class Rows:
    """Different histories and how many customers share each. ``inverse`` leads back: customer i has row inverse[i].

    Times are in any unit; frequency counts purchases after the first.
    """

    frequency: Floats
    recency: Floats
    age: Floats
    count: Floats
    inverse: Whole

    @property
    def customers(self) -> int:
        """Customers behind these rows."""
        return int(self.count.sum())

    def in_unit(self, days: float) -> Rows:
        """The same rows with time in units of ``days`` days."""
        return Rows(self.frequency, self.recency / days, self.age / days, self.count, self.inverse)


def tally(place: Whole, amount: Floats, size: int) -> Floats:
    """The sum of ``amount`` at each place from 0 to ``size`` - 1."""
    return np.bincount(place, weights=amount, minlength=size).astype(np.float64)


def group(*columns: ArrayLike) -> tuple[tuple[NDArray[np.int64], ...], Whole, Whole]:
    """The different rows of some whole-number columns, how many there are of each, and the way back.

    Columns are not negative. Returns (columns of the different rows, counts, inverse).
    """
    arrays = [np.asarray(column, dtype=np.int64) for column in columns]
    if not arrays[0].size:
        empty = np.zeros(0, dtype=np.int64)
        return tuple(empty for _ in arrays), empty, empty
    key = np.zeros_like(arrays[0])
    sizes = [int(array.max()) + 1 for array in arrays]
    for array, size in zip(arrays, sizes, strict=True):
        key = key * size + array
    different, inverse, count = _unique(key, int(np.prod([float(size) for size in sizes])))
    split = []
    for size in reversed(sizes):
        split.append(different % size)
        different = different // size
    return tuple(reversed(split)), count, inverse


def _unique(key: Whole, size: int) -> tuple[Whole, Whole, Whole]:
    """As np.unique with inverse and counts; without sorting where a table of all possible keys is no larger."""
    if size > max(4 * key.size, 1_000_000):
        different, inverse, count = np.unique(key, return_inverse=True, return_counts=True)
        return different, inverse.ravel(), count
    count = np.bincount(key, minlength=size)
    different = np.flatnonzero(count)
    place = np.zeros(size, dtype=np.int64)
    place[different] = np.arange(different.size)
    return different, place[key], count[different]


def unique_rows(frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Rows:
    """The different (frequency, recency, age) with counts; times in whole days."""
    (x, t_x, T), count, inverse = group(frequency, recency, age)
    return Rows(x.astype(float), t_x.astype(float), T.astype(float), count.astype(float), inverse)


def rows_of(frequency: ArrayLike, recency: ArrayLike, age: ArrayLike, count: ArrayLike | None = None) -> Rows:
    """Rows as given, without looking for equal ones: for times in weeks, or rows already counted."""
    x = np.asarray(frequency, dtype=float)
    n = np.ones_like(x) if count is None else np.asarray(count, dtype=float)
    return Rows(x, np.asarray(recency, dtype=float), np.asarray(age, dtype=float), n, np.arange(x.size))


def order_log(customer: ArrayLike, day: ArrayLike, amount: ArrayLike | None, ids: ArrayLike, start: date) -> OrderLog:
    """A log out of single orders: customer is an index into ids, day counts from start.

    A negative amount is a refund: it lowers what the customer's latest purchase up to then brought and is no purchase.
    A refund of nothing bought before is left out, and so is a customer without any purchase.
    """
    who, when = np.asarray(customer, dtype=np.int64), np.asarray(day, dtype=np.int64)
    money = None if amount is None else np.asarray(amount, dtype=float)
    names = np.asarray(ids, dtype=object)
    if not who.size:
        return OrderLog(names[:0], who, when, money, start)
    bought = np.ones(who.size, dtype=bool) if money is None else money >= 0
    (buyer, days), _, place = group(who[bought], when[bought])
    total = None if money is None else tally(place, money[bought], buyer.size)
    if total is not None and money is not None and not bought.all():
        total = total + _refunds(buyer, days, who[~bought], when[~bought], money[~bought])
    kept, index = np.unique(buyer, return_inverse=True)
    return OrderLog(names[kept], index.ravel().astype(np.int64), days, total, start)


def _refunds(buyer: Whole, days: Whole, who: Whole, when: Whole, money: Floats) -> Floats:
    """The sum of refunds on each purchase row: each goes to the customer's latest purchase not after it."""
    span = int(max(days.max(), when.max())) + 1 if days.size else 1
    place = np.searchsorted(buyer * span + days, who * span + when, side="right") - 1
    known = (place >= 0) & (buyer[np.maximum(place, 0)] == who) if buyer.size else np.zeros(who.size, dtype=bool)
    return tally(place[known], money[known], buyer.size)


def histories(log: OrderLog, until: int) -> Histories:
    """What was known at the end of day ``until``, of everybody who had bought by then."""
    early = log.day <= until
    customer, day = log.customer[early], log.day[early]
    edge = np.flatnonzero(np.diff(customer, prepend=-1))
    ends = np.append(edge[1:], customer.size) - 1
    first, last = day[edge], day[ends] if edge.size else day[edge]
    money = np.zeros(customer.size) if log.amount is None else log.amount[early]
    spend = np.add.reduceat(money, edge) if edge.size else money
    return Histories(
        who=customer[edge],
        frequency=ends - edge if edge.size else edge,
        recency=last - first,
        age=until - first,
        spend=spend,
        repeat_spend=spend - money[edge],
    )


def future(log: OrderLog, known: Histories, after: int, days: int) -> tuple[Floats, Floats]:
    """What the customers of ``known`` did in the ``days`` days after day ``after``: (purchases, money)."""
    later = (log.day > after) & (log.day <= after + days)
    orders = np.bincount(log.customer[later], minlength=len(log.ids))[known.who]
    if log.amount is None:
        return orders.astype(float), np.zeros(len(known))
    money = tally(log.customer[later], log.amount[later], len(log.ids))[known.who]
    return orders.astype(float), money


def broadcast(rows: Rows, score: Callable[[Rows], Floats]) -> Floats:
    """``score`` worked out once for each different row and given to every customer who shares it."""
    return score(rows)[..., rows.inverse]
