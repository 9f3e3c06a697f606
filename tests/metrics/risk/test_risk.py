"""Draws: what goes in comes out, and no haircut is taken twice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from metrics import finance
from metrics.programme import benefits
from metrics.reading import UndefinedError
from metrics.risk import distributions, draws, simulation, tornado
from metrics.scenario.kinds import Tag
from metrics.scenario.scenario import Scenario, with_range
from metrics.words.units import Unit
from tests.examples import at_most
from tests.metrics.worlds import baseline, cost, lever, scenario


def plan(**parts: float) -> Scenario:
    """1,200 a year stated, 1,000 at once: after 12 months 200 more than it cost, undiscounted."""
    return scenario(lever("stated", 1200, id="hours", tag=Tag.CASH, **parts), costs=(cost(once=1000),), rate=0.0)


def ranged(held: Scenario, path: str, low: float, high: float) -> Scenario:
    return with_range(held, path, low, high)


class TestDistributions:
    """A most likely value and two percentiles make a distribution."""

    @pytest.mark.parametrize("shape", ["pert", "triangular"])
    @given(st.floats(0, 1))
    @at_most(30)
    def test_the_percentiles_that_went_in_come_out(self, shape: distributions.Shape, peak: float) -> None:
        quantiles = distributions.fitted(10, 10 + 40 * peak, 50, shape)
        assert quantiles(np.array([0.05, 0.95])) == pytest.approx([10, 50], abs=1e-3)

    def test_pert_is_the_beta_it_says(self) -> None:
        # q = 1/4 over [0, 1]: beta(2, 4), peak 1/4, percentiles 0.07644 and 0.65741 (tables of the beta)
        low, high = beta(2, 4).ppf([0.05, 0.95])
        assert (low, high) == (pytest.approx(0.07644, abs=5e-6), pytest.approx(0.65741, abs=5e-6))
        at = np.array([0.01, 0.3, 0.5, 0.8, 0.99])
        assert distributions.fitted(low, 0.25, high)(at) == pytest.approx(beta(2, 4).ppf(at), abs=1e-4)

    def test_a_symmetric_triangle(self) -> None:
        # over [0, 1] with its peak in the middle: F(x) = 2 x^2 below it, so the 5th percentile is sqrt(0.025)
        low = 0.025**0.5
        assert distributions.fitted(low, 0.5, 1 - low, "triangular")(np.array([0.5, 0.125])) == pytest.approx(
            [0.5, 0.25], abs=1e-4
        )

    def test_no_width_is_no_uncertainty(self) -> None:
        assert distributions.fitted(3, 3, 3)(np.array([0.01, 0.99])) == pytest.approx(3)

    def test_quantiles_rise(self) -> None:
        assert (np.diff(distributions.fitted(1, 1.5, 9)(np.linspace(0, 1, 500))) >= 0).all()


class TestDraws:
    """What is drawn, and how."""

    def test_only_what_is_uncertain_and_not_chosen(self) -> None:
        held = plan(adoption=0.8, benchmark=1300)
        for path, low, high in (("rate", 0, 0.2), ("hours.benchmark", 1, 9999), ("hours.adoption", 0.5, 0.9)):
            held = ranged(held, path, low, high)
        assert list(draws.uncertain(held)) == ["hours.adoption"]

    def test_use_of_the_system_is_one_uncertainty_for_all_levers(self) -> None:
        held = scenario(lever("mail", 0.1, adoption=0.7), lever("spend", 840, adoption=0.6), lever("volume", 11000))
        ranges = {"mail.adoption": (0.5, 0.8), "volume.target": (1e4, 12e3), "spend.adoption": (0.3, 0.7)}
        for path, (low, high) in ranges.items():
            held = ranged(held, path, low, high)
        assert draws.factors(held) == {
            "adoption": ("mail.adoption", "spend.adoption"),
            "volume.target": ("volume.target",),
        }
        drawn = draws.drawn(held, 64, 1)
        order = [np.argsort(drawn[path][:, 0]).tolist() for path in ranges]
        assert order[0] == order[2] != order[1]  # the two adoptions rise and fall together

    def test_points_come_in_powers_of_two(self) -> None:
        with pytest.raises(ValueError, match="1000 draws: Sobol points come in powers of two; ask for 512"):
            draws.sobol(3, 1000, 2)

    def test_each_scrambling_is_balanced_and_its_own(self) -> None:
        # 64 points in base 2: each 64th of the line holds exactly one of them
        points = draws.sobol(3, 64, 2).reshape(3, 2, 64)
        assert (np.sort((points * 64).astype(int), axis=-1) == np.arange(64)).all()
        assert not np.allclose(points[:, 0], points[:, 1])

    def test_draws_stay_where_values_are_allowed(self) -> None:
        held = ranged(plan(adoption=0.95), "hours.adoption", 0.6, 1.0)
        drawn = draws.drawn(held, 1024, 4)["hours.adoption"]
        assert drawn.shape == (4096, 1) and drawn.max() <= 1.0


class TestSimulation:
    """Draws through the model."""

    def test_with_certain_inputs_the_simulation_is_the_plan(self) -> None:
        found = simulation.simulate(plan(adoption=0.9), baseline())
        # 1,200 x 0.9 - 1,000
        assert found.npv == pytest.approx([80])
        assert (found.plan, found.certain, found.note(found.npv, Unit.MONEY)) == (pytest.approx(80), True, None)
        assert found.percentile(0.1).error == 0 and found.chance().value == 1

    def test_a_drawn_realisation_is_the_haircut_not_one_more(self) -> None:
        """NPV is 1,200 x realisation - 1,000, so its median is that of the draws, near 0.9 and not near 0.81."""
        held = ranged(plan(realisation=0.9), "hours.realisation", 0.8, 0.98)
        found = simulation.simulate(held, baseline())
        middle = float(distributions.fitted(0.8, 0.9, 0.98)(np.array([0.5]))[0])
        assert found.percentile(0.5).value == pytest.approx(1200 * middle - 1000, abs=0.5)
        assert 0.88 < middle < 0.92

    def test_percentiles_are_those_that_went_in(self) -> None:
        held = ranged(plan(), "hours.target", 1000, 1500)
        found = simulation.simulate(held, baseline(), draws=1024)
        assert found.percentile(0.05).value == pytest.approx(0, abs=2)
        assert found.percentile(0.95).value == pytest.approx(500, abs=2)
        assert found.chance().value == pytest.approx(0.95, abs=2e-3)

    def test_the_error_is_that_of_the_scramblings(self) -> None:
        held = ranged(plan(), "hours.target", 1000, 1500)
        rough, fine = (simulation.simulate(held, baseline(), draws=draws) for draws in (16, 1024))
        assert 0 < fine.percentile(0.5).error < rough.percentile(0.5).error
        medians = np.quantile(rough.npv.reshape(8, 16), 0.5, axis=1)
        assert rough.percentile(0.5).error == pytest.approx(medians.std(ddof=1) / 8**0.5)

    def test_a_skewed_risk_makes_the_plan_optimistic(self) -> None:
        held = ranged(plan(), "cost_factor", 0.95, 2.0)
        found = simulation.simulate(held, baseline())
        assert found.optimism == pytest.approx(found.plan - found.percentile(0.5).value) and found.optimism > 50

    def test_another_rate_only_weighs_the_same_flows_again(self) -> None:
        held = ranged(plan(), "hours.target", 1000, 1500)
        one, other = simulation.simulate(held, baseline()), simulation.simulate(held.replace("rate", 0.2), baseline())
        assert np.shares_memory(other.net_flows, one.net_flows)
        factors = 1.2 ** (-np.arange(13) / 12)
        assert other.npv == pytest.approx(one.net_flows @ factors)

    def test_timing_and_rate_reach_the_draws(self) -> None:
        held = ranged(plan(), "hours.target", 1000, 1500).replace("rate", 0.3).replace("timing", "middle")
        found = simulation.simulate(held, baseline())
        monthly = finance.monthly_rate(0.3)
        assert found.npv == pytest.approx(finance.npv(monthly, found.net_flows, "middle"))
        assert found.plan == pytest.approx(
            float(finance.npv(monthly, benefits.programme_flows(held, baseline()).net, "middle"))
        )

    def test_payback_of_each_draw(self) -> None:
        held = ranged(plan(), "hours.target", 900, 1500)
        found = simulation.simulate(held, baseline())
        # 1,000 back at target/12 a month: 12,000/target months, none within 12 below 1,000
        drawn = draws.drawn(held, 256, 8)["hours.target"][:, 0]
        assert found.payback == pytest.approx(np.where(drawn >= 1000, 12000 / drawn, np.nan), nan_ok=True)
        assert found.chance_paid_back(10).value == pytest.approx((drawn >= 1200).mean())

    def test_present_value_of_cost(self) -> None:
        held = ranged(plan(), "cost_factor", 0.9, 2.0)
        found = simulation.simulate(held, baseline())
        assert found.cost == pytest.approx(1000 * draws.drawn(held, 256, 8)["cost_factor"][:, 0])

    def test_without_a_cost_there_is_nothing_to_simulate(self) -> None:
        with pytest.raises(UndefinedError, match="No cost entered yet"):
            simulation.simulate(scenario(lever("mail", 0.1)), baseline())

    def test_equal_scenarios_draw_the_same(self) -> None:
        held = ranged(plan(), "hours.target", 1000, 1500)
        first = simulation.simulate(held, baseline()).npv
        simulation._flows.cache_clear()
        distributions._unit.cache_clear()
        draws.sobol.cache_clear()
        assert (simulation.simulate(held, baseline()).npv == first).all()


class TestTornado:
    """One at a time to either end."""

    held = ranged(ranged(plan(adoption=0.9), "hours.target", 1000, 1500), "cost_factor", 0.95, 1.5)

    def test_swings_are_worked_out_one_at_a_time(self) -> None:
        # target: 0.9 x 1,000 - 1,000 and 0.9 x 1,500 - 1,000; cost: 1,080 - 950 and 1,080 - 1,500
        cost_swing, target_swing = tornado.tornado(self.held, baseline())
        assert (cost_swing.path, target_swing.path) == ("cost_factor", "hours.target")
        assert (cost_swing.npv_low, cost_swing.npv_high) == (pytest.approx(130), pytest.approx(-420))
        assert (target_swing.npv_low, target_swing.npv_high) == (pytest.approx(-100), pytest.approx(350))
        assert cost_swing.width == pytest.approx(550)

    def test_threats_are_the_bad_ends_with_who_answers(self) -> None:
        held = self.held.replace("hours.target", 1200.5, author="Ana").replace("hours.target", 1200.0, author="Ana")
        worst, second = tornado.threats(held, baseline())
        assert (worst.path, worst.value, worst.owner) == ("cost_factor", 1.5, "")
        assert worst.loss == pytest.approx(500)
        assert (second.path, second.owner) == ("hours.target", "Ana")
        assert second.loss == pytest.approx(180)

    def test_adoption_moves_under_all_levers_at_once(self) -> None:
        # 1,000 x 40 x 0.31 = 12,400 and 240,000 x 0.7 x 0.12 = 20,160 a year, at 0.6 and 0.8: 12,400 x 0.6 + 20,160 x
        # 0.8 - 1,000; at the low ends 12,400 x 0.5 + 20,160 x 0.5 - 1,000
        held = scenario(
            lever("spend", 840, adoption=0.6), lever("mail", 0.1, adoption=0.8), costs=(cost(once=1000),), rate=0.0
        )
        held = ranged(ranged(held, "spend.adoption", 0.5, 0.7), "mail.adoption", 0.5, 0.9)
        only = tornado.tornado(held, baseline())
        assert [(swing.path, swing.value, swing.low, swing.high) for swing in only] == [
            ("adoption", pytest.approx(0.7), pytest.approx(0.5), pytest.approx(0.8))
        ]
        assert only[0].npv_low == pytest.approx(15280)
        threat = tornado.threats(held, baseline())[0]
        assert (threat.now, threat.value) == (pytest.approx(0.7), pytest.approx(0.5))
        assert threat.loss == pytest.approx(12400 * 0.1 + 20160 * 0.3)
        assert held.label("adoption").render() == "Use of the system"

    def test_nothing_uncertain_nothing_to_show(self) -> None:
        assert tornado.tornado(plan(), baseline()) == []
        assert tornado.threats(plan(), baseline()) == []

    def test_an_end_of_zero_is_an_end(self) -> None:
        held = ranged(plan(adoption=0.5), "hours.adoption", 0.0, 1.0)
        swing = tornado.tornado(held, baseline())[0]
        assert (swing.low, swing.npv_low, swing.npv_high) == (0.0, pytest.approx(-1000), pytest.approx(200))
