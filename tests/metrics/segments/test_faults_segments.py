"""Segments of the sample company: sentences, tables and pictures agree with the groups, counted again."""

from __future__ import annotations

from pathlib import Path

import pytest

from metrics import report
from metrics.context import Context
from metrics.segments import findings, findings_steps
from tests.metrics.shown import cells, column, hole, options, traces


@pytest.fixture
def plan(company: Path) -> Context:
    return report.saved()


def _buyers(plan: Context) -> int:
    return int((plan.frames["customer_base"]["order_days"] > 0).sum())


def test_who_brings_most_each_is_named_and_bars_are_the_money(plan: Context) -> None:
    found = findings.shares(plan)
    rows = cells(found)
    best = max(rows, key=lambda row: row[4])
    assert (hole(found, "name"), hole(found, "each")) == (best[0], best[4])
    assert sum(row[1] for row in rows) == _buyers(plan) and column(found, 2) == pytest.approx(
        [row[1] / _buyers(plan) for row in rows]
    )
    total = sum(row[1] * row[4] for row in rows)
    assert column(found, 3) == pytest.approx([row[1] * row[4] / total for row in rows])
    assert column(found, 3) == sorted(column(found, 3), reverse=True)
    money, heads = traces(found)
    assert (money["x"], heads["x"]) == (column(found, 3), column(found, 2))


def test_the_verdict_names_the_group_that_brings_most(plan: Context) -> None:
    first, said = cells(findings.shares(plan))[0], str(findings.verdict(plan))
    passed = hole(findings.tests(plan), "passed")
    assert said.startswith(f"{first[0]}: {first[2]:.0%} of customers, {first[3]:.0%} of")
    assert f"{passed:g} of {len(cells(findings.shares(plan)))} groups pass" in said


def test_those_at_risk_are_painted_and_counted(plan: Context) -> None:
    found = findings.rfm_map(plan)
    rows = {row[0]: row for row in cells(found)}
    risk = rows["Silent but valuable"]
    assert risk[1] == plan.value("rfm") and hole(found, "share") == risk[2] == pytest.approx(risk[1] / _buyers(plan))
    assert sum(row[1] for row in rows.values()) == _buyers(plan)
    (marks,) = traces(found)
    drawn = options(found)["cells"]
    at_risk = [cell.customers for cell in drawn if cell.recency <= 2 and cell.worth >= 3]
    assert sum(at_risk) == risk[1]
    colours = {
        (x, round(y + 0.12)): colour
        for x, y, colour in zip(marks["x"], marks["y"], marks["marker"]["color"], strict=True)
    }
    painted = {place for place, colour in colours.items() if colour == colours[1, 5]}
    assert painted == {(cell.recency, cell.worth) for cell in drawn if cell.recency <= 2 and cell.worth >= 3}


def test_moves_add_up_on_either_side(plan: Context) -> None:
    found = findings.moves(plan)
    rows = cells(found)
    stayed = sum(row[1 + place] for place, row in enumerate(rows[:6]))
    assert stayed == plan.value("segment_moves") and column(found, 0)[-1] == "New"
    champions = rows[0][1:]
    assert hole(found, "n") == sum(champions) - champions[0]
    assert hole(found, "share") == pytest.approx(1 - champions[0] / sum(champions))
    flows = {(flow.before, flow.after): flow.customers for flow in options(found)["flows"]}
    table = {(None if at == 6 else at, to): n for at, row in enumerate(rows) for to, n in enumerate(row[1:]) if n}
    assert flows == table
    assert options(found)["first"] < options(found)["last"]
    today = {row[0]: row[1] for row in cells(findings.rfm_map(plan))}
    assert [sum(row[1 + at] for row in rows) for at in range(6)] == list(today.values())


def test_the_group_that_differs_most_is_told_against_all(plan: Context) -> None:
    found = findings.composition(plan)
    rows = cells(found)
    shares, counts = ([row[at::2] for row in rows] for at in (1, 2))
    whole = [sum(column) for column in zip(*counts, strict=True)]
    overall = [count / sum(whole) for count in whole]
    group = next(at for at, row in enumerate(rows) if row[0] == hole(found, "group"))
    place = min(range(len(overall)), key=lambda at: abs(overall[at] - hole(found, "overall")))
    assert hole(found, "share") == shares[group][place] and hole(found, "overall") == pytest.approx(overall[place])
    assert shares[group][place] - overall[place] == pytest.approx(
        max(share - overall[at] for row in shares for at, share in enumerate(row))
    )
    grid = options(found)["grid"]
    assert [list(row) for row in grid.shares] == shares and [list(row) for row in grid.counts] == counts
    assert sum(whole) == plan.value("made_of")


def test_the_first_two_bands_are_told_with_their_share(plan: Context) -> None:
    found = findings_steps.bands(plan)
    rows = cells(found)
    assert hole(found, "heads") == pytest.approx((rows[0][1] + rows[1][1]) / sum(row[1] for row in rows))
    assert hole(found, "share") == pytest.approx(rows[0][2] + rows[1][2])
    assert rows[0][1] + rows[1][1] == plan.value("step_bands")
    assert column(found, 3) == sorted(column(found, 3), reverse=True)


def test_the_surest_need_is_told(plan: Context) -> None:
    found = findings_steps.needs(plan)
    surest = max(cells(found), key=lambda row: row[3][0])
    assert [hole(found, name) for name in ("name", "trait", "index")] == surest[:3]
    assert all(row[3][0] < row[2] < row[3][1] and row[4] <= row[5] for row in cells(found))


def test_groups_that_pass_are_those_without_a_failed_test(plan: Context) -> None:
    found = findings.tests(plan)
    passing = sum(False not in row[2::2] for row in cells(found))
    assert hole(found, "passed") == passing == plan.value("step_tests")
    failing = [row[0] for row in cells(found) if False in row[2::2]]
    assert found.note is not None and str(found.note).startswith(
        f"{len(failing)} groups fail a test: {', '.join(failing)}"
    )


def test_traits_are_missing_where_they_are_not_known(plan: Context) -> None:
    found = findings_steps.traits(plan)
    used = sum(here == "used" for here in column(found, 3))
    assert hole(found, "n") == used == plan.value("step_traits") and hole(found, "total") == len(cells(found))
