"""Order logs out of any file, brought down to one row a customer and day.

A log is what forecasts of customers read. Identifiers are text. An amount below zero is a refund: money, no purchase.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
from numpy.typing import NDArray

from data.cells import Source, given, refined, value
from data.contracts import Column, Kind, Table
from data.errors import InputError
from data.profile import styled
from data.readers import ENDINGS, Incoming, read
from data.statement import Raw, fill, identifier

_CUSTOMER, _DAY, _AMOUNT, _ORDER = "customer", "day", "amount", "order"
_FIRST = date(1900, 1, 1)
_USABLE = (
    "cells where customer is not null and amount is not null and day >= date '1900-01-01' and day < date '2200-01-01'"
)
_REASONS = ("no customer", "no date", "no amount", "broken line")  # why a row cannot be used


@dataclass(frozen=True)
class Log:
    """One row a customer and day, sorted by both. ``customer`` is an index into ``ids``; ``day`` counts from ``start``.

    bought: whether there was a purchase, else only a refund or a cost; amount: money, refunds taken off, None when the
    log has none; cost: of serving the customer, None when unknown.
    """

    ids: NDArray[np.object_]
    customer: NDArray[np.int64]
    day: NDArray[np.int64]
    bought: NDArray[np.bool_]
    amount: NDArray[np.float64] | None
    cost: NDArray[np.float64] | None
    start: date
    rows: int  # rows read
    orders: int  # purchases among them
    refunds: int
    left_out: Mapping[str, int]  # why rows could not be used, and how many
    zones: tuple[str, ...] = ()  # time zones whose local days were taken
    early: int = 0  # refunds of customers before their first purchase
    undone: int = 0  # purchases refunded in full on their own day
    controls: int = 0  # cells freed of control characters
    dropped: tuple[str, ...] = ()  # zones behind clocks of one column, where there are several: not applied


def read_file(path: Path, customer: str, day: str, amount: str | None = None, order: str | None = None) -> Log:
    """The log in a CSV, Parquet or XLSX file, whatever its columns are called.

    order: the column that names the order, where a row is a line of one: lines are summed to orders first. Raises
    InputError, one line, when the file or a column cannot be used.
    """
    must_be_file(path)
    wanted = {_CUSTOMER: customer, _DAY: day} | ({_AMOUNT: amount} if amount is not None else {})
    wanted |= {_ORDER: order} if order is not None else {}
    with TemporaryDirectory() as scratch, contextlib.closing(duckdb.connect()) as connection:
        for setting, text in (("threads", "2"), ("memory_limit", "'1200MB'"), ("temp_directory", f"'{scratch}'")):
            connection.execute(fill("set {setting} = {value}", setting=Raw(setting), value=Raw(text)))
        connection.execute("set preserve_insertion_order = false")
        connection.execute("set enable_progress_bar = false")  # it would be written to standard output, into the JSON
        incoming = read(connection, path, list(wanted.values()), Path(scratch))
        places = {name: place(path, incoming, column) for name, column in wanted.items()}
        counts, known = _cells(connection, incoming, places)
        if not counts["purchases"]:
            raise InputError(_nothing(connection, path, incoming, wanted, counts))
        if order is not None:
            counts |= _orders(connection)
        log = _log(connection, _USABLE, counts, has_cost=False)
        controls = sum(source.controls for source in known.values())
        return replace(log, zones=incoming.zones, controls=controls, dropped=known[_DAY].zones)


def _orders(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Lines of one order and customer as one row of ``cells``, on its first day; how many there are of each."""
    connection.execute(
        fill(
            "create or replace temp table cells as select customer, min(day) as day, sum(amount) as amount, "
            "cast(0 as double) as cost from {rows} group by customer, coalesce(ordering, cast(row as varchar))",
            rows=Raw(_USABLE),
        )
    )
    found = connection.execute(
        "select count(*) filter (amount >= 0), count(*) filter (amount < 0) from cells"
    ).fetchone()
    purchases, refunds = found or (0, 0)
    return {"purchases": int(purchases), "refunds": int(refunds)}


