"""How each column of text writes its dates and numbers: looked up once over the whole column, then trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import duckdb

from data.cells import (
    COMMA_ONLY,
    CONTROL,
    EITHER,
    POINT_ONLY,
    ZONE,
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
from data.statement import Raw, fill, identifier, literal

_NUMBERS = (Kind.MONEY, Kind.NUMBER, Kind.WHOLE)
_DATES = (Kind.DATE, Kind.TIME)


def styled(
    connection: duckdb.DuckDBPyConnection, table: Table, sources: Mapping[str, Source | None]
) -> dict[str, Source | None]:
    """``sources`` of the relation ``incoming``, each text column with the style it is written in."""
    read = _controlled(connection, sources)
    return {
        column.name: _styled(connection, column, source) if source and source.is_text else source
        for column in table.columns
        for source in [read[column.name]]
    }


def _controlled(
    connection: duckdb.DuckDBPyConnection, sources: Mapping[str, Source | None]
) -> dict[str, Source | None]:
    """``sources`` with the number of cells that hold control characters, counted in one pass over all of them."""
    texts = {name: source for name, source in sources.items() if source and source.is_text}
    if not texts:
        return dict(sources)
    counted = ", ".join(
        f"count(*) filter (regexp_matches(cast({identifier(source.name)} as varchar), {literal(CONTROL)}))"
        for source in texts.values()
    )
    found = connection.execute(fill("select {counted} from incoming", counted=Raw(counted))).fetchone() or ()
    known = {name: replace(source, controls=int(n)) for (name, source), n in zip(texts.items(), found, strict=True)}
    return {**sources, **known}


def _styled(connection: duckdb.DuckDBPyConnection, column: Column, source: Source) -> Source:
    if column.kind in _DATES:
        zones = _zones(connection, column, source)
        return replace(source, style=_date_style(connection, column, source), zones=zones)
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


def _zones(connection: duckdb.DuckDBPyConnection, column: Column, source: Source) -> tuple[str, ...]:
    """The zones behind the clocks of a column, where there are several: they are dropped, not applied."""
    rows = connection.execute(
        fill(
            "select distinct regexp_extract(x, {zone}, 1) as zone from (select distinct {given} as x from incoming) "
            "where x is not null and regexp_matches(x, {zone}) order by zone",
            zone=Raw(literal(ZONE)),
            given=Raw(given(column, source)),
        )
    ).fetchall()
    return tuple(str(zone) for (zone,) in rows) if len(rows) > 1 else ()


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
