"""From an order log to what the models read: how often, how recently, for how long.

Several orders of one customer on one day are one purchase. Time is counted in whole days; a week is 7 days, never
rounded to. Customers with the same history are one row with a count, so that a fit costs what the number of *different*
histories costs.

Source: Fader, Hardie & Lee (2005), "Counting your customers" the easy way, Marketing Science 24(2), section 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class OrderLog:
    """What happened: one row a customer and day, sorted by customer, then day; the first row of each is a purchase.

    customer: index into ``ids``; day: days since ``start``; bought: whether there was a purchase (else only a refund or
    a cost); amount: money the day brought, refunds taken off; cost: money spent on serving the customer, positive.
    """

    ids: NDArray[np.object_]
    customer: Whole
    day: Whole
    bought: Flags
    amount: Floats | None
    cost: Floats | None
    start: date

    @property
    def last_day(self) -> int:
        """The last day with a purchase, counted from ``start``; -1 for an empty log."""
        return int(self.day[self.bought].max()) if self.day.size else -1

    @property
    def purchases(self) -> int:
        """Days with a purchase, over all customers."""
        return int(np.count_nonzero(self.bought))

    def date_of(self, day: int) -> date:
        """The calendar date of a day of this log."""
        return self.start + timedelta(days=day)

    def every(self, step: int) -> OrderLog:
        """The log of every ``step``-th customer."""
        if step <= 1:
            return self
        kept = self.customer % step == 0
        amount = None if self.amount is None else self.amount[kept]
        cost = None if self.cost is None else self.cost[kept]
        customer, day, bought = self.customer[kept] // step, self.day[kept], self.bought[kept]
        return OrderLog(self.ids[::step], customer, day, bought, amount, cost, self.start)


@dataclass(frozen=True)
class Histories:
    """What is known of each customer on one day: one row a customer who had bought by then.

    who: index into the log's ids. frequency: days with a purchase after the first. recency: days from first to last
    purchase. age: days from the first purchase to that day. spend: money so far, repeat_spend: without the first day's;
    cost: of serving the customer so far; zeros when the log does not say.
    """

    who: Whole
    frequency: Whole
    recency: Whole
    age: Whole
    spend: Floats
    repeat_spend: Floats
    cost: Floats

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

    @cached_property
    def pairs(self) -> tuple[Whole, Whole]:
        """One row of each different (frequency, age), and the way back."""
        key = self.frequency * (float(self.age.max()) + 1 if self.age.size else 1.0) + self.age
        _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
        return first, inverse.ravel()

    @property
    def customers(self) -> int:
        """Customers behind these rows."""
        return int(self.count.sum())

    def every(self, step: int) -> Rows:
        """Every ``step``-th row; with no way back."""
        x = self.frequency[::step]
        return Rows(x, self.recency[::step], self.age[::step], self.count[::step], np.arange(x.size))

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
    if size > max(20 * key.size, 1_000_000):
        different, inverse, count = np.unique(key, return_inverse=True, return_counts=True)
        return different, inverse.ravel(), count
    count = np.bincount(key, minlength=size)
    different = np.flatnonzero(count)
    place = np.empty(size, dtype=np.int32)
    place[different] = np.arange(different.size, dtype=np.int32)
    return different, place[key].astype(np.int64), count[different]


def unique_rows(frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Rows:
    """The different (frequency, recency, age) with counts; times in whole days."""
    (x, t_x, T), count, inverse = group(frequency, recency, age)
    return Rows(x.astype(float), t_x.astype(float), T.astype(float), count.astype(float), inverse)


def order_log(
    customer: ArrayLike,
    day: ArrayLike,
    amount: ArrayLike | None,
    ids: ArrayLike,
    start: date,
    *,
    bought: ArrayLike | None = None,
    cost: ArrayLike | None = None,
) -> OrderLog:
    """A log out of single events: customer is an index into ids, day counts from start, not negative.

    Without ``bought`` an event is a purchase unless its amount is negative: then it is a refund. What happened to a
    customer before the first purchase is left out, and so is a customer without any.
    """
    who, when = np.asarray(customer, dtype=np.int64), np.asarray(day, dtype=np.int64)
    money = None if amount is None else np.asarray(amount, dtype=float)
    spent = None if cost is None else np.asarray(cost, dtype=float)
    names = np.asarray(ids, dtype=object)
    is_purchase = np.ones(who.size, dtype=bool) if money is None else money >= 0
    is_purchase = is_purchase if bought is None else np.asarray(bought, dtype=bool)
    first = np.full(names.size, np.iinfo(np.int64).max)
    np.minimum.at(first, who[is_purchase], when[is_purchase])
    kept = when >= first[who] if who.size else is_purchase
    (buyer, days), _, place = group(who[kept], when[kept])
    rows = buyer.size
    any_bought = tally(place, is_purchase[kept].astype(float), rows) > 0
    total = None if money is None else tally(place, money[kept], rows)
    served = None if spent is None else tally(place, spent[kept], rows)
    present, index = np.unique(buyer, return_inverse=True)
    return OrderLog(names[present], index.ravel().astype(np.int64), days, any_bought, total, served, start)


def histories(log: OrderLog, until: int) -> Histories:
    """What was known at the end of day ``until``, of everybody who had bought by then."""
    early = log.day <= until
    customer, day, bought = log.customer[early], log.day[early], log.bought[early]
    edge = np.flatnonzero(np.append(customer.size > 0, customer[1:] != customer[:-1]))
    if not edge.size:
        none, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
        return Histories(none, none, none, none, nothing, nothing, nothing)
    first = day[edge]
    money = np.zeros(customer.size) if log.amount is None else log.amount[early]
    spend = np.add.reduceat(money, edge)
    cost = np.zeros(edge.size) if log.cost is None else np.add.reduceat(log.cost[early], edge)
    return Histories(
        who=customer[edge],
        frequency=np.add.reduceat(bought.astype(np.int64), edge) - 1,
        recency=np.maximum.reduceat(np.where(bought, day, -1), edge) - first,
        age=until - first,
        spend=spend,
        repeat_spend=spend - money[edge],
        cost=cost,
    )


@dataclass(frozen=True)
class Future:
    """What known customers then did: purchases, money they brought, cost of serving them; one a customer."""

    orders: Floats
    gross: Floats
    cost: Floats

    @property
    def money(self) -> Floats:
        """What they brought, less the cost of serving them."""
        return self.gross - self.cost


def future(log: OrderLog, known: Histories, after: int, days: int) -> Future:
    """What the customers of ``known`` did in the ``days`` days after day ``after``."""
    later = (log.day > after) & (log.day <= after + days)
    who = log.customer[later]

    def sums(column: Floats | None) -> Floats:
        return np.zeros(len(known)) if column is None else tally(who, column[later], len(log.ids))[known.who]

    return Future(sums(log.bought.astype(float)), sums(log.amount), sums(log.cost))