def must_be_file(path: Path) -> None:
    """InputError unless ``path`` is a file of a kind that can be read."""
    if path.is_dir():
        raise InputError(f"{path} is a directory; give one CSV or Parquet file of orders")
    if not path.exists():
        raise InputError(f"{path} does not exist; check the name")
    if path.suffix.lower() not in ENDINGS:
        raise InputError(f"{path} ends in {path.suffix or 'nothing'}; a file of orders ends in {', '.join(ENDINGS)}")


def place(path: Path, incoming: Incoming, column: str) -> int:
    """Where ``column`` is in the heading: as written, else without case."""
    names = list(incoming.header)
    if column in names:
        return names.index(column)
    alike = [i for i, name in enumerate(names) if name.strip().lower() == column.strip().lower()]
    if len(alike) == 1:
        return alike[0]
    found = ", ".join(name for name in names if name) or "none"
    raise InputError(f"{path.name} has no column {column}; the columns found are {found}")


def _cells(
    connection: duckdb.DuckDBPyConnection, incoming: Incoming, places: Mapping[str, int]
) -> tuple[dict[str, int], dict[str, Source]]:
    """The table ``cells`` of customer, day, amount and whether the row is usable; what there is of each, and how the
    columns are written."""
    kinds = {_CUSTOMER: Kind.TEXT, _DAY: Kind.TIME, _AMOUNT: Kind.NUMBER, _ORDER: Kind.TEXT}
    columns = tuple(Column(name, kinds[name], "") for name in places)
    sources = {name: Source(f"c{place}", incoming.types[place]) for name, place in places.items()}
    found_styles = styled(connection, Table("log", "", (), columns, ()), sources)
    known = {name: found_styles[name] or source for name, source in sources.items()}
    parts = {column.name: _understood(connection, column, known[column.name]) for column in columns}
    connection.execute(
        fill(
            "create or replace temp table cells as select {customer} as customer, cast({day} as date) as day, "
            "{amount} as amount, cast(0 as double) as cost, {order} as ordering, line as row from incoming {joins}",
            customer=Raw(parts[_CUSTOMER][0]),
            day=Raw(parts[_DAY][0]),
            amount=Raw(parts[_AMOUNT][0] if _AMOUNT in parts else "cast(0 as double)"),
            order=Raw(parts[_ORDER][0] if _ORDER in parts else "cast(null as varchar)"),
            joins=Raw(" ".join(join for _, join in parts.values())),
        )
    )
    dated = "coalesce(day >= date '1900-01-01' and day < date '2200-01-01', false)"
    found = connection.execute(
        fill(
            "select count(*), count(*) filter (customer is not null and {dated} and amount >= 0), "
            "count(*) filter (customer is not null and {dated} and amount < 0), count(*) filter (customer is null), "
            "count(*) filter (customer is not null and not {dated}), "
            "count(*) filter (customer is not null and {dated} and amount is null) from cells",
            dated=Raw(dated),
        )
    ).fetchone()
    names = ("rows", "purchases", "refunds", "no customer", "no date", "no amount")
    counts = dict(zip(names, (int(number) for number in found or (0,) * 6), strict=True))
    counts["rows"] += len(incoming.broken)
    counts["broken line"] = len(incoming.broken)
    return counts | {"has_amount": int(_AMOUNT in places)}, known


def _understood(connection: duckdb.DuckDBPyConnection, column: Column, source: Source) -> tuple[str, str]:
    """The SQL of a cell's value, and the join it needs.

    A date in a written form takes long to read and occurs many times, so each different one is read once.
    """
    cell = f"incoming.{identifier(source.name)}"
    if not (source.is_text and column.kind is Kind.TIME):
        inner = refined(column, source, given(column, source))
        return value(column, source, inner), ""
    connection.execute(
        fill(
            "create or replace temp table dates as with different as (select distinct {name} as {name} from incoming), "
            "bare as (select {name}, {given} as x from different), plain as (select {name}, {refined} as x from bare) "
            "select {name} as written, {value} as moment from plain",
            name=source.name,
            given=Raw(given(column, source)),
            refined=Raw(refined(column, source, "x")),
            value=Raw(value(column, source, "x")),
        )
    )
    return "dates.moment", f"left join dates on dates.written = {cell}"


