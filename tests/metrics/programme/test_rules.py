"""The rules of money that must never break: each test fails when its rule does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import report
from metrics.programme import benefits
from metrics.risk import simulation
from metrics.scenario.assumption import ScenarioError
from metrics.scenario.scenario import with_range
from tests.metrics import worlds
from tests.metrics.programme.test_treatment import npv, plan

LEVERS = {"retention": 0.75, "acquisition": 1400.0, "spend": 880.0, "handling": 5.0, "volume": 11_000.0, "mail": 0.08}


def everything(**parts: float) -> list[object]:
    """All levers; ``parts`` are numbers of each."""
    return [
        worlds.lever(kind, target, **parts, **({"cac": 50.0} if kind == "acquisition" else {}))
        for kind, target in LEVERS.items()
    ]


@given(st.floats(-0.5, 5.0))
def test_no_present_value_inside_a_flow(rate: float) -> None:
    """What arrives in a month does not depend on the discount rate."""
    held = worlds.scenario(*everything(), costs=(worlds.cost(once=900.0, yearly=60.0),), horizon=36)  # type: ignore[arg-type]
    before, after = (benefits.programme_flows(held.replace("rate", r), worlds.baseline()) for r in (0.1, rate))
    assert np.array_equal(before.net, after.net)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_each_haircut_acts_once(adoption: float, realisation: float) -> None:
    """1,200 a year brings 100 x adoption x realisation a month: neither is squared, neither left out."""
    held = plan().replace("stated.adoption", adoption).replace("stated.realisation", realisation)
    found = benefits.programme_flows(held, worlds.baseline()).cash["stated"]
    assert found[1:] == pytest.approx(100.0 * adoption * realisation)


def test_a_draw_replaces_the_haircut_and_is_none_on_top() -> None:
    """Realisation between 40 and 60%, most likely 50%: the mean draw is the plan at 50%, not at 25%."""
    held = with_range(plan().replace("stated.realisation", 0.5), "stated.realisation", 0.4, 0.6)
    found = simulation.simulate(held, worlds.baseline())
    assert found.mean.value == pytest.approx(npv(held), rel=0.01)


def test_a_risk_premium_and_haircuts_only_when_both_are_meant() -> None:
    """Refused in a sentence; allowed once confirmed, or when nothing else is cut for risk."""
    cut = plan().replace("stated.realisation", 0.8)
    with pytest.raises(ScenarioError) as told:
        cut.replace("premium", 0.03)
    assert "risk premium of 3%" in told.value.reason.render() and "confirm" in told.value.reason.render()
    assert cut.replace("premium_confirmed", True).replace("premium", 0.03).premium.value == 0.03
    assert plan().replace("premium", 0.03).premium.value == 0.03


def test_a_premium_in_the_rate_is_told_and_not_added_again() -> None:
    """It says what is inside the rate; the value does not move."""
    assert npv(plan().replace("premium", 0.03)) == npv(plan())


def test_the_value_of_customers_is_wrong_for_all_of_them_together() -> None:
    """Half the margin forecast: what more spend brings is halved, what mail saves is not."""
    held = worlds.scenario(worlds.lever("spend", 880.0), worlds.lever("mail", 0.08), horizon=12)
    plain, half = (
        benefits.programme_flows(held.replace("value_factor", factor), worlds.baseline()).cash for factor in (1.0, 0.5)
    )
    assert half["spend"] == pytest.approx(0.5 * plain["spend"]) and half["mail"] == pytest.approx(plain["mail"])


def test_the_back_test_of_customer_value_feeds_the_draws(company: Path) -> None:
    """The factor has the range of the total; the return is less sure with it than without."""
    context = report.saved()
    total, factor = context.scores.total, context.uncertain.value_factor
    assert total.low is not None and factor.low == pytest.approx(min(total.low / total.value, 1.0))
    assert factor.source == "back-test of customer value" and not context.scenario.value_factor.uncertain
    without = simulation.simulate(context.scenario, context.baseline)
    spread = [run.percentile(0.9).value - run.percentile(0.1).value for run in (context.risk, without)]
    assert spread[0] > spread[1]
