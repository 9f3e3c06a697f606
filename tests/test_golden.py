"""Every page shows of the sample company the figures and tables that it showed when the record was written."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer
from streamlit.elements.lib.mutable_popover_container import PopoverContainer
from streamlit.elements.lib.mutable_tab_container import TabContainer

from metrics.finding import Question
from metrics.reading import Reading
from tests.golden import compare, hooks, record

ANEW = "If this is meant: `python -m tests.golden` writes the record anew; read its difference before you commit it."
MOST = 40  # lines of a failure


@pytest.mark.parametrize("name", record.NAMES)
def test_a_page_shows_what_was_recorded(company: Path, name: str) -> None:
    """Numbers to nine digits, on any processor; all that opens is open."""
    found = list(compare.differences(name, record.read(name), record.make(name)))
    more = [f"and {len(found) - MOST} more"] if len(found) > MOST else []
    assert not found, "\n".join(["", *found[:MOST], *more, ANEW])


def test_listening_leaves_nothing_behind() -> None:
    """What was put in to hear is out again."""

    def inside() -> list[object]:
        opened = (ExpanderContainer, PopoverContainer, TabContainer)
        return [Reading.__post_init__, Question.__call__, *(vars(kind)["open"] for kind in opened)]

    before = inside()
    with hooks.listening():
        assert all(one is not other for one, other in zip(before, inside(), strict=True))
    assert inside() == before


def test_a_difference_is_named_by_its_place() -> None:
    """Page, table, row, column, expected and found; rounding is no difference."""
    held = record.read("overview")
    table = held["tables"]["overview.moved"][0]
    now = deepcopy(held)
    now["tables"]["overview.moved"][0]["rows"][1][1] = 5.0
    expected = [
        f"overview: table overview.moved, row 2 ({table['rows'][1][0]}), column 2: "
        f"expected {table['rows'][1][1]!r}, found 5.0"
    ]
    assert list(compare.differences("overview", held, now)) == expected
    assert compare.same([100.0, "money"], [100.00000001, "money"])
    assert not compare.same([100.0, "money"], [100.0000002, "money"])
    assert not compare.same([1.0, "money"], [1.0, "share"])
    assert not compare.same(1, True)


@pytest.mark.parametrize("name", record.NAMES)
def test_a_record_differs_in_nothing_from_itself(name: str) -> None:
    """Every piece of it can be compared."""
    held = record.read(name)
    assert not list(compare.differences(name, held, held))
