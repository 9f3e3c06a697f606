"""Return, overview and business case of the sample company: readings, sentences, tables and pictures agree."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from metrics import finance, report
from metrics.case import findings as case_findings
from metrics.case import findings_money
from metrics.case import findings_plan as case_plan
from metrics.context import Context, context
from metrics.overview import findings as overview
from metrics.programme.forward import month_end
from metrics.returns import findings, findings_draws, findings_plan, findings_published
from metrics.risk import tornado
from metrics.versions.saved import saved, versions
from metrics.words.units import Month
from tests.metrics.shown import bar, cells, column, figure, hole, options, traces, values


@pytest.fixture
def plan(company: Path) -> Context:
    return report.saved()


def _months_done(plan: Context) -> int:
    """Months from approval to the last day of the data."""
    until, start = plan.sources.published.until, plan.scenario.month0
    assert until is not None
    return (until.year - start.year) * 12 + until.month - start.month


# --- Readings


def test_ranges_are_the_tenth_and_the_ninetieth_percentile_of_the_draws(plan: Context) -> None:
    drawn = {"programme_npv": plan.risk.npv, "programme_cost": plan.risk.cost}
    for id, amounts in drawn.items():
        reading = plan.read(id)
        assert (reading.low, reading.high) == pytest.approx(tuple(np.quantile(amounts, (0.1, 0.9))))
        assert reading.low is not None and reading.high is not None and reading.low < reading.high
        assert reading.quantile(0.25) == pytest.approx(float(np.quantile(amounts, 0.25)))
    months = np.where(np.isfinite(plan.risk.payback), plan.risk.payback, np.inf)
    low, high = np.quantile(months, (0.1, 0.9), method="inverted_cdf")
    back, picture = plan.read("payback"), options(findings_plan.payback(plan))["payback"]
    assert (back.low, back.high) == ((low, high) if np.isfinite(high) else (None, None))
    assert (picture.p10, picture.p90) == (low, high if np.isfinite(high) else None)


def test_returns_are_what_the_flows_say(plan: Context) -> None:
    flows, scenario = plan.flows, plan.scenario
    factors = (1 + scenario.rate.value) ** (-np.arange(flows.net.size) / 12)
    cost, benefit, net = (float(flow @ factors) for flow in (flows.cost, flows.benefit, flows.net))
    assert scenario.timing == "end"
    read = {id: plan.value(id) for id in ("programme_cost", "programme_benefit", "programme_npv", "roi_total")}
    expected = {"programme_cost": cost, "programme_benefit": benefit, "programme_npv": net}
    assert read == pytest.approx(expected | {"roi_total": (benefit - cost) / cost})
    assert plan.value("cost_benefit") == pytest.approx(cost / benefit)
    assert float(flows.net @ (1 + plan.value("irr")) ** (-np.arange(flows.net.size) / 12)) == pytest.approx(0, abs=1e-3)
    # the last to be full: calls, begun in month 7, ramped over 13, cashed 6 months later: month 25
    assert plan.value("benefit_a_year") == pytest.approx(flows.benefit[25:37].sum())
    level = np.cumsum(flows.net)
    back = plan.value("payback")
    assert level[int(back)] < 0 <= level[int(back) + 1]
    start = min(lever.start.value for lever in scenario.levers if lever.id in flows.cash)
    assert plan.value("payback_from_live") == pytest.approx(back - start + 1)
    assert plan.value("discounted_payback") > back and plan.value("chance_of_profit") == (plan.risk.npv > 0).mean()


# --- Return and risk


def test_percentiles_stand_where_they_lie(plan: Context) -> None:
    found = findings_draws.loss(plan)
    picture = options(found)
    quantiles = np.quantile(plan.risk.npv, (0.1, 0.5, 0.9))
    for p, quantile in zip((10, 50, 90), quantiles, strict=True):  # the mean over blocks against all draws at once
        assert abs(picture[f"p{p}"] - quantile) <= 3 * plan.risk.percentile(p / 100).error
    assert picture["below_zero"] == pytest.approx((plan.risk.npv <= 0).mean())
    assert hole(found, "n") == round(100 * picture["below_zero"])
    lines = [shape["x0"] for shape in figure(found)["layout"]["shapes"]]
    assert lines == [picture["p10"], picture["p50"], picture["p90"]]
    bars = bar(found)
    assert bars["y"] == column(found, 2)
    assert bars["x"] == pytest.approx([(row[0] + row[1]) / 2 for row in cells(found)])
    worse = {colour for x, colour in zip(bars["x"], bars["marker"]["color"], strict=True) if x < 0}
    better = {colour for x, colour in zip(bars["x"], bars["marker"]["color"], strict=True) if x > 0}
    assert len(worse) == len(better) == 1 and worse != better


def test_each_swing_is_the_plan_with_one_end_put_in(plan: Context) -> None:
    found = findings.tornado(plan)
    swings = tornado.tornado(plan.uncertain, plan.baseline)
    widest = max(swings, key=lambda swing: abs(swing.npv_high - swing.npv_low))
    first = cells(found)[0]
    assert first[1:] == [widest.low, widest.npv_low, widest.high, widest.npv_high]
    assert hole(found, "what") == first[0] and hole(found, "width") == pytest.approx(abs(first[2] - first[4]))
    worse, better = traces(found)
    low = [min(row[2], row[4]) for row in cells(found)[:8]]
    high = [max(row[2], row[4]) for row in cells(found)[:8]]
    assert [base + x for base, x in zip(worse["base"], worse["x"], strict=True)] == pytest.approx(low)
    assert [base + x for base, x in zip(better["base"], better["x"], strict=True)] == pytest.approx(high)
    assert figure(found)["layout"]["shapes"][0]["x0"] == pytest.approx(plan.value("programme_npv"))


def test_what_makes_it_unsure_falls_and_the_first_is_named(plan: Context) -> None:
    found = findings_draws.weights(plan)
    shares = column(found, 1)
    assert shares == sorted(shares, reverse=True) and hole(found, "share") == pytest.approx(shares[0])
    assert hole(found, "what") == cells(found)[0][0] and bar(found)["x"] == values(found)


def test_what_is_paid_is_shared_out_by_class_and_by_type(plan: Context) -> None:
    whole = plan.flows.cost.sum()
    for found in (findings_plan.owned_by_class(plan), findings_plan.owned_by_type(plan)):
        assert sum(column(found, 1)) == pytest.approx(whole) and values(found) == bar(found)["x"] == column(found, 1)
        assert sum(column(found, 2)) == pytest.approx(plan.value("programme_cost"))
    most = max(cells(found), key=lambda row: row[1])
    assert (hole(found, "kind"), hole(found, "paid")) == (most[0], most[1])
    assert hole(findings_plan.owned_by_class(plan), "paid") == pytest.approx(whole)


def test_the_tree_of_cost_holds_all_of_it_and_each_users_share(plan: Context) -> None:
    found, whole = findings_plan.owned_tree(plan), plan.flows.cost.sum()
    rows = cells(found)
    assert sum(column(found, 2)) == pytest.approx(whole)
    assert sum(column(found, 3)) == pytest.approx(plan.value("programme_cost"))
    users = plan.scenario.assumption("users")
    assert users is not None
    assert column(found, 4) == pytest.approx([row[2] / users.value / plan.scenario.months for row in rows])
    by_class = {row[0]: row[1] for row in cells(findings_plan.owned_by_class(plan))}
    (trace,) = traces(found)
    held = dict(zip(trace["ids"], trace["values"], strict=True))
    assert {name: held[name] for name in by_class} == pytest.approx(by_class)
    for name, paid in by_class.items():
        leaves = [held[id] for id, parent in zip(trace["ids"], trace["parents"], strict=True) if parent == name]
        assert sum(leaves) == pytest.approx(paid)
    most = max(rows, key=lambda row: row[2])
    assert (hole(found, "cost_class"), hole(found, "kind")) == (most[0], most[1])
    assert hole(found, "share") == pytest.approx(most[2] / whole)


def test_payback_is_counted_from_approval_and_from_first_use(plan: Context) -> None:
    rows = cells(findings_plan.payback_counted(plan))
    assert [row[1] for row in rows] == [plan.value("payback"), plan.value("discounted_payback")]
    assert rows[0][2] == pytest.approx(plan.value("payback_from_live"))
    assert rows[1][2] - rows[1][1] == pytest.approx(rows[0][2] - rows[0][1])
    found = findings_plan.payback(plan)
    picture = options(found)["payback"]
    assert picture.value == plan.value("payback") == cells(found)[0][1]
    assert str(found.sentence) == (
        f"Planned for Sep 2026 (month {plan.value('payback'):.0f}); on actual figures paid back in "
        f"{Month(month_end(plan.scenario.month0, plan.value('payback_on_actuals'))).render('en', 'USD')}"
    )
    ahead = context(plan.sources, plan.scenario.replace("cost_factor", 1.2), "test")
    assert str(findings_plan.payback(ahead).sentence) == (
        f"Paid back in the plan by Jan 2027: {ahead.value('payback'):.0f} months after approval, "
        f"{ahead.value('payback_from_live'):.0f} after go-live"
    )


def test_ours_is_the_bar_that_is_not_quiet(plan: Context) -> None:
    found, roi = findings_published.return_band(plan), plan.value("roi_total")
    place = 0 if roi <= 0.5 else 1 if roi <= 5 else 2
    assert hole(found, "roi") == roi and hole(found, "band") == column(found, 0)[place]
    assert [row.quiet for row in options(found)["rows"]] == [at != place for at in range(3)]
    assert [bool(ours) for ours in column(found, 2)] == [at == place for at in range(3)]
    assert values(found) == column(found, 1) and sum(column(found, 1)) == pytest.approx(1)


def test_the_line_not_to_cross_is_the_published_one(plan: Context) -> None:
    ratio, overhead = findings_published.cost_ratio(plan), findings_published.overhead(plan)
    assert (options(ratio)["line"], options(overhead)["line"]) == (0.75, 0.3)
    cost, benefit = plan.value("programme_cost"), plan.value("programme_benefit")
    assert column(ratio, 1)[:2] == pytest.approx([cost / benefit, cost / (benefit - cost)])
    assert hole(ratio, "share") == pytest.approx(cost / benefit) and values(ratio) == column(ratio, 1)
    until = _months_done(plan)
    for place, now in ((2, plan), (3, saved(versions()[0].version))):
        spent, brought = (flow[: until + 1].sum() for flow in (now.flows.cost, now.flows.benefit))
        assert column(ratio, 1)[place] == pytest.approx(spent / brought)
    assert hole(overhead, "share") == column(overhead, 1)[0] == values(overhead)[0]
    both, out, managing = column(overhead, 1)
    paid = {item.name: plan.flows.cost_by_item[item.id].sum() for item in plan.scenario.costs if not item.empty}
    assert out == pytest.approx(paid["Project team"] / plan.flows.cost.sum()) and both == pytest.approx(out + managing)
    steering = paid["Programme management"] + paid["Audit and steering"]
    assert managing == pytest.approx(steering / plan.flows.cost.sum())


def test_our_split_stands_left_of_the_published_one(plan: Context) -> None:
    found = findings_published.benefit_split(plan)
    assert sum(column(found, 1)) == pytest.approx(1) and column(found, 2) == [0.07, 0.51, 0.42]
    assert [tuple(row[1:]) for row in options(found)["rows"]] == [tuple(row[1:3]) for row in cells(found)]
    assert column(found, 3) == pytest.approx([row[1] - row[2] for row in cells(found)])


# --- Overview


def test_the_bridge_leads_from_what_was_approved_to_now(plan: Context) -> None:
    found, first = overview.moved(plan), saved(versions()[0].version)
    items, rows = options(found)["items"], cells(found)
    assert items[0].value == pytest.approx(first.value("programme_npv"))
    assert items[-1].value == pytest.approx(plan.value("programme_npv")) == pytest.approx(rows[-1][2])
    steps = [item.value for item in items[1:-1]]
    assert items[0].value + sum(steps) == pytest.approx(items[-1].value) == pytest.approx(rows[-2][2])
    assert column(found, 1) == [None, *steps, None]
    assert hole(found, "lost") == pytest.approx(-sum(step for step in steps if step < 0))
    assert hole(found, "gained") == pytest.approx(sum(step for step in steps if step > 0))
    drawn = bar(found)
    ends = [base + x for base, x in zip(drawn["base"], drawn["x"], strict=True)]
    assert ends[-1] == pytest.approx(plan.value("programme_npv")) and ends == pytest.approx(column(found, 2))


def test_the_first_threat_is_the_largest_there_is(plan: Context) -> None:
    found, npv = overview.threats(plan), plan.value("programme_npv")
    worst = [min(swing.npv_low, swing.npv_high) for swing in tornado.tornado(plan.uncertain, plan.baseline)]
    losses = sorted((npv - left for left in worst if left < npv), reverse=True)
    assert column(found, 1) == pytest.approx(losses[:3]) and hole(found, "total") == pytest.approx(losses[0])
    assert hole(found, "n") == sum(owner is None for owner in column(found, 3))
    assert ("below zero" in cells(found)[0][2]) == (losses[0] >= npv)


def test_payback_of_the_overview_is_that_of_return_and_risk(plan: Context) -> None:
    found, other = overview.payback(plan), findings_plan.payback(plan)
    assert options(found)["payback"] == options(other)["payback"] and cells(found) == cells(other)
    assert f"month {plan.value('payback'):.0f}" in str(found.sentence)


def test_the_promise_is_that_of_the_approved_case_to_date(plan: Context) -> None:
    found, first = overview.promise(plan), saved(versions()[0].version)
    due = first.flows.benefit[: _months_done(plan)].sum()  # October is not closed yet
    assert options(found)["promised"] == column(found, 1)[0] == pytest.approx(due)
    assert column(found, 1)[1:] == [plan.value("realised_benefit"), plan.value("proven_benefit")]
    assert column(found, 2)[1] == pytest.approx(plan.value("realised_share"))


# --- Business case


def test_cash_is_deepest_and_whole_again_where_it_is_drawn_so(plan: Context) -> None:
    found, level = findings_money.cumulative_cash(plan), np.cumsum(plan.flows.net)
    picture = options(found)
    assert list(picture["cumulative"]) == pytest.approx(level.tolist())
    assert (hole(found, "out"), hole(found, "month")) == (pytest.approx(-level.min()), int(level.argmin()))
    assert picture["break_even"] == plan.value("payback") and hole(found, "back") == f"{plan.value('payback'):.0f}"
    for month, here, low, high in cells(found):
        assert here == pytest.approx(level[month]) and low <= high
        assert (low, high) == (picture["low"][month], picture["high"][month])
    line = next(trace for trace in traces(found) if trace.get("mode") == "lines" and "fill" not in trace)
    assert line["y"] == pytest.approx(level.tolist())


def test_the_curve_of_rates_crosses_zero_at_its_ring_and_ours_lies_on_it(plan: Context) -> None:
    found = findings_money.npv_curve(plan)
    picture = options(found)
    at = np.interp(plan.scenario.rate.value, picture["rates"], picture["values"])
    assert picture["at_rate"] == pytest.approx(plan.value("programme_npv")) == pytest.approx(float(at), rel=0.01)
    assert picture["roots"] == (pytest.approx(plan.value("irr")),) and hole(found, "edge") == picture["roots"][0]
    assert hole(found, "ours") == plan.scenario.rate.value and picture["mirr"] == pytest.approx(plan.value("mirr"))
    for rate, value in cells(found):
        monthly = finance.monthly_rate(rate)
        assert value == pytest.approx(float(finance.npv(monthly, plan.flows.net, plan.scenario.timing)))


def test_what_adds_and_takes_sums_to_the_value(plan: Context) -> None:
    for found in (findings_money.value_parts(plan), case_plan.initiative_ranking(plan)):
        *steps, total = options(found)["items"]
        assert total.total and sum(step.value for step in steps) == pytest.approx(total.value)
        assert total.value == pytest.approx(plan.value("programme_npv")) == pytest.approx(cells(found)[-1][2])
    found = findings_money.value_parts(plan)
    steps = options(found)["items"][:-1]
    assert hole(found, "amount") == max(step.value for step in steps)
    assert hole(found, "loss") == -min(step.value for step in steps)
    names = {row[1]: row[0] for row in cells(found)[:-1]}
    assert (hole(found, "best"), hole(found, "worst")) == (names[hole(found, "amount")], names[-hole(found, "loss")])


def test_initiatives_bring_less_what_they_cost(plan: Context) -> None:
    found, ranked = case_plan.initiative_values(plan), case_plan.initiative_ranking(plan)
    rows = cells(found)
    assert [row[4] for row in rows] == pytest.approx([row[2] - row[3] for row in rows])
    with_lever = [row for row in rows if row[1]]
    assert hole(ranked, "name") == max(with_lever, key=lambda row: row[4])[0]
    assert hole(found, "total") == pytest.approx(plan.value("programme_npv"))
    costs = case_plan.initiative_costs(plan)
    assert column(costs, -1) == pytest.approx([row[3] for row in rows])
    for row in cells(costs):
        assert row[-1] == pytest.approx(sum(part or 0.0 for part in row[1:-1]))
    most = max(sum(part or 0.0 for part in column(costs, place)) for place in range(1, len(cells(costs)[0]) - 1))
    assert hole(costs, "money") == pytest.approx(most)


def test_gaps_are_worth_what_they_sum_to_and_closed_by_the_share_gone(plan: Context) -> None:
    worth, closed = case_plan.gap_worth(plan), case_findings.gap_closed(plan)
    assert hole(worth, "money") == pytest.approx(sum(column(worth, 1)))
    assert values(worth) == bar(worth)["x"] == column(worth, 1)
    known = [row for row in cells(closed) if row[5] is not None]
    assert [row[5] for row in known] == pytest.approx([(row[3] - row[1]) / (row[4] - row[1]) for row in known])
    assert hole(closed, "share") == pytest.approx(sum(row[5] for row in known) / len(known))
    assert (hole(closed, "n"), hole(closed, "of")) == (len(known), len(cells(closed)))


def test_the_register_sums_to_the_same_by_class_and_by_type(plan: Context) -> None:
    found = case_findings.cost_register(plan)
    assert len({row[0] for row in cells(found)}) == 2
    for tag in ("class", "type"):
        once, yearly = (sum(row[at] for row in cells(found) if row[0] == tag) for at in (2, 3))
        assert f"{once / 1000:.1f}K once" in str(found.sentence) and f"{yearly:,.0f} a year" in str(found.sentence)


def test_the_year_that_needs_most_is_named(plan: Context) -> None:
    found = findings_money.yearly(plan)
    rows = {row[0]: row[1:] for row in cells(found)}
    net = rows["Net cash"][:-1]
    flows = plan.flows.net
    years = range(plan.scenario.months // 12)
    assert net == pytest.approx([flows[0], *(flows[1 + 12 * at : 13 + 12 * at].sum() for at in years)])
    assert (hole(found, "n"), hole(found, "money")) == (int(np.argmin(net)), pytest.approx(-min(net)))
    assert rows["Net cash so far"][:-1] == pytest.approx(np.cumsum(net).tolist())
    assert rows["Net cash, present value"][-1] == pytest.approx(plan.value("programme_npv"))


def test_going_on_is_told_by_what_is_still_to_come(plan: Context) -> None:
    found = findings_money.ahead(plan)
    on, mended, stop, approved = column(found, 1)
    assert approved == pytest.approx(saved(1).value("programme_npv")) and mended >= on
    assert hole(found, "more") == pytest.approx(on - stop) and str(found.sentence).startswith("Go on")
