"""Sheets under construction: cells with formulas and values, names for cells, and rows that run over the months."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, count
from typing import Any

from xlsxwriter.utility import xl_cell_to_rowcol, xl_range_abs, xl_rowcol_to_cell

from metrics.words.text import Message, message, translate
from metrics.words.units import Unit
from metrics.workbook.formula import Formula, Operand, Span, Value, lift
from metrics.workbook.functions import added

LABEL, NOTE, TOTAL, MONTH_0 = range(4)  # columns of a sheet by month
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet may take for the start of a formula
FORMS = {
    Unit.MONEY: "#,##0;-#,##0;0",
    Unit.SHARE: "0.0%",
    Unit.RATE: "0.0%",
    Unit.COUNT: "#,##0",
    Unit.CUSTOMERS: "#,##0",
    Unit.MONTHS: "0.0",
    Unit.MULTIPLE: "0.00",
    Unit.MINUTES: "0.00",
}
PLAIN = "#,##0.00"
EXACT = "#,##0.00;-#,##0.00;0"  # money of one customer or call
Style = tuple[tuple[str, Any], ...]
TITLE: Style = (("bold", True), ("font_size", 14))
HEAD: Style = (("bold", True), ("bottom", 1))
BOLD: Style = (("bold", True),)
GREY: Style = (("font_color", "#5E6472"),)
WRAP: Style = (("text_wrap", True),)
INPUT: Style = (("bg_color", "#FFF4D6"), ("border", 1), ("border_color", "#D9C58B"))


def form(unit: Unit | str) -> Style:
    """The number format of a unit, or one given as such."""
    return (("num_format", FORMS.get(unit, PLAIN) if isinstance(unit, Unit) else unit),)


NUMBER, FINE, CENTS = form("0"), form("#,##0.0000"), form(EXACT)


def _harmless(text: str) -> str:
    """``text`` so that no program takes it for a formula, also once it has been saved as CSV and opened again."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


@dataclass(frozen=True)
class Cell:
    """What stands in one place: a formula, a number, a text or a day, and how it looks."""

    content: Formula | float | str | date | None
    style: Style = ()


@dataclass(frozen=True)
class Row:
    """A row over months 0 ... most."""

    cells: tuple[Formula, ...]
    span: Span

    def __getitem__(self, month: int) -> Formula:
        return self.cells[month]

    @property
    def values(self) -> list[Value]:
        """As worked out here."""
        return [cell.value for cell in self.cells]


