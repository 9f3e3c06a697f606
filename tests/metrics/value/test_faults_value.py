"""Customer value of the sample company, worked out again from its tables: readings, tables and pictures agree."""

from __future__ import annotations

from itertools import accumulate
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from metrics import report
from metrics.context import Context
from metrics.customers import buyers, findings_model
from metrics.customers import findings as customer_findings
from metrics.finding import Finding
from metrics.value import attention as matrix
from metrics.value import findings, findings_contracts, findings_views, worth
from metrics.value.lifecycle import STAGES
from metrics.value.policy import findings as policy
from tests.metrics.shown import bar, cells, column, figure, hole, options, traces, values


@pytest.fixture
def plan(company: Path) -> Context:
    return report.saved()


def _buyers(plan: Context) -> pd.DataFrame:
    base = plan.frames["customer_base"]
    return base[base["order_days"] > 0].set_index("customer_id")


# --- Who brings the money


def test_the_curve_is_what_the_best_brought_and_its_points_lie_on_it(plan: Context) -> None:
    found = customer_findings.concentration(plan)
    brought = np.sort(_buyers(plan)["contribution"].to_numpy(float))[::-1]
    share = np.concatenate(([0.0], np.cumsum(brought) / brought.sum()))

    def best(part: float) -> float:
        return float(np.interp(part, np.arange(share.size) / brought.size, share))

    picture = options(found)
    assert list(picture["value"]) == pytest.approx([best(x) for x in picture["customers"]])
    assert picture["named"] == ((0.2, pytest.approx(best(0.2))), (0.5, pytest.approx(best(0.5))))
    assert plan.value("top_fifth_share") == pytest.approx(best(0.2)) and hole(found, "share") == pytest.approx(
        best(0.01)
    )
    assert plan.value("bottom_half_share") == pytest.approx(1 - best(0.5))
    a = int((share[:-1] < 0.8).sum())
    b = int((share[:-1] < 0.95).sum())
    assert column(found, 1)[:2] == [a, b - a] and sum(column(found, 1)) == brought.size
    assert (picture["a_until"], picture["b_until"]) == (a / brought.size, b / brought.size)
    assert column(found, 3) == pytest.approx([brought[:a].sum(), brought[a:b].sum(), brought[b:].sum()])
    curve = next(trace for trace in traces(found) if len(trace["x"]) == len(picture["value"]))
    assert (curve["x"], curve["y"]) == (list(picture["customers"]), list(picture["value"]))
    (zone,) = figure(found)["layout"]["shapes"]
    assert (zone["x0"], zone["x1"]) == (0, a / brought.size)
    assert plan.value("below_zero_share") == pytest.approx((brought < 0).mean())


@pytest.mark.parametrize("cuts", [(0.5, 0.9), (0.3, 0.31)])
def test_the_curve_follows_the_cuts_of_its_reader(plan: Context, cuts: tuple[float, float]) -> None:
    usual, moved = (options(customer_findings.concentration(plan, cuts=at)) for at in ((0.8, 0.95), cuts))
    assert usual["value"] == moved["value"]
    for name, end in zip(("a_until", "b_until"), cuts, strict=True):
        held = np.interp(moved[name], moved["customers"], moved["value"])  # by those up to the end of the class
        assert held == pytest.approx(end, abs=0.02) and moved[name] < usual[name]
    (zone,) = figure(customer_findings.concentration(plan, cuts=cuts))["layout"]["shapes"]
    assert zone["x1"] == moved["a_until"]
    assert cells(customer_findings.concentration(plan, cuts=cuts)) == cells(policy.classes(plan, cuts=cuts))


