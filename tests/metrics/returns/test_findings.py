"""What return and risk tells, on the small sample company: figures agree with each other, sentences are true."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from metrics import finance, report
from metrics.case import cash as case_cash
from metrics.context import Context, context
from metrics.finding import Finding, Table
from metrics.programme import tco
from metrics.programme.financing import Option, Terms
from metrics.programme.gauges import CostRatio
from metrics.reading import UndefinedError
from metrics.returns import facts, findings, findings_draws, findings_plan, findings_published, stress
from metrics.returns.stress import StressResult
from metrics.risk import simulation, tornado
from metrics.risk.checks import BreakEven, Checks
from metrics.risk.simulation import Estimate
from metrics.risk.switching import Switch
from metrics.scenario.assumption import ScenarioError
from metrics.scenario.scenario import Scenario
from metrics.words.text import Written
from metrics.words.units import Amount, Unit

DELAY = Switch("delay", Unit.MONTHS, 0.0, 9.0, (0.0, 60.0), 12.0)
USE = Switch("adoption", Unit.SHARE, 0.6, 0.4, (0.0, 1.0), 0.5)


def cells(found: Finding) -> list[list[Any]]:
    """What its table holds: Amounts as their numbers, words as read."""
    assert isinstance(found.table, Table), str(found.sentence)
    return [[_plain(cell) for cell in row] for row in found.table.cells()]


def _plain(cell: Any) -> Any:
    if isinstance(cell, Amount):
        return cell.value
    return cell.render("en", "XXX") if isinstance(cell, Written) else cell


def drawn(found: Finding) -> Any:
    """The options of its picture."""
    assert found.chart is not None and not callable(found.chart)
    return found.chart.options


def changed(**parts: object) -> Context:
    """The plan with some parts of its scenario replaced."""
    plan = report.saved()
    return context(plan.sources, replace(plan.scenario, **parts), "test")  # type: ignore[arg-type]


def certain(scenario: Scenario) -> Scenario:
    """Every range taken away."""
    levers = (
        replace(lever, **{name: replace(part, low=None, high=None) for name, part in lever.parts()})
        for lever in scenario.levers
    )
    factors = {name: replace(getattr(scenario, name), low=None, high=None) for name in ("cost_factor", "value_factor")}
    return replace(scenario, levers=tuple(levers), **factors)


def test_no_check_is_the_plan_itself(company: Path) -> None:
    """The same context, so nothing is drawn twice."""
    plan = report.saved()
    assert stress.checked(plan, Checks()) is plan
    assert stress.checked(plan, Checks(months=3)) is not plan


def test_npv_at_each_rate_of_return_is_zero(company: Path) -> None:
    """Every root that is ringed and counted; with and without checks."""
    for asked in (Checks(), Checks(months=6), Checks(cost=0.4), Checks(tax=0.25)):
        now = stress.checked(report.saved(), asked)
        for root in case_cash.curve(now).roots:
            worth = float(finance.npv(finance.monthly_rate(root), now.flows.net, now.scenario.timing))
            assert worth == pytest.approx(0, abs=1e-6 * np.abs(now.flows.net).sum())


def test_what_is_left_without_a_check_is_what_the_plan_reads(company: Path) -> None:
    plan, outcome = report.saved(), stress.outcome(report.saved())
    assert (outcome.npv, outcome.payback) == (pytest.approx(plan.value("programme_npv")), plan.value("payback"))
    assert not outcome.nothing


def test_what_the_draws_say_agrees_with_itself(company: Path) -> None:
    """Shares sum to one, zero is an edge, the orange part is the chance of a loss, percentiles rise with an error."""
    plan = report.saved()
    rows, bins = cells(findings_draws.certainty(plan)), cells(findings_draws.loss(plan))
    assert [row[0] for row in rows[:7]] == [f"P{p}" for p in (5, 10, 25, 50, 75, 90, 95)]
    values = [value for _name, value, _error in rows[:7]]
    assert values == sorted(values) and all(error > 0 for _name, _value, error in rows[:7])
    assert values[3] == pytest.approx(np.median(plan.risk.npv), abs=0.05 * np.std(plan.risk.npv))
    assert rows[8][1:] == [pytest.approx(plan.value("programme_npv")), None]
    assert rows[9][1] == pytest.approx(plan.value("chance_of_profit"))
    assert sum(share for _from, _to, share in bins) == pytest.approx(1)
    below = sum(share for _from, to, share in bins if to <= 1e-6)
    assert min(abs(start) for start, _to, _share in bins) < 1e-6
    assert below == pytest.approx(1 - plan.value("chance_of_profit"), abs=1e-9)
    assert drawn(findings_draws.loss(plan))["p10"] == pytest.approx(values[1])


def test_draws_of_a_taxed_plan_have_its_plan_in_their_middle(company: Path) -> None:
    """What is settled at the end of the horizon is settled in the draws too: with certain inputs both are equal."""
    plan = report.saved()
    scenario = certain(plan.scenario).replace("residual", 40_000.0).replace("dso", 30.0).replace("tax_rate", 0.25)
    now = context(plan.sources, scenario, "test")
    found = simulation.simulate(scenario, now.baseline)
    assert found.certain and found.npv == pytest.approx([stress.outcome(now).npv])


def test_payback_stands_beside_what_was_promised_and_is_counted_four_ways(company: Path) -> None:
    """From first use is less by the months before it; beyond the horizon there is no number."""
    now, first = report.saved(), report.saved(1)
    rows, found = cells(findings_plan.payback_counted(now)), findings_plan.payback(now)
    live = now.value("payback") - now.value("payback_from_live")
    assert rows[0][1:] == [now.value("payback"), pytest.approx(now.value("payback_from_live"))]
    assert rows[1][1:] == [now.value("discounted_payback"), pytest.approx(now.value("discounted_payback") - live)]
    assert drawn(found)["payback"].promised == first.value("payback")
    assert drawn(findings_plan.payback(first))["payback"].promised is None
    assert str(found.sentence).startswith("Planned for Sep 2026 (month 34); on actual figures ")
    short = context(now.sources, now.scenario.replace("horizon", 24), "test")
    assert "still missing" in str(findings_plan.payback(short).sentence)
    assert cells(findings_plan.payback_counted(short))[0][1] == "not in time"


def test_ways_to_pay_begin_with_the_plan(company: Path) -> None:
    """Own money is the plan; its deepest point is that of the cash picture; terms of nothing change nothing."""
    now = report.saved()
    own, partner, provider = facts.ways(now, Terms())
    assert own.npv == pytest.approx(stress.outcome(now).npv) and own.shared == pytest.approx(0)
    assert (own.peak, own.peak_month) == (
        pytest.approx(case_cash.cash(now, ranged=False).deepest[0]),
        case_cash.cash(now, ranged=False).deepest[1],
    )
    assert partner.shared == pytest.approx(Terms().income, abs=0.05) and provider.peak > own.peak
    same = facts.ways(now, Terms(cost=0, income=0, kept=1, premium=0))
    assert [option.npv for option in same] == pytest.approx([own.npv] * 3)
    row = cells(findings_plan.financing(now, terms=Terms()))[0]
    assert row[1:5] == [own.npv, own.peak, own.peak_month, own.payback]


def test_the_way_that_leaves_most_is_named_and_the_one_that_ties_up_least() -> None:
    own, partner = Option("own", 9.0, -5.0, 3, 4.0, None), Option("partner", 7.0, -1.0, 3, 4.0, None)
    told = str(findings_plan._financed([own, partner]))
    assert told == "Highest NPV: own money; lowest peak funding: a partner who builds it too"
    best = str(findings_plan._financed([own, replace(partner, peak=-8.0)]))
    assert best == "Highest NPV and lowest peak funding: own money"


def test_cost_of_ownership_is_the_present_value_of_cost(company: Path) -> None:
    """The same figure as the tile, by class and by type; the bars show what is paid."""
    now = report.saved()
    by_class, by_type = findings_plan.owned_by_class(now), findings_plan.owned_by_type(now)
    for found in (by_class, by_type):
        assert sum(row[2] for row in cells(found)) == pytest.approx(now.value("programme_cost"))
        assert [bar.value for bar in drawn(found)["rows"]] == [row[1] for row in cells(found)]
    assert sum(row[1] for row in cells(by_class)) == pytest.approx(sum(row[1] for row in cells(by_type)))
    assert str(by_class.sentence) == "51.6K is paid over 60 months"
    assert str(by_type.sentence) == "The largest cost is software: 14.7K"
    assert cells(by_type)[0][:2] == ["software", max(row[1] for row in cells(by_type))]


def test_published_figures_stand_beside_ours(company: Path) -> None:
    """Return, split, ratios and evidence come from the same flows."""
    now = report.saved()
    band, ratio = findings_published.return_band(now), findings_published.cost_ratio(now)
    assert [row[2] for row in cells(band)] == ["", "ours", ""]  # a return of 84 %
    assert [bar.quiet for bar in drawn(band)["rows"]] == [True, False, True]
    assert str(drawn(band)["rows"][0].words) == "19%" and str(drawn(band)["rows"][1].words) == "52% · ours 84%"
    shares = {row[0]: row[1] for row in cells(ratio)}
    assert shares["over benefit"] == pytest.approx(now.value("cost_benefit"))
    assert shares["to date, now"] != shares["to date, as approved"]
    split = cells(findings_published.benefit_split(now))
    assert sum(row[1] for row in split) == pytest.approx(1) == sum(row[2] for row in split)
    assert all(row[3] == pytest.approx(row[1] - row[2]) for row in split)
    assert str(findings_published.evidence(now).sentence).startswith("100% of the planned benefit rests")
    managed = findings_published.overhead(now)
    assert 0 < cells(managed)[0][1] < 0.3 == drawn(managed)["line"] and "below the line" in str(managed.sentence)
    all_of_it = changed(costs=tuple(replace(cost, overhead=True) for cost in now.scenario.costs))
    told = str(findings_published.overhead(all_of_it).sentence)
    assert told == "100% of the cost carries out and manages the plan, over the line"


def test_notes_of_the_library_are_read_in_either_language(company: Path) -> None:
    note = findings_published.overhead(report.saved()).note
    assert note is not None and note.render("en") != note.render("zh_CN")
    assert any(ord(sign) > 0x4E00 for sign in note.render("zh_CN"))


def result(**parts: object) -> StressResult:
    """A plan that earns, with some ``parts`` changed."""
    chances = {"late": 0.9, "halved": 0.7, "cost": 0.8, "hard": 0.3} | parts.pop("chances", {})  # type: ignore[operator]
    usual = {"npv": 1e6, "chances": chances, "break_even": BreakEven(0.8, 4.0)}
    return StressResult(**{**usual, "switches": (DELAY, USE), **parts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({}, "NPV stays positive under a year's delay, half the use and cost underestimated by 75%."),
        (
            {"chances": {"cost": 0.29}, "break_even": BreakEven(0.56, 1.27)},
            "NPV stays positive under a year's delay and half the use. NPV turns negative under cost underestimated by "
            "56%.",
        ),
        (
            {"chances": {"late": 0.1, "halved": 0.69}},
            "NPV stays positive under cost underestimated by 75%. NPV is in doubt under half the use (69% likely "
            "positive). NPV turns negative under benefits 9 months late.",
        ),
        (
            {"chances": {"late": 0.0, "halved": 0.2, "cost": 0.0, "hard": 0.1}, "break_even": BreakEven(0.1, 0.11)},
            "NPV turns negative under benefits 9 months late, use of the system below 40% and cost underestimated by "
            "10% or hard (cashable) savings only.",
        ),
        ({"npv": -5e5}, "The plan itself loses 500K: there is no return to put to the test."),
    ],
)
def test_the_verdict_says_what_holds_and_what_does_not(parts: dict[str, object], words: str) -> None:
    """Every combination is a sentence that is true."""
    assert str(findings._survived(result(**parts))) == words


def test_the_verdict_of_the_sample_is_what_each_check_leaves(company: Path) -> None:
    plan, found = report.saved(), stress.stress_result(report.saved())
    for name, asked in (("late", Checks(months=12)), ("halved", Checks(halved=True)), ("cost", Checks(cost=0.75))):
        now = stress.checked(plan, asked)
        assert found.chances[name] == np.mean(now.risk.npv > 0)
        assert (found.chances[name] > 0.5) == (stress.outcome(now).npv > 0)
    assert str(findings.verdict(changed(costs=()))).startswith("We cannot say how sure the return is. No cost")


def test_the_biggest_threat_is_told_of_a_plan_that_earns_and_of_no_other(company: Path) -> None:
    plan = report.saved()
    told = str(findings.nearest(plan))
    assert (
        told
        == "Largest risk: Spend per customer: target falls to 1,490. Its downside case uses up 75% of the headroom to "
        "break-even."
    )
    half = replace(DELAY, switch=24.0)
    assert str(findings._nearest(plan, half)).endswith(
        "24 months later. Its downside case uses up 50% of the headroom to break-even."
    )
    assert str(findings._nearest(plan, None)) == "No assumption has a range yet, so no threat can be sized"
    losing = context(plan.sources, plan.scenario.replace("cost_factor", 2.2), "test")
    assert findings.nearest(losing) is None and findings.nearest(changed(costs=())) is None


def test_what_swings_most_is_the_widest_bar(company: Path) -> None:
    """Drawn as the table says, both ends; where nothing is uncertain it says that."""
    plan = report.saved()
    found, rows = findings.tornado(plan), cells(findings.tornado(plan))
    widths = [abs(row[2] - row[4]) for row in rows]
    assert widths == sorted(widths, reverse=True) and all(widths)
    assert found.sentence.values["width"] == Amount(widths[0], Unit.MONEY)
    assert drawn(found)["result"] == pytest.approx(plan.value("programme_npv"))
    assert [swing.low_result for swing in drawn(found)["swings"]] == [row[2] for row in rows]
    assert "Spend per customer" in [row[0] for row in rows]  # a target is called by its lever
    no_range = SimpleNamespace(once=lambda _key, make: make(), uncertain=None, baseline=None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tornado, "tornado", lambda *_of: [])
        with pytest.raises(UndefinedError, match="nothing swings the result"):
            facts.swings(no_range)  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("shown", "losing", "words"),
    [
        ([DELAY, USE], False, "1 of these reach it in their downside case"),  # of the delay, 12 months beyond 9
        ([USE], False, "NPV is zero if any one of these reaches the value shown"),
        ([USE], True, "NPV is positive if any one of these comes true"),
        ([], False, "No value of one assumption alone brings it to zero"),
        ([], True, "No value of one assumption alone brings it to zero"),
    ],
)
def test_bars_are_told_full_only_where_they_are(shown: list[Switch], losing: bool, words: str) -> None:
    assert str(findings._switches(shown, losing)) == words


def test_a_switching_value_says_which_way_it_goes(company: Path) -> None:
    scenario = report.saved().scenario
    assert str(findings._zero_at(scenario, DELAY)) == "Benefits come 9 months later"
    assert str(findings._zero_at(scenario, USE)) == "Use of the system falls to 40%"
    cost = Switch("cost_factor", Unit.MULTIPLE, 1.0, 1.25, (0.0, 100.0), 1.1)
    assert str(findings._zero_at(scenario, cost)) == "Cost grows by 25%"
    assert str(findings._zero_at(scenario, replace(cost, switch=0.8))) == "Cost falls by 20%"
    assert str(findings._beside(USE)) == "Now 60%; downside case 50%." and "upside case" in str(
        findings._beside(USE, True)
    )
    assert str(findings._beside(replace(USE, bad=None))) == "Now 60%; no range is entered."


def test_every_switching_value_is_told_once(company: Path) -> None:
    """With a bar, in the line of those without a bad end, or among those that never bring it to zero."""
    plan = report.saved()
    found, bars, rows = findings.switches(plan), findings.bars(plan), stress.switches(plan)
    known = [row for row in rows if row.switch is not None and row.used is not None]
    assert [used for _words, used in bars] == [row.used for row in known[: findings.BARS]]
    assert len(cells(found)) == len(rows) and found.question != findings.switches(losing_plan()).question
    assert all(used is None for _words, used in findings.bars(losing_plan()))
    told = str(found.note)
    assert told.count("; ") + 2 == len(rows) - len(bars)
    units = {row.path: row.unit for row in rows}
    assert (units["adoption"], units["delay"], units["cost_factor"]) == (Unit.SHARE, Unit.MONTHS, Unit.MULTIPLE)


def losing_plan() -> Context:
    """At more than twice the cost it loses."""
    plan = report.saved()
    return context(plan.sources, plan.scenario.replace("cost_factor", 2.2), "test")


@pytest.mark.parametrize(
    ("literal", "words"),
    [
        (0.8, "Even if cost was underestimated by 75%"),
        (0.56, "If cost was underestimated by 40% (true cost 1.67 × budget) NPV stays positive; at 75%"),
        (0.3, "If cost was underestimated by 40% (true cost 1.67 × budget) NPV is negative"),
    ],
)
def test_a_cost_rise_is_judged_by_the_literal_reading(literal: float, words: str) -> None:
    """However kind the milder one is."""
    assert str(findings_plan._underestimated(result(break_even=BreakEven(literal, 99.0)))).startswith(words)
    assert "before any rise in cost" in str(findings_plan._underestimated(result(npv=-1.0)))


def test_both_readings_of_underestimated_end_at_their_break_even(company: Path) -> None:
    """At 40 % the true cost is 1.67 x or 1.4 x the budget; NPV is straight in it and 0 at the break-even."""
    plan = report.saved()
    rows = cells(findings_plan.underestimated(plan))
    npv, cost = plan.value("programme_npv"), plan.value("programme_cost")
    assert rows[0] == [0.4, pytest.approx(npv - cost * 0.4 / 0.6), pytest.approx(npv - cost * 0.4)]
    assert rows[-1][1:] == [pytest.approx(1 - 1 / (1 + npv / cost)), pytest.approx(npv / cost)]


def test_the_cost_line_is_over_when_either_reading_is() -> None:
    """50 % of the benefit is 100 % of the profit."""
    assert "100% of the profit, over it" in str(findings_published._ratio(CostRatio(0.5, 1.0), 0.75))
    assert "no profit" in str(findings_published._ratio(CostRatio(0.5, None), 0.75))
    assert "both within the line" in str(findings_published._ratio(CostRatio(0.3, 0.43), 0.75))
    assert "over the line" in str(findings_published._ratio(CostRatio(0.8, 4.0), 0.75))
    assert "no benefit" in str(findings_published._ratio(CostRatio(None, None), 0.75))


def test_more_or_less_than_published_is_told_of_the_part_furthest_away() -> None:
    theirs = {"technology": 0.1, "productivity": 0.5, "process": 0.4}
    more = {"technology": 0.0, "productivity": 0.3, "process": 0.7}
    less = {"technology": 0.35, "productivity": 0.2, "process": 0.45}
    assert str(findings_published._split(more, theirs)) == "More of ours comes from process than published"
    assert str(findings_published._split(less, theirs)) == "Less of ours comes from productivity than published"


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.004, "Hardly any simulation has a negative NPV"), (0.454, "45% of simulations have a negative NPV")],
)
def test_losses_are_counted_in_a_hundred(share: float, words: str) -> None:
    assert str(findings_draws._loss(share)) == words


@pytest.mark.parametrize(
    ("optimism", "words"),
    [
        (30.0, "The plan exceeds the median simulation (100) by 30"),
        (-30.0, "The plan is 30 below the median simulation (100)"),
        (9.0, "The plan equals the median simulation: 100"),  # within twice the error of the middle
    ],
)
def test_the_plan_stands_above_below_or_at_the_middle_draw(optimism: float, words: str) -> None:
    assert str(findings_draws._optimism(optimism, Estimate(100.0, 5.0))) == words


def test_what_makes_it_unsure_is_told_by_sobol_until_something_moves_together(company: Path) -> None:
    """Bars as the table; those within their error are quiet."""
    found = findings_draws.weights(report.saved())
    rows, bars = cells(found), drawn(found)["rows"]
    assert "Sobol" in str(found.note) and [bar.value for bar in bars] == [row[1] for row in rows[: len(bars)]]
    assert str(found.sentence).startswith(f"{rows[0][0]} explains 38% of the uncertainty")
    assert all(bar.quiet == (bar.value < 2 * row[2]) for bar, row in zip(bars, rows, strict=False) if row[2] > 0.001)
    together = findings_draws.weights(changed(correlations=(("cost_factor", "retention.target", 0.4),)))
    assert "Shapley" in str(together.note) and sum(row[1] for row in cells(together)) == pytest.approx(1, abs=0.01)


def test_what_moves_together_names_the_strongest(company: Path) -> None:
    pairs = (("cost_factor", "retention.target", 0.4), ("retention.target", "spend.target", -0.6))
    found = findings_draws.correlations(changed(correlations=pairs))
    told = "Strongest rank correlation: Retention: target and Spend per customer: target, −0.6"
    assert str(found.sentence) == told
    assert [row[2] for row in cells(found)] == [0.4, -0.6]
    assert str(findings_draws.correlations(report.saved()).sentence).startswith("Nothing: every uncertain number")


def test_what_moves_together_is_checked_when_it_is_entered(company: Path) -> None:
    """One pair a pair of numbers, whichever way round; 0 takes it away; contradictions are refused."""
    plan = report.saved().scenario
    names = ["cost_factor", "retention.target", "spend.target"]
    first = facts.correlated(plan, names[0], names[1], 0.4, names)
    assert first.correlations == ((names[0], names[1], 0.4),)
    other = facts.correlated(first, names[1], names[0], -0.2, names)
    assert other.correlations == ((names[1], names[0], -0.2),)
    assert facts.correlated(other, names[0], names[1], 0.0, names).correlations == ()
    strong = facts.correlated(plan, names[0], names[1], 0.6, names)
    two = facts.correlated(strong, names[1], names[2], 0.6, names)
    with pytest.raises(UndefinedError, match="contradict"):
        facts.correlated(two, names[0], names[2], -0.9, names)
    with pytest.raises(ScenarioError, match="move with itself"):
        facts.correlated(plan, names[0], names[0], 0.4, names)


def test_one_user_costs_a_share_of_the_whole_a_month(company: Path) -> None:
    plan = report.saved()
    nobody = context(plan.sources, replace(plan.scenario, others=()), "test")
    assert str(findings_plan.each_user(nobody)).startswith("Nobody entered how many people")
    # 51,565.88 paid over 60 months for the 360 licences of the sample
    assert str(findings_plan.each_user(plan)).startswith("2.39 for one user a month")
    held = context(plan.sources, tco.with_users(plan.scenario, 40, "Ada", report.today()), "test")
    # 51,565.88 paid over 60 months for 40 people
    assert str(findings_plan.each_user(held)) == "21.5 for one user a month, 18.3 at present value"


def test_where_nothing_can_be_answered_the_finding_says_why(company: Path) -> None:
    bare = changed(costs=())
    questions = (
        findings.tornado,
        findings.switches,
        findings_draws.loss,
        findings_draws.certainty,
        findings_draws.weights,
        findings_plan.payback_counted,
        findings_plan.owned_by_class,
        findings_plan.underestimated,
        findings_published.return_band,
        findings_published.cost_ratio,
    )
    for question in questions:
        found = question(bare)
        assert found.undefined and found.chart is None and str(found.sentence) and found.question
    sure = context(bare.sources, certain(report.saved().scenario), "test")
    assert facts.payback_range(sure).value == pytest.approx(report.saved().value("payback"))
