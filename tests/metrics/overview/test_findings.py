"""The overview's findings say what the readings say; where one is missing they say that instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from metrics import report
from metrics.finding import Finding, Table
from metrics.overview import facts, findings
from metrics.programme.bridge import Step
from metrics.risk.tornado import Threat
from metrics.words.text import Message, message
from metrics.words.units import Unit
from tests.metrics.told import Told, reading


def verdict(npv: float | None, chance: float | None = None, proven: float | None = None, months: int = 60) -> str:
    readings = (
        reading("programme_npv", npv),
        reading("chance_of_profit", chance, Unit.SHARE),
        reading("proven_share", proven, Unit.SHARE),
    )
    return findings.verdict(Told(*readings, months=months)).render("en", "GBP")  # type: ignore[arg-type]


def test_the_verdict_answers_first_and_says_what_weakens_it() -> None:
    assert verdict(12.3e6, 0.97, 0.44) == (
        "Yes, the CRM pays: £12.3M net over 5 years. But only 44% of what it has delivered is proven."
    )
    assert verdict(12.3e6, 0.97) == (
        "Yes, the CRM pays: £12.3M net over 5 years. How much of it has arrived is not measured yet."
    )
    assert verdict(2e6, 0.71).startswith("Probably: £2M net over 5 years, with a 71% chance")
    assert verdict(-9e5, 0.2, months=30) == "No: the programme loses £900K over 30 months."
    assert verdict(None) == "We cannot say yet. No cost is entered yet."


@pytest.fixture
def moved(company: Path, monkeypatch: pytest.MonkeyPatch):
    def told(*steps: float) -> Finding:
        made = [Step(message(f"step {i}"), step) for i, step in enumerate(steps)]
        moved = facts.Moved(Message("v1"), 10e6, 10e6 + sum(steps), made)
        monkeypatch.setattr(facts, "moved", lambda context: moved)
        return findings.moved(report.saved())

    return told


def test_the_bridge_tells_losses_and_gains_apart_and_its_levels_end_where_it_stands(moved) -> None:
    found = moved(-4.1e6, 2.3e6)
    assert found.sentence.render("en", "GBP") == "£4.1M was lost; £2.3M was gained"
    assert isinstance(found.table, Table)
    assert [row[1:] for row in found.table.cells()] == [[None, 10e6], [-4.1e6, 5.9e6], [2.3e6, 8.2e6], [None, 8.2e6]]
    assert moved(-4.1e6).sentence.render("en", "GBP") == "Every change cost: £4.1M in all"
    assert moved(2.3e6).sentence.render("en", "GBP") == "Every change helped: £2.3M in all"
    assert str(moved().sentence) == "Nothing moved since v1"


def test_a_payback_inside_a_year_is_not_called_hardly_possible() -> None:
    assert str(findings._payback_month(24.0, 19.0)) == "Most likely in month 24, hardly inside 12"
    assert str(findings._payback_month(14.0, 11.0)) == "Most likely in month 14"


def test_the_largest_threat_is_named_with_who_has_no_owner(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        Threat("rate", Unit.RATE, 0.1, 0.2, -1e6, 3e6, ""),
        Threat("horizon", Unit.MONTHS, 60, 24, 2e6, 1e6, "Ada, Ben, Cy"),
    ]
    monkeypatch.setattr(facts, "threats", lambda context: rows)
    found = findings.threats(report.saved())
    assert found.sentence.render("en", "GBP") == "The largest could cost £3M; 1 without an owner"
    assert isinstance(found.table, Table)
    first, second = found.table.cells()
    assert first[2].render("en", "GBP") == "Now 10%. At that end the programme loses £1M."
    assert second[2].render("en", "GBP") == "Now 60 months. At that end £2M of net present value is left."
    assert (first[3], str(second[3])) == (None, "Ada and 2 others")
    rows[0] = Threat("rate", Unit.RATE, 0.1, 0.2, -1e6, 3e6, "Ada")
    assert (
        findings.threats(report.saved()).sentence.render("en", "GBP") == "The largest could cost £3M; each has an owner"
    )


def test_where_nothing_can_be_answered_the_finding_says_why(cdnow: Path) -> None:
    for question in (findings.moved, findings.payback, findings.promise, findings.threats):
        found = question(report.saved())
        assert found.undefined and found.chart is None and str(found.sentence) and found.question
