"""The benefits register: which row holds, what it counts as, and what may be called proven."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from metrics.answers.cells import AnswerError
from metrics.realised import answers
from metrics.realised.register import Entry, entries, total
from metrics.scenario.kinds import Tag

TAGS = {"mail": Tag.CASH, "handling": Tag.CAPACITY}
COLUMNS = (
    *("lever", "month", "planned", "actual", "low", "high", "method", "cause", "money_mark", "evidence", "budget_line"),
    *("cost_center", "owner", "status", "entered_by", "approved_by", "approved_on"),
)


def entry(**parts: Any) -> Entry:
    """An approved row of 100 with both marks and an interval of 60 to 140."""
    held = {"actual": 100.0, "low": 60.0, "high": 140.0, "cause": "A", "money_mark": "1", "evidence": "x"}
    return Entry(lever="mail", month=date(2026, 1, 1), **{**held, "status": "approved", **parts})


def brought(*rows: dict[str, Any]) -> pd.DataFrame:
    """The mart."""
    return pd.DataFrame([{**dict.fromkeys(COLUMNS), **row} for row in rows], columns=list(COLUMNS))


@pytest.mark.parametrize(
    ("parts", "realised", "proven", "booked", "freed"),
    [
        ({}, 100, 60, 100, 0),
        ({"money_mark": "2"}, 100, 60, 0, 0),
        ({"money_mark": "3"}, 100, 0, 0, 0),
        ({"cause": "B"}, 100, 60, 100, 0),
        ({"cause": "C"}, 100, 0, 100, 0),
        ({"cause": "D", "money_mark": "3"}, 100, 0, 0, 0),
        ({"low": -5.0}, 100, 0, 100, 0),  # its interval holds zero
        ({"low": None, "high": None}, 100, 0, 100, 0),  # it has none
        ({"status": "draft"}, None, 0, 0, 0),
        ({"status": "refused"}, None, 0, 0, 0),
        ({"actual": None}, None, 0, 0, 0),  # not measured is not zero
        ({"capacity": True}, 100, 60, 100, 0),  # freed time that the ledger shows is cash
        ({"capacity": True, "money_mark": "2"}, 0, 0, 0, 100),  # else it is freed time
        ({"actual": -30.0, "low": -50.0, "high": -10.0}, -30, 0, -30, 0),
    ],
)
def test_what_a_row_counts_as(
    parts: dict[str, Any], realised: float | None, proven: float, booked: float, freed: float
) -> None:
    row = entry(**parts)
    assert (row.realised, row.proven, row.booked, row.freed) == (realised, proven, booked, freed)


@pytest.mark.parametrize(
    ("parts", "lacking"),
    [
        ({}, []),
        ({"actual": None, "evidence": ""}, ["actual"]),
        ({"evidence": "", "cause": ""}, ["cause", "evidence"]),
        ({"money_mark": ""}, ["money_mark"]),
    ],
)
def test_what_a_row_lacks(parts: dict[str, Any], lacking: list[str]) -> None:
    assert entry(**parts).lacking == lacking


def test_the_row_of_the_page_stands_over_that_of_the_data() -> None:
    frame = brought(
        {"lever": "mail", "month": date(2026, 1, 1), "actual": 80.0, "planned": 90.0, "status": "approved"},
        {"lever": "handling", "month": date(2026, 1, 1), "actual": 5.0},
    )
    here = answers._register({"mail|2026-01": {"actual": 70.0, "status": "draft"}, "new|2026-02": {"actual": 1.0}})
    rows = {row.lever: row for row in entries(frame, here, TAGS)}
    assert (rows["mail"].actual, rows["mail"].planned, rows["mail"].here, rows["mail"].over) == (70.0, 90.0, True, True)
    assert (rows["new"].over, rows["new"].here) == (False, True)
    assert rows["handling"].capacity and rows["handling"].status == "draft" and not rows["handling"].here
    assert total(rows.values(), "actual") == 76.0


def test_two_bookings_of_a_month_are_two_rows_and_one_on_the_page_stands_over_both() -> None:
    days = [{"lever": "mail", "month": date(2026, 1, day), "actual": 10.0, "planned": 8.0} for day in (5, 20)]
    rows = entries(brought(*days), {}, TAGS)
    assert [row.month for row in rows] == [date(2026, 1, 1)] * 2 and total(rows, "actual") == 20.0
    (row,) = entries(brought(*days), answers._register({"mail|2026-01": {"actual": 15.0}}), TAGS)
    assert (row.actual, row.planned, row.over) == (15.0, 16.0, True)


def test_a_lever_is_known_by_what_people_call_it() -> None:
    frame = brought(
        {"lever": " Handling Time", "month": date(2026, 1, 1), "actual": 5.0},
        {"lever": "Fax", "month": date(2026, 1, 1)},
    )
    rows = entries(frame, {}, TAGS, {"handling time": "handling"})
    assert [(row.lever, row.capacity) for row in rows] == [("Fax", False), ("handling", True)]


@pytest.mark.parametrize(
    ("part", "value", "words"),
    [
        ("_register", {"mail": {}}, "mail is no lever and month, such as retention|2026-10"),
        ("_register", {"mail|2026-13": {}}, "is no lever and month"),
        ("_register", {"mail|2026-01": {"low": 1.0}}, "A range has two ends: enter both, or none."),
        (
            "_register",
            {"mail|2026-01": {"actual": 5.0, "low": 6.0, "high": 7.0}},
            "The realised amount lies outside its own range. Mend one of the three.",
        ),
        ("_register", {"mail|2026-01": {"cause": "E"}}, "Cause: E cannot be chosen"),
        ("_register", {"mail|2026-01": {"actual": "much"}}, "Realised: much is no number"),
        (
            "_items",
            [{"id": "1", "month": "2026", "item": "x"}],
            "An item that explains a gap needs its month and its name.",
        ),
        (
            "_items",
            [{"id": "1", "month": "2026-01", "item": "x"}],
            "x has no amount. Enter by how much it moves the ledger.",
        ),
        ("_closes", {"soon": {}}, "soon is no month, such as 2026-10"),
    ],
)
def test_what_cannot_be_is_refused(part: str, value: Any, words: str) -> None:
    with pytest.raises(AnswerError) as refused:
        getattr(answers, part)(value)
    assert words in str(refused.value)