def test_employees_are_left_out_when_asked(plan: Context) -> None:
    """Everybody but who works for the company: heads, curve and forecast follow."""
    frame = buyers.buyers(plan.sources).frame
    staff = frame["employee"].astype(bool)
    assert 0 < staff.sum() < 200 and buyers.OUTSIDE in buyers.modes(plan.sources)
    outside = buyers.of_mode(plan.sources, buyers.OUTSIDE)
    assert set(outside.index) == set(frame.index[~staff])
    found = customer_findings.concentration(plan, buyers.OUTSIDE)
    assert sum(column(found, 1)) == (~staff).sum()
    worth = plan.read("customer_value", mode=buyers.OUTSIDE).known
    assert worth == pytest.approx(plan.value("customer_value") - frame.loc[staff, "value"].sum(), rel=1e-6)


def test_the_80_20_rule_stands_beside_our_own_fifth(plan: Context) -> None:
    found = customer_findings.concentration(plan)
    (mark,) = (trace for trace in traces(found) if trace.get("marker", {}).get("symbol") == "cross-thin")
    assert (mark["x"], mark["y"]) == ([0.2], [0.8])


def test_sources_stand_from_the_shortest_stay_beside_the_line_of_others(plan: Context) -> None:
    found = customer_findings.sources(plan)
    known = [row[5] for row in cells(found) if row[5] is not None]
    assert known == sorted(known) and hole(found, "stay") == known[0] == plan.value("shortest_source")
    assert hole(found, "name") == cells(found)[0][0] and options(found)["line"] == 1.0
    assert values(found) == known[:8]
    assert [row[5] for row in cells(found) if row[5]] == [
        pytest.approx(row[3] / row[4]) for row in cells(found) if row[5]
    ]
    assert hole(found, "serve") == cells(found)[0][8] == pytest.approx(cells(found)[0][6] / cells(found)[0][7])


def test_rows_become_fewer_customers(plan: Context) -> None:
    found = customer_findings.unique(plan)
    assert values(found) == column(found, 1) == [len(plan.frames["customer_base"]), plan.value("unique_customers")]
    assert (hole(found, "known"), hole(found, "unique")) == tuple(column(found, 1)) and column(found, 1)[0] > column(
        found, 1
    )[1]


def test_the_back_test_is_drawn_from_where_it_had_not_looked(plan: Context) -> None:
    found = findings_model.back_test(plan)
    picture, rows = options(found), cells(found)
    assert [row[3] for row in rows] == list(picture["actual"][picture["fitted"] :])
    assert [row[1] for row in rows] == list(picture["model"])
    assert [row[2] for row in rows] == list(zip(picture["low"], picture["high"], strict=True))
    assert all(row[2][0] < row[1] < row[2][1] for row in rows)
    off = sum(row[1] for row in rows) / sum(row[3] for row in rows) - 1
    assert hole(found, "off") == abs(plan.value("back_test")) == pytest.approx(abs(off), abs=0.01)
    assert ("too high" in str(found.sentence)) == (plan.value("back_test") > 0) == (off > 0)


def test_what_was_said_of_orders_lies_along_and_what_came_lies_up(plan: Context) -> None:
    found = findings_model.calibration(plan)
    dots = next(trace for trace in traces(found) if trace.get("mode") == "markers")
    groups = plan.scores.card["holdout"]["calibration"]
    assert dots["x"] == column(found, 1) == [group["expected"] for group in groups]
    assert dots["y"] == column(found, 2) == [group["happened"] for group in groups]
    off = sum(row[0] * abs(row[1] - row[2]) for row in cells(found)) / sum(column(found, 0))
    assert hole(found, "off") == pytest.approx(off, abs=0.002)


def test_the_champion_is_told_with_its_own_ranking(plan: Context) -> None:
    found = findings_model.rivals(plan)
    champion = next(row for row in cells(found) if row[1])
    assert hole(found, "ours") == champion[4] and hole(found, "theirs") < champion[4]
    assert hole(found, "theirs") in column(found, 4)


# --- What they are worth


def test_the_value_of_the_base_is_the_sum_of_its_customers(plan: Context) -> None:
    frame, reading = plan.scores.frame, plan.read("customer_value")
    assert reading.value == pytest.approx(frame["value"].sum())
    assert reading.low is not None and reading.high is not None and reading.low < reading.value < reading.high
    each = plan.read("value_per_customer")
    ends = (reading.low / len(frame), reading.value / len(frame), reading.high / len(frame))
    assert (each.low, each.value, each.high) == pytest.approx(ends)


