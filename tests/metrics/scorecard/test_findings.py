"""What the scorecard says, each sentence with the case in which another is said."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.ratio import Part
from metrics.scorecard import facts, findings, findings_places
from metrics.scorecard.attainment import Status, Target
from metrics.scorecard.solving import Team, hasty, teams
from metrics.words.text import Term, message
from metrics.words.units import Unit

ns = SimpleNamespace


def standing(name: str, status: Status, attained: float | None, owner: str = "Ada", comment: str = "") -> Any:
    """A measure with a target."""
    return ns(
        reading=ns(name=message("{name}", name=name), value=1.0, unit=Unit.SHARE, reason=None, low=None, high=None),
        status=status,
        attained=attained,
        target=Target(value=1.0, baseline=0.0, owner=owner, comment=comment),
        said=bool(comment),
        before=None,
    )


MET, BELOW = standing("A", Status.MET, 1.0), standing("B", Status.BELOW, 0.2)
WORSE = standing("C", Status.BELOW, -0.5, comment="mended")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "No measure has a target yet, so nobody can say what needs action"),
        ([MET], "1 of 1 measures meet their target; none is below 80% of the way"),
        ([BELOW, MET], "1 of 2 measures meet their target, one is below: B"),
        ([WORSE, BELOW, MET], "1 of 3 measures meet their target, 2 are below; furthest behind: C"),
    ],
)
def test_the_verdict(rows: list[Any], words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "aimed", lambda _context: rows)
    assert str(findings.verdict(ns())) == words


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([standing("C", Status.BELOW, 0.1, owner="")], "C is furthest behind and has no owner"),
        ([WORSE, BELOW], "C first: Ada. One measure below its target has no comment"),
        ([BELOW, BELOW], "B first: Ada. 2 measures below their target have no comment"),
        ([WORSE], "C first: Ada. Every measure below its target has a comment"),
    ],
)
def test_who_acts_first(rows: list[Any], words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "behind", lambda _context: rows)
    assert str(findings.worst(ns()).sentence) == words


def test_nobody_needs_to_act(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "behind", lambda _context: [])
    assert str(findings.worst(ns()).sentence) == "No measure is below 80% of the way to its target"


@pytest.mark.parametrize(
    ("met", "n", "words"), [(2, 5, "Customers: 2 of 5 on target"), (0, 0, "Customers: no target set")]
)
def test_a_perspective(met: int, n: int, words: str) -> None:
    assert str(findings._of_perspective(Term("Customers"), met, n)) == words


def test_who_approved_a_definition() -> None:
    row = {"by": "Ada", "on": "2026-11-27", "department": "Sales"}
    assert str(findings._approved(row)) == "● Ada for Sales, 27 Nov 2026"
    assert str(findings._approved({**row, "department": ""})) == "● Ada, 27 Nov 2026"
    assert str(findings._approved(None)) == "○ not approved"


def test_a_band_is_told_by_both_ends() -> None:
    held = ns(target=Target(value=0.8, upper=0.85, red=0.95), reading=ns(unit=Unit.SHARE))
    assert str(findings._aim(held)) == "80% to 85%"
    assert findings._aim(ns(target=None, reading=ns(unit=Unit.SHARE))) is None


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([Part("North", 1, 2, 0.5), Part("South", 2, 2, 1.0)], "Use from 50% (North) to 100% (South)"),
        ([Part("North", 1, 2, 0.5), Part("South", 2, 4, 0.5)], "Use is 50% everywhere it is counted"),
        ([Part("", 1, 2, 0.5), Part("South", 2, 2, 1.0)], "Use from 50% (not recorded) to 100% (South)"),
    ],
)
def test_from_the_lowest_place_to_the_highest(parts: list[Part], words: str) -> None:
    assert str(findings_places._between(parts, Term("Use"), Unit.SHARE)) == words


FAST = Team("a", 100, 3.0, 0.4)
LESS = Team("b", 100, 4.0, 0.5)
OTHERS = [Team(name, 100, 6.0 + place, 0.7 + place / 100) for place, name in enumerate("cdef")]


@pytest.mark.parametrize(
    ("everybody", "words"),
    [
        ([FAST, LESS, *OTHERS], "a is the fastest (3 min a call) and settles least (40%)"),
        (
            [Team("z", 100, 2.0, 0.9), LESS, *OTHERS],
            "b is fast (4 min a call) and settles little (50%)",
        ),
        (
            [Team("a", 100, 3.0, 0.45), Team("b", 100, 4.0, 0.4), *OTHERS],
            "2 teams are fast and settle little, first a (3 min a call, 45%)",
        ),
        (
            [Team("a", 100, 3.0, 0.9), Team("b", 100, 4.0, 0.95), *OTHERS],
            "No team of the fastest third is in the third that settles least",
        ),
    ],
)
def test_fast_at_the_cost_of_settling(everybody: list[Team], words: str) -> None:
    assert str(findings_places._hasty(hasty(everybody), everybody)) == words


def test_teams_of_the_last_year_by_hand() -> None:
    """A team with few calls is left out, and so is what lies more than a year back."""
    rows = [
        ("2024-01-01", "a", 900, 9000, 900, 0),
        ("2026-01-01", "a", 20, 100, 20, 10),
        ("2026-02-01", "a", 20, 60, 20, 15),
        ("2026-02-01", "b", 29, 60, 29, 15),
        ("2026-02-01", None, 99, 60, 99, 15),
    ]
    frame = pd.DataFrame(rows, columns=["month", "team", "calls", "minutes", "judged", "settled_7"])
    assert teams(frame) == [Team("a", 40.0, 4.0, 25 / 40)]
    assert teams(frame.iloc[:0]) == []


@given(st.lists(st.tuples(st.floats(1, 20), st.floats(0, 1)), min_size=6, max_size=30))
def test_who_is_hasty_is_in_both_thirds(pairs: list[tuple[float, float]]) -> None:
    everybody = [Team(f"t{place}", 100, minutes, settled) for place, (minutes, settled) in enumerate(pairs)]
    third = len(everybody) // 3
    for team in hasty(everybody):
        assert sum(other.minutes < team.minutes for other in everybody) < third
        assert sum(other.settled < team.settled for other in everybody) < third
