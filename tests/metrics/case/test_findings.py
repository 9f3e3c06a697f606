"""What the business case says is so; where it would not be, it says something else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from data.library import cases
from metrics import finance, report
from metrics.case import findings, findings_money, findings_plan, findings_scenarios, levers, options
from metrics.finding import Finding, Table
from metrics.programme import bridge
from metrics.programme.forward import Forward
from metrics.reading import UndefinedError
from metrics.scenario.kinds import Tag
from metrics.scenario.scenario import Scenario
from metrics.versions import named
from metrics.words.text import Message, message
from tests.metrics.case.test_benefit import PLAN, context
from tests.metrics.worlds import cost, given, lever, scenario


def said(words: Message | None) -> str:
    assert words is not None
    return words.render("en", "GBP")


def table(answer: Finding) -> Table:
    """Made where it waits to be shown."""
    held = answer.table
    assert held is not None
    return held if isinstance(held, Table) else held()


def cells(answer: Finding) -> list[list[object]]:
    return [list(row) for row in table(answer).cells()]


class TestVerdict:
    def verdict(self, monkeypatch: pytest.MonkeyPatch, *worth: float) -> str:
        names = ("keeping customers", "less wasted mail", "shorter calls")
        found = [(message(name), value) for name, value in zip(names, worth, strict=False)]
        monkeypatch.setattr(levers, "worth", lambda context: found)
        return said(findings.verdict(context()))

    def test_levers_are_summed_and_the_largest_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert self.verdict(monkeypatch, 300.0, 100.0) == (
            "2 levers bring £400 a year at full effect; 75% comes from keeping customers."
        )
        assert "half comes from" in self.verdict(monkeypatch, 150.0, 100.0, 49.0)
        assert self.verdict(monkeypatch, 300.0) == "One lever brings £300 a year at full effect: keeping customers."

    def test_no_share_is_told_of_a_sum_with_losses(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert self.verdict(monkeypatch, 300.0, -100.0) == (
            "2 levers bring £200 a year at full effect; keeping customers brings most."
        )
        assert self.verdict(monkeypatch, 50.0, -100.0) == "The levers cost £50 a year at full effect."

    def test_a_lever_that_stands_still_claims_nothing(self) -> None:
        still = scenario(lever("mail", 0.22))
        assert said(findings.verdict(context(still))).startswith("No lever claims a benefit yet")

    def test_one_that_moves_too_late_is_told_apart_from_one_without_a_size(self) -> None:
        late = scenario(lever("mail", 0.1, start=11.0, ramp=12.0))
        assert said(findings.verdict(context(late))) == "No lever reaches its full effect within one year."
        # shorter calls from the first month, nothing of it cashed: full at once, and no cash
        freed = said(findings.verdict(context(scenario(lever("handling", 5.0, tag=Tag.CAPACITY, cashable=given(0.0))))))
        assert freed == "No lever brings cash: £24K a year of freed capacity is not turned to cash."
        unsized = said(findings.verdict(context(scenario(lever("spend", 900)), margin_rate=None)))
        assert unsized.startswith("No lever claims a benefit yet")


def test_overlap_is_told_in_either_direction_and_not_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for less, words in ((-400.0, "£400 a year less than each alone"), (400.0, "£400 a year more than each alone")):
        monkeypatch.setattr(findings.gap_value, "together_less_alone", lambda *_plan, less=less: less)
        assert words in said(findings.together(context()))
    monkeypatch.setattr(findings.gap_value, "together_less_alone", lambda *_plan: 0.1)
    assert findings.together(context()) is None


def test_levers_without_a_row_say_what_they_wait_for() -> None:
    words = said(findings.absent(context(scenario(lever("mail", 0.1)))))
    assert words.startswith("Not here yet: Retention: needs the table orders; ") and "Wasted mail" not in words


def test_gaps() -> None:
    """Handling 6 to 5 where 5 is best, used by half: 50%; retention 28.2% to 30% of 35%: 26%."""
    answer = findings.gap_closed(context())
    assert said(answer.sentence) == "The plan closes 38% of the gap on the 2 of 3 levers with a benchmark"
    retention, handling, mail = cells(answer)
    assert [str(cell) for cell in retention[:1]] == ["Retention"] and retention[5] == pytest.approx(
        (0.3 - 0.9**12) / (0.35 - 0.9**12)
    )
    assert handling[1].value == 6.0 and handling[3].value == 5.5 and handling[5] == 0.5  # type: ignore[attr-defined]
    assert mail[4] is None and mail[5] is None
    assert str(findings.gap_closed(context(scenario(lever("mail", 0.1)))).sentence) == "No benchmark is entered yet"
    away = scenario(lever("mail", 0.3, benchmark=given(0.1)))
    assert str(findings.gap_closed(context(away)).sentence) == "The plan closes nothing of the gap"
    nothing = findings.gap_closed(context(scenario()))
    assert said(nothing.note) == "No lever has a target yet." and nothing.chart is not None


def test_costs_stand_under_both_tags() -> None:
    answer = findings.cost_register(context())
    assert said(answer.sentence) == "£1,500 once and £600 a year; 6 still empty"
    assert said(answer.note) == "By class: business £500 + 0 a year, IT £1,000 + £600 a year. By type the same: " + (
        "£1,500 + £600 a year."
    )
    assert [row[2:] for row in cells(answer)[:2]] == [[500, 0], [1000, 600]]
    bare = findings.cost_register(context(scenario()))
    assert str(bare.sentence) == "No cost is entered yet" and bare.note is None
    assert said(findings.forgotten(context())).startswith("6 of 8 usual costs are empty: upgrades, ")


class TestMoney:
    """Cash, rates, parts, a second opinion, the yearly table, and what lies ahead."""

    def test_cash(self) -> None:
        assert (
            said(findings_money._cash(date(2023, 11, 1), -5.1e6, 9, 24.0))
            == "Peak funding £5.1M in month 9; the plan's cumulative cash turns positive in month 24 (Nov 2025)"
        )
        words = said(findings_money._cash(date(2023, 11, 1), -5.1e6, 9, None))
        assert "does not turn positive within the horizon" in words
        assert said(findings_money._cash(date(2023, 11, 1), 0.0, 0, None)) == "No funding is needed at any time"
        answer = findings_money.cumulative_cash(context())
        months = cells(answer)
        assert [row[0] for row in months] == [0, 6, 12] and months[0] == [0, -1500.0]
        assert months[-1][1] == pytest.approx(context().flows.net.sum())

    def test_without_a_cost_the_reason_stands_in_place_of_it(self) -> None:
        answer = findings_money.cumulative_cash(context(scenario(lever("mail", 0.1))))
        assert answer.undefined and str(answer.sentence).startswith("No cost entered yet")
        assert answer.readings == ("payback",)

    @pytest.mark.parametrize(
        ("rate", "roots", "value", "words"),
        [
            (0.1, (0.3,), 5.0, "NPV is positive at any discount rate below 30%; ours is 10%"),
            (0.4, (0.3,), -5.0, "NPV would be positive below 30%; our rate is 40%"),
            (0.4, (0.3,), 5.0, "NPV is positive at any discount rate above 30%; ours is 40%"),
            (0.1, (0.3,), -5.0, "NPV would be positive above 30%; our rate is 10%"),
            (0.1, (-0.2,), -5.0, "NPV is negative at every discount rate above zero; ours is 10%"),
            (0.1, (0.2, 0.5), 5.0, "2 rates of return fit: go by net present value"),
            (0.1, (), 5.0, "No internal rate of return: NPV is positive at every discount rate"),
            (0.1, (), -5.0, "NPV is negative at every discount rate"),
        ],
    )
    def test_rates(self, rate: float, roots: tuple[float, ...], value: float, words: str) -> None:
        assert said(findings_money._rate_edge(rate, roots, value)) == words

    def test_the_curve_is_told_in_a_dozen_points_and_says_when_nothing_crosses_zero(self) -> None:
        answer = findings_money.npv_curve(context())
        points = cells(answer)
        assert len(points) == 12 and points[0] == [0.0, pytest.approx(context().flows.net.sum())]
        assert answer.note is None
        lost = scenario(lever("mail", 0.3), costs=(cost("licences", once=1000),))
        assert said(findings_money.npv_curve(context(lost)).note).startswith("No internal rate of return")

    def test_what_adds_and_takes(self) -> None:
        a, b = message("Mail"), message("Cost: IT")
        assert said(findings_money._parts([(a, 5e6), (b, -2e6)])) == "Mail adds £5M; Cost: IT lowers it by £2M"
        assert said(findings_money._parts([(a, 5e6)])) == "Mail adds most: £5M"
        assert said(findings_money._parts([(a, -5e6), (b, -2e6)])) == "Nothing adds; Mail lowers it most, by £5M"
        steps = cells(findings_money.value_parts(context()))
        assert steps[-1][1] is None and steps[-1][2] == pytest.approx(steps[-2][2])  # type: ignore[arg-type]

    def test_a_second_opinion(self) -> None:
        answer = findings_money.second_opinion(context())
        assert str(answer.sentence) == "The cross-check (numpy-financial) agrees" and answer.note is None
        assert [row[3].value for row in cells(answer)] == [0.0, 0.0, 0.0]  # type: ignore[attr-defined]
        assert "differs by up to 5%" in said(findings_money._opinion(0.05, False))
        assert "one of several rates" in said(findings_money._opinion(0.0, True))
        other = findings_money.second_opinion(context(PLAN.replace("timing", "start")))
        assert other.undefined and "numpy-financial counts flows at the end" in str(other.sentence)

    def test_the_budget_of_each_year_adds_up_to_the_programme(self) -> None:
        answer, here = findings_money.yearly(context()), context()
        lines = {str(row[0].text): row[1:] for row in cells(answer)}  # type: ignore[attr-defined]
        assert len(lines["Net cash"]) == 3 and lines["Net cash"][-1] == pytest.approx(here.flows.net.sum())
        npv = float(finance.npv(finance.monthly_rate(0.1), here.flows.net))
        assert lines["Net cash, present value"][-1] == pytest.approx(npv)
        assert lines["Net cash so far"][-1] == pytest.approx(here.flows.net.sum())
        assert said(answer.sentence) == "Year 0 needs most money: £1,500"
        assert said(findings_money._yearly([1.0, 2.0])) == "Every year brings more than it takes"

    def test_what_lies_ahead(self) -> None:
        assert said(findings_money._ahead(Forward(50.0, None, -10.0, 0.0))).startswith(
            "Go on: from today it is worth £60"
        )
        assert said(findings_money._ahead(Forward(-50.0, 20.0, -10.0, 0.0))).startswith(
            "Improve it: as it runs it is worth £40"
        )
        assert said(findings_money._ahead(Forward(-50.0, None, -10.0, 0.0))).startswith(
            "Stop: going on is worth £40 less"
        )

    def test_the_sample_is_held_against_its_approval(self, company: Path) -> None:
        now, approved = report.saved(), report.saved(1)
        answer = findings_money.ahead(now)
        rows = {str(row[0]): row[1] for row in cells(answer)}
        assert list(rows) == [
            "Go on as it runs",
            "Improve it, with every lever used as widely as was approved",
            "Stop",
            "For comparison: worth when approved",
        ]
        assert rows["For comparison: worth when approved"] == pytest.approx(
            bridge.worth(approved.scenario, approved.baseline)
        )
        assert "35 months after approval" in said(answer.note)


class TestPlan:
    """Gaps in money, ways, initiatives, cases."""

    def test_gaps_in_money(self) -> None:
        """Handling, all of it planned: 12,000 calls x 1 minute x 2; half adopted."""
        plan = scenario(lever("handling", 5.0, adoption=given(0.5), benchmark=given(5.0)), lever("mail", 0.1))
        answer = findings_plan.gap_worth(context(plan, minutes_per_call=6.0))
        assert said(answer.sentence) == "All gaps closed would bring £24K a year"
        assert [row[1:] for row in cells(answer)] == [[pytest.approx(24_000), pytest.approx(12_000)]]
        assert said(answer.note).endswith("No benchmark yet, so no gap: Wasted mail. Add one below.")
        none = findings_plan.gap_worth(context(scenario(lever("mail", 0.1))))
        assert str(none.sentence) == "No gap can be told without a benchmark" and none.chart is None

    def test_which_way_is_worth_more(self) -> None:
        assert said(findings_plan._worth_more(50.0, 20.0)) == "The plan is worth £30 more than the minimum"
        assert said(findings_plan._worth_more(20.0, 50.0)) == "The minimum is worth £30 more than the plan"
        assert said(findings_plan._worth_more(50.0, None)) == "The plan is worth £50 more than nothing"
        assert said(findings_plan._worth_more(-50.0, None)) == "The plan is worth £50 less than nothing"
        assert said(findings_plan._worth_more(None, 5.0)) == "The recommended way has no value yet"

    def test_side_by_side(self, company: Path) -> None:
        """Doing nothing is worth 0; the minimum is worth its readings; a way without figures says why."""
        now = report.saved()
        nothing, least, most = cells(findings_plan.side_by_side(now, name="Base case"))
        assert nothing[1:] == [0.0, 0.0, None, None, 0.0]
        assert most[1] == pytest.approx(bridge.worth(now.scenario, now.baseline)) and most[5] == options.peak(now)
        small = options.least(now, "Base case")
        assert least[1:3] == [small.value("programme_npv"), small.value("programme_cost")]
        assert least[4] is not None and least[5] == options.peak(small)

    def test_a_way_that_cannot_be_says_why(self, company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_choice: object) -> None:
            raise UndefinedError(message("no lever"))

        monkeypatch.setattr(options, "least", refuse)
        answer = findings_plan.side_by_side(report.saved(), name="Base case")
        assert cells(answer)[1][1:] == [None, None, None, None, None, message("no lever")]
        assert str(answer.sentence).startswith("The plan is worth")

    def test_doing_nothing(self, company: Path) -> None:
        now = report.saved()
        world = options.doing_nothing(now)
        words = said(findings_plan.nothing(now).sentence)
        assert f"{world.active[0]:,.0f} active customers at month 0" in words and f"{world.active[-1]:,.0f}" in words
        assert world.present(now.scenario) == pytest.approx(
            sum(
                float(world.money[n]) / 12 * (1 + now.scenario.rate.value) ** (-n / 12)
                for n in range(1, now.scenario.months + 1)
            )
        )

    def test_initiatives(self, company: Path) -> None:
        now = report.saved()
        answer, values = findings_plan.initiative_ranking(now), findings_plan.initiative_values(now)
        total = bridge.worth(now.scenario, now.baseline)
        assert str(answer.sentence) == "Sales and contracts is worth most"
        assert cells(answer)[-1][2] == pytest.approx(total)
        assert sum(row[4] for row in cells(values)) == pytest.approx(total)  # type: ignore[misc]
        assert "Training and adoption, Programme office" in said(values.note)
        stack = findings_plan.initiative_costs(now)
        for row in cells(stack):
            assert sum(part for part in row[1:-1] if part is not None) == pytest.approx(row[-1])  # type: ignore[misc]
        assert said(stack.sentence).startswith("Most is spent on software: £11.5K")

    def test_allowances_say_what_they_are_a_share_of(self) -> None:
        bare = findings_plan.allowances(context(scenario(costs=(cost("licences"),))))
        assert "needs an amount to take a share of" in {str(row[2]) for row in cells(bare)}
        assert str(bare.sentence) == "Suggested, not counted until you add it"

    def test_a_case_in_each_reading(self) -> None:
        case = cases()["bt_value"]
        rows = cells(findings_plan.published_case(context(), case=case, reading=case.readings[0]))
        told = {said(row[0]): None if row[1] is None else row[1].render("en", case.currency) for row in rows}  # type: ignore
        assert told["Return on investment"] == "50.0%" and told["Over 3 years: rate of return"] == "23.4%"
        assert told["Cost as % of benefit"] == "66.7%" and told["Cost as % of profit"] == "200.0%"


class TestScenarios:
    """Which there are, and what makes the difference."""

    def test_one_alone_and_one_of_two(self, company: Path) -> None:
        now = report.saved()
        alone = findings_scenarios.scenarios(now, name="Base case")
        assert said(alone.sentence) == "Only Base case; copy it to try another"
        named.copy(now.scenario, "Cautious", "Ada")
        named.approve("Base case", 2, "Ida")
        both = findings_scenarios.scenarios(now, name="Cautious")
        assert said(both.sentence) == "Cautious is in force, one of 2"
        base, copy = cells(both)
        assert str(base[2].text) == "came with the data" and base[4] == "Ida"  # type: ignore[attr-defined]
        assert copy[:3] == ["Cautious", "v1", "Ada"] and copy[5] is None

    def test_the_difference(self, company: Path) -> None:
        def to(rate: float) -> Scenario:
            return report.saved().scenario.replace("rate", rate)

        named.copy(to(0.2), "Dear", "Ada")
        dear, base = report.saved(name="Dear"), report.saved()
        answer = findings_scenarios.compared(dear, before=base)
        first, step, last = cells(answer)
        assert step[1] == pytest.approx(last[2] - first[2])  # type: ignore[operator]
        assert said(answer.sentence).startswith("Base case v2 is worth £")
        assert said(findings_scenarios.compared(base, before=dear).sentence) == said(answer.sentence)
        assert str(findings_scenarios.compared(base, before=base).sentence) == "Both are worth the same"
        rows = cells(findings_scenarios.differing(dear, before=base))
        assert [tuple(map(str, row)) for row in rows] == [("Discount rate a year", "10%", "20%")]
