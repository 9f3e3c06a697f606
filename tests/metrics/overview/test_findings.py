"""The overview's findings say what the readings say; where one is missing they say that instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from metrics import report
from metrics.context import Context
from metrics.finding import Finding, Table
from metrics.overview import cases, facts, findings
from metrics.programme.bridge import Step
from metrics.returns.figures import PaybackSpread
from metrics.risk.simulation import Estimate
from metrics.risk.tornado import Threat
from metrics.words.text import Message, message
from metrics.words.units import Month, Unit


def verdict(npv: float, median: float, chance: float, error: float = 0.0) -> str:
    told = findings._verdict(npv, median, Estimate(chance, error), message("5 years"))
    return told.render("en", "GBP")


@pytest.mark.parametrize(
    ("chance", "error", "word"),
    [
        (0.97, 0.01, "Expected to pay"),
        (0.905, 0.01, "Probably expected to pay"),  # 89.5 % is possible: the weaker word
        (0.71, 0.0, "Probably expected to pay"),
        (0.7, 0.01, "Open whether it pays"),
        (0.5, 0.3, "Open whether it pays"),
        (0.29, 0.0, "Probably not expected to pay"),
        (0.29, 0.02, "Open whether it pays"),
        (0.09, 0.0, "Not expected to pay"),
        (0.0, 0.0, "Not expected to pay"),
    ],
)
def test_the_word_follows_the_chance_and_is_the_weaker_where_it_may_be_either(
    chance: float, error: float, word: str
) -> None:
    assert verdict(1e6, 1e6, chance, error).startswith(f"{word}: latest estimate NPV £1M over 5 years")


def test_plan_and_median_are_both_named_where_they_differ_by_a_tenth() -> None:
    assert verdict(267e3, 188e3, 0.94) == (
        "Expected to pay: latest estimate NPV £267K, median simulation £188K over 5 years, 94% likely positive."
    )
    assert verdict(200e3, 181e3, 0.94) == (
        "Expected to pay: latest estimate NPV £200K over 5 years, 94% likely positive."
    )
    assert "median simulation −£20K" in verdict(10e3, -20e3, 0.4)


def test_what_is_proven_is_said_and_nothing_else() -> None:
    assert str(findings._proof(None)) == "Nothing is proven yet."
    assert str(findings._proof(0.44)) == "44% of the realised benefit is proven."


def test_without_ranges_there_is_no_word_and_without_a_result_its_reason(company: Path) -> None:
    plan = report.saved()
    certain = Context(plan.sources, plan.scenario, "test v1", draws=False)
    assert str(findings.verdict(certain)).startswith("On the plan's figures: NPV ")
    assert str(findings.verdict(certain)).endswith("uncertainty not entered.")
    free = Context(plan.sources, replace(plan.scenario, costs=()), "test v1")
    assert str(findings.verdict(free)).startswith("We cannot say yet. No cost")


@pytest.fixture
def moved(company: Path, monkeypatch: pytest.MonkeyPatch):
    def told(*steps: float, approved: bool = True) -> Finding:
        made = [Step(message(f"step {i}"), step) for i, step in enumerate(steps)]
        moved = facts.Moved(Message("v1"), approved, 10e6, 10e6 + sum(steps), made)
        monkeypatch.setattr(facts, "moved", lambda context: moved)
        return findings.moved(report.saved())

    return told


def test_the_bridge_tells_losses_and_gains_apart_and_its_levels_end_where_it_stands(moved) -> None:
    found = moved(-4.1e6, 2.3e6)
    assert found.sentence.render("en", "GBP") == "Changes lowered NPV by £4.1M and raised it by £2.3M"
    assert isinstance(found.table, Table)
    assert [row[1:] for row in found.table.cells()] == [[None, 10e6], [-4.1e6, 5.9e6], [2.3e6, 8.2e6], [None, 8.2e6]]
    assert moved(-4.1e6).sentence.render("en", "GBP") == "Every change lowered NPV: £4.1M in all"
    assert moved(2.3e6).sentence.render("en", "GBP") == "Every change raised NPV: £2.3M in all"
    assert str(moved().sentence) == "Nothing moved since v1"
    for approved, start in ((True, "Approved, v1"), (False, "First version, v1")):
        table = moved(2.3e6, approved=approved).table
        assert isinstance(table, Table) and str(table.cells()[0][0]) == start


def test_payback_names_plan_median_range_and_how_often_it_never_comes() -> None:
    april = Month(date(2026, 4, 30))
    assert str(findings._payback_ahead(29.0, april, PaybackSpread(29.0, 33.0, None, 0.12), 60)) == (
        "Month 29 (Apr 2026) in the plan, 33 in the median simulation (P10 to P90: 29 to later than 60); 12% of "
        "simulations do not pay back within 60 months"
    )
    assert str(findings._payback_ahead(14.0, april, PaybackSpread(11.0, 14.0, 19.0, 0.0), 60)) == (
        "Month 14 (Apr 2026) in the plan, 14 in the median simulation (P10 to P90: 11 to 19)"
    )
    words = str(findings._payback_ahead(14.0, april, None, 60))
    assert words == "Month 14 (Apr 2026) in the plan; uncertainty not entered"


def test_a_payback_that_is_over_is_due_and_one_ahead_is_expected(company: Path) -> None:
    """Approved in November 2023, data to October 2026: 35 months are over, the 36th is not."""
    plan = report.saved()
    assert plan.scenario.month0 == date(2023, 11, 1)
    actual = plan.value("payback_on_actuals")
    over = str(findings._payback_month(plan, 34.2, None, 60))
    assert over.startswith("Planned for Oct 2026 (month 34); on actual figures ") and actual < 60
    assert str(findings._payback_month(plan, 35.2, None, 60)).startswith("Month 35 (Nov 2026) in the plan")


def test_the_three_cases_lead_into_each_other(company: Path) -> None:
    """Latest estimate + passage of time + what was due to date = go-forward; each has its day."""
    plan = report.saved()
    found = cases.cases(plan)
    assert found.ahead is not None and found.latest == pytest.approx(plan.value("programme_npv"))
    monthly = 1.1 ** (1 / 12)  # 10 % a year
    flows = plan.flows.net
    past = sum(flow * monthly ** (35 - month) for month, flow in enumerate(flows) if month <= 35)
    ahead = sum(flow * monthly ** (35 - month) for month, flow in enumerate(flows) if month > 35)
    rate = cases.monthly_rate(plan)
    assert found.passage(rate) == pytest.approx(found.latest * (monthly**35 - 1))
    assert found.to_date(rate) == pytest.approx(-past) and found.ahead.forward.going_on == pytest.approx(ahead)
    table = findings.worth(plan).table
    assert isinstance(table, Table)
    days = [row[2].render("en", "USD") for row in table.cells()]
    assert days == ["30 Nov 2023", "30 Nov 2023", "31 Oct 2026", "31 Oct 2026"]
    assert "From 31 Oct 2026 on" in str(findings.worth(plan).sentence)


def test_the_largest_threat_is_named_with_who_has_no_owner(company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        Threat("rate", Unit.RATE, 0.1, 0.2, -1e6, 3e6, ""),
        Threat("horizon", Unit.MONTHS, 60, 24, 2e6, 1e6, "Ada, Ben, Cy"),
    ]
    monkeypatch.setattr(facts, "threats", lambda context: rows)
    found = findings.threats(report.saved())
    assert found.sentence.render("en", "GBP") == "The largest could lower NPV by £3M; 1 without an owner"
    assert isinstance(found.table, Table)
    first, second = found.table.cells()
    assert first[2].render("en", "GBP") == "Now 10%. In its downside case NPV is £1M below zero."
    assert second[2].render("en", "GBP") == "Now 60 months. In its downside case NPV is £2M."
    assert (first[3], str(second[3])) == (None, "Ada and 2 others")
    rows[0] = Threat("rate", Unit.RATE, 0.1, 0.2, -1e6, 3e6, "Ada")
    assert (
        findings.threats(report.saved()).sentence.render("en", "GBP")
        == "The largest could lower NPV by £3M; each has an owner"
    )


def test_where_nothing_can_be_answered_the_finding_says_why(cdnow: Path) -> None:
    for question in (findings.moved, findings.payback, findings.promise, findings.threats):
        found = question(report.saved())
        assert found.undefined and found.chart is None and str(found.sentence) and found.question
