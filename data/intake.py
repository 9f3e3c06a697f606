"""Files in: which belong to which table, which column is which, what is loaded and what is left out.

Every row of a file is either loaded or among the rejects, with its line and the reason: rows_read = rows_loaded +
rows_rejected, always.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from data.cells import Source, given, refined, value
from data.contracts import SQL_TYPES, TABLES, Table
from data.errors import InputError
from data.profile import styled
from data.readers import ENDINGS, Incoming, forget, read
from data.reasons import loaded, problems
from data.rejects import Reject
from data.statement import Raw, fill, identifier, names

# Rules that need more than one cell: (table, column shown, condition on its columns, reason).
_REFUND = "is above zero on a refund; a refund is a row of its own with a negative amount"
_ROW_RULES = (("orders", "amount", "{status} = 'refunded' and {amount} > 0", _REFUND),)


@dataclass(frozen=True)
class Loaded:
    """What became of one file."""

    table: str
    file: str
    rows_read: int
    rows_loaded: int
    rows_rejected: int
    encoding: str
    mapping: Mapping[str, str]  # contract column -> the file's own
    ignored: tuple[str, ...]  # columns of the file no contract asks for
    rejects: tuple[Reject, ...]
    controls: Mapping[str, int] = field(default_factory=dict)  # column -> cells freed of control characters
    zones: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # column -> zones that were dropped, not applied


def find_files(source: Path) -> tuple[dict[str, Path], tuple[str, ...]]:
    """Files of ``source`` by the contract table they are named after, and the names of the others.

    Raises InputError when the folder is not there, holds nothing known, or holds one table twice.
    """
    if not source.exists():
        raise InputError(f"{source} does not exist; give a folder that holds orders.csv, orders.parquet or orders.xlsx")
    if not source.is_dir():
        raise InputError(f"{source} is a file; give the folder it lies in")
    found: dict[str, Path] = {}
    others: list[str] = []
    for path in sorted(source.iterdir()):
        name = path.stem.strip().lower()
        if name not in TABLES or path.suffix.lower() not in ENDINGS:
            others.append(path.name)
        elif name in found:
            raise InputError(f"{source} holds {found[name].name} and {path.name}; keep one file of {name}")
        else:
            found[name] = path
    if not found:
        held = f"holds {', '.join(others[:5])}" if others else "is empty"
        raise InputError(f"{source} {held}; looked for {', '.join(TABLES)}, as .csv, .parquet or .xlsx")
    return {name: found[name] for name in TABLES if name in found}, tuple(others)


def load(connection: duckdb.DuckDBPyConnection, table: Table, path: Path, folder: Path) -> Loaded:
    """Bring ``path`` into ``raw.<table>``; ``folder`` takes what has to be converted on the way.

    Raises InputError when the file cannot be read, lacks a column, mixes currencies, or has no row that can be used.
    """
    incoming = read(connection, path, [column.name for column in table.columns], folder)
    sources = styled(connection, table, _sources(table, incoming, path))
    if not incoming.rows and table.name == "orders":
        raise InputError(f"{path.name} has a heading and no rows; it needs at least one order")
    reasons = _make_cells(connection, table, sources)
    rows = _insert(connection, table, sources)
    rejects = [Reject(broken.line, "", broken.text, broken.reason) for broken in incoming.broken]
    if rows + len(rejects) < incoming.rows:
        rejects += _unusable(connection, reasons)
    if repeated := _repeated(connection, table):
        rejects += repeated
        rows = _insert(connection, table, sources, but="line not in (select line from repeated)")
    rejects.sort(key=lambda reject: reject.line)
    if incoming.rows and not rows:
        raise InputError(f"{path.name}: none of its {incoming.rows:,} rows can be used; {rejects[0].sentence}")
    if rows + len(rejects) != incoming.rows:
        raise AssertionError(f"{path.name}: {incoming.rows} rows read, {rows} loaded, {len(rejects)} rejected")
    if sources.get("currency"):
        _settle_currency(connection, table, path)
    forget(connection, incoming)
    return _account(table, path, incoming, sources, rows, tuple(rejects))


def _account(
    table: Table,
    path: Path,
    incoming: Incoming,
    sources: Mapping[str, Source | None],
    rows: int,
    rejects: tuple[Reject, ...],
) -> Loaded:
    mapping = {name: incoming.header[int(source.name[1:])] for name, source in sources.items() if source}
    ignored = tuple(name for name in incoming.header if name and name not in mapping.values())
    here = {name: source for name, source in sources.items() if source}
    return Loaded(
        table=table.name,
        file=path.name,
        rows_read=incoming.rows,
        rows_loaded=rows,
        rows_rejected=len(rejects),
        encoding=incoming.encoding,
        mapping=mapping,
        ignored=ignored,
        rejects=rejects,
        controls={name: source.controls for name, source in here.items() if source.controls},
        zones={name: source.zones for name, source in here.items() if source.zones},
    )


def make_empty(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """``raw.<table>`` without rows, for a table nobody supplied."""
    columns = ", ".join(f"{loaded(column, None, '')} as {identifier(column.name)}" for column in table.columns)
    connection.execute(
        fill("create table raw.{table} as select {columns} where false", table=table.name, columns=Raw(columns))
    )


def _sources(table: Table, incoming: Incoming, path: Path) -> dict[str, Source | None]:
    """Which column of the file each contract column is; names are compared without case and outer blanks."""
    places: dict[str, list[int]] = {}
    for i, name in enumerate(incoming.header):
        places.setdefault(name.strip().lower(), []).append(i)
    missing = [name for name in table.required if name not in places]
    if missing:
        found = ", ".join(name for name in incoming.header if name) or "none"
        raise InputError(f"{path.name} has no column {', '.join(missing)}; the columns found are {found}")
    for column in table.columns:
        if len(places.get(column.name, ())) > 1:
            raise InputError(f"{path.name} has the column {column.name} more than once; keep one of them")
    at = {column.name: places[column.name][0] for column in table.columns if column.name in places}
    return {
        c.name: Source(f"c{at[c.name]}", incoming.types[at[c.name]]) if c.name in at else None for c in table.columns
    }


def _make_cells(
    connection: duckdb.DuckDBPyConnection, table: Table, sources: Mapping[str, Source | None]
) -> list[tuple[str, str]]:
    """The view ``cells``: line, x_<column> as given, v_<column> as understood, and the number of the first problem.

    Returns (column, reason) of each problem, the first being problem 1.
    """
    here = [(column, source) for column in table.columns if (source := sources[column.name])]
    x = {column.name: identifier(f"x_{column.name}") for column, _ in here}
    v = {column.name: identifier(f"v_{column.name}") for column, _ in here}
    layers = (
        [f"{given(c, s)} as {x[c.name]}" for c, s in here],
        [f"{refined(c, s, x[c.name])} as {x[c.name]}" for c, s in here],
        ["*", *(f"{value(c, s, x[c.name])} as {v[c.name]}" for c, s in here)],
    )
    found = [(c.name, *p) for c, s in here for p in problems(c, s, x[c.name], v[c.name])]
    found += [
        (column, rule.format(**v), reason)
        for name, column, rule, reason in _ROW_RULES
        if name == table.name and {"status", "amount"} <= v.keys()
    ]
    cases = " ".join(f"when {condition} then {i}" for i, (_, condition, _) in enumerate(found, start=1))
    connection.execute(
        fill(
            "create or replace temp view cells as with given as (select line, {given} from incoming), "
            "refined as (select line, {refined} from given), valued as (select {valued} from refined) "
            "select *, {problem} as problem from valued",
            given=Raw(", ".join(layers[0])),
            refined=Raw(", ".join(layers[1])),
            valued=Raw(", ".join(layers[2])),
            problem=Raw(f"case {cases} end" if found else "cast(null as integer)"),
        )
    )
    return [(column, reason) for column, _, reason in found]


def _insert(
    connection: duckdb.DuckDBPyConnection, table: Table, sources: Mapping[str, Source | None], but: str = "true"
) -> int:
    """Make raw.<table> of the rows without a problem (and ``but``); how many there are."""
    columns = ", ".join(
        f"{loaded(column, sources[column.name], identifier('v_' + column.name))} as {identifier(column.name)}"
        for column in table.columns
    )
    connection.execute(
        fill(
            "create or replace table raw.{table} as select {columns} from cells where problem is null and {but}",
            table=table.name,
            columns=Raw(columns),
            but=Raw(but),
        )
    )
    found = connection.execute(fill("select count(*) from raw.{table}", table=table.name)).fetchone()
    return int(found[0]) if found else 0


def _unusable(connection: duckdb.DuckDBPyConnection, reasons: Sequence[tuple[str, str]]) -> list[Reject]:
    """Rows in which a cell cannot be used, each with the first such cell."""
    texts = " ".join(
        f"when {i} then cast({identifier('x_' + column)} as varchar)" for i, (column, _) in enumerate(reasons, start=1)
    )
    rows = connection.execute(
        fill("select line, problem, case problem {texts} end from cells where problem is not null", texts=Raw(texts))
    ).fetchall()
    return [Reject(line, reasons[i - 1][0], text or "", reasons[i - 1][1]) for line, i, text in rows]


def _repeated(connection: duckdb.DuckDBPyConnection, table: Table) -> list[Reject]:
    """Rows whose key an earlier row has; their lines stay in the table ``repeated``.

    Hashes of keys are counted first: only the few that occur twice are compared in full.
    """
    suspects = "create or replace temp table suspects as select hash({key}) as h from raw.{table} "
    connection.execute(fill(suspects + "group by all having count(*) > 1", table=table.name, key=names(table.key)))
    if not connection.execute("select 1 from suspects limit 1").fetchall():
        return []
    # as loaded: a day is a date in the table and a moment in the cells, and their hashes differ
    typed = (f"cast({identifier('v_' + name)} as {SQL_TYPES[table.column(name).kind]})" for name in table.key)
    key = Raw(", ".join(typed))
    connection.execute(
        fill(
            "create or replace temp table repeated as select * from (select line, concat_ws(', ', {key}) as shown, "
            "min(line) over (partition by {key}) as first from cells "
            "where problem is null and hash({key}) in (select h from suspects)) where line > first",
            key=key,
        )
    )
    rows = connection.execute("select line, shown, first from repeated").fetchall()
    column = ", ".join(table.key)
    return [Reject(line, column, shown, f"is already in line {first:,}, which is kept") for line, shown, first in rows]


def _settle_currency(connection: duckdb.DuckDBPyConnection, table: Table, path: Path) -> None:
    """Give rows without a currency the one of the others; InputError names the rows when there are several."""
    asked = "select count(distinct currency), min(currency) from raw.{table} where currency <> 'XXX'"
    found = connection.execute(fill(asked, table=table.name)).fetchone()
    count, currency = found or (0, None)
    if count > 1:
        raise InputError(_mixed(connection, path))
    if count == 1:
        fix = "update raw.{table} set currency = ? where currency = 'XXX'"
        connection.execute(fill(fix, table=table.name), [currency])


def _mixed(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    rows = connection.execute(
        "select v_currency, count(*), min(line) from cells where problem is null and v_currency is not null "
        "group by all order by count(*) desc, v_currency"
    ).fetchall()
    told = "; ".join(f"{code} in {count:,} rows, the first at line {line:,}" for code, count, line in rows[:5])
    return f"{path.name} mixes {len(rows)} currencies: {told}. A data set has one; convert amounts or split the file"
