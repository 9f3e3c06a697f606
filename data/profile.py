"""How each column of text writes its dates and numbers: looked up once over the whole column, then trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import duckdb

from data.cells import (
    COMMA_ONLY,
    EITHER,
    POINT_ONLY,
    Source,
    Style,
    day_first,
    given,
    iso,
    matches,
    month_first,
    refined,
)
from data.contracts import Column, Kind, Table
from data.statement import Raw, fill

_NUMBERS = (Kind.MONEY, Kind.NUMBER, Kind.WHOLE)
_DATES = (Kind.DATE, Kind.TIME)


def styled(
    connection: duckdb.DuckDBPyConnection, table: Table, sources: Mapping[str, Source | None]
) -> dict[str, Source | None]:
    """``sources`` of the relation ``incoming``, each text column with the style it is written in."""
    return {
        column.name: _styled(connection, column, source) if source and source.is_text else source
        for column in table.columns
        for source in [sources[column.name]]
    }


def _styled(connection: duckdb.DuckDBPyConnection, column: Column, source: Source) -> Source:
    if column.kind in _DATES:
        return replace(source, style=_date_style(connection, column, source))
    if column.kind in _NUMBERS:
        return replace(source, style=_number_style(connection, column, source))
    return source


def _counts(connection: duckdb.DuckDBPyConnection, column: Column, source: Source, *conditions: str) -> list[int]:
    """How many different cells (written ``x`` in the conditions) meet each condition."""
    found = connection.execute(
        fill(
            "select {counts} from (select distinct {refined} as x from (select distinct {given} as x from incoming)) "
            "where x is not null",
            counts=Raw(", ".join(f"count(*) filter ({condition})" for condition in conditions)),
            refined=Raw(refined(column, source, "x")),
            given=Raw(given(column, source)),
        )
    ).fetchone()
    return [int(count) for count in found or ()]


def _date_style(connection: duckdb.DuckDBPyConnection, column: Column, source: Source) -> Style:
    every, cast = _counts(connection, column, source, "true", f"({iso('x')}) is not null")
    if every == cast:
        return Style.CAST
    day, month = day_first("x"), month_first("x")
    either = replace(source, style=Style.CLEAR)
    days, months, differ = _counts(
        connection, column, either, f"{day} is not null", f"{month} is not null", f"{day} <> {month}"
    )
    if days == months:
        return Style.UNCLEAR if differ else Style.CLEAR
    return Style.DAY_FIRST if days > months else Style.MONTH_FIRST


def _number_style(connection: duckdb.DuckDBPyConnection, column: Column, source: Source) -> Style:
    every, cast = _counts(connection, column, source, "true", "try_cast(x as double) is not null")
    if every == cast:
        return Style.CAST
    points, commas, either = _counts(
        connection,
        column,
        replace(source, style=Style.POINT),
        matches("x", POINT_ONLY),
        matches("x", COMMA_ONLY),
        f"{matches('x', EITHER)} and contains(x, ',')",
    )
    if points == commas:
        return Style.UNCLEAR if either else Style.POINT
    return Style.POINT if points > commas else Style.COMMA
