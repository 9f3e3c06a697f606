"""Writing the sheets into a file."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from metrics.workbook.book import MONTH_0, Book, Sheet, Style
from metrics.workbook.formula import FAILED, Formula


def write(book: Book, *, stale: bool = False) -> bytes:
    """The file. ``stale``: every formula with the value 0 beside it, to be recalculated before it is right."""
    target = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    made = xlsxwriter.Workbook(target, {"in_memory": True, **plain})
    looks: dict[Style, Any] = {}
    for sheet in book.sheets:
        _fill(made, made.add_worksheet(sheet.title), sheet, looks, stale=stale)
    for name, place in book.names.items():
        made.define_name(name, "=" + _fixed(place.text))
    made.close()
    return target.getvalue()


def _fill(book: Any, page: Any, sheet: Sheet, looks: dict[Style, Any], *, stale: bool) -> None:
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    for (row, column), cell in sheet.cells.items():
        if cell.style not in looks:
            looks[cell.style] = book.add_format(dict(cell.style)) if cell.style else None
        _write(page, row, column, cell.content, looks[cell.style], sheet, stale=stale)
    for (row, column), rule in sheet.lists.items():
        page.data_validation(row, column, row, column, rule)
    page.freeze_panes(*sheet.freeze)
    page.hide_gridlines(2)
    if sheet.beyond is not None:
        top, bottom = sheet.freeze[0], max(row for row, _ in sheet.cells)
        shown = f"={xl_rowcol_to_cell(top - 2, MONTH_0, row_abs=True)}>{sheet.beyond.text}"
        grey = book.add_format({"font_color": "#C4C8D0"})
        last = MONTH_0 + sheet.most
        page.conditional_format(top - 2, MONTH_0, bottom, last, {"type": "formula", "criteria": shown, "format": grey})


def _write(page: Any, row: int, column: int, content: Any, context: Any, sheet: Sheet, *, stale: bool) -> None:
    if isinstance(content, Formula):
        value = 0 if stale else "#N/A" if content.value is FAILED else "" if content.value is None else content.value
        page.write_formula(row, column, "=" + content.text.replace(sheet.prefix, ""), context, value)
    elif isinstance(content, date):
        page.write_datetime(row, column, datetime(content.year, content.month, content.day), context)
    elif isinstance(content, str):
        page.write_string(row, column, content, context)
    elif content is None:
        page.write_blank(row, column, None, context)
    else:
        page.write_number(row, column, content, context)


def _fixed(reference: str) -> str:
    """A reference that does not move."""
    sheet, _, cell = reference.rpartition("!")
    fixed = cell if "$" in cell else xl_rowcol_to_cell(*xl_cell_to_rowcol(cell), row_abs=True, col_abs=True)
    return f"{sheet}!{fixed}"
