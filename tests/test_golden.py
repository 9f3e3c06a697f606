"""Every page says of the sample company what it said when the record was written: figures, tables, sentences."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from metrics.case import findings_money
from metrics.reading import Reading
from metrics.words import units
from metrics.words.reader import Reader
from tests.golden import compare, hooks, record

ANEW = "If this is meant: `python -m tests.golden` writes the record anew; read its difference before you commit it."
MOST = 40  # lines of a failure


@pytest.mark.parametrize("name", record.NAMES)
def test_a_page_says_what_was_recorded(company: Path, name: str) -> None:
    """Numbers to nine digits, six where they rest on fits or draws; all that opens is open."""
    found = list(compare.differences(name, record.read(name), record.make(name)))
    more = [f"and {len(found) - MOST} more"] if len(found) > MOST else []
    assert not found, "\n".join(["", *found[:MOST], *more, ANEW])


def test_listening_leaves_nothing_behind() -> None:
    """What was put in to hear is out again."""

    def inside() -> list[object]:
        places = (units, findings_money, st, DeltaGenerator, Reader)
        names = (*hooks.WRITTEN, "table", "dataframe", "data_editor", "popover", "read", "count")
        return [vars(place).get(name) for place in places for name in names] + [Reading.__post_init__]

    before = inside()
    with hooks.listening():
        assert units.format_value(0.7345331, units.Unit.SHARE) == "⟦0.7345331|share⟧"
    assert inside() == before
    assert units.format_value(0.7345331, units.Unit.SHARE) == "73%"


def test_a_difference_is_named_by_its_place() -> None:
    """Page, table, row, column, expected and found; rounding is no difference."""
    held = record.read("overview")
    table = held["tables"]["overview.moved"][0]
    now = deepcopy(held)
    now["tables"]["overview.moved"][0]["rows"][1][1] = "⟦5.0|money⟧"
    expected = [
        f"overview: table overview.moved, row 2 ({table['rows'][1][0]}), column {table['columns'][1]!r}: "
        f"expected {table['rows'][1][1]!r}, found '⟦5.0|money⟧'"
    ]
    assert list(compare.differences("overview", held, now)) == expected
    assert compare.same("⟦100.0|money⟧", "⟦100.00000001|money⟧", compare.EXACT)
    assert not compare.same("⟦100.0|money⟧", "⟦100.0000002|money⟧", compare.EXACT)
    assert not compare.same("⟦1.0|money⟧", "⟦1.0|share⟧", compare.EXACT)


@pytest.mark.parametrize("name", record.NAMES)
def test_a_record_differs_in_nothing_from_itself(name: str) -> None:
    """In either way of comparing; and every number of it can be read."""
    held = record.read(name)
    assert not list(compare.differences(name, held, held))
    assert not list(compare.changes(name, held, held))


def test_numbers_are_found_again_in_other_columns() -> None:
    """A cell of two numbers and two cells of one hold the same."""
    one = {"columns": ["a", "b"], "count": 1, "rows": [["x", "⟦1.5|money⟧ (now ⟦1.25|money⟧)"]]}
    other = {"columns": ["a", "b", "c"], "count": 1, "rows": [["x", 1.25, 1.5]]}
    assert compare.recounted(compare.numbers([one]), compare.numbers([other]), compare.EXACT) == ([], [])
    assert compare.recounted([1.0, 2.0], [2.0, 3.0], compare.EXACT) == ([1.0], [3.0])
