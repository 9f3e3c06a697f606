"""Strategy and capabilities of the sample company: sentences, tables and pictures agree with the answers."""

from __future__ import annotations

from itertools import combinations
from math import sqrt
from pathlib import Path

import pytest

from metrics import report
from metrics.context import Context
from metrics.strategy import findings
from metrics.strategy.capabilities import findings as capabilities
from metrics.strategy.capabilities.facts import capability_answers
from metrics.strategy.facts import attention, strategy_answers
from tests.metrics.shown import bar, cells, column, hole, options, traces


@pytest.fixture
def plan(company: Path) -> Context:
    return report.saved()


# --- Step 1


def test_weights_stand_beside_the_money_and_the_farthest_is_named(plan: Context) -> None:
    found = findings.followed(plan)
    rows = cells(found)
    assert sum(column(found, 1)) == pytest.approx(1) and sum(column(found, 2)) == pytest.approx(1)
    total = sum(row[3] for row in rows)
    assert column(found, 2) == pytest.approx([row[3] / total for row in rows])
    far = max(rows, key=lambda row: abs(row[1] - row[2]))
    assert str(found.sentence) == f"{far[0]}: {far[1]:.0%} of the weight, {far[2]:.0%} of the money"
    money, weight = traces(found)
    assert money["x"] == column(found, 1) and weight["x"] == column(found, 2)
    first = max(rows, key=lambda row: row[1])
    assert f"{first[0].lower()}: {first[1]:.0%} of the weight" in str(findings.verdict(plan)).lower()
    order = [row[0].lower() for row in sorted(rows, key=lambda row: -row[1])]
    said = str(findings.priorities(plan).sentence).lower()
    assert [said.index(name) for name in order] == sorted(said.index(name) for name in order)


def test_factors_are_ours_beside_theirs(plan: Context) -> None:
    found = findings.factors(plan)
    rows = {row[0]: row for row in cells(found)}
    technology = rows["Technology"]
    assert hole(found, "ours") == technology[1] == pytest.approx(plan.value("technology_weight"))
    assert hole(found, "theirs") == technology[2] == 0.15
    assert ("above" in str(found.sentence)) == (technology[1] > technology[2])
    assert column(found, 3) == pytest.approx([row[1] - row[2] for row in cells(found)])
    ours, theirs = traces(found)
    assert (ours["x"], theirs["x"]) == (column(found, 1), column(found, 2))
    assert sum(column(found, 1)) == pytest.approx(1) and sum(column(found, 2)) == pytest.approx(1)


def test_a_role_is_held_against_the_others(plan: Context) -> None:
    found = findings.attention(plan, role="ceo")
    assert sum(column(found, 1)) == pytest.approx(0, abs=1e-9)
    technology = next(row for row in cells(found) if row[0] == "Technology")
    assert hole(found, "points") == abs(technology[1]) and f" {100 * abs(technology[1]):.0f} pts " in str(
        found.sentence
    )
    answers = attention(strategy_answers(plan.sources)).answers
    ours = [weights["technology"] for role, weights in answers if role == "ceo"]
    others = [weights["technology"] for role, weights in answers if role != "ceo"]
    assert 100 * technology[1] == pytest.approx(sum(ours) / len(ours) - sum(others) / len(others))
    drawn = bar(found)
    assert drawn["x"] == column(found, 1)
    lead = drawn["marker"]["color"][column(found, 0).index("Technology")]
    assert drawn["marker"]["color"].count(lead) == 1


def test_departments_farthest_apart_are_named(plan: Context) -> None:
    found = findings.departments(plan)
    rows = {row[0]: row[1:] for row in cells(found)}

    def apart(a: str, b: str) -> float:
        one, other = ([value or 0.0 for value in rows[name]] for name in (a, b))
        dot = sum(x * y for x, y in zip(one, other, strict=True))
        return 1 - dot / sqrt(sum(x * x for x in one) * sum(y * y for y in other))

    pairs = {pair: apart(*pair) for pair in combinations(rows, 2)}
    a, b = max(pairs, key=pairs.__getitem__)
    assert (hole(found, "a"), hole(found, "b")) == (a, b) and hole(found, "most") == pytest.approx(pairs[a, b])
    assert plan.value("conflict") == pytest.approx(sum(pairs.values()) / len(pairs))
    assert [list(line) for line in options(found)["grid"].values] == [row[1:] for row in cells(found)]


