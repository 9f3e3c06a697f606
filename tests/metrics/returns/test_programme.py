"""Figures of the programme on a business worked by hand; each says why it has no value when it has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from metrics.programme import benefits
from metrics.reading import UndefinedError
from metrics.returns import figures as programme
from metrics.risk import simulation
from metrics.risk.coverage import Coverage, coverage
from metrics.scenario.baseline import Baseline
from metrics.scenario.scenario import Scenario
from metrics.words.units import Unit
from tests.metrics.businesses import baseline, cost, mail, number, scenario, spend


class Sources:
    """What a metric reads, over one scenario and one baseline."""

    def __init__(self, case: Scenario, measured: Baseline | None = None) -> None:
        self.scenario, self.baseline = case, measured or baseline()
        self.frames: Mapping[str, pd.DataFrame] = {
            "held": pd.DataFrame({"table_name": ["benefits_register"], "rows": [0]})
        }
        self.scores: Any = None

    @property
    def flows(self) -> benefits.Flows:
        return benefits.programme_flows(self.scenario, self.baseline)

    @property
    def risk(self) -> simulation.Simulation:
        return simulation.simulate(self.scenario, self.baseline, draws=64, scramblings=4)

    @property
    def coverage(self) -> Coverage:
        return coverage(self.scenario, self.baseline)


# 600 a month from month 1 (spend: 1,200 x 12 x .5 / 12), 3,000 paid in month 0, no discounting, 24 months.
PLAN = scenario(spend(), costs=(cost(3_000),), months=24)


def test_without_discounting_everything_adds_up() -> None:
    held = Sources(PLAN)
    assert programme.npv(held).value == pytest.approx(24 * 600 - 3_000)
    assert programme.cost(held).value == pytest.approx(3_000)
    assert programme.benefit(held).value == pytest.approx(14_400)
    assert programme.roi_total(held).value == pytest.approx(11_400 / 3_000)
    assert programme.cost_benefit(held).value == pytest.approx(3_000 / 14_400)
    assert programme.benefit_a_year(held).value == pytest.approx(7_200)


def test_discounting_is_by_the_month_at_the_effective_yearly_rate() -> None:
    # 600 a month for 12 months at 21 % a year: monthly e^(.1906204 / 12) - 1 = 1.6011868 %; annuity
    # (1 - 1/1.21) / .016011868 = 10.839068; x 600 = 6,503.44; less 3,000 paid on the first day
    held = Sources(scenario(spend(), costs=(cost(3_000),), rate=0.21, months=12))
    assert programme.npv(held).value == pytest.approx(3_503.44, abs=0.005)


def test_payback_counts_from_approval_and_from_first_use() -> None:
    held = Sources(PLAN)
    assert programme.payback(held).value == pytest.approx(5)  # 3,000 / 600
    late = Sources(scenario(spend(start=number(4, Unit.MONTHS)), costs=(cost(3_000),), months=24))
    assert programme.payback(late).value == pytest.approx(8)  # months 4 to 8 bring 600 each
    assert programme.payback_from_live(late).value == pytest.approx(5)


def test_irr_is_yearly_and_makes_the_value_zero() -> None:
    held = Sources(PLAN)
    rate = programme.irr(held).value
    zero = Sources(PLAN.replace("rate", rate)) if rate <= 10 else None
    monthly = (1 + rate) ** (1 / 12) - 1
    assert 600 * (1 - (1 + monthly) ** -24) / monthly == pytest.approx(3_000)
    assert zero is None or programme.npv(zero).value == pytest.approx(0, abs=1e-6)


def test_mirr_at_no_rate_is_the_growth_of_the_cost_into_the_benefit() -> None:
    # 3,000 becomes 14,400 in 24 months: (14,400 / 3,000)^(1/2) - 1 a year
    assert programme.mirr(Sources(PLAN)).value == pytest.approx(4.8**0.5 - 1)


def test_first_cost_roi_is_yearly_benefit_over_what_was_paid_first() -> None:
    # three years of 7,200 each over 3,000
    held = Sources(scenario(spend(), costs=(cost(3_000),), months=36))
    assert programme.roi_first_cost(held).value == pytest.approx(7_200 / 3_000)
    with pytest.raises(UndefinedError, match="needs 3 whole years of use, has 2"):
        programme.roi_first_cost(Sources(PLAN))


def test_a_range_comes_from_the_draws_and_only_from_them() -> None:
    assert programme.npv(Sources(PLAN)).low is None
    unsure = spend(adoption=number(0.6, Unit.SHARE, 0.3, 0.9))
    figure = programme.npv(Sources(scenario(unsure, costs=(cost(3_000),), months=24)))
    # NPV is 14,400 x adoption - 3,000, so its 10th and 90th percentile are those of the adoption
    assert figure.low is not None and figure.high is not None
    assert -3_000 + 14_400 * 0.3 < figure.low < figure.value < figure.high < -3_000 + 14_400 * 0.9
    assert figure.quantiles is not None and figure.quantiles(0.1) == pytest.approx(figure.low)


def test_a_payback_that_no_draw_moves_has_no_range() -> None:
    # what is left at the end of month 24 is uncertain: net present value moves with it, month 5 of payback does not
    residual = replace(PLAN.residual, value=2_000.0, low=1_000.0, high=3_000.0)
    held = Sources(replace(PLAN, residual=residual))
    assert programme.npv(held).low is not None
    figure = programme.payback(held)
    assert (figure.value, figure.low, figure.high) == (pytest.approx(5), None, None)
    assert set(programme.payback_percentiles(held).values()) == {None}
    # 3,000 over 600 x adoption a month: with adoption from .3 to .9 in 5.6 to 16.7 months
    unsure = Sources(scenario(spend(adoption=number(0.6, Unit.SHARE, 0.3, 0.9)), costs=(cost(3_000),), months=24))
    months = programme.payback_percentiles(unsure)
    assert 5.5 < months[10] < months[25] < months[75] < months[90] < 16.7
    assert (programme.payback(unsure).low, programme.payback(unsure).high) == (months[10], months[90])


def test_the_chance_is_the_share_of_draws_above_zero() -> None:
    # worth 14,400 x adoption - 8,640 > 0 when adoption > .6, the middle of a symmetric range: one half
    unsure = scenario(spend(adoption=number(0.6, Unit.SHARE, 0.3, 0.9)), costs=(cost(8_640),), months=24)
    known = unsure.lever("spend")
    held = replace(unsure, cost_factor=replace(unsure.cost_factor, low=0.99, high=1.01))
    held = held.with_lever(replace(known, target=replace(known.target, low=111.9, high=112.1)))
    chance = programme.chance_of_profit(Sources(held))
    assert chance.value == pytest.approx(0.5, abs=0.02)


def test_no_chance_where_ranges_carry_too_little() -> None:
    """Adoption from .3 to .9 swings 14,400 x .6 = 8,640. Without a range, by a tenth either way: cost 8,640 x .2 =
    1,728, the target's way 8,640 x .2 = 1,728, the realisation rate, full, only down: 864. In all 12,960: two thirds.
    With the cost known to one per cent, 172.80: 8,812.80 of 11,404.80, 77 %; the rest is not enough either."""
    unsure = scenario(spend(adoption=number(0.6, Unit.SHARE, 0.3, 0.9)), costs=(cost(8_640),), months=24)
    found = coverage(unsure, baseline())
    assert found.share == pytest.approx(8_640 / 12_960) and not found.enough
    assert found.without == ("spend.target", "cost_factor", "spend.realisation")
    with pytest.raises(UndefinedError, match="Ranges carry 67% of what moves net present value"):
        programme.chance_of_profit(Sources(unsure))
    assert coverage(scenario(spend(), costs=(cost(3_000),), months=24), baseline()).share == 0.0


def test_a_chance_needs_something_to_draw() -> None:
    with pytest.raises(UndefinedError, match="nothing to draw"):
        programme.chance_of_profit(Sources(PLAN))


@pytest.mark.parametrize(
    "figure", [programme.npv, programme.payback, programme.irr, programme.mirr, programme.chance_of_profit]
)
def test_without_cost_or_benefit_there_is_a_reason(figure: Any) -> None:
    with pytest.raises(UndefinedError, match="No cost entered"):
        figure(Sources(scenario(spend())))
    with pytest.raises(UndefinedError, match="No benefit yet"):
        figure(Sources(scenario(costs=(cost(3_000),))))


def test_a_cost_stands_without_any_benefit() -> None:
    assert programme.cost(Sources(scenario(mail(0.2), costs=(cost(3_000),)))).value == pytest.approx(3_000)


def test_never_paid_back_says_what_is_missing() -> None:
    with pytest.raises(UndefinedError, match="600 is still missing"):
        programme.payback(Sources(scenario(spend(), costs=(cost(15_000),), months=24)))
