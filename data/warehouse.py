"""Build, test, publish; reading is in data/opened.py.

A build writes a file of its own under a temporary name, tests it, and is published by a rename and a pointer. Whoever
is reading an older version goes on undisturbed and sees the new one at the next :func:`open_current`.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pyarrow as pa

from data import engines, leftovers, rejects
from data.checks import Check, contract_checks, grain_check, keep, relationship_checks, sql_checks
from data.contracts import TABLES
from data.errors import InputError
from data.home import home
from data.intake import Loaded, find_files, load, make_empty
from data.models import models
from data.opened import SEARCH_PATH, OutdatedError, Warehouse, open_current
from data.published import Published, current, folder, publish, synced
from data.statement import Raw, fill, identifier, literal

__all__ = ["BuildResult", "OutdatedError", "Published", "Warehouse", "build", "current", "open_current"]

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class BuildResult:
    """What a build read, made and published."""

    tables: Mapping[str, Loaded]
    marts: Mapping[str, int]
    checks: tuple[Check, ...]
    others: tuple[str, ...]  # files of the folder that no table is named after
    seconds: float
    published: Published


def build(
    source: Path, *, name: str, sample: bool = False, engine: str = "duckdb", progress: Progress | None = None
) -> BuildResult:
    """Load every contract table found in ``source``, build and test the marts, and publish them as one new version.

    Raises InputError when the input cannot be used or a hard check fails; then the version before stays current.
    """
    engines.require(engine)
    began = time.monotonic()
    report = progress or (lambda what, share: None)
    files, others = find_files(source)
    file = folder() / f"{leftovers.named('building')}{uuid.uuid4().hex}.duckdb"
    leftovers.sweep()
    try:
        with (
            TemporaryDirectory(prefix=leftovers.named("build"), dir=home()) as scratch,
            contextlib.closing(engines.connect(Path(scratch))) as connection,
        ):
            _attach(connection, file)
            held = _load_all(connection, files, Path(scratch), report)
            marts = engines.run(connection, engine, Path(scratch), report)
            checks = _tested(connection, held, report)
            _keep_held(connection, held)
            content = _content_hash(connection, held)
            until = _until(connection)
            connection.execute("use memory")
            connection.execute("checkpoint warehouse")
            connection.execute("detach warehouse")
        published = _put_in_place(file, held, name=name, sample=sample, data_hash=content, until=until)
    finally:
        file.unlink(missing_ok=True)
        file.with_suffix(".duckdb.wal").unlink(missing_ok=True)
    report("published", 1.0)
    return BuildResult(held, marts, checks, others, time.monotonic() - began, published)


def _attach(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    connection.execute(fill("attach {file} as warehouse", file=Raw(literal(str(file)))))
    connection.execute("use warehouse")
    for schema in ("raw", "staging"):
        connection.execute(fill("create schema {schema}", schema=schema))
    connection.execute(fill("set search_path = {path}", path=Raw(literal(SEARCH_PATH))))


def _load_all(
    connection: duckdb.DuckDBPyConnection, files: Mapping[str, Path], scratch: Path, report: Progress
) -> dict[str, Loaded]:
    held = {}
    for i, (name, path) in enumerate(files.items()):
        report(f"loading {path.name}", 0.6 * i / len(files))
        held[name] = load(connection, TABLES[name], path, scratch)
    for name, table in TABLES.items():
        if name not in held:
            make_empty(connection, table)
    _keep_rejects(connection, held)
    return held


def _keep_rejects(connection: duckdb.DuckDBPyConnection, held: Mapping[str, Loaded]) -> None:
    rows = [(name, r.line, r.column, r.value, r.reason) for name, loaded in held.items() for r in loaded.rejects]
    kinds = {
        "table_name": pa.string(),
        "line": pa.int64(),
        "column_name": pa.string(),
        "value": pa.string(),
        "reason": pa.string(),
    }
    columns = [pa.array([row[i] for row in rows], kind) for i, kind in enumerate(kinds.values())]
    connection.register("rows_left_out", pa.table(columns, names=list(kinds)))
    connection.execute("create table raw.rejects as select * from rows_left_out")
    connection.unregister("rows_left_out")


def _tested(connection: duckdb.DuckDBPyConnection, held: Mapping[str, Loaded], report: Progress) -> tuple[Check, ...]:
    """Every check, kept in the mart check_result; InputError when a hard one fails."""
    report("checking", 0.9)
    found = [
        *contract_checks(held.values()),
        *relationship_checks(connection, held),
        *(grain_check(connection, mart) for mart in models("marts")),
        *sql_checks(connection, held),
    ]
    failed = [check for check in found if check.severity == "hard" and not check.ok]
    if failed:
        told = "; ".join(f"{check.check_name} ({check.failed:,} of {check.of:,} rows)" for check in failed)
        raise InputError(f"the marts failed their own checks and were not published: {told}")
    keep(connection, found)
    return tuple(found)


def _keep_held(connection: duckdb.DuckDBPyConnection, held: Mapping[str, Loaded]) -> None:
    """Write the mart held: which contract tables were supplied, and how many rows of each there are."""
    connection.execute("create table main.held (table_name varchar, supplied boolean, rows bigint, rejected bigint)")
    rows = [
        (
            name,
            name in held,
            held[name].rows_loaded if name in held else 0,
            held[name].rows_rejected if name in held else 0,
        )
        for name in TABLES
    ]
    connection.executemany("insert into main.held values (?, ?, ?, ?)", rows)


def _content_hash(connection: duckdb.DuckDBPyConnection, held: Mapping[str, Loaded]) -> str:
    """A hash of what was loaded, whatever the order of its rows and the kind of its files."""
    total = hashlib.sha256()
    for name in sorted(held):
        cells = ", ".join(f"coalesce(cast({identifier(c.name)} as varchar), chr(30))" for c in TABLES[name].columns)
        asked = "select sum(md5_number_lower(concat_ws(chr(31), {cells}))), count(*) from raw.{table}"
        found = connection.execute(fill(asked, cells=Raw(cells), table=name)).fetchone()
        total.update(f"{name} {found}\n".encode())
    return total.hexdigest()


def _until(connection: duckdb.DuckDBPyConnection) -> date | None:
    found = connection.execute("select until from main.data_facts").fetchone()
    return found[0] if found else None


def _put_in_place(
    file: Path, held: Mapping[str, Loaded], *, name: str, sample: bool, data_hash: str, until: date | None
) -> Published:
    built = datetime.now(UTC)
    version = f"{built:%Y%m%dT%H%M%S%f}Z-{data_hash[:8]}"
    for loaded in held.values():
        if loaded.rejects:
            rejects.write(rejects_folder(version) / f"{loaded.table}.csv", loaded.rejects)
    place = file.with_name(f"{version}.duckdb")
    synced(file)
    file.replace(place)
    published = Published(version, place, name, sample, data_hash, until, built.isoformat(timespec="seconds"))
    publish(published)
    return published


def rejects_folder(version: str) -> Path:
    """Where the rows left out of ``version`` are, a CSV file for each table that has some."""
    return home() / "rejects" / version
