"""What would have to be true for the programme to be worth nothing, and what if the world is less kind."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import finance
from metrics.case import presets
from metrics.programme import benefits
from metrics.reading import UndefinedError
from metrics.risk import checks, tornado
from metrics.risk.importance import importance
from metrics.risk.switching import Switch, switching
from metrics.scenario.assumption import ScenarioError
from metrics.scenario.kinds import Tag
from metrics.scenario.scenario import Scenario, with_range
from tests.examples import at_most
from tests.metrics.worlds import baseline, cost, lever, scenario


def by_path(found: tuple[Switch, ...]) -> dict[str, Switch]:
    return {switch.path: switch for switch in found}


def plan(**parts: object) -> Scenario:
    """1,200 a year stated, 1,000 at once, twelve months, undiscounted: 200 is left."""
    return scenario(lever("stated", 1200, id="hours", tag=Tag.CASH, **parts), costs=(cost(once=1000),), rate=0.0)


def worth(held: Scenario) -> float:
    """NPV."""
    flows = benefits.programme_flows(held, baseline()).net
    return float(finance.npv(finance.monthly_rate(held.rate.value), flows, held.timing))


class TestSwitching:
    """Where NPV is zero."""

    def test_worked_by_hand(self) -> None:
        # use: 1,000/1,200; cost: 1,200/1,000; each month late costs 100 of 1,200; target: 1,000 a year
        found = by_path(switching(with_range(plan(), "hours.target", 1100, 1300), baseline()))
        assert found["adoption"].switch == pytest.approx(5 / 6)
        assert found["cost_factor"].switch == pytest.approx(1.2)
        assert found["delay"].switch == pytest.approx(2)
        assert found["hours.target"].switch == pytest.approx(1000)

    def test_the_bar_is_the_way_gone_at_the_bad_end(self) -> None:
        found = by_path(switching(with_range(plan(), "hours.target", 1100, 1300), baseline()))
        assert (found["hours.target"].bad, found["hours.target"].used) == (1100, pytest.approx(0.5))
        assert found["delay"].used == 1.0  # a year late is more than two months
        assert found["cost_factor"].used is None  # nobody said how bad cost may become

    def test_the_nearest_to_its_bad_end_comes_first(self) -> None:
        held = with_range(with_range(plan(), "hours.target", 1100, 1300), "cost_factor", 0.9, 1.05)
        assert [one.path for one in switching(held, baseline())] == ["delay", "hours.target", "cost_factor", "adoption"]

    def test_no_value_within_what_is_allowed(self) -> None:
        """All mail wasted would cost 240,000 x 0.7 x 0.78 = 131,040 more a year: 200,000 are sure to come."""
        sure = lever("stated", 200_000, id="sure", tag=Tag.CASH)
        held = scenario(sure, lever("mail", 0.1), costs=(cost(once=1000),), rate=0.0)
        held = with_range(held, "mail.target", 0.05, 0.2)
        one = by_path(switching(held, baseline()))["mail.target"]
        assert (one.switch, one.used, one.searched) == (None, None, (0.0, 1.0))

    def test_use_moves_under_all_levers_by_the_same_share(self) -> None:
        # 2,400 x 0.8 + 1,200 x 0.4 = 2,400 a year for 1,200: half of both, 0.4 and 0.2, so 0.3 in the mean
        one, two = (
            lever("stated", size, id=id, tag=Tag.CASH, adoption=use)
            for size, id, use in ((2400, "a", 0.8), (1200, "b", 0.4))
        )
        held = scenario(one, two, costs=(cost(once=1200),), rate=0.0)
        found = by_path(switching(held, baseline()))["adoption"]
        assert (found.value, found.switch) == (pytest.approx(0.6), pytest.approx(0.3))

    def test_a_plan_that_loses_says_what_it_would_take(self) -> None:
        held = plan(adoption=0.5)
        found = by_path(switching(held, baseline()))
        assert found["adoption"].switch == pytest.approx(5 / 6) and found["cost_factor"].switch == pytest.approx(0.6)

    @given(st.floats(1050, 5000), st.floats(0.3, 1.0), st.integers(0, 12), st.floats(0.0, 0.3))
    @at_most(25)
    def test_npv_is_zero_there(self, target: float, use: float, ramp: int, rate: float) -> None:
        base = plan(adoption=use, ramp=ramp).replace("rate", rate).replace("hours.target", target)
        held = with_range(base, "hours.target", target * 0.9, target * 1.1)
        for path, one in by_path(switching(held, baseline())).items():
            if one.switch is None or path == "delay":
                continue
            moved = held.replace("hours.adoption" if path == "adoption" else path, one.switch)
            assert worth(moved) == pytest.approx(0, abs=1e-4)

    def test_without_a_cost_it_says_so(self) -> None:
        with pytest.raises(UndefinedError, match="No cost entered yet"):
            switching(scenario(lever("mail", 0.1)), baseline())


class TestCost:
    """Cost underestimated."""

    @pytest.mark.parametrize(
        ("share", "reading", "factor"),
        [(0.4, "literal", 5 / 3), (0.75, "literal", 4.0), (0.4, "milder", 1.4), (0.75, "milder", 1.75)],
    )
    def test_both_readings(self, share: float, reading: checks.CostReading, factor: float) -> None:
        """T4: x 1.67 to 4.00, and x 1.40 to 1.75."""
        held = checks.underestimated(plan(), share, reading)
        assert held.cost_factor.value == pytest.approx(factor)
        assert worth(held) == pytest.approx(1200 - 1000 * factor)

    def test_it_stands_in_place_of_the_plans_own_factor(self) -> None:
        """One haircut a risk: a plan that counts on more already stays as it is."""
        careful = plan().replace("cost_factor", 1.5)
        assert checks.underestimated(careful, 0.4).cost_factor.value == pytest.approx(5 / 3)
        assert checks.underestimated(careful, 0.4, "milder") == careful

    def test_both_break_evens(self) -> None:
        # 1 - 1,000/1,200 and 1,200/1,000 - 1
        found = checks.break_even(plan(), baseline())
        assert (found.literal, found.milder) == (pytest.approx(1 / 6), pytest.approx(0.2))
        assert found.survives(0.18, "milder") and not found.survives(0.18)

    @given(st.floats(1050, 9000), st.floats(0.0, 0.5))
    @at_most(25)
    def test_npv_is_zero_at_the_break_even(self, target: float, tax: float) -> None:
        held = plan().replace("hours.target", target).replace("tax_rate", tax)
        found = checks.break_even(held, baseline())
        assert worth(checks.underestimated(held, found.literal)) == pytest.approx(0, abs=1e-6)
        assert worth(checks.underestimated(held, found.milder, "milder")) == pytest.approx(0, abs=1e-6)

    def test_break_even_is_that_of_the_formula(self) -> None:
        held = plan().replace("rate", 0.2)
        flows, monthly = benefits.programme_flows(held, baseline()), finance.monthly_rate(0.2)
        bought, paid = (float(finance.npv(monthly, flow)) for flow in (flows.benefit, flows.cost))
        found = checks.break_even(held, baseline())
        assert (found.literal, found.milder) == pytest.approx((1 - paid / bought, bought / paid - 1))

    def test_more_than_all_is_refused(self) -> None:
        with pytest.raises(ScenarioError, match="cannot be"):
            checks.underestimated(plan(), 1.0)


class TestOtherChecks:
    """Late, hard, bad data, half use, tax."""

    def test_late_costs_its_months(self) -> None:
        # 100 a month
        assert worth(checks._late(plan(), 3)) == pytest.approx(-100)
        with pytest.raises(ScenarioError, match="from 0 to 36"):
            checks._late(plan(), 37)
        with pytest.raises(ScenarioError, match="from 0 to 36"):
            checks._late(plan(), -1)

    def test_so_late_that_nothing_is_left_is_an_answer(self) -> None:
        found = checks.outcome(checks._late(plan(), 12), baseline())
        assert (found.npv, found.payback, found.nothing) == (-1000, None, True)

    def test_hard_savings_leave_revenue_and_soft_out(self) -> None:
        """1,200 x 0.6 cashed of capacity and 240,000 x 0.7 x 0.12 of mail stay; spend and soft go."""
        held = scenario(
            lever("spend", 840),
            lever("mail", 0.1, tag=Tag.CASH),
            lever("volume", 11400, cashable=0.6),
            lever("stated", 900, id="image", tag=Tag.SOFT),
            costs=(cost(once=1000),),
            rate=0.0,
            include_soft=True,
        )
        assert [one.id for one in checks._hard_only(held).levers] == ["mail", "volume"]
        assert worth(checks._hard_only(held)) == pytest.approx(600 * 6 * 2 * 0.6 + 20160 - 1000)

    def test_bad_data_hurt_only_what_reaches_people_by_them(self) -> None:
        held = scenario(lever("spend", 840), lever("mail", 0.1), lever("volume", 11400), costs=(cost(once=1000),))
        worse = checks._bad_data(held, 0.2)
        before, after = (benefits.programme_flows(one, baseline()).cash for one in (held, worse))
        assert after["spend"] == pytest.approx(0.8 * before["spend"])
        assert (after["mail"] == before["mail"]).all() and (after["volume"] == before["volume"]).all()

    def test_bad_data_are_never_discounted_twice(self) -> None:
        """The plan's own 10% and the check's 20% leave 80%, whichever came first; a lighter check changes nothing."""
        held = scenario(lever("spend", 840), costs=(cost(once=1000),))
        kept = presets.discounted(held, 0.1, "Ada", None)
        for worse in (checks._bad_data(kept, 0.2), presets.discounted(checks._bad_data(held, 0.2), 0.2, "Ada", None)):
            assert worse.lever("spend").realisation.value == pytest.approx(0.8 * held.lever("spend").realisation.value)
        assert checks._bad_data(kept, 0.05) == kept

    def test_half_use_halves_a_benefit_and_its_range(self) -> None:
        held = with_range(plan(adoption=0.8), "hours.adoption", 0.6, 0.9)
        half = checks._adoption_halves(held).lever("hours").adoption
        assert (half.value, half.low, half.high) == pytest.approx((0.4, 0.3, 0.45))
        assert worth(checks._adoption_halves(held)) == pytest.approx(1200 * 0.4 - 1000)

    def test_after_tax(self) -> None:
        # cost of software is capital, not all written off in 12 of 36 months but settled at the end: 200 x (1 - 0.25)
        assert worth(checks._taxed(plan(), 0.25)) == pytest.approx(150)

    def test_together_they_act_one_after_the_other_and_the_plan_stays(self) -> None:
        held = plan()
        found = checks.Checks(cost=0.4, months=1, halved=True, reading="milder").of(held)
        assert worth(found) == pytest.approx(1200 * 0.5 * 11 / 12 - 1400)
        assert held == plan() and not checks.Checks().any and checks.Checks().of(held) == held

    def test_a_gap_is_not_an_answer(self) -> None:
        """Without a cost there is no NPV, checked or not; nor where a lever has no size."""
        with pytest.raises(UndefinedError, match="No cost"):
            checks.outcome(checks._adoption_halves(scenario(lever("mail", 0.1))), baseline())
        with pytest.raises(UndefinedError, match="has no size"):
            checks.outcome(scenario(lever("mail", 0.1), costs=(cost(once=1),)), baseline(pieces=None))

    @given(st.floats(0, 0.9), st.floats(0, 36), st.floats(0, 1))
    @at_most(20)
    def test_no_check_makes_a_good_plan_better(self, share: float, months: float, bad: float) -> None:
        held = scenario(lever("spend", 840), costs=(cost(once=1000),), horizon=48)
        for check in (checks.Checks(cost=share), checks.Checks(months=months), checks.Checks(data=bad)):
            assert checks.outcome(check.of(held), baseline()).npv <= worth(held) + 1e-6


def test_absurd_inputs_are_refused_in_a_sentence() -> None:
    """Never a traceback, never a silent zero."""
    for path, value in (("horizon", -12), ("horizon", 0), ("hours.adoption", 2.0), ("hours.ramp", -3), ("rate", -1)):
        with pytest.raises(ScenarioError, match="outside"):
            plan().replace(path, value)


def test_huge_flows_keep_their_figures() -> None:
    """1e15 a month: switching values are those of the small plan."""
    huge = replace(plan().replace("hours.target", 1.2e18), costs=(cost(once=1e18),))
    found = by_path(switching(huge, baseline()))
    assert found["adoption"].switch == pytest.approx(5 / 6) and np.isfinite(checks.outcome(huge, baseline()).npv)


def test_a_range_that_moves_nothing_is_no_trouble() -> None:
    """The cost of stopping is uncertain and reaches no flow of the plan: it swings nothing and breaks nothing."""
    held = with_range(plan().replace("exit_cost", 50.0), "exit_cost", 10, 90)
    assert [(swing.path, swing.width) for swing in tornado.tornado(held, baseline())] == [("exit_cost", 0.0)]
    assert by_path(switching(held, baseline()))["exit_cost"].switch is None
    with pytest.raises(UndefinedError, match="does not vary"):
        importance(held, baseline())
