"""A published version, open: read-only, locked, and shared by threads."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import duckdb
import pandas as pd

from data.errors import InputError
from data.models import models, questions
from data.published import Published, current
from data.statement import Raw, fill, literal

log = logging.getLogger("payback")
BUILD_AGAIN = "build it again with python -m data build"
SEARCH_PATH = "warehouse.main,warehouse.staging,warehouse.raw"


class Warehouse:
    """One published version, read-only. Safe to share between threads: every call has a cursor of its own.

    DuckDB is locked: no file but this one can be read or written, and no setting changed back.
    """

    def __init__(self, published: Published) -> None:
        self.published = published
        self._connection = duckdb.connect()
        attach = "attach {file} as warehouse (read_only)"
        self._connection.execute(fill(attach, file=Raw(literal(str(published.path)))))
        for setting in (
            "TimeZone = 'UTC'",
            "memory_limit = '1GB'",
            "enable_progress_bar = false",
            "enable_external_access = false",
            "lock_configuration = true",
        ):
            self._connection.execute(fill("set {setting}", setting=Raw(setting)))
        self._rows: dict[str, int] = {}
        self._frames: dict[str, pd.DataFrame] = {}
        self._filling = threading.Lock()

    def query(self, sql: str, params: Sequence[Any] = ()) -> pd.DataFrame:
        """The answer to ``sql`` with ``params`` bound to its question marks."""
        with contextlib.closing(self._connection.cursor()) as cursor:
            cursor.execute(fill("set search_path = {path}", path=Raw(literal(SEARCH_PATH))))
            return cursor.execute(sql, list(params)).df()

    def ask(self, question: str, *params: Any) -> pd.DataFrame:
        """The answer to the question that data/sql/questions holds under this name, its question marks bound."""
        return self.query(questions()[question], params)

    def frame(self, mart: str) -> pd.DataFrame:
        """The whole of a mart. Kept in memory; the caller's changes stay the caller's."""
        if mart not in self._marts:
            raise KeyError(f"there is no mart {mart}; there are {', '.join(sorted(self._marts))}")
        with self._filling:
            if mart not in self._frames:
                self._frames[mart] = self.query(fill("select * from main.{mart} order by all", mart=mart))
            return self._frames[mart].copy(deep=False)

    def rows(self) -> dict[str, int]:
        """How many rows every supplied contract table and every mart has."""
        if not self._rows:
            held = self.query("select table_name, rows from held where supplied")
            counts = {str(name): int(rows) for name, rows in zip(held["table_name"], held["rows"], strict=True)}
            self._rows = counts | {mart: self._count(mart) for mart in sorted(self._marts)}
        return dict(self._rows)

    def lacking(self) -> list[str]:
        """Marts that are read now and are not in the file."""
        named = "select table_name from duckdb_tables() where database_name = 'warehouse' and schema_name = 'main'"
        return sorted(self._marts - set(self.query(named)["table_name"]))

    @property
    def _marts(self) -> frozenset[str]:
        return frozenset(model.name for model in models("marts")) | {"held", "check_result"}

    def _count(self, mart: str) -> int:
        return int(self.query(fill("select count(*) as n from main.{mart}", mart=mart))["n"].iloc[0])

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


class OutdatedError(InputError):
    """The published version was built before a mart that is read now existed."""


def open_current() -> Warehouse:
    """The current version; the same object until another is published.

    InputError when there is none, OutdatedError when it was built by an earlier version of this program.
    """
    published = current()
    if published is None:
        raise InputError("no data has been built yet; run python -m data build --example company, or with --source")
    return _opened(published)


@lru_cache(maxsize=1)  # one that is published over is let go
def _opened(published: Published) -> Warehouse:
    try:
        held = Warehouse(published)
        lacking = held.lacking()
    except duckdb.Error as error:
        log.warning("%s cannot be read: %s", published.path, error)
        raise InputError(f"the published data ({published.name}) are damaged; {BUILD_AGAIN}") from None
    if lacking:
        held.close()
        raise OutdatedError(
            f"{published.name} was built by an earlier version, which knew no {', '.join(lacking)}; {BUILD_AGAIN}"
        )
    return held
