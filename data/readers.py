"""Files of any of the three kinds, as one thing: a DuckDB relation of cells with line numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from data.errors import InputError
from data.statement import Raw, fill, identifier, literal
from data.text_files import Broken, TextFile, careful_rows, open_text, plain_lines

ENDINGS = (".csv", ".parquet", ".xlsx")
_CHUNK = 50_000


@dataclass(frozen=True)
class Incoming:
    """What a file holds, before any contract: the relation has ``line`` and one column c0, c1 … a heading."""

    header: tuple[str, ...]
    types: tuple[str, ...]
    relation: str
    rows: int
    encoding: str
    broken: tuple[Broken, ...] = field(default=())
    zones: tuple[str, ...] = ()  # time zones whose local days were taken


def read(connection: duckdb.DuckDBPyConnection, path: Path, known: Sequence[str], folder: Path) -> Incoming:
    """Open ``path``, looking for the columns ``known``; ``folder`` takes what has to be converted.

    Raises InputError when it is no file of its kind, or empty.
    """
    if path.is_dir():
        raise InputError(f"{path.name} is a folder; a file is needed")
    if path.stat().st_size == 0:
        raise InputError(f"{path.name} is empty; it needs a heading and rows")
    reader = {".csv": _read_csv, ".parquet": _read_parquet, ".xlsx": _read_xlsx}[path.suffix.lower()]
    return reader(connection, path, known, folder)


def forget(connection: duckdb.DuckDBPyConnection, incoming: Incoming) -> None:
    """Free what :func:`read` took."""
    kind = "view" if incoming.encoding == "parquet" else "table"
    connection.execute(fill("drop {kind} if exists {relation}", kind=Raw(kind), relation=incoming.relation))


def _numbered(width: int) -> tuple[str, ...]:
    return tuple(f"c{i}" for i in range(width))


# CSV


def _read_csv(connection: duckdb.DuckDBPyConnection, path: Path, known: Sequence[str], folder: Path) -> Incoming:
    file = open_text(path, known, folder)
    lines = plain_lines(file)
    rows = _read_fast(connection, file) if lines is not None else None
    broken: list[Broken] = []
    if rows is None or lines != rows + 1:
        rows = _fill_table(connection, file.header, _good(careful_rows(file), broken))
    types = ("VARCHAR",) * len(file.header)
    return Incoming(file.header, types, "incoming", rows + len(broken), file.encoding, tuple(broken))


def _read_fast(connection: duckdb.DuckDBPyConnection, file: TextFile) -> int | None:
    """Let DuckDB read the file; None when it meets a row it cannot."""
    columns = ", ".join(f"{name}: 'VARCHAR'" for name in _numbered(len(file.header)))
    options = Raw(
        f"auto_detect = false, header = true, delim = {literal(file.separator)}, quote = '\"', escape = '\"', "
        f"columns = {{{columns}}}"
    )
    connection.execute("set preserve_insertion_order = true")
    try:
        connection.execute(
            fill(
                "create or replace temp table incoming as select row_number() over () + 1 as line, * "
                "from read_csv({path}, {options})",
                path=Raw(literal(str(file.path))),
                options=options,
            )
        )
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        return None
    finally:
        connection.execute("set preserve_insertion_order = false")
    return _count(connection, "incoming")


def _good(rows: Iterable[tuple[int, list[str]] | Broken], broken: list[Broken]) -> Iterator[tuple[int, list[str]]]:
    for row in rows:
        if isinstance(row, Broken):
            broken.append(row)
        else:
            yield row


def _count(connection: duckdb.DuckDBPyConnection, relation: str) -> int:
    found = connection.execute(fill("select count(*) from {relation}", relation=relation)).fetchone()
    return int(found[0]) if found else 0


def _fill_table(
    connection: duckdb.DuckDBPyConnection, header: Sequence[str], rows: Iterable[tuple[int, Sequence[str | None]]]
) -> int:
    """Put rows of text into the relation ``incoming``, a chunk at a time."""
    names = ("line", *_numbered(len(header)))
    columns = Raw(", ".join(f"{identifier(name)} {'BIGINT' if i == 0 else 'VARCHAR'}" for i, name in enumerate(names)))
    connection.execute(fill("create or replace temp table incoming ({columns})", columns=columns))
    chunk: list[tuple[int, Sequence[str | None]]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _CHUNK:
            _append(connection, names, chunk)
            chunk = []
    _append(connection, names, chunk)
    return _count(connection, "incoming")


def _append(
    connection: duckdb.DuckDBPyConnection, names: Sequence[str], chunk: list[tuple[int, Sequence[str | None]]]
) -> None:
    if not chunk:
        return
    columns = [pa.array([line for line, _ in chunk], pa.int64())]
    columns += [pa.array([cells[i] for _, cells in chunk], pa.string()) for i in range(len(names) - 1)]
    connection.register("chunk_of_rows", pa.table(columns, names=list(names)))
    connection.execute("insert into incoming select * from chunk_of_rows")
    connection.unregister("chunk_of_rows")


# Parquet


def _read_parquet(connection: duckdb.DuckDBPyConnection, path: Path, known: Sequence[str], folder: Path) -> Incoming:
    file = Raw(literal(str(path)))
    try:
        described = connection.execute(fill("describe select * from read_parquet({file})", file=file)).fetchall()
        header = tuple(str(row[0]) for row in described)
        zones = _zones(path)
        renamed = ", ".join(
            f"{_local(old, zones.get(old))} as {new}" for old, new in zip(header, _numbered(len(header)), strict=True)
        )
        connection.execute(
            fill(
                "create or replace temp view incoming as select file_row_number + 1 as line, {columns} "
                "from read_parquet({file}, file_row_number = true)",
                columns=Raw(renamed),
                file=file,
            )
        )
        rows = _count(connection, "incoming")
    except duckdb.Error:
        raise InputError(f"{path.name} cannot be read as Parquet; write it again, or export it as CSV") from None
    types = tuple("TIMESTAMP" if row[0] in zones else str(row[1]) for row in described)
    return Incoming(header, types, "incoming", rows, "parquet", zones=tuple(sorted(set(zones.values()))))


def _zones(path: Path) -> dict[str, str]:
    """The time zone of every column that has one: its days are those of that zone, whatever the machine's."""
    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError):
        return {}
    return {field.name: field.type.tz for field in schema if pa.types.is_timestamp(field.type) and field.type.tz}


