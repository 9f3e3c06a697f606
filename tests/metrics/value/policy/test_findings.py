"""Each sentence of the what-ifs says what its figures say, and its picture and table hold the same numbers."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from metrics.customers import buyers
from metrics.customers.buyers import Group
from metrics.finding import Asked, Chart, Finding, Table
from metrics.reading import UndefinedError
from metrics.value.policy import facts, findings, formulas
from metrics.value.policy.equity import Equity
from metrics.value.policy.facts import LeastProfitable
from metrics.value.policy.formulas import Misclassified, Spending, Tier
from metrics.words.text import message

A, C = Tier("A", 10, 900.0, 100.0, 5000.0), Tier("C", 90, 300.0, 1000.0, 20_000.0)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch):
    """Asks a question while a fact has this answer."""

    def ask(question: Any, fact: str, answer: object, home: Any = facts, **choices: Any) -> Finding:
        def given(*_: object, **__: object) -> object:
            if isinstance(answer, Exception):
                raise answer
            return answer

        monkeypatch.setattr(home, fact, given)
        worth = SimpleNamespace(value=1_250.0)  # of all customers, by their own forecasts
        context = SimpleNamespace(sources=None, frames=None, value=lambda id: 0.0, read=lambda id: worth)
        found: Finding = question(context, **choices)
        return found

    return ask


def words(found: Finding) -> str:
    return found.sentence.render("en", "GBP")


def cells(found: Finding) -> list[list[object]]:
    assert isinstance(found.table, Table)
    return [list(row) for row in found.table.cells()]


def drawn(found: Finding, rows: str = "items") -> list[float]:
    assert isinstance(found.chart, Chart)
    return [row.value for row in found.chart.options[rows]]


def test_without_the_least_profitable_profit_is_higher_or_lower(told) -> None:
    found = told(findings.least_profitable, "least_profitable", LeastProfitable(2, 1000.0, -0.1, -100.0, 40.0))
    assert words(found) == (
        "Dropping the least profitable 50% of customers would change profit by +£60 if 50% of their service cost "
        "remains"
    )
    assert [row[1:] for row in cells(found)] == [[None, 1000], [100, 1100], [-40, 1060], [None, 1060]]
    assert drawn(found) == [1000, 100, -40, 1060]
    assert found.note is not None
    assert found.note.render("en", "GBP").startswith("2 customers, \u221210% of a year's money. How much cost stays")
    found = told(findings.least_profitable, "least_profitable", LeastProfitable(1, 1000.0, 0.1, 100.0, 40.0), part=0.1)
    assert "profitable 10% of customers would change profit by −£140 if 50%" in words(found)
    assert str(found.note).startswith("1 customer, ")
    assert found.readings == (Asked("tail", (("fixed", 0.5), ("part", 0.1))),)


def test_a_policy_brings_costs_or_changes_nothing(told) -> None:
    spend, points = (0.1, -0.2), (0.01, 0.0)
    tiers = tuple(formulas.served(tier, *terms, 2.0) for tier, *terms in zip((A, C), spend, points, strict=True))
    found = told(findings.service, "served", tiers, spend=spend, points=points)
    assert words(found) == "This policy brings £430 over the horizon"  # -20 and 50 of A, 400 of C
    assert [row[3:] for row in cells(found)] == [
        [-10, pytest.approx(0.004), 30, 1800, 1830],
        [200, pytest.approx(-0.02), 400, 600, 1000],
        [190, None, 430, 2400, 2830],
    ]
    assert drawn(found) == [2400, 30, 400, 2830]
    assert found.readings == (Asked("tier_policy", (("points", points), ("spend", spend))),)
    dear = tuple(formulas.served(tier, 0.1, 0.0, 2.0) for tier in (A, C))
    assert words(told(findings.service, "served", dear, spend=(0.1, 0.1))) == "This policy costs £220 over the horizon"
    same = tuple(formulas.served(tier, 0.0, 0.0, 2.0) for tier in (A, C))
    alike = told(findings.service, "served", same, spend=(0.0, 0.0), points=(0.0, 0.0))
    assert words(alike) == "Nothing changes while every tier is served as now"
    level = told(findings.service, "served", same, spend=(0.0, 0.1), points=(0.0, 0.0))
    assert words(level) == "This policy brings 0 over the horizon"


def test_misclassified_customers_take_their_value_with_them(told) -> None:
    found = told(findings.misclassified, "misclassified", Misclassified(100, 4.6, 1000.0, 50.0), wrong=0.046)
    assert words(found) == "Up to £50 is lost with 5 of them"
    assert drawn(found) == [1000, -50, 950]
    assert [row[2] for row in cells(found)] == [1000, 950, 950]
    assert dict(found.readings[0].terms)["wrong"] == 0.046


def test_revenue_and_spending_stand_beside_each_other_where_both_are_known(told) -> None:
    found = told(findings.spending, "spending", Spending(900.0, 100.0, 60.0, 40.0))
    assert words(found) == "Existing customers bring 90% of revenue and receive 60% of spending"
    assert drawn(found, "rows") == [row[1] for row in cells(found)] == [0.9, 0.6]
    assert found.note is not None
    assert found.note.render("en", "GBP").startswith("£60 on existing customers (service and mail), £40 on new")
    found = told(findings.spending, "spending", Spending(900.0, 100.0, 60.0, None))
    assert words(found) == "90% of revenue comes from existing customers; spending on them is unknown"
    assert drawn(found, "rows") == [0.9]
    assert str(found.note) == "what it costs to win one customer is not known"


def test_the_programme_added_or_took(told) -> None:
    found = told(findings.equity, "added", Equity(12, 1100.0, 1000.0, 50.0))
    assert words(found) == "On the plan's assumptions the programme adds £100 of customer equity"
    assert drawn(found) == [1000, 100, 1100]
    assert found.note is not None
    assert found.note.render("en", "GBP").endswith("forecasts of each customer sum to £1,250: +£150 apart.")
    assert words(told(findings.equity, "added", Equity(12, 900.0, 1000.0, 50.0))) == (
        "On the plan's assumptions the programme reduces customer equity by £100"
    )


def test_classes_are_told_with_their_shares(told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "value_basis", lambda frames: ("margin", "margin"))
    monkeypatch.setattr(facts, "tiers", lambda sources: (A, Tier("B", 0, 0.0, 0.0, None), C))
    groups = (Group("A", 20, 800.0), Group("B", 0, 0.0), Group("C", 80, 200.0))
    found = told(findings.classes, "classes", groups, buyers)
    assert words(found) == "20 A customers, 20% of all, bring 80%"
    assert cells(found) == [["A", 20, 0.2, 800, 0.8, 40], ["B", 0, 0, 0, 0, None], ["C", 80, 0.8, 200, 0.2, 2.5]]
    assert found.note is not None
    assert found.note.render("en", "GBP").endswith("usual classes: A £10 · B – · C £11.1")
    assert isinstance(found.table, Table)
    assert [str(column.heading) for column in found.table.columns][3:5] == ["Margin, so far", "Share of margin"]


def test_where_there_is_no_answer_the_reason_stands(told) -> None:
    none = UndefinedError(message("nobody knows"))
    for question, fact in ((findings.service, "served"), (findings.spending, "spending"), (findings.equity, "added")):
        found = told(question, fact, none)
        assert found.undefined and str(found.sentence) == "nobody knows" and found.table is None
