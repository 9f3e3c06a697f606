"""Total cost of ownership, gauges beside published figures, and three ways to pay: all worked by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.contracts import COST_CLASSES, COST_TYPES
from data.library import facts
from metrics.programme import benefits, financing, gauges, tco
from metrics.reading import UndefinedError
from metrics.scenario.assumption import ScenarioError
from metrics.scenario.kinds import Portion, Tag
from metrics.scenario.scenario import Scenario
from metrics.words.units import Unit
from tests.examples import at_most
from tests.metrics.worlds import baseline, cost, lever, scenario

TEAM = cost("team", yearly=120, cost_class="labour", cost_type="internal")

ITEMS = st.tuples(st.sampled_from(COST_CLASSES), st.sampled_from(COST_TYPES), st.floats(0, 1e15))


def owned(held: Scenario) -> tco.Ownership:
    """What owning it costs."""
    return tco.ownership(held, benefits.programme_flows(held, baseline()).cost_by_item)


class TestOwnership:
    """A14."""

    def test_by_class_and_by_type(self) -> None:
        # 600 at once, and 10 a month for twelve months
        found = owned(scenario(costs=(cost(once=600), TEAM), rate=0.0))
        assert found.whole == tco.Total(pytest.approx(720), pytest.approx(720))  # type: ignore[arg-type]
        assert {key: row.paid for key, row in found.by_class.items()} == pytest.approx({"IT": 600, "labour": 120})
        assert {key: row.paid for key, row in found.by_type.items()} == pytest.approx(
            {"software": 600, "internal": 120}
        )

    def test_discounted(self) -> None:
        # 10 x (1 - 1/1.21)/m with m the monthly rate of 21 % a year
        found = owned(scenario(costs=(cost(once=600), TEAM), rate=0.21))
        monthly = 1.21 ** (1 / 12) - 1
        assert found.whole.present == pytest.approx(600 + 10 * (1 - 1 / 1.21) / monthly)
        assert found.whole.paid == pytest.approx(720)

    @given(
        st.lists(st.tuples(st.sampled_from(COST_CLASSES), st.sampled_from(COST_TYPES), st.floats(0, 1e15)), min_size=1)
    )
    @at_most(40)
    def test_both_tags_add_up_to_the_same(self, rows: list[tuple[str, str, float]]) -> None:
        items = tuple(
            cost(f"c{n}", once=amount, yearly=amount / 7, cost_class=kind, cost_type=type)
            for n, (kind, type, amount) in enumerate(rows)
        )
        found = owned(scenario(costs=items))
        for tag in (found.by_class, found.by_type):
            assert sum(row.paid for row in tag.values()) == pytest.approx(found.whole.paid)
            assert sum(row.present for row in tag.values()) == pytest.approx(found.whole.present)

    def test_of_one_user_a_month(self) -> None:
        held = tco.with_users(scenario(costs=(cost(once=600), TEAM), rate=0.0), 10, "Ada", date(2026, 1, 1))
        assert tco.per_user_month(held, owned(held)).paid == pytest.approx(720 / 10 / 12)
        more = tco.with_users(held, 20, "Ada", date(2026, 1, 2))
        assert tco._users(more) == 20 and len(more.others) == 1
        entered = more.assumption(tco.USERS)
        assert entered is not None and (entered.owner, entered.unit) == ("Ada", Unit.COUNT)

    def test_nobody_said_is_not_zero(self) -> None:
        held = scenario(costs=(cost(once=600),))
        with pytest.raises(UndefinedError, match="how many people use"):
            tco.per_user_month(held, owned(held))
        with pytest.raises(UndefinedError, match="No cost entered yet"):
            owned(scenario())
        with pytest.raises(ScenarioError, match="above zero"):
            tco.with_users(held, 0, "Ada", None)


class TestGauges:
    """Beside what is published."""

    @pytest.mark.parametrize(
        ("roi", "band"),
        [(-0.3, "up_to_50"), (0.5, "up_to_50"), (0.51, "from_50_to_500"), (5.0, "from_50_to_500"), (5.01, "above_500")],
    )
    def test_band_of_a_return(self, roi: float, band: str) -> None:
        assert gauges.band(roi) == band and band in facts()["idc_roi_distribution"].values

    def test_the_published_bands_are_a_whole(self) -> None:
        """19, 52 (derived) and 29 %."""
        assert sum(facts()["idc_roi_distribution"].values.values()) == pytest.approx(1)
        assert sum(facts()["idc_split"].values.values()) == pytest.approx(1)

    def test_split_by_where_it_comes_from(self) -> None:
        # 300 and 100 a year: 75 and 25 %
        held = scenario(
            lever("stated", 300, id="a", tag=Tag.CASH, portion=Portion.PROCESS),
            lever("stated", 100, id="b", tag=Tag.CASH, portion=Portion.TECHNOLOGY),
            costs=(cost(once=1),),
        )
        ours = gauges.split(held, benefits.programme_flows(held, baseline()))
        assert ours == pytest.approx({"technology": 0.25, "productivity": 0.0, "process": 0.75})
        # (0.25 - 0.07)^2/0.07 + 0.51 + (0.75 - 0.42)^2/0.42
        theirs = facts()["idc_split"].values
        assert gauges.distance(ours, theirs) == pytest.approx(0.0324 / 0.07 + 0.51 + 0.1089 / 0.42)
        assert gauges.distance(theirs, theirs) == 0

    def test_a_loss_has_no_share(self) -> None:
        held = scenario(
            lever("stated", 300, id="a", tag=Tag.CASH),
            lever("stated", -100, id="b", tag=Tag.CASH, portion=Portion.TECHNOLOGY),
            costs=(cost(once=1),),
        )
        with pytest.raises(UndefinedError, match="a loss"):
            gauges.split(held, benefits.programme_flows(held, baseline()))

    @given(st.floats(1, 1e15), st.floats(0.01, 50))
    def test_both_readings_of_the_75_per_cent(self, paid: float, roi: float) -> None:
        """T12: cost/benefit below 75 % is a return above 33 %, cost/profit below 75 % one above 133 %."""
        found = gauges.cost_ratio(paid, paid * (1 + roi))
        assert found.of_benefit is not None and found.of_profit is not None
        assert found.of_benefit == pytest.approx(1 / (1 + roi)) and found.of_profit == pytest.approx(1 / roi)
        if abs(roi - 1 / 3) > 1e-9:
            assert (found.of_benefit < 0.75) == (roi > 1 / 3)
        if abs(roi - 4 / 3) > 1e-9:
            assert (found.of_profit < 0.75) == (roi > 4 / 3)

    def test_without_a_profit_there_is_no_ratio_to_it(self) -> None:
        assert gauges.cost_ratio(100, 80) == gauges.CostRatio(1.25, None)
        assert gauges.cost_ratio(100, 0) == gauges.CostRatio(None, None)

    def test_to_date(self) -> None:
        # 1,000 at once against 100 a month for five months
        held = scenario(lever("stated", 1200, id="a", tag=Tag.CASH), costs=(cost(once=1000),))
        flows = benefits.programme_flows(held, baseline())
        assert gauges.cost_ratio_to(flows, 5).of_benefit == pytest.approx(2.0)
        assert gauges.cost_ratio_to(flows, 0).of_benefit is None

    def test_managing_the_plan(self) -> None:
        """720 in all: 120 manage the plan, 180 carry it out; what does both counts once."""
        held = scenario(
            lever("stated", 9, id="a", tag=Tag.CASH),
            costs=(
                cost(once=420),
                cost("pmo", yearly=120, overhead=True, carrying_out=True),
                cost("team", yearly=180, carrying_out=True),
            ),
        )
        found = gauges.overhead(held, benefits.programme_flows(held, baseline()))
        assert (found.managing, found.carrying_out) == pytest.approx((120 / 720, 180 / 720))
        assert found.both == pytest.approx(300 / 720)
        bare = scenario(lever("stated", 9, id="a", tag=Tag.CASH), costs=(cost(once=600),))
        with pytest.raises(UndefinedError, match="not known"):
            gauges.overhead(bare, benefits.programme_flows(bare, baseline()))

    def test_how_much_starts_from_a_measurement(self) -> None:
        """Mail brings 20,160 a year, the statement 20,160 too; a figure entered by hand is a statement."""
        held = scenario(lever("mail", 0.1), lever("stated", 20160, id="a", tag=Tag.CASH), costs=(cost(once=1),))
        assert gauges.measured_share(held, benefits.programme_flows(held, baseline())) == pytest.approx(0.5)
        typed = held.replace("baseline.pieces", 240000.0)
        assert gauges.measured_share(typed, benefits.programme_flows(typed, baseline())) == 0


class TestFinancing:
    """A32: 100 a month for twelve months, 600 at once."""

    benefit = np.array([0.0, *[100.0] * 12])
    cost = np.array([600.0, *[0.0] * 12])
    terms = financing.Terms(cost=0.5, income=0.3, kept=0.25, premium=0.2)

    def test_three_ways_by_hand(self) -> None:
        # own 1,200 - 600; partner 840 - 300; provider 1,200 - 150 - 0.75 x 1.2 x 600
        found = financing.compared(self.benefit, self.cost, np.ones(13), self.terms)
        assert [one.npv for one in found] == pytest.approx([600, 540, 510])
        assert [one.peak for one in found] == pytest.approx([-600, -300, -150])
        assert [one.payback for one in found] == pytest.approx([6, 300 / 70, 150 / 55])
        assert [one.shared for one in found] == [None, None, None]

    def test_who_bears_the_risk(self) -> None:
        """A partner with half of cost and income bears half; a provider with all the cost bears that of cost alone."""
        draws = np.linspace(0.5, 1.5, 101)[:, None]
        half, all_kept = financing.Terms(cost=0.5, income=0.5), financing.Terms(kept=0.0, premium=0.0)
        shared = [
            financing.compared(self.benefit, self.cost, np.ones(13), terms, (self.benefit * one, self.cost * other))
            for terms, one, other in ((half, draws, np.ones((101, 1))), (all_kept, np.ones((101, 1)), draws))
        ]
        assert [one.shared for one in shared[0]][:2] == pytest.approx([0, 0.5])
        assert [one.shared for one in shared[1]][2] == pytest.approx(1)

    def test_money_never_out_has_no_peak(self) -> None:
        assert financing._peak(np.array([0.0, 5.0, -3.0])) == (0.0, 0)
        assert financing._peak(np.array([-1.0, -2.0, 9.0])) == (-3.0, 1)

    @given(st.floats(0, 1), st.floats(0, 1))
    def test_what_the_partner_gets_and_what_we_keep_is_the_whole(self, paid: float, income: float) -> None:
        terms, other = financing.Terms(cost=paid, income=income), financing.Terms(cost=1 - paid, income=1 - income)
        ours, theirs = (financing._flows("partner", self.benefit, self.cost, one) for one in (terms, other))
        assert ours + theirs == pytest.approx(self.benefit - self.cost)

    @pytest.mark.parametrize("terms", [{"cost": 1.2}, {"income": -0.1}, {"kept": 2}, {"premium": -1}])
    def test_terms_that_cannot_be(self, terms: dict[str, float]) -> None:
        with pytest.raises(UndefinedError, match="cannot be"):
            financing.Terms(**terms)


def test_a_number_of_users_survives_json() -> None:
    """It is an assumption like any other."""
    from metrics.scenario.serial import from_json, to_json

    held = tco.with_users(scenario(costs=(cost("a"),)), 7, "A", None)
    assert from_json(to_json(held)) == held and tco._users(held) == 7