def test_people_roles_goals_and_problems_are_counted(plan: Context) -> None:
    people, roles = findings.stakeholders(plan), findings.roles(plan)
    agreement = strategy_answers(plan.sources).agreement
    agreeing = sum(level is not None and level >= 2 for level in agreement)
    assert (hole(people, "n"), hole(people, "of")) == (agreeing, len(agreement))
    assert plan.value("alignment") == pytest.approx(agreeing / len(agreement))
    assert hole(roles, "n") == sum(measure is not None for measure in column(roles, 1)) and hole(roles, "of") == 12
    assert plan.value("role_coverage") == pytest.approx(hole(roles, "n") / 12)
    goals, problems = findings.goals(plan), findings.problems(plan)
    states = column(goals, 8)
    told = [sum(mark in state for state in states) for mark in ("reached", "failed", "undecided")]
    assert [hole(goals, name) for name in ("passed", "failed", "rest")] == told and sum(told) == len(states)
    assert hole(problems, "n") == sum("in order" in state for state in column(problems, 1))


# --- Capabilities


def test_scores_are_weighted_and_drawn_where_they_stand(plan: Context) -> None:
    found, scored = capabilities.distances(plan), capability_answers(plan.sources).capabilities
    for place, (id, name) in enumerate((("score", "now"), ("target", "target"), ("peer", "")), 1):
        known = [
            (one.weight, value) for one, value in zip(scored, column(found, place), strict=True) if value is not None
        ]
        mean = sum(weight * value for weight, value in known) / sum(weight for weight, _value in known)
        assert plan.value(f"capability_{id}") == pytest.approx(mean)
        assert not name or hole(found, name) == pytest.approx(mean)
    *_joins, peers, rings, dots = traces(found)
    for trace, place in ((dots, 1), (rings, 2), (peers, 3)):
        assert trace["x"] == [value for value in column(found, place) if value is not None]


def test_positions_are_those_against_the_peers(plan: Context) -> None:
    found = capabilities.heat(plan)
    apart = [row[1] - row[3] for row in cells(found) if None not in (row[1], row[3])]
    counted = [sum(gap < -0.5 for gap in apart), sum(abs(gap) <= 0.5 for gap in apart), sum(gap > 0.5 for gap in apart)]
    assert [hole(found, name) for name in ("behind", "par", "ahead")] == counted and plan.value("behind") == counted[0]
    for row in cells(found):
        gap = row[1] - row[3]
        assert ("behind" in row[5], "ahead" in row[5]) == (gap < -0.5, gap > 0.5)
        assert row[4] == pytest.approx(row[2] - row[1])


def test_the_gaps_that_pull_most_come_first(plan: Context) -> None:
    found = capabilities.gaps(plan)
    rows = cells(found)
    pulls = [row[1] * row[2] for row in rows]
    assert column(found, 3) == pytest.approx([pull / sum(pulls) for pull in pulls])
    assert column(found, 3) == sorted(column(found, 3), reverse=True)
    few = hole(found, "n")
    assert sum(column(found, 3)[:few]) >= 0.5 - 1e-9 > sum(column(found, 3)[: few - 1])
    drawn = bar(found)["x"]
    assert drawn == column(found, 3)[: len(drawn)]


def test_the_lever_most_gaps_feed_is_named(plan: Context) -> None:
    found, gaps = capabilities.carried(plan), cells(capabilities.gaps(plan))
    rows = cells(found)
    assert [hole(found, name) for name in ("name", "share", "worth")] == [rows[0][0], rows[0][3], rows[0][4]]
    assert column(found, 3) == sorted(column(found, 3), reverse=True)
    for lever, count, _names, share, _worth in rows:
        mine = [gap for gap in gaps if gap[4] == lever]
        if mine:
            assert (count, share) == (len(mine), pytest.approx(sum(gap[3] for gap in mine)))
