"""A small file as a grid of cells: what heads it, and its columns read as a load reads them.

For files a person made (cash flows, rates, benchmarks): the heading may stand below a title. Encodings, separators,
dates and numbers are those of data/text_files.py, data/cells.py and data/profile.py: there is one reading of cells.
"""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from data.cells import EITHER, Source, Style, day_first, given, matches, month_first, refined, value
from data.contracts import Column, Kind, Table
from data.errors import InputError
from data.profile import styled
from data.readers import sheet_rows
from data.statement import Raw, fill
from data.text_files import SEPARATORS, encoding_of

LARGEST = 20_000_000  # bytes
_ABOVE = 20  # lines that may stand above the heading
Row = tuple[int, tuple[str, ...]]


@dataclass(frozen=True)
class Grid:
    """The rows of a file below its heading, each with its line; blank ones left out."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    above: tuple[str, ...]  # what stood above the heading
    encoding: str


def read_grid(path: Path, heads: Callable[[Sequence[str]], bool]) -> Grid:
    """``path`` as a grid; ``heads`` tells the heading from a title above it.

    The first line with something in it is the heading where no line of the first twenty is one. InputError where the
    file cannot be read, is empty, names a column twice, or has a row with more cells than the heading.
    """
    raw, encoding = _lines(path)
    rows, place = _headed(raw, heads)
    if not rows:
        raise InputError(f"{path} is empty. It needs a header line and one row a period.")
    header = tuple(cell.strip() for cell in rows[place][1])
    twice = sorted({name for name in header if name and [h.lower() for h in header].count(name.lower()) > 1})
    if twice:
        raise InputError(f"{path} names the column {twice[0]} more than once. Keep one of them.")
    return Grid(
        header,
        tuple((line, _fitted(path, line, cells, len(header))) for line, cells in rows[place + 1 :]),
        tuple(" ".join(cell for cell in cells if cell) for _line, cells in rows[:place]),
        encoding,
    )


def _fitted(path: Path, line: int, cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """A row as wide as the heading; empty cells beyond it are nothing."""
    if any(cells[width:]):
        raise InputError(f"{path}, line {line}: {len(cells)} cells, the header has {width}. Quote or mend the line.")
    return (*cells[:width], *("" for _ in range(width - len(cells))))


def _lines(path: Path) -> tuple[list[list[Row]], str]:
    """The rows of ``path`` under each separator it could have, and its encoding."""
    if path.is_dir():
        raise InputError(f"{path} is a directory. Give one file.")
    try:
        with path.open("rb") as file:
            head = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise InputError(f"{path} does not exist. Check the name.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}). Check that you may open it.") from error
    if len(head) > LARGEST:
        raise InputError(f"{path} is larger than {LARGEST // 10**6} MB. Give a file with one row a period.")
    if not head.strip():
        raise InputError(f"{path} is empty. It needs a header line and one row a period.")
    if path.suffix.lower() == ".xlsx":
        return [_filled((line, [cell or "" for cell in cells]) for line, cells in sheet_rows(path))], "xlsx"
    encoding, whole = encoding_of(path, str(path))
    text = head.decode(encoding, errors="replace").removeprefix("\ufeff")
    if not whole:
        raise InputError(f"{path} is not text in {encoding} throughout. Save it as CSV in UTF-8.")
    try:
        return [
            _filled(enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1))
            for separator in SEPARATORS
        ], encoding
    except csv.Error as error:
        raise InputError(f"{path} is no CSV ({error}). Save it again as CSV.") from error


def _filled(rows: object) -> list[Row]:
    """Rows with something in them, their cells bare."""
    bare = [(line, tuple(cell.strip() for cell in cells)) for line, cells in rows]  # type: ignore[attr-defined]
    return [(line, cells) for line, cells in bare if any(cells)]


def _headed(readings: list[list[Row]], heads: Callable[[Sequence[str]], bool]) -> tuple[list[Row], int]:
    """The reading in which a heading is found, and its place; else the one with most cells, headed by its first row."""
    for rows in readings:
        for place, (_line, cells) in enumerate(rows[:_ABOVE]):
            if heads(cells):
                return rows, place
    return max(readings, key=lambda rows: len(rows[0][1]) if rows else 0), 0


@dataclass(frozen=True)
class Read:
    """The cells of a column in their kind, None where a cell is empty or cannot be read."""

    values: tuple[object, ...]
    style: Style
    unclear: int | None  # place of the first cell that could be read two ways

    def readings(self, cell: str) -> tuple[str, str]:
        """Both ways to read an unclear ``cell``."""
        with contextlib.closing(duckdb.connect()) as connection:
            read = "select cast({day} as date), cast({month} as date) from (select ? as x)"
            days = connection.execute(
                fill(read, day=Raw(day_first("x")), month=Raw(month_first("x"))), [cell]
            ).fetchone()
        if days and days[0]:
            return str(days[0]), str(days[1])
        return cell.replace(",", "").replace(".", ""), cell.replace(",", ".")


def read_column(cells: Sequence[str], kind: Kind, style: Style | None = None) -> Read:
    """``cells`` as the contract column of ``kind`` would be read, all of them deciding how; or in ``style``."""
    column = Column("cell", kind, "")
    with contextlib.closing(duckdb.connect()) as connection:
        connection.execute("set enable_progress_bar = false")
        table = pa.table({"line": pa.array(range(len(cells)), pa.int64()), "c0": pa.array(cells, pa.string())})
        connection.register("cells_given", table)
        connection.execute("create temp table incoming as select * from cells_given")
        source = Source("c0")
        known = styled(connection, Table("grid", "", (), (column,), ()), {"cell": source})["cell"] or source
        if style is not None and known.style is Style.UNCLEAR:
            known = replace(known, style=style)
        x = refined(column, known, given(column, known))
        rows = connection.execute(
            fill(
                "select {value}, {unclear} from incoming order by line",
                value=Raw(value(column, known, "(" + x + ")")),
                unclear=Raw(_unclear(kind, known.style, "(" + x + ")")),
            )
        ).fetchall()
    values = tuple(row[0].date() if isinstance(row[0], datetime) and kind is Kind.DATE else row[0] for row in rows)
    doubtful = [place for place, row in enumerate(rows) if row[1]]
    return Read(values, known.style, doubtful[0] if doubtful else None)


def _unclear(kind: Kind, style: Style, x: str) -> str:
    if style is not Style.UNCLEAR:
        return "false"
    if kind in (Kind.DATE, Kind.TIME):
        return f"coalesce({day_first(x)} <> {month_first(x)}, false)"
    return f"coalesce({matches(x, EITHER)}, false)"
