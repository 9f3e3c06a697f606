"""Roadmap of the sample company: sentences, tables and pictures agree with the plan and the answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from metrics import report
from metrics.context import Context
from metrics.roadmap import findings, findings_readiness, findings_suppliers
from tests.metrics.shown import bar, cells, column, figure, hole, options, traces


@pytest.fixture
def plan(company: Path) -> Context:
    return report.saved()


def test_the_plan_is_pushed_back_by_what_is_waited_for(plan: Context) -> None:
    found = findings.plan(plan)
    rows = {row[0]: row for row in cells(found)}
    bars = {str(bar.id): bar for bar in options(found)["bars"]}
    assert set(bars) == set(rows)
    for id, row in rows.items():
        _id, _name, critical, start, end, after, pushed, slack, _owner = row
        drawn = bars[id]
        assert (drawn.start, drawn.end, drawn.critical) == (start, end, critical) and (
            start - drawn.planned
        ).days == pushed
        assert critical == (slack == 0)
        waits = [rows[other][4] for other in after.split(", ")] if after else []
        assert all(start > done for done in waits)
        assert pushed == 0 or min((start - done).days for done in waits) == 1
    assert hole(found, "n") == sum(column(found, 2)) and hole(found, "of") == len(rows)
    end = max(column(found, 4))
    assert hole(found, "days") > 0
    latest = max(bars[id].planned + (row[4] - row[3]) for id, row in rows.items())
    assert hole(found, "days") == (end - latest).days
    first = min(column(found, 3))
    assert plan.value("plan_length") == pytest.approx((end - first).days / 30.4375, abs=0.1)


def test_headings_that_are_complete_are_counted(plan: Context) -> None:
    found = findings.headings(plan)
    complete = sum("complete" in state for state in column(found, 0))
    assert hole(found, "n") == complete == plan.value("plan_complete")
    assert [("complete" in row[0]) == (row[2] == "nothing missing") for row in cells(found)] == [True] * 8


def test_the_largest_risk_comes_first(plan: Context) -> None:
    found = findings.risks(plan)
    money = column(found, 4)
    assert money == sorted(money, reverse=True) and hole(found, "money") == money[0] == plan.value("risk_money")
    assert money == pytest.approx([row[1] * row[2] * row[3] for row in cells(found)])
    assert (hole(found, "n"), hole(found, "of")) == (sum(owner is None for owner in column(found, 5)), len(money))
    drawn = bar(found)
    assert drawn["x"] == money and drawn["y"] == sorted(drawn["y"])
    notes = [note["text"] for note in figure(found)["layout"]["annotations"]]
    assert all(name in note for name, note in zip(column(found, 0), notes, strict=True))
    said = str(findings.verdict(plan))
    assert said.endswith(f": {column(found, 0)[0]}.") and f"; {plan.value('readiness'):.0%} ready" in said


def test_benefits_that_begin_too_early_are_counted_with_what_the_wait_costs(plan: Context) -> None:
    found = findings.milestones(plan)
    late = [row for row in cells(found) if row[6]]
    assert (hole(found, "n"), hole(found, "of")) == (len(late), len(cells(found)))
    assert hole(found, "money") == pytest.approx(sum(row[7] for row in late if row[7] is not None))
    for _name, worth, state, _step, begins, done, days, lost in cells(found):
        assert ("too early" in state) == bool(days)
        if done is not None:
            assert bool(days) == (begins <= done)
            assert not days or (done - begins).days in (days, days - 1)
        if lost:
            assert 0 < lost <= worth * (days + 31) / 365


def test_buying_is_held_against_renting(plan: Context) -> None:
    found, scores = findings_suppliers.rent_or_buy(plan), findings_suppliers.scores(plan)
    rent, buy = column(found, 1), column(found, 2)
    picture = options(found)
    assert (picture["rent"][::12], picture["buy"][::12]) == (rent, buy) and rent[0] < buy[0] and rent[-1] > buy[-1]
    first, second, ring = traces(found)
    assert (first["y"], second["y"]) == (picture["rent"], picture["buy"])
    meet = plan.value("rent_or_buy")
    before = int(meet)
    assert (
        picture["rent"][before] <= picture["buy"][before] and picture["rent"][before + 1] >= picture["buy"][before + 1]
    )
    assert ring["x"] == [meet] and rent[0] < ring["y"][0] < rent[-1]
    costs = {row[0]: row[3] for row in cells(scores)}
    less = costs[hole(found, "other")] - costs[hole(found, "name")]
    assert hole(found, "money") == pytest.approx(abs(less)) and less > 0
    assert plan.value("buy_less_rent") == pytest.approx(less) and "Buying" in str(found.sentence)


def test_the_best_scored_supplier_is_named(plan: Context) -> None:
    found = findings_suppliers.scores(plan)
    best = max(cells(found), key=lambda row: row[2])
    assert (hole(found, "name"), hole(found, "score")) == (best[0], best[2])
    assert column(found, 2) == sorted(column(found, 2), reverse=True)


def test_expectations_and_roles(plan: Context) -> None:
    found, roles = findings_readiness.expectations(plan), findings_readiness.roles(plan)
    rows = cells(found)
    expected = column(found, 1)
    mean = sum(expected) / len(expected)
    variance = sum((value - mean) ** 2 for value in expected) / (len(expected) - 1)
    assert plan.value("expectation_variance") == pytest.approx(variance)
    assert column(found, 3) == pytest.approx([row[1] - row[2] for row in rows])
    furthest = max(rows, key=lambda row: row[3])
    assert str(found.sentence).endswith(furthest[0])
    core = [row for row in cells(roles) if row[2] == "core"]
    named = [row for row in core if row[3]]
    assert str(roles.sentence).startswith(f"{len(named)} of {len(core)} core roles") and plan.value(
        "core_roles"
    ) == len(named)
