"""The calculators: each worked by hand, and the lever it writes."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.case.calculators import CALCULATORS, beginning, worked, written
from metrics.programme import benefits
from metrics.scenario.assumption import ScenarioError
from metrics.scenario.kinds import Tag
from metrics.scenario.serial import from_json, to_json
from tests.metrics.businesses import baseline, cost, mail, scenario

ON = date(2026, 1, 2)
PLAN = scenario(mail(), costs=(cost(100),))
HAND: dict[str, tuple[dict[str, float], float, float]] = {
    # 1,000 hours at 30, a tenth left: 27,000
    "automation": ({"hours": 1_000, "rate": 30, "left": 0.1, "cashable": 0.5}, 27_000, 0),
    # 12,000 calls, a fifth repeated, 5 minutes at 1: 12,000
    "repeat_calls": ({"calls": 12_000, "share": 0.2, "minutes": 5, "cost": 1, "cashable": 0}, 12_000, 0),
    # 150 to 31 centres: 119 x 200,000 + 100 seats x 3,000; closing 119 x 50,000
    "centres": (
        {
            "before": 150,
            "after": 31,
            "fixed": 2e5,
            "seats_before": 3_000,
            "seats_after": 2_900,
            "seat_cost": 3_000,
            "one_off": 5e4,
        },
        24_100_000,
        5_950_000,
    ),
    # 1.1 x 1.2 x 1.05 - 1 = .386; .35 added up: .036 of 1,000,000
    "trinity": ({"base": 1e6, "leads": 0.1, "wins": 0.2, "kept": 0.05, "only": 1}, 36_000, 0),
    # a tenth of 10,000 at 13.50 less 1.84
    "channels": (
        {"contacts": 1e4, "share": 0.1, "assisted": 13.5, "self_service": 1.84, "satisfaction": -0.008, "cashable": 1},
        11_660,
        0,
    ),
    # two sites: .15 x 2,000 x 60 = 18,000 less 8,000 each; 20,000 of set-up each
    "new_service": (
        {
            "demand": 0.15,
            "households": 2e3,
            "margin": 60,
            "sites": 2,
            "running": 8e3,
            "set_up": 2e4,
            "years": 5,
            "rate": 0.1,
        },
        20_000,
        40_000,
    ),
}


def test_a_new_service_pays_from_a_demand_on() -> None:
    """The annuity of five years at 10 % is (1 - 1.1^-5)/.1 = 3.790787: 20,000 x 3.790787 - 40,000 = 35,815.7. Set-up is
    5,275.95 a year, so (8,000 + 5,275.95) / 120,000 = 11.0633 % of the households are enough."""
    values = HAND["new_service"][0]
    told = str(worked(CALCULATORS["new_service"], values).told)
    assert told == "worth 35.8K over 5 years; it pays from a demand of 11% on"
    least = (8_000 + 20_000 / 3.7907868) / 120_000
    at_least = written(PLAN, CALCULATORS["new_service"], {**values, "demand": least}, "Add-on", "Ada", ON)
    yearly = at_least.lever("stated-new_service").target.value
    assert yearly * 3.7907868 == pytest.approx(40_000)
    dear = str(worked(CALCULATORS["new_service"], {**values, "margin": 5}).told)
    assert dear.endswith("at no demand does it pay: it would take 133%")
    free = worked(CALCULATORS["new_service"], {**values, "rate": 0.0})
    assert "worth 60K over 5 years" in str(free.told)


@pytest.mark.parametrize("id", CALCULATORS)
def test_by_hand(id: str) -> None:
    values, yearly, once = HAND[id]
    found = worked(CALCULATORS[id], values)
    assert (found.yearly, found.once) == (pytest.approx(yearly), pytest.approx(once))
    assert str(found.told)


@pytest.mark.parametrize("id", CALCULATORS)
def test_it_becomes_one_lever_that_brings_just_that(id: str) -> None:
    """At once and in full: twelve months bring the sum; freed time only as far as it is cashed. Again replaces it."""
    values, yearly, once = HAND[id]
    for _twice in range(2):
        plan = written(PLAN, CALCULATORS[id], values, "Sum", "Ada", ON)
    assert from_json(to_json(plan)) == plan and len(plan.levers) == 2
    lever = plan.levers[-1]
    assert (lever.name == "Sum" and lever.owner == "Ada" and "hours 1000" in lever.target.source) or id != "automation"
    flows = benefits.programme_flows(plan, baseline())
    both = flows.cash[lever.id] + flows.capacity.get(lever.id, np.zeros(13))
    assert both.sum() == pytest.approx(yearly)
    if lever.tag is Tag.CAPACITY:
        assert flows.cash[lever.id].sum() == pytest.approx(yearly * values["cashable"])
    assert flows.cost.sum() == pytest.approx(100 + once)


@given(st.lists(st.floats(0, 2), min_size=3, max_size=3))
def test_multiplied_is_never_less_than_added(steps: list[float]) -> None:
    """For steps up: Π(1 + d) - 1 is at least their sum, and the toggle takes just the difference."""
    values: dict[str, Any] = {"base": 1.0, **dict(zip(("leads", "wins", "kept"), steps, strict=True)), "only": 1.0}
    only = worked(CALCULATORS["trinity"], values).yearly
    whole = worked(CALCULATORS["trinity"], {**values, "only": 0.0}).yearly
    assert only >= -1e-9 and whole - only == pytest.approx(sum(steps))


def test_the_one_off_goes_when_nothing_closes() -> None:
    values, _yearly, _once = HAND["centres"]
    there = written(PLAN, CALCULATORS["centres"], values, "Sum", "Ada", ON)
    again = written(there, CALCULATORS["centres"], {**values, "after": 150}, "Sum", "Ada", ON)
    assert len(there.costs) == 2 and len(again.costs) == 1


@pytest.mark.parametrize(
    ("id", "change", "said"),
    [
        ("centres", {"after": 151}, "more centres than now"),
        ("automation", {"left": 1.5}, "outside 0% to 100%"),
        ("automation", {"hours": -1}, "outside 0 to"),
        ("automation", {"hours": 0}, "comes to nothing"),
        ("automation", {"rate": float("nan")}, "is no number"),
        ("channels", {"satisfaction": 3}, "outside"),
    ],
)
def test_what_cannot_be_is_refused(id: str, change: dict[str, float], said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        written(PLAN, CALCULATORS[id], {**HAND[id][0], **change}, "Sum", "Ada", ON)


def test_fields_begin_with_what_is_measured() -> None:
    """12,000 calls, a fifth of them repeated; 0 new customers are worth 0; nothing measured is as usual."""
    known = baseline().values()
    assert beginning(CALCULATORS["repeat_calls"], known)["calls"] == 12_000
    assert beginning(CALCULATORS["channels"], known)["assisted"] == 10.0
    assert beginning(CALCULATORS["trinity"], known)["base"] == 0.0
    assert beginning(CALCULATORS["automation"], {}) == {"hours": 0, "rate": 0, "left": 0.1, "cashable": 0}
