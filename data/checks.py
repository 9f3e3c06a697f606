"""Tests of the data, in the manner of dbt: those every contract implies, and those written in sql/checks.

A hard check that fails stops the publishing. A warning is kept with its count, for the pages and ``data check``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import duckdb

from data.contracts import TABLES, Column, Table
from data.intake import Loaded
from data.models import Model, models
from data.reasons import NO_VALUE
from data.statement import Raw, fill, names


@dataclass(frozen=True)
class Check:
    """What one check found: ``failed`` of ``of`` rows."""

    check_name: str
    table_name: str
    severity: str  # "hard" or "warn"
    failed: int
    of: int

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return self.failed == 0


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, int]:
    row = connection.execute(sql).fetchone()
    return (int(row[0] or 0), int(row[1] or 0)) if row else (0, 0)


def contract_checks(tables: Iterable[Loaded]) -> Iterator[Check]:
    """Unique keys, filled columns and accepted values: what the intake had to leave out, check by check."""
    for loaded in tables:
        table = TABLES[loaded.table]
        reasons = Counter((reject.column, _kind(reject.reason)) for reject in loaded.rejects)
        key = ", ".join(table.key)
        yield Check(f"{table.name}: {key} unique", table.name, "warn", reasons[key, "repeated"], loaded.rows_read)
        whole = sum(count for (column, _), count in reasons.items() if not column)
        yield Check(f"{table.name}: rows whole", table.name, "warn", whole, loaded.rows_read)
        for column in table.columns:
            if column.name in loaded.mapping:
                yield from _column_checks(table, column, reasons, loaded.rows_read)


def _kind(reason: str) -> str:
    if reason == NO_VALUE:
        return "empty"
    return "repeated" if reason.startswith("is already in line") else "not understood"


def _column_checks(table: Table, column: Column, reasons: Mapping[tuple[str, str], int], of: int) -> Iterator[Check]:
    where = f"{table.name}: {column.name}"
    if column.required:
        yield Check(f"{where} filled", table.name, "warn", reasons.get((column.name, "empty"), 0), of)
    yield Check(f"{where} readable", table.name, "warn", reasons.get((column.name, "not understood"), 0), of)


def relationship_checks(connection: duckdb.DuckDBPyConnection, held: Mapping[str, Loaded]) -> Iterator[Check]:
    """Rows that point at a row which is not there; only where both tables were supplied."""
    for name, loaded in held.items():
        for column in TABLES[name].columns:
            if column.refers_to and column.refers_to[0] in held and column.name in loaded.mapping:
                parent, key = column.refers_to
                failed, of = _one(
                    connection,
                    fill(
                        "select count(*) filter (where p.k is null), count(*) from raw.{child} as c "
                        "left join (select distinct {key} as k from raw.{parent}) as p on p.k = c.{column} "
                        "where c.{column} is not null",
                        child=name,
                        parent=parent,
                        key=key,
                        column=column.name,
                    ),
                )
                yield Check(f"{name}: {column.name} known in {parent}", name, "warn", failed, of)


def grain_check(connection: duckdb.DuckDBPyConnection, mart: Model) -> Check:
    """Rows of a mart beyond the one its grain allows."""
    single = "select count(*) - 1, count(*) from {mart}"
    each = "select sum(n - 1), sum(n) from (select count(*) as n from {mart} group by {grain})"
    failed, of = _one(connection, fill(each if mart.grain else single, mart=mart.name, grain=names(mart.grain)))
    return Check(f"{mart.name}: unique at its grain", mart.name, "hard", failed, of)


def sql_checks(connection: duckdb.DuckDBPyConnection, held: Iterable[str]) -> Iterator[Check]:
    """The checks of sql/checks whose table was supplied; each file selects failed and tested rows."""
    supplied = set(held)
    for model in models("checks"):
        if model.says("table") in supplied:
            failed, of = _one(connection, model.sql)
            yield Check(model.name.replace("_", " "), model.says("table"), model.says("severity"), failed, of)


def keep(connection: duckdb.DuckDBPyConnection, checks: Iterable[Check]) -> None:
    """Write the mart check_result."""
    connection.execute(
        "create table main.check_result (check_name varchar, table_name varchar, severity varchar, "
        'failed bigint, "of" bigint, ok boolean)'
    )
    rows = [(c.check_name, c.table_name, c.severity, c.failed, c.of, c.ok) for c in checks]
    if rows:
        connection.executemany(fill("insert into main.check_result values ({v})", v=Raw("?, ?, ?, ?, ?, ?")), rows)