def test_tenths_fall_and_each_lies_in_its_range(plan: Context) -> None:
    found = findings.tenths(plan)
    rows = cells(found)
    worth = np.sort(plan.scores.frame["value"].to_numpy(float))[::-1]
    assert [row[1] for row in rows] == pytest.approx([part.mean() for part in np.array_split(worth, 10)], abs=0.51)
    assert all(row[2] < row[1] < row[3] for row in rows[:5]) and hole(found, "each") == pytest.approx(
        rows[0][1], abs=0.51
    )
    assert hole(found, "off") == pytest.approx(max(rows[0][3] - rows[0][1], rows[0][1] - rows[0][2]), abs=1.1)
    dots = next(trace for trace in traces(found) if trace.get("mode") == "markers")
    assert (dots["x"], dots["y"]) == (column(found, 1), list(range(10)))
    spans = [trace["x"] for trace in traces(found) if trace.get("mode") == "lines"]
    assert spans == [row[2:4] for row in rows if row[2] is not None]


def test_fields_of_attention_are_cut_at_the_medians(plan: Context) -> None:
    found = findings.attention(plan)
    develop, protect, serve, keep = cells(found)
    assert hole(found, "n") == develop[1] == plan.value("develop")
    assert (hole(found, "now"), hole(found, "ahead")) == (develop[2], develop[3]) and develop[3] > develop[2]
    base = _buyers(plan).join(plan.scores.frame.set_index("customer_id")[["value_1y"]])
    active = base[base["active"].astype(bool) & ~base["is_employee"].astype(bool) & base["value_1y"].notna()]
    now, ahead = active["contribution_12m"].astype(float), active["value_1y"].astype(float)
    little, much = now < now.median(), ahead >= ahead.median()
    for row, mine in (
        (develop, little & much),
        (protect, ~little & much),
        (serve, little & ~much),
        (keep, ~little & ~much),
    ):
        assert row[1:] == [mine.sum(), pytest.approx(now[mine].sum()), pytest.approx(ahead[mine].sum())]
    picture = options(found)
    assert {
        (point.x < picture["x_cut"], point.y >= picture["y_cut"]) for point in picture["points"] if point.named
    } == {(True, True)}
    (dots,) = traces(found)
    assert dots["x"] == [point.x for point in picture["points"]] and dots["y"] == [
        point.y for point in picture["points"]
    ]


def test_the_matrix_stands_on_what_could_be_brought_when_asked(plan: Context) -> None:
    """Own and more possible of each, cut at its median; the sentence tells of those who bring little and could much."""
    found = findings.attention(plan, by=matrix.POSSIBLE)
    frame, views = buyers.buyers(plan.sources).frame, worth.value_views(plan.sources)
    mine = frame[frame["active"].astype(bool) & ~frame["employee"].astype(bool) & frame["next"].notna()]
    could = (views["own"] + views["potential"]).reindex(mine.index).dropna()
    now = mine["now"].reindex(could.index)
    first = (could >= could.median()) & (now < now.median())
    assert column(found, 1)[0] == first.sum() > 0 and column(found, 3)[0] == pytest.approx(could[first].sum())
    assert hole(found, "now") == pytest.approx(now[first].sum()) and hole(found, "ahead") == column(found, 3)[0]
    assert column(found, 1) != column(findings.attention(plan), 1)
    assert not set(column(found, 0)) & set(column(findings.attention(plan), 0))  # advice is by what is expected
    nobody = matrix.Quadrant("develop", 0, 0.0, 0.0)
    assert str(findings._could_develop(nobody)) == "No customer combines low current and high possible value"
    few = str(findings._could_develop(matrix.Quadrant("develop", 3, 10.0, 90.0)))
    assert few == "3 customers brought 10; good ones alike bring 90"


