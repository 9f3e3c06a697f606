"""Why a row is left out: what can be wrong with each cell, and what is loaded when nothing is."""

from __future__ import annotations

from data.cells import EITHER, Source, Style, day_first, listed, matches
from data.contracts import SQL_TYPES, Column, Kind
from data.statement import literal

NO_VALUE = "is empty and has to be filled"
UNCLEAR_DATE = "could be day or month first, and nothing in this column tells; write it as 2026-01-31"
UNCLEAR_NUMBER = (
    "could have a decimal comma or a thousands separator, and nothing in this column tells; write it as 1234.5"
)
DAMAGED = "holds bytes that are no text in the encoding of the rest"
NO_PARSE = {
    Kind.TEXT: "is no text",
    Kind.WHOLE: "is no whole number",
    Kind.MONEY: "is no amount of money with at most 14 digits before the point",
    Kind.NUMBER: "is no number",
    Kind.DATE: "is no date between 1900 and 2199",
    Kind.TIME: "is no date and time between 1900 and 2199",
    Kind.FLAG: "is neither yes nor no",
}


def problems(column: Column, source: Source | None, x: str, v: str) -> tuple[tuple[str, str], ...]:
    """(condition, reason) pairs that reject the row; ``x`` is the cell, ``v`` its value."""
    if source is None:
        return ()
    found = [(f"{x} is null", NO_VALUE)] if column.required else []
    dated = column.kind in (Kind.DATE, Kind.TIME)
    if source.style is Style.UNCLEAR:
        unclear = f"{v} is null and {day_first(x)} is not null" if dated else matches(x, EITHER)
        found.append((unclear, UNCLEAR_DATE if dated else UNCLEAR_NUMBER))
    within = f"{v} >= timestamp '1900-01-01' and {v} < timestamp '2200-01-01'" if dated else f"{v} is not null"
    if source.is_text and column.kind is Kind.TEXT:
        found.append((f"contains({x}, chr(65533))", DAMAGED))
    else:
        found.append((f"{x} is not null and not coalesce({within}, false)", NO_PARSE[column.kind]))
    if column.one_of:
        found.append((f"{v} not in {listed(column.one_of)}", "is none of " + ", ".join(column.one_of)))
    if column.name == "currency":
        found.append((f"not regexp_full_match({v}, '[A-Z]{{3}}')", "is no ISO 4217 code such as EUR"))
    return tuple(found)


def loaded(column: Column, source: Source | None, v: str) -> str:
    """What goes into the table: the value, or the contract's default, in the contract's type."""
    typed = SQL_TYPES[column.kind]
    default = f"cast({literal(column.default)} as {typed})" if column.default is not None else f"cast(null as {typed})"
    if source is None:
        return default
    return f"coalesce(cast({v} as {typed}), {default})"
