"""What moved the net present value: steps worked by hand, and always summing to the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.programme import bridge
from metrics.reading import UndefinedError
from metrics.words.text import message
from metrics.words.units import Unit
from tests.metrics.businesses import baseline, cost, mail, number, scenario, spend

BASE = baseline()
# At a rate of 0, over 12 months: mail saves 10,000 x 1 x (.20 - .08) = 1,200; spend brings 1,200 x 12 x .5 = 7,200.
PLAN = scenario(mail(), spend(), costs=(cost(5_000), cost(1_000, "integration")))


def told(steps: Sequence[bridge.Step]) -> dict[str, float]:
    return {str(step.label): pytest.approx(step.amount, abs=1e-6) for step in steps}


def test_worth_is_benefit_less_cost() -> None:
    assert bridge.worth(PLAN, BASE) == pytest.approx(1_200 + 7_200 - 6_000)


def test_each_change_is_a_step() -> None:
    # mail at .14 saves 600 less; integration costs 800 more
    now = replace(PLAN, costs=(cost(5_000), cost(1_800, "integration"))).with_lever(mail(0.14))
    assert told(bridge.steps(PLAN, now, BASE)) == {"Wasted mail": -600, "Cost of integration": -800}


def test_a_lever_that_came_and_one_that_went_are_steps() -> None:
    now = scenario(spend(), costs=PLAN.costs)
    assert told(bridge.steps(PLAN, now, BASE)) == {"Wasted mail": -1_200}
    assert told(bridge.steps(now, PLAN, BASE)) == {"Wasted mail": 1_200}


def test_a_longer_horizon_is_a_step_of_its_own() -> None:
    now = PLAN.replace("horizon", 24)
    assert told(bridge.steps(PLAN, now, BASE)) == {"Horizon": 8_400}


def test_costs_too_small_to_name_are_told_together() -> None:
    # a step under half a per cent of the cost is no bar of its own
    now = replace(PLAN, costs=(cost(5_010), cost(1_010, "integration")))
    assert told(bridge.steps(PLAN, now, BASE)) == {"Other cost": -20}


def test_tax_and_a_dearer_programme_are_steps_of_their_own() -> None:
    # half of everything is left after 50% tax without a write-off; then 10% more cost takes 600, half of it tax
    taxed = PLAN.replace("write_off", 0).replace("tax_rate", 0.5)
    assert told(bridge.steps(PLAN, taxed, BASE)) == {"Tax, prices and working capital": -1_200}
    assert told(bridge.steps(taxed, taxed.replace("cost_factor", 1.1), BASE)) == {"True cost over budget": -300}


def test_nothing_moved_is_no_step() -> None:
    assert bridge.steps(PLAN, PLAN, BASE) == ()


def test_without_a_cost_there_is_no_value_to_explain() -> None:
    with pytest.raises(UndefinedError, match="No cost entered"):
        bridge.steps(scenario(mail()), PLAN, BASE)


def test_the_smallest_steps_are_told_as_one() -> None:
    steps = [bridge.Step(message("step {n}", n=n), amount) for n, amount in enumerate((5, -1, 9, 2))]
    short = bridge.shortened(steps, 3)
    assert [step.amount for step in short] == [5, 9, 1]
    assert str(short[-1].label) == "Everything else"


@given(
    target=st.floats(0, 0.2),
    spent=st.floats(100, 130),
    adoption=st.floats(0, 1),
    rate=st.floats(0, 0.5),
    months=st.integers(6, 48),
    price=st.floats(0, 9_000),
    tax=st.floats(0, 0.5),
    factor=st.floats(0.5, 4),
)
def test_steps_sum_to_the_difference(
    target: float, spent: float, adoption: float, rate: float, months: int, price: float, tax: float, factor: float
) -> None:
    now = (
        scenario(
            mail(target, adoption=number(adoption, Unit.SHARE)),
            spend(max(spent, 100.5)),
            costs=(cost(price + 1), cost(700, "data")),
            rate=rate,
            months=months,
        )
        .replace("tax_rate", tax)
        .replace("cost_factor", factor)
        .replace("inflation", tax / 9)
    )
    difference = bridge.worth(now, BASE) - bridge.worth(PLAN, BASE)
    assert sum(step.amount for step in bridge.steps(PLAN, now, BASE)) == pytest.approx(difference, abs=1e-6)