def test_contracts_are_held_against_what_orders_say(plan: Context) -> None:
    found = findings_contracts.contracts(plan)
    under, free = cells(found)
    assert hole(found, "value") == under[3] == plan.value("contract_value")
    assert hole(found, "share") == pytest.approx(abs(under[3] / under[4] - 1))
    assert ("more" in str(found.sentence)) == (under[3] >= under[4])
    assert values(found) == [under[3], under[4], free[3]]
    assert [row.quiet for row in options(found)["rows"]] == [False, True, False]
    reading = plan.read("contract_value")
    assert reading.low is not None and reading.high is not None and reading.low < reading.known < reading.high


def test_the_three_values_are_told_apart(plan: Context) -> None:
    found = findings_views.value_views(plan, "kind")
    rows = cells(found)
    sums = [sum(row[place] for row in rows) for place in (2, 3, 4)]
    assert [hole(found, name) for name in ("so_far", "could", "ahead")] == pytest.approx(sums)
    assert sums[0] == pytest.approx(_buyers(plan)["contribution"].astype(float).sum())
    assert sums[1:] == pytest.approx([plan.value("potential"), plan.value("customer_value")])
    drawn = [(row.realised, row.potential, row.model) for row in options(found)["rows"]]
    assert drawn == [tuple(row[2:5]) for row in rows[:8]]
    assert [row[5] for row in rows] == pytest.approx([row[4] / row[1] for row in rows])


def test_stages_are_told_of_new_and_loyal_customers(plan: Context) -> None:
    found = findings_views.stages(plan)
    rows = cells(found)
    assert hole(found, "share") == rows[STAGES.index("new")][3]
    assert hole(found, "times") == rows[STAGES.index("loyal")][5]
    assert values(found) == bar(found)["x"] == [max(row[5], 0.0) for row in rows]
    assert sum(row[1] * row[5] for row in rows) == pytest.approx(plan.value("value_by_stages"))


# --- Bridges end where they say


def _bridge(found: Finding) -> tuple[list[float], list[float]]:
    """The totals, and where the steps before each lead."""
    levels, totals, leads = 0.0, [], []
    for place, item in enumerate(options(found)["items"]):
        levels = item.value if item.total and place == 0 else levels if item.total else levels + item.value
        if item.total:
            totals.append(item.value)
            leads.append(levels)
    return totals, leads


@pytest.mark.parametrize(
    "question",
    [
        findings_views.margins,
        findings_views.parts,
        policy.least_profitable,
        policy.service,
        policy.misclassified,
        policy.equity,
    ],
    ids=lambda question: question.id,
)
def test_the_steps_of_a_bridge_lead_to_its_totals(plan: Context, question: object) -> None:
    found = question(plan)  # type: ignore[operator]
    totals, leads = _bridge(found)
    assert totals == pytest.approx(leads) and len(totals) >= 2
    items = options(found)["items"]
    ends = list(accumulate(items, lambda level, item: item.value if item.total else level + item.value, initial=0.0))[
        1:
    ]
    drawn = bar(found)
    assert [base + x for base, x in zip(drawn["base"], drawn["x"], strict=True)] == pytest.approx(ends)


def test_a_year_of_revenue_is_that_of_the_table_less_what_it_costs(plan: Context) -> None:
    found = findings_views.margins(plan)
    rows, items = cells(found), options(found)["items"]
    revenue, margin, contribution = (sum(row[place] for row in rows) for place in (1, 2, -2))
    assert [item.value for item in items if item.total] == pytest.approx([revenue, margin, contribution])
    assert all(item.value <= 0 for item in items if not item.total) and contribution < margin < revenue
    assert hole(found, "left") == pytest.approx(contribution / revenue)
    assert hole(found, "serve") == pytest.approx((margin - contribution) / revenue)
    assert contribution == pytest.approx(plan.value("contribution_12m"))
    base = plan.frames["customer_base"]
    assert contribution == pytest.approx(base["contribution_12m"].astype(float).sum(), rel=0.01)


