"""Initiatives and gaps: worked by hand, and always summing to the programme."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import report
from metrics.case import findings_plan, initiatives
from metrics.context import Context
from metrics.programme import bridge, gauges
from metrics.programme import gap_value as gaps
from metrics.scenario.assumption import ScenarioError
from metrics.scenario.items import Lever
from metrics.scenario.kinds import Tag
from metrics.scenario.scenario import Scenario
from metrics.words.units import Unit
from tests.metrics.businesses import baseline, cost, mail, number, scenario, spend

BASE = baseline()


def context(plan: Scenario) -> Context:
    """The steady business under ``plan``."""

    class Data:
        baseline = BASE

    return Context(cast(Any, Data()), plan, "test v1")


# At a rate of 0 over 12 months: mail saves 1,200, spend brings 7,200 (see test_bridge).
PLAN = scenario(
    replace(mail(), initiative="M"),
    replace(spend(), initiative="S"),
    costs=(
        replace(cost(300), initiative="M"),
        replace(cost(2_400, "training"), initiative="S"),
        replace(cost(1_000, "integration"), initiative="P"),
        cost(100, "internal"),
    ),
)


@pytest.fixture
def framed(monkeypatch: pytest.MonkeyPatch):
    """Looks of no data set: the initiatives are told by their ids."""
    monkeypatch.setattr(initiatives, "names", lambda now: {"M": ("Mail", "Jo")})
    return context


def test_by_hand(framed) -> None:
    """M: 1,200 - 300; S: 7,200 - 2,400, ROI 2; P carries the others; 100 belongs to none."""
    found = initiatives.ranking(framed(PLAN))
    assert [(row.id, row.npv) for row in found.rows] == [
        ("S", pytest.approx(4_800)),
        ("M", pytest.approx(900)),
        ("P", pytest.approx(-1_000)),
        ("", pytest.approx(-100)),
    ]
    best, second, carrier, none = found.rows
    assert best.roi == pytest.approx(2.0) and second.owner == "Jo" and str(second.name) == "Mail"
    assert best.by_type == {"training": pytest.approx(2_400)}
    assert carrier.levers == () and carrier.payback is None and carrier.roi == pytest.approx(-1.0)
    assert str(none.name) == "Not assigned"
    assert best.payback == pytest.approx(4.0)  # 2,400 at 600 a month
    assert str(findings_plan.initiative_ranking(framed(PLAN)).sentence) == "S is worth most"


@given(
    st.lists(st.sampled_from(["A", "B", ""]), min_size=6, max_size=6),
    st.floats(0.0, 0.5),
    st.sampled_from([0.0, 0.3]),
)
def test_they_sum_to_the_programme(whose: list[str], rate: float, tax: float) -> None:
    """However levers and costs are dealt out, at any rate, taxed or not."""
    levers = tuple(replace(lever, initiative=id) for lever, id in zip(PLAN.levers, whose, strict=False))
    costs = tuple(replace(item, initiative=id) for item, id in zip(PLAN.costs, whose[2:], strict=True))
    plan = replace(PLAN, levers=levers, costs=costs).replace("rate", rate).replace("tax_rate", tax)
    now = context(plan)
    rows = [initiatives._row(now, id, {}) for id in initiatives.initiatives_of(plan)]
    found = initiatives.Ranking(tuple(rows), gauges.present(plan, now.flows.extras.total))
    assert found.total == pytest.approx(bridge.worth(plan, BASE), abs=1e-6)


def test_a_lever_is_assigned_and_taken_away_again() -> None:
    there = initiatives.assigned(PLAN, "mail", " S ")
    assert there.lever("mail").initiative == "S"
    assert initiatives.assigned(there, "mail", "").lever("mail").initiative == ""
    with pytest.raises(ScenarioError):
        initiatives.assigned(PLAN, "gone", "S")


def test_without_initiatives_that_is_said(framed) -> None:
    plan = replace(PLAN, levers=tuple(replace(lever, initiative="") for lever in PLAN.levers))
    answer = findings_plan.initiative_ranking(framed(plan))
    assert answer.undefined and str(answer.sentence).startswith("No lever belongs to an initiative yet")


def test_the_sample_sums_to_its_value_and_ranks_what_moves_something(company: Path) -> None:
    """Four initiatives move levers; four carry them."""
    now = report.saved()
    found = initiatives.ranking(now)
    assert found.total == pytest.approx(bridge.worth(now.scenario, now.baseline), rel=1e-9)
    assert {row.id for row in found.rows if row.levers} == {"I1", "I3", "I5", "I7"}
    assert sum(sum(row.by_type.values()) for row in found.rows) == pytest.approx(sum(row.cost for row in found.rows))


class TestGaps:
    """Benefit at the benchmark less benefit now."""

    def test_by_hand(self) -> None:
        """Waste from .20 to .05 of 10,000 pieces at 1 each: 1,500 a year; the plan, at .08, takes 1,200 of it."""
        plan = scenario(replace(mail(), benchmark=number(0.05, Unit.SHARE)), spend())
        found = gaps.gap_values(plan, BASE)
        assert [(row.lever.id, row.whole) for row in found] == [("mail", pytest.approx(1_500)), ("spend", None)]
        assert found[0].planned == pytest.approx(1_200)

    def test_half_the_adoption_leaves_the_gap_as_large(self) -> None:
        plan = scenario(replace(mail(), benchmark=number(0.05, Unit.SHARE)))
        half = plan.replace("mail.adoption", 0.5)
        assert gaps.gap_values(half, BASE)[0].whole == pytest.approx(1_500)
        assert gaps.gap_values(half, BASE)[0].planned == pytest.approx(600)

    def test_past_the_benchmark_there_is_no_gap(self) -> None:
        plan = scenario(replace(mail(), benchmark=number(0.3, Unit.SHARE)))
        assert gaps.gap_values(plan, BASE)[0].whole == 0.0

    def test_two_that_overlap_bring_less_than_their_sum(self) -> None:
        """Spend and mail touch nothing of each other: 0. One lever has nothing to overlap with: None."""
        assert gaps.together_less_alone(PLAN, BASE) == pytest.approx(0.0)
        assert gaps.together_less_alone(scenario(mail()), BASE) is None

    def test_shorter_and_fewer_calls_overlap_by_their_product(self) -> None:
        """c x (calls1 - calls0) x (AHT1 - AHT0): each alone counts the corner, together it is counted once."""

        def lever(kind: str, target: float) -> Lever:
            return Lever(id=kind, kind=kind, target=number(target), tag=Tag.CASH)

        plan = scenario(lever("handling", 4.0), lever("volume", 1_500.0))
        values = BASE.values()
        corner = (values["minutes_per_call"] - 4.0) * (values["calls"] - 1_500.0) * values["cost_per_minute"]
        assert gaps.together_less_alone(plan, BASE) == pytest.approx(-corner)
