"""A benefit entered by hand, and another kind of money at a lever."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from metrics import report
from metrics.case import findings, findings_money, stated
from metrics.programme import benefits
from metrics.scenario.assumption import ScenarioError
from metrics.scenario.kinds import Tag
from tests.metrics.businesses import baseline, cost, mail, scenario

ON = date(2026, 11, 1)
PLAN = scenario(mail(), costs=(cost(300),))


def test_a_soft_benefit_is_shown_and_counted_only_when_asked() -> None:
    """1,200 a year of mail; 5,000 a year of goodwill, soft: beside the cash until soft benefits are counted."""
    plan = stated.added(PLAN, " Goodwill ", 5_000.0, "soft", "Ada", ON)
    lever = plan.levers[-1]
    assert (lever.name, lever.tag, lever.target.owner) == ("Goodwill", Tag.SOFT, "Ada")
    flows = benefits.programme_flows(plan, baseline())
    assert lever.id not in flows.cash and flows.a_year(flows.soft[lever.id]) == pytest.approx(5_000)
    asked = benefits.programme_flows(plan.replace("include_soft", True), baseline())
    assert asked.a_year(asked.cash[lever.id]) == pytest.approx(5_000)


def test_another_kind_changes_what_counts() -> None:
    """As capacity nothing is cash until a share is stated; back to cash, all is."""
    free = stated.retagged(PLAN, "mail", "capacity")
    flows = benefits.programme_flows(free, baseline())
    assert not flows.cash["mail"].any() and flows.capacity["mail"].any()
    again = benefits.programme_flows(stated.retagged(free, "mail", "cash"), baseline())
    assert again.cash["mail"] == pytest.approx(flows.capacity["mail"])


@pytest.mark.parametrize(
    ("name", "yearly", "said"), [(" ", 1.0, "has no name"), ("A", 0.0, "is 0 a year"), ("There", 1.0, "There is there")]
)
def test_what_cannot_be_is_refused(name: str, yearly: float, said: str) -> None:
    plan = stated.added(PLAN, "There", 10.0, "soft", "Ada", ON)
    with pytest.raises(ScenarioError, match=said):
        stated.added(plan, name, yearly, "soft", "Ada", ON)


def test_two_by_hand_have_numbers_of_their_own() -> None:
    plan = stated.added(stated.added(PLAN, "A", 1.0, "soft", "Ada", ON), "B", 2.0, "avoided", "Ada", ON)
    assert len({lever.id for lever in plan.levers}) == 3


def test_the_year_end_value_stands_beside_the_monthly_one(company: Path) -> None:
    """-100 at the start, 110 a year later, 121 two years later, at 10 %: -100 + 100 + 100."""
    assert findings_money._by_year_end([-100.0, 110.0, 121.0], 0.1) == pytest.approx(100.0)
    found = findings_money.yearly(report.saved())
    assert "By year-end, as a spreadsheet's NPV does, it would be" in str(found.note)
    assert findings.besides(report.saved()) is not None