def test_what_a_longer_customer_is_worth_is_told_in_shares_of_it(plan: Context) -> None:
    found = findings_views.parts(plan)
    base, total, wider = (item.value for item in options(found)["items"] if item.total)
    assert wider == pytest.approx(total + options(found)["items"][-2].value)
    growth = options(found)["items"][1].value
    assert (hole(found, "base"), hole(found, "growth")) == pytest.approx((base / total, abs(growth) / total))
    assert ("adds" in str(found.sentence)) == (growth >= 0) and total == pytest.approx(plan.value("value_parts"))


def test_letting_the_tail_go_costs_what_it_brings_and_what_stays(plan: Context) -> None:
    found = policy.least_profitable(plan, 0.2, 0.5)
    active = plan.frames["customer_base"]
    active = active[active["active"].astype(bool)].astype({"contribution_12m": float, "cost_to_serve_12m": float})
    last = active.sort_values("contribution_12m", kind="stable").head(round(0.2 * len(active)))
    brought, stays = last["contribution_12m"].sum(), 0.5 * last["cost_to_serve_12m"].sum()
    before = active["contribution_12m"].sum()
    assert [item.value for item in options(found)["items"]] == pytest.approx(
        [before, -brought, -stays, before - brought - stays]
    )
    gain = -brought - stays
    assert (hole(found, "change"), hole(found, "part"), hole(found, "fixed")) == (pytest.approx(gain), 0.2, 0.5)
    assert plan.value("tail", part=0.2, fixed=0.5) == pytest.approx(gain)


def test_another_service_changes_what_its_tiers_sum_to(plan: Context) -> None:
    found = policy.service(plan)
    *tiers, whole = cells(found)
    assert hole(found, "gain") == whole[5] == pytest.approx(sum(row[5] for row in tiers))
    assert [row[7] - row[6] for row in tiers] == pytest.approx([row[5] for row in tiers])
    assert plan.value("tier_policy") == pytest.approx(whole[5])


def test_misreading_the_best_loses_a_part_of_their_value(plan: Context) -> None:
    found = policy.misclassified(plan, 0.1, 0.1, 0.5)
    worth = np.sort(plan.scores.frame["value"].to_numpy(float))[::-1]
    best = worth[: round(0.1 * worth.size)]
    assert hole(found, "loss") == pytest.approx(0.1 * 0.5 * best.sum()) and hole(found, "n") == round(0.1 * best.size)


def test_the_programme_adds_what_lies_between_with_and_without(plan: Context) -> None:
    found = policy.equity(plan)
    without, added, with_it = (item.value for item in options(found)["items"])
    assert hole(found, "change") == pytest.approx(abs(with_it - without)) == pytest.approx(abs(added))
    assert ("adds" in str(found.sentence)) == (with_it >= without)


def test_farming_is_told_of_revenue_first_and_then_of_spending(plan: Context) -> None:
    found = policy.spending(plan)
    assert [hole(found, "revenue"), hole(found, "spending")] == values(found) == column(found, 1)
    years = plan.frames["customer_year"]
    now = years[years["years_ago"] == 0]
    first = plan.frames["customer_base"].set_index("customer_id")["first_order"]
    old = now["customer_id"].map(first) <= plan.sources.facts["until"] - pd.Timedelta(days=365)
    revenue = now["revenue"].astype(float)
    assert hole(found, "revenue") == pytest.approx(revenue[old].sum() / revenue.sum(), abs=0.01)


def test_class_a_is_told_with_its_heads_and_its_money(plan: Context) -> None:
    found = policy.classes(plan)
    first = cells(found)[0]
    assert (hole(found, "n"), hole(found, "heads"), hole(found, "money")) == (first[1], first[2], first[4])
    assert first[4] == pytest.approx(0.8, abs=0.01) and column(found, 0) == ["A", "B", "C"]
    assert [row[5] for row in cells(found)] == sorted((row[5] for row in cells(found)), reverse=True)
