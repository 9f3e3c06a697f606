"""A file of cash flows: periods, years or dates, with cost and benefit, or net; a row a period or a column a year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray

from data.cells import Style
from data.contracts import Kind
from data.errors import InputError
from data.grid import Grid, read_column, read_grid
from metrics.finance import Timing, period_times, year_fractions
from metrics.words.text import N_, Message, message

Array = NDArray[np.float64]
Each = Literal["period", "month", "year"]
LAST_PERIOD = 10_000
YEARS = (1900, 2200)
_NAMES = {
    "period": ("period", "periods", "t", "time", "date", "day", "期", "期间", "期数", "日期"),
    "month": ("month", "months", "月", "月份"),
    "year": ("year", "years", "年", "年份", "年度"),
    "cost": ("cost", "costs", "expense", "expenses", "outflow", "outflows", "成本", "费用", "支出"),
    "benefit": ("benefit", "benefits", "inflow", "inflows", "receipts", "收益", "收入"),
    "net": (
        "net",
        "amount",
        "cash flow",
        "cashflow",
        "cash_flow",
        "net cash flow",
        "净额",
        "金额",
        "现金流",
        "净现金流",
    ),
}
_ROLES = {name: role for role, names in _NAMES.items() for name in names}
_TIMES = ("period", "month", "year")
_TOTALS = ("total", "totals", "sum", "grand total", "合计", "总计", "小计")
_NUMBERED = re.compile(r"(?:(year|yr|y|month|m|period|p|第)\.?\s*)?(\d+)(?:\.0+)?\s*(年|月|期)?", re.IGNORECASE)
_UNITS: dict[str, Each] = {
    **dict.fromkeys(("year", "yr", "y", "年"), "year"),
    **dict.fromkeys(("month", "m", "月"), "month"),
}


@dataclass(frozen=True)
class About:
    """What is told of a file beside its flows."""

    rows: int  # read
    first: str  # the first period, year or day
    notes: tuple[Message, ...]  # what was left out or understood
    unused: tuple[str, ...]  # columns
    encoding: str
    merged: int = 0  # rows that fell into the period of another


@dataclass(frozen=True)
class Series:
    """Flows in order of time; ``cost`` and ``benefit`` positive, None where only their difference is known.

    ``times`` are when flows count, ``ends`` when their periods end (what payback is told in): in periods, or in years
    when ``dated``.
    """

    net: Array
    cost: Array | None
    benefit: Array | None
    times: Array
    ends: Array
    dated: bool
    each: Each
    about: About


@dataclass(frozen=True)
class _Row:
    line: int
    period: str
    amounts: dict[str, str]  # cost and benefit, or net


def read(path: Path, timing: Timing = "end", decimal: str | None = None) -> Series:
    """The flows of ``path``: rows of the same period are added up, a period without a row is a zero flow.

    decimal: "." or ",", asked where the numbers of the file can be read two ways. InputError, one line with file, line,
    value and what to do, when it cannot be read as that.
    """
    grid = read_grid(path, _is_header)
    if _is_wide(grid.header):
        grid = _turned(path, grid)
    roles = _roles(path, grid.header)
    notes = [message(N_("Not a row of flows, left out: {words}"), words=text) for text in grid.above]
    rows = [_row(grid.header, roles, line, cells) for line, cells in grid.rows]
    if rows and rows[-1].period.lower().strip(" :：") in _TOTALS:
        notes.append(message(N_("Line {line} holds totals and is left out"), line=rows[-1].line))
        rows = rows[:-1]
    if not rows:
        raise InputError(f"{path} has a header but no rows. Add one row a period.")
    amounts = _amounts(path, rows, decimal)
    unused = tuple(name for name in grid.header if name and name not in roles)
    named = next(role for role in roles.values() if role in _TIMES)
    numbers = [_number(row.period) for row in rows]
    if numbers[0] is None:
        return _by_date(path, rows, amounts, timing, About(len(rows), "", tuple(notes), unused, grid.encoding))
    periods = [_period(path, row) for row in rows]
    each: Each = _unit(rows[0].period) or (cast("Each", named) if named != "period" else "period")
    start, each = _start(path, rows, periods, each)
    length = max(periods) - start + 1
    if not start and 0 not in periods:
        notes.append(message(N_("Nothing in period 0: period 1 is one period after the valuation date")))
    times, ends = period_times(length, timing), np.arange(length, dtype=float)
    places = [period - start for period in periods]
    about = About(len(rows), str(min(periods)), tuple(notes), unused, grid.encoding)
    return _series(amounts, places, (times, ends), each, about, dated=False)


def _role(name: str) -> str | None:
    """What a heading names; a unit in brackets behind it says nothing."""
    return _ROLES.get(re.sub(r"\s*[(（].*[)）]$", "", name.strip()).lower())


def _is_header(cells: Sequence[str]) -> bool:
    held = {_role(cell) for cell in cells}
    return (bool(held & set(_TIMES)) and ("net" in held or {"cost", "benefit"} <= held)) or _is_wide(cells)


def _is_wide(cells: Sequence[str]) -> bool:
    """Whether a line names periods in columns: 2024, 2025 ... behind an empty cell or a word."""
    rest = [cell for cell in cells[1:] if cell and cell.lower() not in _TOTALS]
    return len(rest) > 1 and _number(cells[0]) is None and all(_number(cell) is not None for cell in rest)


def _turned(path: Path, grid: Grid) -> Grid:
    """Periods in columns as periods in rows; each row is cost, benefit or net. A column of totals is left out."""
    kept = [place for place, name in enumerate(grid.header) if place and name and name.lower() not in _TOTALS]
    named = {line: _role(cells[0]) for line, cells in grid.rows}
    used = [(named[line], cells) for line, cells in grid.rows if named[line] in ("cost", "benefit", "net")]
    if not used:
        held = ", ".join(cells[0] or "(no name)" for _line, cells in grid.rows)[:200]
        raise InputError(f"{path} has the rows {held}. It needs net, or cost and benefit.")
    names = [str(role) for role, _cells in used]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"{path} has the row {name} more than once. Keep one of them.")
    lines = tuple((1, (grid.header[place], *(cells[place] for _role, cells in used))) for place in kept)
    unused = [cells[0] for line, cells in grid.rows if named[line] not in ("cost", "benefit", "net")]
    above = (*grid.above, *unused)
    return Grid(("period", *names), lines, above, grid.encoding)


def _roles(path: Path, header: Sequence[str]) -> dict[str, str]:
    """The columns used, by their heading."""
    roles = {name: role for name in header if (role := _role(name)) is not None}
    held = list(roles.values())
    times = [name for name, role in roles.items() if role in _TIMES]
    if not times or not ("net" in held or {"cost", "benefit"} <= set(held)):
        names = ", ".join(name or "(no name)" for name in header)[:200]
        raise InputError(f"{path} has the columns {names}. It needs period, and either net or both cost and benefit.")
    if "net" in held and {"cost", "benefit"} & set(held):
        raise InputError(f"{path} has net beside cost or benefit. Keep net, or keep cost and benefit.")
    for role in ("cost", "benefit", "net"):
        if held.count(role) > 1:
            alike = " and ".join(name for name in roles if roles[name] == role)
            raise InputError(f"{path} has the columns {alike}, which both are {role}. Keep one of them.")
    if len(times) > 1:
        raise InputError(f"{path} has the columns {' and '.join(times)} for time. Keep one of them.")
    return roles


def _row(header: Sequence[str], roles: dict[str, str], line: int, cells: Sequence[str]) -> _Row:
    held = {roles[name]: cell for name, cell in zip(header, cells, strict=True) if name in roles}
    period = next(held.pop(role) for role in _TIMES if role in held)
    return _Row(line, period, held)


def _amounts(path: Path, rows: Sequence[_Row], decimal: str | None) -> dict[str, Array]:
    """Amounts by cost, benefit or net; a blank is a zero flow. All cells together decide how numbers are written."""
    cells = [(row, name, cell) for row in rows for name, cell in row.amounts.items()]
    signs = {sign: row for row, _name, cell in cells for sign in re.findall("[£$€¥￥]", cell)}
    if len(signs) > 1:
        where = ", ".join(f"{sign} in line {row.line}" for sign, row in signs.items())
        raise InputError(f"{path} mixes currencies: {where}. Give one currency.")
    style = {".": Style.POINT, ",": Style.COMMA}.get(decimal or "")
    found = read_column([cell for _row, _name, cell in cells], Kind.NUMBER, style)
    if found.unclear is not None:
        row, name, cell = cells[found.unclear]
        way = " or ".join(found.readings(cell))
        raise InputError(
            f'{path}, line {row.line}: {name} is "{cell}", which is {way}. Give --decimal . or --decimal ,'
        )
    for (row, name, cell), value in zip(cells, found.values, strict=True):
        if value is None and cell:
            raise InputError(
                f'{path}, line {row.line}: {name} is "{cell[:40]}", which is no amount. Write it like 1234.56.'
            )
        if name != "net" and value is not None and cast("float", value) < 0:
            why = "Both are positive; use a net column for signs."
            raise InputError(f"{path}, line {row.line}: {name} is {value:g}. {why}")
    amounts = {name: np.zeros(len(rows)) for name in rows[0].amounts}
    places = {id(row): place for place, row in enumerate(rows)}
    for (row, name, _cell), value in zip(cells, found.values, strict=True):
        amounts[name][places[id(row)]] = 0.0 if value is None else cast("float", value)
    return amounts


def _number(text: str) -> int | None:
    """The number of a period: 3, Year 3, 第3期, 2024年; None where it is none."""
    found = _NUMBERED.fullmatch(text.strip())
    return int(found[2]) if found else None


def _unit(text: str) -> Each | None:
    found = _NUMBERED.fullmatch(text.strip())
    word = (found[1] or found[3] or "").lower() if found else ""
    return _UNITS.get(word)


def _period(path: Path, row: _Row) -> int:
    number = _number(row.period)
    if not row.period:
        raise InputError(f"{path}, line {row.line}: period is empty. Enter a number or a date.")
    if number is None or number > LAST_PERIOD:
        use = f"Use whole numbers from 0 to {LAST_PERIOD:,}, or dates like 2026-01-31 throughout."
        raise InputError(f'{path}, line {row.line}: period is "{row.period[:40]}". {use}')
    return number


def _start(path: Path, rows: Sequence[_Row], periods: Sequence[int], each: Each) -> tuple[int, Each]:
    """The period that is 0, and the unit: four-digit years are years, counted from the first."""
    years = [YEARS[0] <= period < YEARS[1] for period in periods]
    if all(years) and each != "month":
        return min(periods), "year"
    if any(years) and each == "year":
        odd = next(row for row, is_year in zip(rows, years, strict=True) if not is_year)
        raise InputError(f'{path}, line {odd.line}: period is "{odd.period}" among years. Number all rows in one way.')
    return 0, each


def _by_date(path: Path, rows: Sequence[_Row], amounts: dict[str, Array], timing: Timing, about: About) -> Series:
    if timing != "end":
        words = "has dates, and a dated flow happens on its day. Leave it out."
        raise InputError(f"--timing is {timing}, but {path} {words}")
    days = _days(path, rows)
    place = {day: index for index, day in enumerate(sorted(set(days)))}
    times = year_fractions(list(place))
    places = [place[day] for day in days]
    return _series(amounts, places, (times, times), "year", replace(about, first=min(days).isoformat()), dated=True)


def _days(path: Path, rows: Sequence[_Row]) -> list[date]:
    found = read_column([row.period for row in rows], Kind.DATE)
    for place, (row, day) in enumerate(zip(rows, found.values, strict=True)):
        if not row.period:
            raise InputError(f"{path}, line {row.line}: period is empty. Enter a number or a date.")
        if place == found.unclear:
            ways = " or ".join(found.readings(row.period))
            raise InputError(
                f'{path}, line {row.line}: period is "{row.period}", which is {ways}. Write dates like 2026-01-31.'
            )
        if not isinstance(day, date):
            why = "which is neither a whole number nor a date like 2026-01-31. Mend it."
            raise InputError(f'{path}, line {row.line}: period is "{row.period[:40]}", {why}')
    return [cast("date", day) for day in found.values]


def _series(
    amounts: dict[str, Array],
    places: Sequence[int],
    moments: tuple[Array, Array],
    each: Each,
    about: About,
    *,
    dated: bool,
) -> Series:
    """Amounts added up by their place, 0 where there is none."""
    sums = {
        name: np.bincount(places, weights=column, minlength=moments[0].size).astype(float)
        for name, column in amounts.items()
    }
    cost, benefit = sums.get("cost"), sums.get("benefit")
    net = sums["net"] if cost is None or benefit is None else benefit - cost
    return Series(net, cost, benefit, *moments, dated, each, replace(about, merged=about.rows - len(set(places))))
