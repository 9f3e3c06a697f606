"""Where the SQL files run: DuckDB here, or Spark through SQLGlot.

The files are written in DuckDB's dialect and stay portable. What only DuckDB can do fast stands behind a macro, and
each macro has a twin that any engine understands.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path

import duckdb

from data.errors import InputError
from data.models import Model, models
from data.statement import Raw, fill, literal

ENGINES = ("duckdb", "spark")
MEMORY = "2200MB"
THREADS = 2
_MAX_DAYS = 20_000  # beyond, a bit for every day costs more than it saves

# Macros of the SQL files and their portable twins: count_days(day) is the number of different days.
TWINS = {"count_days": "count(distinct {0})"}


def connect(folder: Path) -> duckdb.DuckDBPyConnection:
    """A connection for building, with its memory bounded and ``folder`` to spill into."""
    connection = duckdb.connect()
    for setting, value in (("memory_limit", MEMORY), ("temp_directory", str(folder)), ("TimeZone", "UTC")):
        connection.execute(fill("set {setting} = {value}", setting=setting, value=Raw(literal(value))))
    connection.execute(fill("set threads = {n}", n=Raw(str(THREADS))))
    connection.execute("set preserve_insertion_order = false")
    connection.execute("set enable_progress_bar = false")  # it would be written to standard output, into the JSON
    return connection


def define_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """Give the SQL files their macros. Days are counted as bits of the data's own range; the twin where it is too long.

    Reads stg_orders.
    """
    found = connection.execute("select min(day), max(day) from stg_orders").fetchone()
    first, last = found or (None, None)
    if first is None or (last - first).days > _MAX_DAYS:
        portable_macros(connection)
        return
    connection.execute(
        fill(
            "create or replace temp macro count_days(x) as "
            "coalesce(bit_count(bitstring_agg(date_diff('day', date {first}, x), 0, {days})), 0)",
            first=Raw(literal(first.isoformat())),
            days=Raw(str((last - first).days)),
        )
    )


def portable_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """Give the SQL files the twins of their macros, which any engine understands."""
    for name, twin in TWINS.items():
        macro = "create or replace temp macro {name}(x) as {twin}"
        connection.execute(fill(macro, name=name, twin=Raw(twin.format("x"))))


def to_spark(sql: str) -> str:
    """``sql`` in Spark's dialect, macros replaced by their twins. Raises when something has no counterpart there."""
    import sqlglot
    from sqlglot import exp

    tree = sqlglot.parse_one(sql, read="duckdb")
    for call in list(tree.find_all(exp.Anonymous)):
        if call.name.lower() in TWINS:
            call.replace(
                sqlglot.parse_one(TWINS[call.name.lower()].format(call.expressions[0].sql("duckdb")), read="duckdb")
            )
        else:
            raise ValueError(f"{call.name} is not a function every engine has; put it behind a macro with a twin")
    return tree.sql("spark", unsupported_level=sqlglot.ErrorLevel.RAISE)


def require(engine: str) -> None:
    """InputError when ``engine`` is not one of ours, or is not installed."""
    if engine not in ENGINES:
        raise InputError(f"{engine} is no engine; choose {' or '.join(ENGINES)}")
    if engine == "spark":
        try:
            importlib.import_module("pyspark")
        except ImportError:
            raise InputError("Spark is not installed; install pyspark and Java, or leave --engine out") from None


def run(
    connection: duckdb.DuckDBPyConnection, engine: str, folder: Path, report: Callable[[str, float], None]
) -> dict[str, int]:
    """Make the staging views and the marts in the attached warehouse; rows of each mart by name."""
    for model in models("staging"):
        connection.execute(fill("create view staging.{name} as {sql}", name=model.name, sql=Raw(model.sql)))
    if engine == "spark":
        from data import spark

        return spark.run(connection, folder, report)
    define_macros(connection)
    rows = {}
    for i, model in enumerate(models("marts")):
        report(f"making {model.name}", 0.6 + 0.3 * i / len(models("marts")))
        rows[model.name] = make(connection, model)
    return rows


def make(connection: duckdb.DuckDBPyConnection, model: Model, files: str | None = None) -> int:
    """Make one mart by its SQL, or in the same types from Parquet ``files`` that another engine wrote; its rows."""
    create = "create table main.{name} as {sql}" + (" with no data" if files else "")
    connection.execute(fill(create, name=model.name, sql=Raw(model.sql)))
    if files:
        insert = "insert into main.{name} by name select * from read_parquet({files})"
        connection.execute(fill(insert, name=model.name, files=Raw(literal(files))))
    found = connection.execute(fill("select count(*) from main.{name}", name=model.name)).fetchone()
    return int(found[0]) if found else 0
