"""Prices, VAT, working capital, residual value and tax: each by hand, and the identities that hold between them."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import finance
from metrics.programme import benefits, treatment
from metrics.programme.statement import statement
from metrics.scenario.assumption import Assumption
from metrics.scenario.items import CostItem, Lever
from metrics.scenario.kinds import Tag
from metrics.scenario.scenario import Scenario
from metrics.scenario.serial import from_json, to_json
from metrics.scenario.terms import TERMS
from metrics.words.units import Unit
from tests.metrics import worlds


def amount(value: float, unit: Unit = Unit.MONEY) -> Assumption:
    """A number entered for a test."""
    return Assumption(value=value, unit=unit, source="test")


def plan(horizon: int = 24, **terms: float) -> Scenario:
    """1,200 paid for software in month 0 and 120 a year to run it; 1,200 a year of stated benefit, counted."""
    benefit = Lever(id="stated", kind="stated", target=amount(1200.0), tag=Tag.SOFT)
    software = CostItem(
        id="software", name="software", cost_class="IT", cost_type="software", once=amount(1200.0), yearly=amount(120.0)
    )
    bare = Scenario(
        name="plan",
        currency="EUR",
        month0=worlds.baseline().month0,
        rate=amount(0.1, Unit.RATE),
        horizon=amount(horizon, Unit.MONTHS),
        levers=(benefit,),
        costs=(software,),
        include_soft=True,
    )
    for path, value in terms.items():
        bare = bare.replace(path, value)
    return bare


def flows(scenario: Scenario) -> benefits.Flows:
    """The plan month by month."""
    return benefits.programme_flows(scenario, worlds.baseline())


def npv(scenario: Scenario) -> float:
    """Its net present value."""
    return float(finance.npv(finance.monthly_rate(scenario.rate.value), flows(scenario).net, scenario.timing))


def test_everything_is_off_unless_set() -> None:
    """Net is benefit less cost: -1200, then 100 - 10 a month."""
    assert flows(plan()).net == pytest.approx([-1200.0, *[90.0] * 24])


class TestTax:
    """25% on 100 - 10 - 50 a month while 1,200 is written off over 24 months: 10 a month."""

    def test_by_hand(self) -> None:
        held = flows(plan(tax_rate=0.25, write_off=24.0))
        assert held.extras.tax == pytest.approx([0.0, *[-10.0] * 24])
        assert held.net == pytest.approx([-1200.0, *[80.0] * 24])

    def test_the_formula_of_the_decisions(self) -> None:
        """Flows x (1 - t) + t x amortisation, with the capital itself untouched."""
        held = flows(plan(tax_rate=0.3, write_off=12.0))
        capital, written = held.capital, treatment._written_off(held.capital, 12.0)
        running = held.benefit - (held.cost - capital)
        assert held.net == pytest.approx(running * 0.7 - capital + 0.3 * written)

    def test_written_off_at_once_leaves_the_same_share_of_everything(self) -> None:
        """Without a write-off every flow keeps 1 - t, and so does the value."""
        assert npv(plan(tax_rate=0.25, write_off=0.0)) == pytest.approx(0.75 * npv(plan()))

    def test_what_is_not_written_off_by_the_end_is_then(self) -> None:
        """Over 48 months but a horizon of 24: half is left, 600, set against tax in the last month."""
        held = flows(plan(tax_rate=0.25, write_off=48.0))
        assert held.extras.tax[1] == pytest.approx(-0.25 * (90 - 25))
        assert held.extras.tax[-1] == pytest.approx(-0.25 * (90 - 25 - 600))

    @given(over=st.integers(0, 40), rate=st.floats(0.0, 1.0))
    def test_all_capital_is_deducted_once(self, over: int, rate: float) -> None:
        """The tax of all months is the rate times the profit of all months, whatever the write-off."""
        held = flows(plan(tax_rate=rate, write_off=float(over)))
        profit = float((held.benefit - held.cost).sum())
        assert float(np.sum(held.extras.tax)) == pytest.approx(-rate * profit, abs=1e-6)


class TestLossesCarriedForward:
    """A firm without other profit: a loss saves nothing when it is made, it is set against later profit."""

    def test_by_hand(self) -> None:
        """-1200 at once, then 90 a month: below zero to month 13, 60 over it in month 14, 25% of that is 15."""
        held = flows(plan(tax_rate=0.25, write_off=0.0, group_profit=False))
        assert held.extras.tax == pytest.approx([0.0, *[0.0] * 13, -15.0, *[-22.5] * 10])
        assert npv(plan(tax_rate=0.25, write_off=0.0, group_profit=False)) < npv(plan(tax_rate=0.25, write_off=0.0))

    def test_a_loss_after_a_profit_is_not_carried_back(self) -> None:
        """Years of -10, 60, -24 and 48: due on 0, 50, 0 and 24. Within year 1 the first 10 are free: months 1 and 2."""
        due = treatment._carried(np.array([-10.0, *[5.0] * 12, *[-2.0] * 12, *[4.0] * 12]))
        assert [due[0], due[1:13].sum(), due[13:25].sum(), due[25:].sum()] == pytest.approx([0.0, 50.0, 0.0, 24.0])
        assert due[1:4] == pytest.approx([0.0, 0.0, 5.0])

    def test_a_loss_within_a_year_takes_back_what_was_due_in_it(self) -> None:
        """A year is assessed as a whole: 30, then -30, leaves nothing due, in the month of the loss."""
        assert treatment._carried(np.array([0.0, 30.0, -30.0, *[0.0] * 10])) == pytest.approx(
            [0.0, 30.0, -30.0, *[0.0] * 10]
        )

    @given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=80))
    def test_what_is_due_is_the_highest_the_sum_stood_at_the_end_of_a_year(self, taxed: list[float]) -> None:
        flow = np.array(taxed)
        ends = [*range(0, flow.size, 12), flow.size - 1]
        assert treatment._carried(flow).sum() == pytest.approx(max(0.0, *np.cumsum(flow)[ends]), abs=1e-3)

    @given(st.lists(st.floats(0, 1e6), min_size=2, max_size=40))
    def test_without_a_loss_nothing_changes(self, taxed: list[float]) -> None:
        assert treatment._carried(np.array(taxed)) == pytest.approx(taxed, abs=1e-3)

    def test_draws_are_taxed_one_by_one(self) -> None:
        rows = np.array([[-10.0, 5.0, 5.0, 5.0], [10.0, -20.0, 5.0, 5.0]])
        assert treatment._carried(rows) == pytest.approx(np.array([[0, 0, 0, 5.0], [10.0, 0, 0, 0]]))


def test_residual_value_comes_last_and_is_taxed_above_its_book_value() -> None:
    """500 at the end, nothing left in the books: 25% of it goes."""
    assert flows(plan(residual=500.0)).net[-1] == pytest.approx(590.0)
    held = flows(plan(residual=500.0, tax_rate=0.25, write_off=24.0))
    assert held.net[-1] == pytest.approx(80.0 + 375.0)


def test_vat_that_is_not_refunded_is_a_cost() -> None:
    """20% on both: 1,440 and 12 a month."""
    assert flows(plan(vat=0.2)).cost == pytest.approx([1440.0, *[12.0] * 24])


class TestWorkingCapital:
    """Sales that rise by 1,000 a month, 73 days: 12,000 x 73/365 = 2,400 are tied up."""

    def test_by_hand(self) -> None:
        found = treatment._tied_up(np.array([0.0, 1000.0, 1000.0, 1000.0]), 73.0)
        assert found == pytest.approx([0.0, -2400.0, 0.0, 2400.0])

    @given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30), st.floats(-365, 365))
    def test_all_of_it_is_released(self, sales: list[float], days: float) -> None:
        assert treatment._tied_up(np.array([0.0, *sales]), days).sum() == pytest.approx(0.0, abs=1e-3)

    def test_it_follows_sales_not_contribution(self) -> None:
        """36.5 days tie up a tenth of the additional sales of a year, whatever their margin."""
        held = plan(dso=36.5).with_lever(worlds.lever("spend", 880.0))
        found = flows(held)
        _parts, sales = benefits._increments(held.levers, benefits.numbers(held, worlds.baseline()), 24)
        assert -found.extras.working_capital[1:].cumsum()[:-1] == pytest.approx(sales[:-1] * 12 / 10)


class TestPrices:
    """Nominal and real tell the same story."""

    def test_two_per_cent_by_hand(self) -> None:
        held = flows(plan(inflation=0.02))
        assert held.benefit[12] == pytest.approx(102.0) and held.benefit[24] == pytest.approx(104.04)
        assert held.cost[0] == 1200.0

    def test_a_schedule_is_in_the_money_of_its_months(self) -> None:
        """What was budgeted by month does not rise; in real money it is worth less."""
        bare = plan(inflation=0.02)
        item = CostItem(
            id="a", name="a", cost_class="IT", cost_type="data", schedule=(0.0,) * 12 + (102.0,) + (0.0,) * 12
        )
        assert flows(bare.with_cost(item)).cost_by_item["a"][12] == 102.0
        real = bare.with_cost(item).replace("prices", "real")
        assert flows(real).cost_by_item["a"][12] == pytest.approx(100.0)

    @given(
        inflation=st.floats(-0.05, 0.2),
        tax=st.floats(0.0, 0.5),
        days=st.floats(0, 90),
        timing=st.sampled_from(["start", "middle", "end"]),
    )
    def test_the_value_is_the_same_in_either(
        self, inflation: float, tax: float, days: float, timing: finance.Timing
    ) -> None:
        """Fisher: with the rate converted, net present value does not move, whatever else is switched on."""
        nominal = plan(inflation=inflation, tax_rate=tax, dso=days, residual=100.0)
        nominal = dataclasses.replace(nominal, timing=timing)
        real = nominal.replace("prices", "real")
        assert (1 + real.rate.value) * (1 + inflation) == pytest.approx(1.1)
        assert npv(real) == pytest.approx(npv(nominal), rel=1e-9, abs=1e-6)
        assert real.replace("prices", "nominal").rate.value == pytest.approx(0.1)


class TestStatement:
    """The yearly table adds up both ways."""

    def test_by_hand(self) -> None:
        found = statement(held := plan(tax_rate=0.25, write_off=24.0), flows(held))
        assert found.last == (0, 12, 24)
        assert {line.name: line.amounts for line in found.lines} == {
            "Benefit: soft": pytest.approx((0.0, 1200.0, 1200.0)),
            "Capital cost": pytest.approx((-1200.0, 0.0, 0.0)),
            "Running cost": pytest.approx((0.0, -120.0, -120.0)),
            "Tax": pytest.approx((0.0, -120.0, -120.0)),
        }
        assert found.net == pytest.approx((-1200.0, 960.0, 960.0))
        assert found.cumulative == pytest.approx((-1200.0, -240.0, 720.0))

    @given(
        horizon=st.integers(1, 80),
        tax=st.floats(0, 0.5),
        vat=st.floats(0, 0.3),
        rise=st.floats(0, 0.1),
        timing=st.sampled_from(["start", "middle", "end"]),
    )
    def test_lines_sum_to_net_and_net_to_the_value(
        self, horizon: int, tax: float, vat: float, rise: float, timing: str
    ) -> None:
        held = replace(plan(horizon, tax_rate=tax, vat=vat, inflation=rise, residual=9.0), timing=timing)
        found = statement(held, flows(held))
        assert np.sum([line.amounts for line in found.lines], axis=0) == pytest.approx(found.net, abs=1e-6)
        assert sum(found.discounted) == pytest.approx(npv(held), abs=1e-6)


def test_terms_survive_json_and_old_json_has_none() -> None:
    """What was written before there were terms reads as it was meant: all off."""
    held = plan(tax_rate=0.2, dso=30.0).replace("correlations", (("stated.target", "cost.software.once", 0.5),))
    assert from_json(to_json(held)) == held
    old = json.loads(to_json(plan()))
    for name in ("prices", "correlations", *TERMS):
        del old[name]
    del old["costs"][0]["capital"]
    assert from_json(json.dumps(old)) == plan()
