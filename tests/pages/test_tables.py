"""A table on the page is written by unit; in a file numbers are numbers, and no cell is run by a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from metrics.finding import Column, Table, count, money, share, word
from metrics.words.reader import Reader
from metrics.words.text import Term, message
from metrics.words.units import Amount, Unit
from pages.parts import tables

EN, ZH = Reader("en", "USD"), Reader("zh_CN", "USD")
TABLE = Table(
    [
        {
            "name": "=cmd|calc",
            "n": 1234,
            "paid": -1234567.891,
            "rate": 0.2549,
            "between": (0.1, 0.4),
            "on": date(2026, 1, 2),
        },
        {"name": "*bold* $5", "n": 0, "paid": None, "rate": float("nan"), "between": None, "on": None},
    ],
    word("Group", lambda row: row["name"]),
    count("Customers", lambda row: row["n"]),
    money("Paid", lambda row: row["paid"], signed=True),
    share("Left", lambda row: row["rate"]),
    Column("Range", lambda row: row["between"], Unit.SHARE),
    word("On", lambda row: row["on"]),
    word("Known", lambda row: row["paid"] is not None),
)


def test_cells_are_written_by_their_unit_and_names_cannot_be_markdown() -> None:
    frame = tables.frame(TABLE, EN)
    assert list(frame.columns) == ["Group", "Customers", "Paid", "Left", "Range", "On", "Known"]
    assert list(frame.iloc[0])[1:] == ["1,234", "−\\$1.23M", "25%", "10% to 40%", "2 Jan 2026", "yes"]
    assert frame.iloc[0, 0] == "=cmd\\|calc"
    assert list(frame.iloc[1]) == ["\\*bold\\* \\$5", "0", "–", "–", "–", "–", "no"]
    assert list(tables.frame(TABLE, ZH).iloc[0])[2:6] == ["−123 万美元", "25%", "10% 至 40%", "2026年1月2日"]


def test_csv_has_full_numbers_two_columns_for_a_range_and_nothing_that_runs() -> None:
    body = tables.as_csv(TABLE, EN)
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert rows[0] == ["Group", "Customers", "Paid", "Left", "Range, low", "Range, high", "On", "Known"]
    assert rows[1] == ["'=cmd|calc", "1234.0", "-1234567.891", "0.2549", "0.1", "0.4", "2026-01-02", "yes"]
    assert rows[2] == ["*bold* $5", "0.0", "", "", "", "", "", "no"]


def test_xlsx_has_numbers_days_and_words_as_such() -> None:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(tables.as_xlsx(TABLE, EN))).get_sheet_by_index(0).to_python()
    assert sheet[1][:6] == ["'=cmd|calc", 1234.0, -1234567.891, 0.2549, 0.1, 0.4]
    assert sheet[1][6] == date(2026, 1, 2)
    assert sheet[2][2] == ""


@pytest.mark.parametrize("reader", [EN, ZH], ids=["en", "zh"])
def test_headings_and_marked_words_are_read_in_the_readers_language(reader: Reader) -> None:
    table = Table([1], word(message("{a} and {b}", a=1, b=2), lambda row: Term("yes")), word("", lambda row: "x"))
    frame = tables.frame(table, reader)
    assert list(frame.columns) == ["1 and 2", ""]
    assert frame.iloc[0, 0] == ("yes" if reader is EN else "是")


def test_a_heading_that_stands_twice_is_shown_twice() -> None:
    table = Table([1], word("A", lambda row: "x"), word("A", lambda row: "y"))
    assert [name.strip() for name in tables.frame(table, EN).columns] == ["A", "A"]


def test_an_amount_is_read_in_its_own_unit_and_is_a_number_in_a_file() -> None:
    """Where the rows of a column differ in unit."""
    rows = [("Use", Amount(0.63, Unit.SHARE)), ("Delay", Amount(7.5, Unit.MONTHS)), ("Unknown", None)]
    table = Table(rows, word("Assumption", lambda row: row[0]), word("Now", lambda row: row[1]))
    assert list(tables.frame(table, EN)["Now"]) == ["63%", "7.5 months", tables.NOTHING]
    assert tables._flat(table, EN)[1] == [["Use", 0.63], ["Delay", 7.5], ["Unknown", None]]