@dataclass
class Sheet:
    """One sheet. ``next`` is the row to be written next, counted from 0."""

    title: str
    most: int  # months that have a column
    widths: tuple[int, ...]
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    lists: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)  # what may be entered, by place
    next: int = 0
    freeze: tuple[int, int] = (0, 0)
    beyond: Formula | None = None  # a sheet by month: columns after this month are grey

    @property
    def prefix(self) -> str:
        """What stands before a reference to this sheet."""
        return f"'{self.title}'!"

    def put(self, row: int, column: int, content: Formula | float | str | date | None, style: Style = ()) -> Formula:
        """Write a cell; a formula that refers to it."""
        if isinstance(content, str):
            content = _harmless(content)
        elif isinstance(content, int):
            content = float(content)
        self.cells[row, column] = Cell(content, style)
        value = content.value if isinstance(content, Formula) else content
        held = None if isinstance(value, date) else value
        return Formula(f"{self.prefix}{xl_rowcol_to_cell(row, column)}", held)

    def line(self, *contents: Formula | float | str | date | None, style: Style = ()) -> list[Formula]:
        """One row of cells from the left."""
        cells = [self.put(self.next, column, content, style) for column, content in enumerate(contents)]
        self.next += 1
        return cells

    def single(self, label: str, note: str, value: Operand, style: Style = FINE) -> Formula:
        """A line with one cell, which stands where rows over the months have their total."""
        self.put(self.next, LABEL, label)
        self.put(self.next, NOTE, note, GREY)
        cell = self.put(self.next, TOTAL, value, style)
        self.next += 1
        return cell

    def heading(self, text: str, style: Style = BOLD) -> None:
        """A line of its own, with room above it."""
        self.next += bool(self.next)
        self.line(text, style=style)

    def span(self, top: int, left: int, bottom: int, right: int) -> Span:
        """The cells written in a block one cell wide or high."""
        places = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        held = [self.cells.get(place, Cell(None)).content for place in places]
        values = [each.value if isinstance(each, Formula) else each for each in held]
        text = f"{self.prefix}{xl_range_abs(top, left, bottom, right)}"
        return Span(text, [None if isinstance(value, date) else value for value in values])

    def months(
        self,
        label: str,
        note: str,
        of: Callable[[int, Formula | None], Operand | None],
        style: Style = form(Unit.MONEY),  # noqa: B008 - a tuple
        *,
        total: bool = False,
        entered: bool = False,
    ) -> Row:
        """A row over the months: ``of(month, cell before)``. With ``total`` their sum stands before them."""
        row, before = self.next, None
        self.put(row, LABEL, label)
        self.put(row, NOTE, note, GREY)
        cells = []
        for month in range(self.most + 1):
            amount = of(month, before)
            content = amount.value if entered and isinstance(amount, Formula) else amount
            look = style + INPUT if entered and amount is not None else style
            before = self.put(row, MONTH_0 + month, content if entered else lift(content), look)  # type: ignore[arg-type]
            cells.append(before)
        span = self.span(row, MONTH_0, row, MONTH_0 + self.most)
        if total:
            self.put(row, TOTAL, added(span), style + BOLD)
        self.next += 1
        return Row(tuple(cells), span)

    def money(self, label: str, note: str, of: Callable[[int], Formula]) -> Row:
        """A row of money over the months, with its total."""
        return self.months(label, note, lambda month, _: of(month), CENTS, total=True)


class Book:
    """All sheets, what names stand for, and the language they are written in."""

    def __init__(self, lang: str, currency: str, most: int) -> None:
        self.lang, self.currency, self.most = lang, currency, most
        self.sheets: list[Sheet] = []
        self.names: dict[str, Formula | Span] = {}

    def say(self, text: str, /, **values: object) -> str:
        """A marked text in the reader's language."""
        return self.read(message(text, **values))

    def read(self, words: Message | str) -> str:
        """A message in the reader's language; plain text as it is."""
        return words.render(self.lang, self.currency) if isinstance(words, Message) else words

    def word(self, text: str) -> str:
        """A text of the scenario: translated where it is one of ours, else as it was written."""
        return translate(text, self.lang)

    def sheet(self, title: str, *widths: int) -> Sheet:
        """A new sheet, after those there are."""
        self.sheets.append(Sheet(title, self.most, widths))
        return self.sheets[-1]

    def name(self, wanted: str, place: Formula) -> Formula:
        """Give a cell a name; a formula that refers to it by that name."""
        safe = self.safe(wanted)
        self.names[safe] = place
        return Formula(safe, place.value)

    def name_span(self, wanted: str, span: Span) -> None:
        """Give some cells a name."""
        self.names[self.safe(wanted)] = span

    def safe(self, wanted: str) -> str:
        """A name that spreadsheets take: letters, digits and low lines, and one that is not taken yet."""
        plain = re.sub(r"\W+", "_", wanted, flags=re.ASCII).strip("_") or "row"
        plain = plain if re.match(r"[A-Za-z]\w*_", plain) else f"row_{plain}"
        taken = {name.casefold() for name in self.names}
        tries = chain((plain,), (f"{plain}_{number}" for number in count(2)))
        return next(name for name in tries if name.casefold() not in taken)

    def place(self, name: str) -> tuple[str, int, int]:
        """Sheet, row and column of a named cell."""
        sheet, _, cell = self.names[name].text.rpartition("!")
        return (sheet.strip("'"), *xl_cell_to_rowcol(cell))
