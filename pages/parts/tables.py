"""A Finding's table: written by unit for a person, its numbers kept as numbers in CSV and XLSX."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime
from typing import Any

import pandas as pd
import xlsxwriter

from metrics.finding import Cell, Column, Table
from metrics.words.reader import Reader
from metrics.words.text import N_, Written
from metrics.words.units import Amount, Unit

NOTHING = "–"
SIGNS, COLON = re.compile(r"([\\`*_\[\]<>#|~$])"), re.compile(r":(?=[A-Za-z])")  # that Markdown takes for its own
RUNS = ("=", "+", "-", "@", "\t", "\r")  # a cell of words that begins so would be run by a spreadsheet
FORMATS = {Unit.SHARE: "0.0%", Unit.RATE: "0.0%", Unit.COUNT: "#,##0", Unit.CUSTOMERS: "#,##0", Unit.MONEY: "#,##0.00"}


def plain(text: str) -> str:
    """``text`` for a caption or a table that reads Markdown: what people typed is shown as they typed it."""
    return COLON.sub("\\\\:", SIGNS.sub(r"\\\1", text))


def frame(table: Table, reader: Reader) -> pd.DataFrame:
    """The table as read: every cell written for ``reader``. Names out of the data are shown as they are."""
    return grid(table, reader).map(plain)


def grid(table: Table, reader: Reader) -> pd.DataFrame:
    """The same for what does not read Markdown."""
    rows = [
        [_written(cell, column, reader) for cell, column in zip(row, table.columns, strict=True)]
        for row in table.cells()
    ]
    return pd.DataFrame(rows, columns=headings(table, reader))


def headings(table: Table, reader: Reader) -> list[str]:
    """The names of its columns; one that stands twice gets a space more, for a frame wants each name once."""
    names: list[str] = []
    for column in table.columns:
        name = _heading(column, reader)
        while name in names:
            name += " "
        names.append(name)
    return names


def _heading(column: Column, reader: Reader) -> str:
    """The name of a column in the reader's language."""
    return reader.say(column.heading) if isinstance(column.heading, str) else reader.read(column.heading)


def shown(cell: Cell, column: Column, reader: Reader) -> str:
    """One cell for the page, safe for Markdown."""
    return plain(_written(cell, column, reader))


def _unknown(cell: Any) -> bool:
    """Whether a cell has nothing to say: None, or what pandas puts where a number or a day is missing."""
    return cell is None or cell is pd.NaT or (isinstance(cell, float) and cell != cell)


def _written(cell: Cell, column: Column, reader: Reader) -> str:
    """One cell as read."""
    if _unknown(cell):
        return NOTHING
    if isinstance(cell, Written):
        return cell.render(reader.lang, reader.currency)
    if isinstance(cell, tuple):
        return reader.range(*cell, column.unit or Unit.NUMBER)
    if isinstance(cell, bool):
        return reader.yes(cell)
    if isinstance(cell, date):
        return reader.day(cell.date() if isinstance(cell, datetime) else cell)
    if isinstance(cell, str):
        return cell
    return reader.value(float(cell), column.unit or Unit.NUMBER, signed=column.signed)  # type: ignore[arg-type]


def _flat(table: Table, reader: Reader) -> tuple[list[str], list[list[Any]]]:
    """Headings and rows for a file: a range is two columns, numbers stay numbers, words are neutralised."""
    rows = table.cells()
    ranged = [any(isinstance(row[place], tuple) for row in rows) for place in range(len(table.columns))]
    names: list[str] = []
    for column, two in zip(table.columns, ranged, strict=True):
        name = _heading(column, reader)
        names += (
            [reader.say(N_("{what}, low"), what=name), reader.say(N_("{what}, high"), what=name)] if two else [name]
        )
    found = []
    for row in rows:
        line: list[Any] = []
        for cell, column, two in zip(row, table.columns, ranged, strict=True):
            ends = cell if isinstance(cell, tuple) else (cell, None)
            line += [_raw(end, column, reader) for end in ends] if two else [_raw(cell, column, reader)]
        found.append(line)
    return names, found


def _raw(cell: Cell, column: Column, reader: Reader) -> Any:
    """One cell for a file: a number in full, a day, or words that no spreadsheet runs; None where it is not known."""
    if _unknown(cell):
        return None
    if isinstance(cell, Amount):
        return float(cell.value)
    if isinstance(cell, (bool, str, Written)):
        text = _written(cell, column, reader)
        return f"'{text}" if text.startswith(RUNS) else text
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else float(cell)  # type: ignore[arg-type]


def as_csv(table: Table, reader: Reader) -> bytes:
    """The table as CSV that Excel opens in any language: UTF-8 with its mark, numbers in full, days as ISO 8601."""
    names, rows = _flat(table, reader)
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(names)
    out.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table, reader: Reader) -> bytes:
    """The table as a workbook of one sheet: numbers and days are numbers and days, with the format of their unit."""
    names, rows = _flat(table, reader)
    units = [column.unit for column in table.columns for _end in range(_width(table, column))]
    body = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(body, options) as book:
        sheet = book.add_worksheet()
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        formats = {
            unit: book.add_format({"num_format": FORMATS.get(unit, "General")})
            for unit in {*units, Unit.NUMBER}
            if unit
        }
        sheet.write_row(0, 0, names, bold)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, place, datetime(cell.year, cell.month, cell.day), day)
                elif isinstance(cell, float):
                    sheet.write_number(number, place, cell, formats.get(units[place] or Unit.NUMBER))
                elif cell is not None:
                    sheet.write_string(number, place, cell)
        sheet.autofit()
    return body.getvalue()


def _width(table: Table, column: Column) -> int:
    place = table.columns.index(column)
    return 2 if any(isinstance(row[place], tuple) for row in table.cells()) else 1
