"""Who answers for the numbers of a plan."""

from __future__ import annotations

from pathlib import Path

from metrics import report
from metrics.case import findings_owners
from metrics.finding import Table
from metrics.scenario import terms
from metrics.words.text import Term


def test_numbers_without_an_owner_come_first_and_are_counted(company: Path) -> None:
    plan = report.saved()
    held = [number for _path, number in plan.scenario.assumptions() if number.source != terms.OFF]
    left = sum(not number.owner for number in held)
    found = findings_owners.owners(plan)
    assert 0 < left < len(held) and isinstance(found.table, Table)
    assert found.sentence.values["left"] == left and found.sentence.values["n"] == len(held)  # type: ignore[union-attr]
    rows = found.table.cells()
    assert len(rows) == len(held)
    assert [row[2] for row in rows[:left]] == [Term("Nobody")] * left
    assert all(isinstance(row[2], str) for row in rows[left:])


def test_a_plan_whose_every_number_is_owned_says_so() -> None:
    assert str(findings_owners._owned(3, 3)) == "Somebody answers for each of the 3 numbers"
    assert str(findings_owners._owned(1, 4)) == "25% of 4 numbers have an owner; 3 have none"
