"""The same SQL files on Spark: raw tables go out as Parquet, marts come back as Parquet.

Needs pyspark and Java, which Payback itself does not.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from data.contracts import TABLES
from data.engines import make, portable_macros, to_spark
from data.models import models
from data.statement import Raw, fill, literal


def run(connection: duckdb.DuckDBPyConnection, folder: Path, report: Callable[[str, float], None]) -> dict[str, int]:
    """Make the marts of the attached warehouse in Spark; rows of each by name. ``folder`` takes what goes between."""
    portable_macros(connection)
    session = _session(folder)
    try:
        for name in TABLES:
            session.read.parquet(_exported(connection, name, folder)).createOrReplaceTempView(name)
        for model in models("staging"):
            session.sql(to_spark(model.sql)).createOrReplaceTempView(model.name)
        rows = {}
        for i, model in enumerate(models("marts")):
            report(f"making {model.name} in Spark", 0.6 + 0.3 * i / len(models("marts")))
            written = str(folder / "marts" / model.name)
            session.sql(to_spark(model.sql)).write.mode("overwrite").parquet(written)
            session.read.parquet(written).createOrReplaceTempView(model.name)
            rows[model.name] = make(connection, model, f"{written}/*.parquet")
    finally:
        session.stop()
    return rows


def _session(folder: Path) -> Any:
    spark = importlib.import_module("pyspark.sql").SparkSession  # may not be installed: engines.require has asked
    session = (
        spark.builder.master("local[2]")
        .appName("payback")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "8")
        .config("spark.sql.warehouse.dir", str(folder / "spark"))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    return session


def _exported(connection: duckdb.DuckDBPyConnection, table: str, folder: Path) -> str:
    place = folder / "raw" / f"{table}.parquet"
    place.parent.mkdir(exist_ok=True)
    out = Raw(literal(str(place)))
    connection.execute(fill("copy raw.{table} to {out} (format parquet)", table=table, out=out))
    return str(place)
