"""The benefit model, every formula against a case worked by hand.

The company of worlds.py keeps 0.9 of its 1,000 customers each month and wins 100, so its base stands still.
A customer brings 800 x 0.31 - 24 = 224 a year before calls, and calls 12 times x 6 minutes x 2 = 144: 80 after them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.programme import benefits, costs
from metrics.programme.customer_base import standing
from metrics.reading import UndefinedError
from metrics.scenario.kinds import Tag
from metrics.scenario.scenario import Scenario
from tests.examples import at_most
from tests.metrics import worlds
from tests.metrics.worlds import KEPT, baseline, cost, lever, scenario

PAYS = cost(once=1000)


def flows_of(*levers: worlds.Lever, horizon: int = 12, **figures: float | None) -> benefits.Flows:
    return benefits.programme_flows(scenario(*levers, horizon=horizon), baseline(**figures))


def test_the_base_without_a_programme_stands_still() -> None:
    assert standing(benefits.numbers(scenario(), baseline()), 60).active == pytest.approx(1000)


def test_the_base_is_last_months_survivors_and_this_months_arrivals() -> None:
    # 1000 x 0.9 + 50 = 950; 950 x 0.9 + 50 = 905 (50 = 480/12 new + 120/12 returning)
    world = standing(benefits.numbers(scenario(), baseline(new_customers=480, returning=120)), 2)
    assert world.active == pytest.approx([950, 905])


def test_saved_customers_survive_and_bring_contribution_after_their_calls() -> None:
    # keeping 0.95: 950 + 100 = 1050, then 1050 x 0.95 + 100 = 1097.5; each one more is 80 a year
    part = flows_of(lever("retention", 0.95**12), horizon=2).cash["retention"]
    assert part == pytest.approx([0, 50 * 80 / 12, 97.5 * 80 / 12])


def test_won_customers_cost_their_winning_in_the_month_they_come() -> None:
    # 50 more a month: 50, then 50 x 0.9 + 50 = 95; 30 each to win
    part = flows_of(lever("acquisition", 1800, cac=30), horizon=2).cash["acquisition"]
    assert part == pytest.approx([0, 50 * 80 / 12 - 50 * 30, 95 * 80 / 12 - 50 * 30])


def test_spend_brings_margin_not_revenue() -> None:
    # 1000 customers x 40 more a year x 0.31 / 12
    assert flows_of(lever("spend", 840), horizon=2).cash["spend"] == pytest.approx([0, 1033.3333333, 1033.3333333])


def test_handling_and_volume_give_the_joint_formula() -> None:
    """c x (calls0 x AHT0 - calls1 x AHT1) = 2 x (12000 x 6 - 10000 x 5) = 44,000 a year, not 24,000 + 24,000."""
    cash = flows_of(lever("handling", 5), lever("volume", 10000)).cash
    assert cash["handling"][1] == pytest.approx(2 * 12000 * 1 / 12)
    assert cash["volume"][1] == pytest.approx(2 * 2000 * 5 / 12)
    assert sum(flow.sum() for flow in cash.values()) == pytest.approx(44000)


def test_mail_saves_the_pieces_that_were_wasted() -> None:
    # 240,000 x 0.7 x (0.22 - 0.08) / 12
    assert flows_of(lever("mail", 0.08)).cash["mail"][1:] == pytest.approx(1960)


def test_mail_does_not_follow_the_base() -> None:
    alone = flows_of(lever("mail", 0.08)).cash["mail"]
    assert flows_of(lever("retention", 0.95**12), lever("mail", 0.08)).cash["mail"] == pytest.approx(alone)


def test_a_stated_benefit_is_money_a_year() -> None:
    assert flows_of(lever("stated", 1200, id="hours", tag=Tag.AVOIDED)).cash["hours"][1:] == pytest.approx(100)


def test_the_effect_starts_ramps_and_takes_each_haircut_once() -> None:
    # start 3, ramp 4: 0, 0, 1/4, 1/2, 3/4, 1, 1; times 0.8 x 0.5 = 0.4
    held = scenario(lever("mail", 0.08, start=3, ramp=4, adoption=0.8, realisation=0.5))
    effect = benefits.effect(held.levers[0], benefits.numbers(held, baseline()), 7)
    assert effect == pytest.approx(np.array([0, 0, 0.25, 0.5, 0.75, 1, 1]) * 0.4)
    assert benefits.programme_flows(held, baseline()).cash["mail"][12] == pytest.approx(1960 * 0.4)


def test_month_0_has_no_benefit() -> None:
    flows = flows_of(lever("mail", 0.08), lever("spend", 840), lever("retention", 0.95**12))
    assert all(flow[0] == 0 for flow in flows.cash.values())


ALL = (
    lever("retention", 0.92**12, ramp=4, adoption=0.7),
    lever("acquisition", 1500, cac=25),
    lever("spend", 830, start=3),
    lever("handling", 5.2, realisation=0.8),
    lever("volume", 11000),
    lever("mail", 0.1),
)


def money_month_by_month(figures: dict[str, np.ndarray], cac: float, months: int) -> np.ndarray:
    """The business told from first principles, one month after the other; figures by month, a year each."""
    active, told = 1000.0, []
    for month in range(months):
        now = {name: values[month] for name, values in figures.items()}
        active = active * now["retention"] ** (1 / 12) + (now["new_customers"] + now["returning"]) / 12
        margin = active * (now["revenue_per_customer"] * now["margin_rate"] - now["serve_per_customer"])
        calls = active / 1000 * now["calls"] * now["minutes_per_call"] * now["cost_per_minute"]
        wasted = now["pieces"] * now["piece_cost"] * now["wasted_share"]
        told.append((margin - calls - wasted - cac * (now["new_customers"] - 1200)) / 12)
    return np.array(told)


def test_the_parts_sum_to_the_total() -> None:
    """All levers at once, month by month, against none: the difference is the sum of the parts."""
    held = scenario(*ALL, horizon=48)
    values = benefits.numbers(held, baseline())
    before = {name: np.full(48, float(value)) for name, value in worlds.FIGURES.items() if value is not None}
    after = dict(before)
    for entry in held.levers:
        start = before[entry.spec.baseline]
        after[entry.spec.baseline] = start + (entry.target.value - start) * benefits.effect(entry, values, 48)
    whole = money_month_by_month(after, 25.0, 48) - money_month_by_month(before, 25.0, 48)
    assert sum(benefits._increments(held.levers, values, 48)[0].values()) == pytest.approx(whole)


def test_the_order_on_the_page_changes_nothing() -> None:
    one, other = flows_of(*ALL, horizon=24), flows_of(*reversed(ALL), horizon=24)
    for name, flow in one.cash.items():
        assert other.cash[name] == pytest.approx(flow)


def too_much(held: Scenario) -> Any:
    """What adding the levers up alone would claim too much, by month."""
    values = benefits.numbers(held, baseline())
    alone = sum(benefits._increments([one], values, held.months)[0][one.id] for one in held.levers)
    return alone - sum(benefits._increments(benefits.ordered(held), values, held.months)[0].values())


def test_interaction_is_what_adding_up_alone_would_miss() -> None:
    # month 1: 50 saved customers also spend the 40 more at 0.31: the total is 50 x 40 x 0.31 / 12 above the sum
    held = scenario(lever("retention", 0.95**12), lever("spend", 840))
    assert too_much(held)[:1] == pytest.approx([-50 * 40 * 0.31 / 12])


def test_interaction_of_shorter_and_fewer_calls_is_counted_once() -> None:
    # alone 24,000 and 24,000 a year, together 44,000
    held = scenario(lever("handling", 5), lever("volume", 10000))
    assert too_much(held).sum() == pytest.approx(4000)


def test_a_longer_horizon_only_adds_months() -> None:
    """No present value stands inside a flow: what comes later changes no earlier month."""
    short, long = flows_of(*ALL, horizon=24), flows_of(*ALL, horizon=60)
    for name, flow in short.cash.items():
        assert long.cash[name][:25] == pytest.approx(flow)


def test_flows_are_not_discounted() -> None:
    low, high = (
        benefits.programme_flows(scenario(*ALL, costs=(PAYS,), rate=rate), baseline()).net for rate in (0.0, 0.5)
    )
    assert low == pytest.approx(high)


class TestCapacity:
    """Freed time is money only as far as it is cashed, and only when."""

    flows = flows_of(lever("handling", 5, cashable=0.4, lag=2))  # 2,000 a month of time

    def test_the_cashable_share_comes_after_the_lag(self) -> None:
        assert self.flows.cash["handling"] == pytest.approx([0, 0, 0] + [800] * 10)

    def test_the_rest_is_shown_apart(self) -> None:
        assert self.flows.capacity["handling"] == pytest.approx([0, 2000, 2000] + [1200] * 10)
        assert self.flows.benefit.sum() == pytest.approx(8000)

    def test_drawn_lags_are_whole_months(self) -> None:
        part = np.array([0.0, 1, 2, 3])
        assert benefits._cashed(part, 1.0, np.array([[0.4], [1.6]])) == pytest.approx(
            np.array([[0, 1, 2, 3], [0, 0, 0, 1]])
        )


def test_soft_benefits_count_only_when_asked_for() -> None:
    soft = lever("stated", 1200, id="image", tag=Tag.SOFT)
    without = benefits.programme_flows(scenario(soft, lever("mail", 0.08)), baseline())
    with_it = benefits.programme_flows(scenario(soft, lever("mail", 0.08), include_soft=True), baseline())
    assert without.soft["image"].sum() == pytest.approx(1200)
    assert with_it.benefit.sum() - without.benefit.sum() == pytest.approx(1200)


class TestWhatIsMissing:
    """Undefined is not zero: the reason stands where the figure would."""

    def test_a_lever_without_its_baseline(self) -> None:
        flows = flows_of(lever("spend", 840), lever("mail", 0.08), margin_rate=None)
        assert str(flows.missing["spend"]).startswith("Spend per customer has no size: Margin rate is not known.")
        assert list(flows.cash) == ["mail"]

    def test_a_figure_entered_by_hand_takes_its_place(self) -> None:
        held = scenario(lever("spend", 840)).replace("baseline.margin_rate", 0.5, author="Ana")
        flows = benefits.programme_flows(held, baseline(margin_rate=None))
        assert flows.cash["spend"][1] == pytest.approx(1000 * 40 * 0.5 / 12)

    def test_new_customers_without_the_cost_of_winning_them(self) -> None:
        assert "what it costs to win one" in str(flows_of(lever("acquisition", 1800)).missing["acquisition"])

    def test_calls_without_orders_stand_on_a_constant_base(self) -> None:
        nothing = dict.fromkeys(("customers", "retention", "new_customers", "returning", "revenue_per_customer"))
        flows = flows_of(lever("handling", 5), **nothing, margin_rate=None, serve_per_customer=None)
        assert flows.cash["handling"][1:] == pytest.approx(2000)

    def test_no_cost_entered(self) -> None:
        flows = benefits.programme_flows(scenario(lever("mail", 0.08), costs=(cost(),)), baseline())
        assert flows.benefit.sum() > 0
        for figure in ("cost", "net"):
            with pytest.raises(UndefinedError, match="No cost entered yet"):
                getattr(flows, figure)

    def test_no_lever_moved(self) -> None:
        flows = benefits.programme_flows(scenario(lever("mail", 0.22), costs=(PAYS,)), baseline())
        with pytest.raises(UndefinedError, match="No benefit yet"):
            _ = flows.net

    def test_the_only_lever_has_no_size(self) -> None:
        with pytest.raises(UndefinedError, match="Wasted mail has no size"):
            _ = benefits.programme_flows(scenario(lever("mail", 0.1), costs=(PAYS,)), baseline(pieces=None)).net


class TestCosts:
    """The register by month, and the same total under both tags."""

    def test_once_in_its_month_and_a_twelfth_each_month_after(self) -> None:
        held = scenario(costs=(cost(once=500, yearly=120, start=2),), horizon=5)
        flow = benefits.programme_flows(held, baseline()).cost
        assert flow == pytest.approx([0, 0, 500, 10, 10, 10])

    def test_a_year_from_approval_costs_the_yearly_amount(self) -> None:
        assert benefits.programme_flows(scenario(costs=(cost(yearly=120),)), baseline()).cost.sum() == pytest.approx(
            120
        )

    def test_a_schedule_goes_on_at_its_running_rate_past_its_end(self) -> None:
        # 24 months known: 900 at once, then 10 a month
        item = cost(schedule=(900.0, *[10.0] * 23))
        flow = benefits.programme_flows(scenario(costs=(item,), horizon=36), baseline()).cost
        assert flow == pytest.approx([900, *[10] * 36])
        assert item.shown(36) == (pytest.approx(900), pytest.approx(120))

    def test_a_schedule_is_cut_at_the_horizon(self) -> None:
        held = scenario(costs=(cost(schedule=tuple(float(month) for month in range(30))),), horizon=3)
        assert benefits.programme_flows(held, baseline()).cost == pytest.approx([0, 1, 2, 3])

    def test_a_short_schedule_is_not_repeated(self) -> None:
        assert benefits.programme_flows(scenario(costs=(cost(schedule=(5.0, 5.0)),)), baseline()).cost.sum() == 10

    def test_an_overrun_multiplies_every_item(self) -> None:
        held = scenario(costs=(cost(once=100), cost("staff", yearly=12)), horizon=1).replace("cost_factor", 1.5)
        assert benefits.programme_flows(held, baseline()).cost == pytest.approx([150, 1.5])

    def test_both_tags_add_up_to_the_same_total(self) -> None:
        items = (
            cost("a", once=100),
            cost("b", yearly=240, cost_class="labour", cost_type="internal"),
            cost("c", schedule=(7.0,) * 24, cost_class="business", cost_type="training"),
            cost("d", once=3, start=4, cost_class="business", cost_type="software"),
        )
        held = scenario(*ALL, costs=items)
        flows = benefits.programme_flows(held, baseline())
        by_class, by_type = (costs.by_tag(held, flows.cost_by_item, tag) for tag in ("cost_class", "cost_type"))
        assert set(by_class) == {"IT", "labour", "business"}
        assert set(by_type) == {"software", "internal", "training"}
        assert sum(by_class.values()) == pytest.approx(flows.cost)
        assert sum(by_type.values()) == pytest.approx(flows.cost)


def test_worth_a_year_is_that_of_the_year_at_full_effect() -> None:
    # wasted mail, full in month 4 (start 2, ramp 3): 1,960 x 12; saved customers still growing: by hand below
    held = scenario(lever("mail", 0.08, start=2, ramp=3), lever("retention", 0.95**12), horizon=24)
    flows = benefits.programme_flows(held, baseline())
    worth = benefits.yearly_worth(flows)
    assert worth["mail"] == pytest.approx(23520)
    more, monthly = 0.0, []
    # retention is full in month 1, mail in month 4: months 4 to 15 are the year
    for _ in range(24):  # customers above 1,000: more(t) = 0.95 more(t-1) + 1000 x (0.95 - 0.9)
        more = 0.95 * more + 50
        monthly.append(more * 80 / 12)
    assert worth["retention"] == pytest.approx(sum(monthly[3:15]))
    assert sum(worth.values()) == pytest.approx(flows.benefit[4:16].sum())


def test_worth_of_fewer_months_is_scaled_to_a_year_and_full_effect_is_a_month() -> None:
    # the horizon ends in month 6, so all months count. start 2, ramp 3: a third in month 2, all from month 4
    # 6 months bring 1,960 x (1/3 + 2/3 + 3), times two
    held = scenario(lever("mail", 0.08, start=2, ramp=3), horizon=6)
    flows = benefits.programme_flows(held, baseline())
    assert benefits.yearly_worth(flows) == {"mail": pytest.approx(1_960 * 4 * 2)}
    assert benefits.full_from(held.levers[0], benefits.numbers(held, baseline())) == 4


def test_draws_go_through_together_as_each_would_alone() -> None:
    held = scenario(*ALL, costs=(PAYS, cost("b", yearly=50)), horizon=30)
    targets, realised, factors = [0.6**0.5, 0.35, KEPT], [0.2, 0.9, 0.5], [1.0, 1.7, 2.0]
    drawn = {
        **benefits.numbers(held, baseline()),
        "retention.target": np.array(targets)[:, None],
        "mail.realisation": np.array(realised)[:, None],
        "cost_factor": np.array(factors)[:, None],
    }
    together = benefits.flows(held, drawn).net
    for row, (target, share, factor) in enumerate(zip(targets, realised, factors, strict=True)):
        alone = held.replace("retention.target", target).replace("mail.realisation", share)
        alone = alone.replace("cost_factor", factor)
        assert together[row] == pytest.approx(benefits.programme_flows(alone, baseline()).net)


shares = st.floats(0.0, 1.0)


@given(shares, shares, st.floats(0.05, 1.0), st.integers(1, 30), st.integers(0, 24))
@at_most(50)
def test_half_the_adoption_of_a_mail_lever_is_half_its_benefit(
    adoption: float, realisation: float, target: float, start: int, ramp: int
) -> None:
    parts = {"realisation": realisation, "start": start, "ramp": ramp}
    whole, half = (
        flows_of(lever("mail", target, adoption=share, **parts), horizon=36).cash["mail"]
        for share in (adoption, adoption / 2)
    )
    assert half == pytest.approx(whole / 2, abs=1e-9)


@given(st.floats(0.05, 0.999), st.floats(0, 5000), st.floats(0, 2000), st.floats(1, 1e6))
@at_most(50)
def test_a_target_at_its_baseline_brings_nothing(retention: float, new: float, spend: float, customers: float) -> None:
    figures = {"retention": retention, "new_customers": new, "revenue_per_customer": spend, "customers": customers}
    levers = (lever("retention", retention), lever("acquisition", new), lever("spend", spend), lever("handling", 6))
    assert all(not flow.any() for flow in flows_of(*levers, horizon=60, **figures).cash.values())


@given(st.floats(0.35, 0.99), st.floats(0.01, 0.6))
@at_most(50)
def test_the_base_forgets_how_it_started(kept: float, share: float) -> None:
    """In the long run it is arrivals over leavers, whatever it was: a / (1 - s)."""
    new = 12 * 1000 * share
    months = 600
    world = standing(benefits.numbers(scenario(), baseline(retention=kept**12, new_customers=new)), months)
    expected = new / 12 / (1 - kept) + (1000 - new / 12 / (1 - kept)) * kept**months
    assert world.active[-1] == pytest.approx(expected)


def test_capacity_cashed_after_the_horizon_is_no_cash() -> None:
    """A lag longer than the plan: nothing arrives, and nothing fails."""
    part = np.array([0.0, 5.0, 5.0])
    assert benefits._cashed(part, 0.5, 1.0).tolist() == [0.0, 0.0, 2.5]
    assert benefits._cashed(part, 0.5, 99.0).tolist() == [0.0, 0.0, 0.0]
    assert benefits._cashed(part, 0.5, np.array([[1.0], [99.0]])).tolist() == [[0.0, 0.0, 2.5], [0.0, 0.0, 0.0]]
