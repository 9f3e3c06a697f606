"""Large order logs in Parquet, straight to one row a customer: what a fit of the classic models needs, and no more.

Same-day orders are one purchase. Where a customer's rows lie together, days are counted as bits of one string in a
single pass; elsewhere rows are grouped by customer and day first.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from data.errors import InputError
from data.statement import Raw, fill, literal

_LOOK = 100_000  # rows looked at to see how the file is sorted
_TOGETHER = 0.5  # customers a row, below which their rows lie together
_LONGEST = 4_000  # days a bit string is worth


@dataclass(frozen=True)
class Summary:
    """One row a customer, as known on day ``until``. Times in days; money; repeat_spend leaves out the first day."""

    ids: NDArray[np.generic]
    frequency: NDArray[np.int64]
    recency: NDArray[np.int64]
    age: NDArray[np.int64]
    spend: NDArray[np.float64]
    repeat_spend: NDArray[np.float64]
    until: date


def summarise(path: Path, customer: str, day: str, amount: str, memory: str = "1200MB") -> Summary:
    """The customers of a Parquet file whose columns hold an identifier, a date and a number not below zero.

    Raises InputError when it is no such file.
    """
    with contextlib.closing(duckdb.connect()) as connection:
        for setting, text in (("threads", "2"), ("memory_limit", literal(memory))):
            connection.execute(fill("set {setting} = {value}", setting=Raw(setting), value=Raw(text)))
        connection.execute("set preserve_insertion_order = false")
        try:
            connection.execute(
                fill(
                    "create view orders as select {customer} as customer, cast({day} as date) as day, "
                    "cast({amount} as double) as amount from read_parquet({file})",
                    customer=customer,
                    day=day,
                    amount=amount,
                    file=Raw(literal(str(path))),
                )
            )
            return _summary(connection)
        except duckdb.Error as error:
            raise InputError(f"{path.name} cannot be summarised: {str(error).splitlines()[0]}") from None


def _summary(connection: duckdb.DuckDBPyConnection) -> Summary:
    found = connection.execute("select min(day), max(day), count(*) from orders").fetchone()
    first, last, rows = found or (None, None, 0)
    if not rows:
        raise duckdb.InvalidInputException("it has no rows")
    looked = connection.execute(
        fill(
            "select count(distinct customer), count(*) from (select customer from orders limit {n})", n=Raw(str(_LOOK))
        )
    ).fetchone()
    people, seen = looked or (1, 1)
    together = people / max(seen, 1) < _TOGETHER and (last - first).days < _LONGEST
    arrays = connection.execute(_one_pass(first, last) if together else _BY_DAY).fetchnumpy()
    begin = np.asarray(arrays["first"], dtype="datetime64[D]").astype(np.int64)
    end = np.asarray(arrays["last"], dtype="datetime64[D]").astype(np.int64)
    spend = np.asarray(arrays["spend"], dtype=np.float64)
    return Summary(
        ids=np.asarray(arrays["customer"]),
        frequency=np.asarray(arrays["days"], dtype=np.int64) - 1,
        recency=end - begin,
        age=int(np.datetime64(last, "D").astype(np.int64)) - begin,
        spend=spend,
        repeat_spend=spend - np.asarray(arrays["first_spend"], dtype=np.float64),
        until=last,
    )


_BY_DAY = (
    "select customer, min(day) as first, max(day) as last, count(*) as days, sum(amount) as spend, "
    "arg_min(amount, day) as first_spend from "
    "(select customer, day, sum(amount) as amount from orders group by customer, day) group by customer"
)


def _one_pass(first: date, last: date) -> str:
    """One grouping; customers with several orders on a day are looked at again for what the first day brought."""
    return fill(
        "with summed as (select customer, min(day) as first, max(day) as last, count(*) as n, "
        "bit_count(bitstring_agg(date_diff('day', date {first}, day), 0, {days})) as days, "
        "sum(amount) as spend, arg_min(amount, day) as first_spend from orders group by customer), "
        "again as (select o.customer, sum(o.amount) as first_spend from orders as o "
        "inner join (select customer, first from summed where n > days) as s "
        "on o.customer = s.customer and o.day = s.first group by o.customer) "
        "select s.customer, s.first, s.last, s.days, s.spend, coalesce(a.first_spend, s.first_spend) as first_spend "
        "from summed as s left join again as a on a.customer = s.customer",
        first=Raw(literal(first.isoformat())),
        days=Raw(str((last - first).days)),
    )
