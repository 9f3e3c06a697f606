"""The cases of the sources: every figure of catalogue rows A22 to A24, in both readings where the text has two."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.library import CaseReading, cases
from metrics import finance
from metrics.case import published as work
from metrics.programme import benefits
from metrics.reading import UndefinedError
from metrics.scenario.serial import from_json, to_json
from tests.metrics.businesses import baseline

MONTH0 = date(2024, 1, 1)


def reading(case: str, id: str) -> CaseReading:
    return next(found for found in cases()[case].readings if found.id == id)


def worked(case: str, id: str) -> work.Worked:
    return work.worked(cases()[case], reading(case, id))


@pytest.mark.parametrize(
    ("case", "npv", "irr", "roi", "net_roi"),
    [
        ("bt_value", (30.2, 24.3, 13.7), (0.319, 0.234, 0.152), 0.5, 1.5),
        ("bt_volume", (30.0, 27.4, 22.6), (0.818, 0.586, 0.373), 1.345, 2.345),
    ],
)
def test_bt(case: str, npv: tuple[float, ...], irr: tuple[float, ...], roi: float, net_roi: float) -> None:
    """A22: millions of pounds at 10 % over two, three and five years, yearly at the end of the year."""
    gross, net = worked(case, "gross"), worked(case, "net")
    assert [found.years for found in gross.over] == [2, 3, 5]
    assert [found.npv / 1e6 for found in gross.over] == pytest.approx(npv, abs=0.05)
    assert [found.irr for found in gross.over] == pytest.approx(irr, abs=0.001)  # one unit of the printed digits
    assert gross.roi == pytest.approx(roi, abs=0.0005) and net.roi == pytest.approx(net_roi, abs=0.0005)
    assert gross.roi == pytest.approx(reading(case, "gross").roi) and net.roi == pytest.approx(reading(case, "net").roi)


def test_the_75_percent_rule_in_both_definitions() -> None:
    """reference/finance.json: 66.7 and 42.6 % of the benefit; 200 and 74.4 % of the profit."""
    value, volume = worked("bt_value", "gross"), worked("bt_volume", "gross")
    assert value.cost_over_benefit == pytest.approx(2 / 3) and value.cost_over_profit == pytest.approx(2.0)
    assert volume.cost_over_benefit == pytest.approx(29 / 68) and volume.cost_over_profit == pytest.approx(29 / 39)


def test_thomas_cook_in_both_readings() -> None:
    """T6: 20,000 a week spent; or paid back in 25 weeks, which is 1.04 million a year and 108 % in the first."""
    spent, back = worked("thomas_cook", "cost"), worked("thomas_cook", "paid_back")
    assert spent.a_week == 20_000 and spent.roi is None and spent.over == () and spent.payback_weeks is None
    assert back.roi == pytest.approx(1.08) and back.payback_weeks == pytest.approx(25.0) and back.a_week is None


def test_the_hotel_group() -> None:
    """A24: 13 million a year is 49.3 million at 10 % and 51.9 at 8 %, the most that may be spent; 3.25 to 4.33 each."""
    hotel = worked("hotel_group", "even")
    assert hotel.most[0.10] / 1e6 == pytest.approx(49.3, abs=0.05)
    assert hotel.most[0.08] / 1e6 == pytest.approx(51.9, abs=0.05)
    assert hotel.per_capability == (3_250_000, pytest.approx(4_333_333, abs=1))
    assert hotel.roi is None and len(cases()["hotel_group"].steps) == 4


def test_the_most_that_may_be_spent_makes_the_value_zero() -> None:
    """That is what the word means: spending it leaves nothing."""
    most = worked("hotel_group", "even").most[0.10]
    assert float(finance.npv(0.10, np.array([-most] + [13e6] * 5))) == pytest.approx(0.0, abs=1e-6)


@given(invest=st.floats(1.0, 1e9), gain=st.floats(0.01, 10.0), years=st.integers(1, 10))
def test_the_net_reading_is_one_more_than_the_gross(invest: float, gain: float, years: int) -> None:
    """Whatever the figures: return net of the money put in is a ROI one higher, and the value higher by its share."""
    gross = CaseReading(id="g", note={}, invest=invest, benefit=invest * (1 + gain))
    net = CaseReading(id="n", note={}, invest=invest, benefit=invest * (2 + gain))
    rois = [finance.roi_total(found.benefit, found.invest) for found in (gross, net)]
    assert rois[1] - rois[0] == pytest.approx(1.0)
    more = work._flows(net, years) - work._flows(gross, years)
    assert more[0] == 0 and more.sum() == pytest.approx(invest)


@pytest.mark.parametrize("case", cases())
def test_every_reading_opens_as_a_scenario_that_can_be_kept(case: str) -> None:
    """In the currency of the case; its flows add up to the case's own money."""
    for found in cases()[case].readings:
        for years in cases()[case].years:
            plan = work.scenario(cases()[case], found, years, "Case", MONTH0)
            assert from_json(to_json(plan)) == plan and plan.currency == cases()[case].currency
            flows = benefits.programme_flows(plan, baseline())
            assert sum(flow.sum() for flow in flows.cash.values()) == pytest.approx(found.benefit)
            if found.invest:
                assert flows.cost.sum() == pytest.approx(found.invest)
            else:
                with pytest.raises(UndefinedError, match="No cost entered yet"):
                    flows.net  # noqa: B018


def test_twenty_five_weeks_are_spent_by_month() -> None:
    """20,000 x 52/12 in each of five months, and what is left in the sixth: worked by hand."""
    plan = work.scenario(cases()["thomas_cook"], reading("thomas_cook", "cost"), 1, "Case", MONTH0)
    assert plan.cost("programme").schedule == pytest.approx((0.0, *[86_666.67] * 5, 66_666.67), abs=0.01)


def test_by_month_the_same_case_is_worth_more() -> None:
    """Half of a year's benefit comes before its end; the undiscounted sums are the same."""
    plan = work.scenario(cases()["bt_value"], reading("bt_value", "gross"), 3, "Case", MONTH0)
    net = benefits.programme_flows(plan, baseline()).net
    value = float(finance.npv(finance.monthly_rate(0.10), net))
    assert net.sum() == pytest.approx(50e6) and value / 1e6 > 24.3
