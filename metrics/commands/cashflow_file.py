"""A CSV of cash flows: periods 0, 1, 2 ... or dates, with cost and benefit, or net."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.errors import InputError
from metrics.finance import Timing, period_times, year_fractions

Array = NDArray[np.float64]
LAST_PERIOD = 10_000
LARGEST = 20_000_000  # bytes


@dataclass(frozen=True)
class Series:
    """Flows in order of time; ``cost`` and ``benefit`` positive. Times in periods, or in years when ``dated``."""

    cost: Array
    benefit: Array
    times: Array  # when flows count
    ends: Array  # when their periods end: what payback is told in
    rows: int
    dated: bool

    @property
    def net(self) -> Array:
        """Benefit less cost."""
        return self.benefit - self.cost


@dataclass(frozen=True)
class _Row:
    line: int
    period: str
    cost: float
    benefit: float


def read(path: Path, timing: Timing = "end") -> Series:
    """The flows of ``path``: rows of the same period are added up, a period without a row is a zero flow.

    InputError, one line with file, line, value and what to do, when it cannot be read as that.
    """
    rows = _rows(path, _text(path))
    if not rows:
        raise InputError(f"{path} has a header but no rows. Add one row a period.")
    if rows[0].period.isdigit() or _is_number(rows[0].period):
        return _by_period(path, rows, timing)
    if timing != "end":
        words = "has dates, and a dated flow happens on its day. Leave it out."
        raise InputError(f"--timing is {timing}, but {path} {words}")
    return _by_date(path, rows)


def _text(path: Path) -> str:
    if path.is_dir():
        raise InputError(f"{path} is a directory. Give one CSV file.")
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise InputError(f"{path} does not exist. Check the name.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}). Check that you may open it.") from error
    if len(raw) > LARGEST:
        raise InputError(f"{path} is larger than {LARGEST // 10**6} MB. Give a file of cash flows, one row a period.")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not a text file in UTF-8. Save it as CSV in UTF-8.") from error
    if "\0" in text:
        raise InputError(f"{path} is not a text file. Save it as CSV in UTF-8.")
    if not text.strip():
        raise InputError(f"{path} is empty. It needs a header line and one row a period.")
    return text


def _rows(path: Path, text: str) -> list[_Row]:
    try:
        table = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise InputError(f"{path} is no CSV ({error}). Save it again as CSV.") from error
    first = next(index for index, cells in enumerate(table) if any(cell.strip() for cell in cells))
    header = [name.strip().lower() for name in table[first]]
    _check_header(path, header)
    return [
        _row(path, line, dict(zip(header, cells, strict=False)))
        for line, cells in enumerate(table[first + 1 :], start=first + 2)
        if any(cell.strip() for cell in cells)
    ]


def _check_header(path: Path, header: list[str]) -> None:
    if "period" not in header or not ("net" in header or {"cost", "benefit"} <= set(header)):
        held = ", ".join(name or "(no name)" for name in header)[:200]
        raise InputError(f"{path} has the columns {held}. It needs period, and either net or both cost and benefit.")
    if "net" in header and {"cost", "benefit"} & set(header):
        raise InputError(f"{path} has net beside cost or benefit. Keep net, or keep cost and benefit.")


def _row(path: Path, line: int, cells: Mapping[str, str]) -> _Row:
    period = cells.get("period", "").strip()
    if not period:
        raise InputError(f"{path}, line {line}: period is empty. Enter a number or a date.")
    if "net" in cells or "cost" not in cells:
        net = _amount(path, line, "net", cells.get("net", ""))
        return _Row(line, period, max(-net, 0.0), max(net, 0.0))
    cost, benefit = (_amount(path, line, name, cells.get(name, "")) for name in ("cost", "benefit"))
    for name, amount in (("cost", cost), ("benefit", benefit)):
        if amount < 0:
            why = "Both are positive; use a net column for signs."
            raise InputError(f"{path}, line {line}: {name} is {amount:g}. {why}")
    return _Row(line, period, cost, benefit)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _amount(path: Path, line: int, name: str, text: str | None) -> float:
    """The number in ``text``; a blank is a zero flow."""
    text = (text or "").strip()
    if not text:
        return 0.0
    if not _is_number(text) or not math.isfinite(float(text)):
        raise InputError(f'{path}, line {line}: {name} is "{text[:40]}", which is no amount. Write it like 1234.56.')
    return float(text)


def _by_period(path: Path, rows: list[_Row], timing: Timing) -> Series:
    periods = [_period(path, row) for row in rows]
    length = max(periods) + 1
    return _series(rows, periods, period_times(length, timing), np.arange(length, dtype=float), dated=False)


def _series(rows: list[_Row], places: list[int], times: Array, ends: Array, *, dated: bool) -> Series:
    """Amounts added up by their place, 0 where there is none."""
    amounts = ([getattr(row, name) for row in rows] for name in ("cost", "benefit"))
    cost, benefit = (np.bincount(places, weights=each, minlength=times.size).astype(float) for each in amounts)
    return Series(cost, benefit, times, ends, len(rows), dated)


def _period(path: Path, row: _Row) -> int:
    number = float(row.period) if _is_number(row.period) else math.nan
    if not 0 <= number <= LAST_PERIOD or number != int(number):
        use = f"Use whole numbers from 0 to {LAST_PERIOD:,}, or dates like 2026-01-31 throughout."
        raise InputError(f'{path}, line {row.line}: period is "{row.period[:40]}". {use}')
    return int(number)


def _by_date(path: Path, rows: list[_Row]) -> Series:
    days = [_day(path, row) for row in rows]
    place = {day: index for index, day in enumerate(sorted(set(days)))}
    times = year_fractions(list(place))
    return _series(rows, [place[day] for day in days], times, times, dated=True)


def _day(path: Path, row: _Row) -> date:
    try:
        return date.fromisoformat(row.period)
    except ValueError as error:
        why = "which is neither a whole number nor a date like 2026-01-31. Mend it."
        raise InputError(f'{path}, line {row.line}: period is "{row.period[:40]}", {why}') from error
