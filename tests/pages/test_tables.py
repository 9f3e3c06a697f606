"""A table whose rows differ in unit: read by a person in the unit of each, kept as numbers in a file."""

from __future__ import annotations

from metrics.finding import Table, word
from metrics.words.reader import Reader
from metrics.words.units import Amount, Unit
from pages.parts import tables

ROWS = [("Use", Amount(0.63, Unit.SHARE)), ("Delay", Amount(7.5, Unit.MONTHS)), ("Unknown", None)]
TABLE = Table(ROWS, word("Assumption", lambda row: row[0]), word("Now", lambda row: row[1]))


def test_each_amount_is_written_in_its_own_unit() -> None:
    assert list(tables.frame(TABLE, Reader("en", "GBP"))["Now"]) == ["63%", "7.5 months", tables.NOTHING]


def test_an_amount_is_a_number_in_a_file() -> None:
    names, rows = tables.flat(TABLE, Reader("en", "GBP"))
    assert names == ["Assumption", "Now"]
    assert rows == [["Use", 0.63], ["Delay", 7.5], ["Unknown", None]]