def _nothing(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    incoming: Incoming,
    wanted: Mapping[str, str],
    counts: Mapping[str, int],
) -> str:
    """Why no row of a file is a purchase, and what to do."""
    if not incoming.rows:
        return f"{path.name} has a heading but no rows; it needs one row an order"
    if counts["no date"]:
        seen = _first(connection, incoming, wanted[_DAY])
        return f'{path.name}: no row has a date in {wanted[_DAY]} (the first is "{seen}"); write dates as 2026-01-31'
    if counts["no amount"]:
        seen = _first(connection, incoming, wanted[_AMOUNT])
        return (
            f'{path.name}: no row has a number in {wanted[_AMOUNT]} (the first is "{seen}"); name the column of amounts'
        )
    if counts["refunds"]:
        return f"{path.name}: every amount in {wanted[_AMOUNT]} is below zero, so there is no purchase"
    return f"{path.name}: no row names a customer in {wanted[_CUSTOMER]}"


def _first(connection: duckdb.DuckDBPyConnection, incoming: Incoming, column: str) -> str:
    """The first cell of a column, as written."""
    place = [name.strip().lower() for name in incoming.header].index(column.strip().lower())
    ask = "select cast({cell} as varchar) from incoming where {cell} is not null order by line limit 1"
    found = connection.execute(fill(ask, cell=f"c{place}")).fetchone()
    return str(found[0])[:40] if found else ""


def _log(connection: duckdb.DuckDBPyConnection, rows: str, counts: Mapping[str, int], *, has_cost: bool) -> Log:
    """Group ``rows`` (a relation with a condition) by customer and day, and bring them over as arrays."""
    connection.execute(
        fill(
            "create or replace temp table days as select customer, day, "
            "bool_or(amount >= 0) and not (bool_or(amount < 0) and sum(amount) <= 0) as bought, "
            "bool_or(amount >= 0) and bool_or(amount < 0) and sum(amount) <= 0 as undone, "
            "sum(amount) as amount, sum(cost) as cost from {rows} group by customer, day",
            rows=Raw(rows),
        )
    )
    odd = connection.execute(
        "select count(*) filter (undone), "
        "count(*) filter (not bought and not undone and (first is null or day < first)) "
        "from (select *, min(case when bought then day end) over (partition by customer) as first from days)"
    ).fetchone()
    connection.execute(
        "create or replace temp table people as select customer, row_number() over (order by customer) - 1 as code "
        "from (select distinct customer from days)"
    )
    ids = connection.execute("select customer from people order by code").fetchnumpy()["customer"]
    found = connection.execute("select min(day) from days").fetchone()
    start: date = found[0] if found and found[0] else _FIRST
    arrays = connection.execute(
        "select p.code as customer, cast(date_diff('day', cast(? as date), d.day) as bigint) as day, d.bought, "
        "d.amount, d.cost from days as d inner join people as p using (customer) order by p.code, d.day",
        [start],
    ).fetchnumpy()
    return Log(
        ids=np.asarray(ids, dtype=object),
        customer=np.asarray(arrays["customer"], dtype=np.int64),
        day=np.asarray(arrays["day"], dtype=np.int64),
        bought=np.asarray(arrays["bought"], dtype=bool),
        amount=np.asarray(arrays["amount"], dtype=np.float64) if counts["has_amount"] else None,
        cost=np.asarray(arrays["cost"], dtype=np.float64) if has_cost else None,
        start=start,
        rows=counts["rows"],
        orders=counts["purchases"],
        refunds=counts["refunds"],
        left_out={name: counts[name] for name in _REASONS if counts[name]},
        undone=int(odd[0]) if odd else 0,
        early=int(odd[1]) if odd else 0,
    )
