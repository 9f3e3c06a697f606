"""Suggestions: worked by hand, added only when taken, and never twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.library.presets import allowances, sizes
from metrics.case import presets
from metrics.programme import bridge
from metrics.scenario.assumption import ScenarioError
from metrics.scenario.items import Lever
from metrics.scenario.serial import from_json, to_json
from metrics.words.units import Unit
from tests.metrics.businesses import baseline, cost, mail, number, scenario, spend

ON = date(2026, 1, 2)
PLAN = scenario(mail(), spend(), costs=(cost(1_000), cost(400, "hardware", yearly=number(100, Unit.MONEY))))


def suggested(plan=PLAN) -> dict[str, presets.Suggestion]:
    return {found.allowance.id: found for found in presets.suggestions(plan)}


class TestAllowances:
    """A17, A45."""

    def test_by_hand(self) -> None:
        """A tenth of 1,400 once; a fifth of 1,000 and of 500 a year; as much as the software; no basis yet."""
        found = suggested()
        assert {id: one.likely for id, one in found.items()} == {
            "training": pytest.approx(140),
            "maintenance": pytest.approx(200),
            "data_growth": pytest.approx(100),
            "upgrades": pytest.approx(100),
            "integration": pytest.approx(1_000),
            "next_product": None,
        }
        assert (found["integration"].low, found["integration"].high) == (pytest.approx(500), pytest.approx(1_500))

    def test_what_may_not_be_needed_is_weighed_by_its_chance(self) -> None:
        """15 % of 2,000 at one half: 150, from nothing to 600."""
        plan = replace(PLAN, costs=(*PLAN.costs, cost(2_000, "integration")))
        found = suggested(plan)["next_product"]
        assert (found.likely, found.low, found.high) == (pytest.approx(150), 0.0, pytest.approx(600))

    def test_nothing_is_added_until_it_is_taken_and_then_it_is_covered(self) -> None:
        found = suggested()["maintenance"]
        there = presets.taken(PLAN, found, "Daily maintenance", "Ada", ON)
        item = there.cost("allowance-maintenance")
        assert item.yearly is not None and "suggested allowance, 20% of software" in item.yearly.source
        assert item.yearly.uncertain and item.owner == "Ada"
        assert len(PLAN.costs) == 2 and "maintenance" not in suggested(there)
        assert suggested(there)["upgrades"].likely == pytest.approx(100)  # a suggestion is no basis for another
        assert from_json(to_json(there)) == there

    def test_an_item_by_name_covers_it_and_an_empty_one_does_not(self) -> None:
        named = replace(PLAN, costs=(*PLAN.costs, cost(5, "internal", name="Yearly Upgrade")))
        empty = replace(PLAN, costs=(*PLAN.costs, replace(cost(5, "internal", name="Upgrades"), once=None)))
        assert "upgrades" not in suggested(named) and "upgrades" in suggested(empty)

    def test_without_a_basis_it_cannot_be_taken(self) -> None:
        with pytest.raises(ScenarioError, match="no amount yet to take a share of"):
            presets.taken(PLAN, suggested()["next_product"], "x", "Ada", ON)

    def test_each_is_marked_as_common_practice(self) -> None:
        assert {one.evidence for one in allowances()} == {"K"}
        assert all(one.low <= one.likely <= one.high for one in allowances())


class TestSizes:
    """A35."""

    def test_by_hand(self) -> None:
        """550,000 yuan at 7 to the dollar; ramps of three months."""
        plan = scenario(mail(), costs=(cost(5, "training"),))
        there = presets.sized(plan, sizes()[0], 7.0, "Software", "Ada", ON)
        amount = there.cost("preset-software").once
        assert amount is not None and amount.value == pytest.approx(550_000 / 7)
        assert (amount.low, amount.high) == (pytest.approx(500_000 / 7), pytest.approx(600_000 / 7))
        assert there.lever("mail").ramp.value == 3
        again = presets.sized(there, sizes()[2], 7.0, "Software", "Ada", ON)
        assert len(again.costs) == 2 and again.lever("mail").ramp.value == 12

    def test_an_empty_line_of_software_is_filled(self) -> None:
        plan = scenario(mail(), costs=(replace(cost(0, "software", name="Software licences"), once=None),))
        there = presets.sized(plan, sizes()[0], 1.0, "Software", "Ada", ON)
        assert [(item.name, item.empty) for item in there.costs] == [("Software licences", False)]

    @pytest.mark.parametrize(("rate", "said"), [(7.0, "has an amount already"), (0.0, "exchange rate of 0")])
    def test_what_cannot_be_is_refused(self, rate: float, said: str) -> None:
        with pytest.raises(ScenarioError, match=said):
            presets.sized(PLAN, sizes()[0], rate, "Software", "Ada", ON)


class TestBadData:
    """H03: benefit x (1 - share of bad data), on levers that reach people by stored data, and only once."""

    def test_by_hand(self) -> None:
        """Spend brings 7,200, of which 10 % is lost; wasted mail keeps its 1,200."""
        there = presets.discounted(PLAN, 0.1, "Ada", ON)
        assert bridge.worth(PLAN, baseline()) - bridge.worth(there, baseline()) == pytest.approx(720)
        assert presets.bad_share(there) == 0.1 and from_json(to_json(there)) == there

    @given(st.floats(0.0, 0.9), st.floats(0.0, 0.9))
    def test_another_share_replaces_the_one_before(self, first: float, second: float) -> None:
        twice = presets.discounted(presets.discounted(PLAN, first, "", None), second, "", None)
        once = presets.discounted(PLAN, second, "", None)
        assert twice.lever("spend").realisation.value == pytest.approx(once.lever("spend").realisation.value)
        assert presets.bad_share(twice) == second

    def test_taken_off_again_nothing_is_left_of_it(self) -> None:
        there = presets.discounted(presets.discounted(PLAN, 0.25, "", None), 0.0, "", None)
        assert there.others == () and there.lever("spend").realisation.value == pytest.approx(1.0)

    @pytest.mark.parametrize("share", [-0.1, 1.0])
    def test_what_cannot_be_is_refused(self, share: float) -> None:
        with pytest.raises(ScenarioError, match="cannot be"):
            presets.discounted(PLAN, share, "Ada", ON)

    def test_the_kinds_it_acts_on_are_those_of_the_reality_check(self) -> None:
        lever = Lever(id="handling", kind="handling", target=number(5.0))
        there = presets.discounted(scenario(lever, mail()), 0.5, "", None)
        assert [one.realisation.value for one in there.levers] == [1.0, 1.0]