def _local(name: str, zone: str | None) -> str:
    return identifier(name) if zone is None else f"timezone({literal(zone)}, {identifier(name)})"


# XLSX


def _read_xlsx(connection: duckdb.DuckDBPyConnection, path: Path, known: Sequence[str], folder: Path) -> Incoming:
    rows = sheet_rows(path)
    heading = next(rows, None)
    if heading is None:
        raise InputError(f"{path.name} is empty; its first row has to name the columns")
    header = tuple((cell or "").strip() for cell in heading[1])
    count = _fill_table(connection, header, (row for row in rows if any(row[1])))
    return Incoming(header, ("VARCHAR",) * len(header), "incoming", count, "xlsx")


def sheet_rows(path: Path) -> Iterator[tuple[int, list[str | None]]]:
    """Rows of the sheet called like the file, else of the first, with their numbers."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        titles = {name.strip().lower(): name for name in book.sheet_names}
        sheet = book.get_sheet_by_name(titles.get(path.stem.lower(), book.sheet_names[0]))
        cells: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    except (CalamineError, IndexError, OSError):
        raise InputError(
            f"{path.name} cannot be read as an Excel workbook; save it again as .xlsx, or as CSV"
        ) from None
    for number, row in enumerate(cells, start=1):
        if any(cell != "" for cell in row):
            yield number, [_written(cell) for cell in row]


def _written(cell: object) -> str | None:
    """A cell as text that loses nothing: 17850.0 is written 17850, a day without a clock as a day."""
    if cell == "" or cell is None:
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell)
