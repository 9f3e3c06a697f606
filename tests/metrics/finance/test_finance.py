"""Present values, MIRR, payback and ROI, each against a published or hand-worked value."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import finance
from metrics.reading import UndefinedError


def test_npv_of_numpy_financials_example() -> None:
    assert float(finance.npv(0.05, [-15000, 1500, 2500, 3500, 4500, 6000])) == pytest.approx(122.89485495093959)


def test_a_zero_first_gives_the_spreadsheet_convention() -> None:
    # raymon1/financial: NPV(10 %; -1000, 500, 500, 500), first flow discounted, is 221.296/1.1... of ours
    ours = float(finance.npv(0.1, [0, -1000, 500, 500, 500]))
    assert ours == pytest.approx((-1000 + 500 / 1.1 + 500 / 1.21 + 500 / 1.331) / 1.1)


def test_npv_of_many_rows_is_that_of_each() -> None:
    flows = np.array([[[-100.0, 60, 60], [-100, 110, 0]], [[0, 0, 121], [1, 1, 1]]])
    # by hand at 10 %: -100 + 54.545 + 49.587; -100 + 100; 100; 1 + 0.90909 + 0.82645
    assert finance.npv(0.1, flows) == pytest.approx(np.array([[4.132231405, 0], [100, 2.735537190]]))


@pytest.mark.parametrize(
    ("timing", "value"),
    [("end", -100 + 110 / 1.1), ("start", -100 + 110), ("middle", -100 + 110 / 1.1**0.5)],
)
def test_timing_moves_every_flow_but_the_first(timing: finance.Timing, value: float) -> None:
    assert float(finance.npv(0.1, [-100, 110], timing)) == pytest.approx(value)


def test_a_yearly_rate_compounds_from_monthly_ones() -> None:
    # 1.1^(1/12) - 1 = 0.797414 % (tables of effective rates)
    assert finance.monthly_rate(0.1) == pytest.approx(0.00797414, abs=5e-9)
    assert (1 + finance.monthly_rate(0.25)) ** 12 == pytest.approx(1.25)


@pytest.mark.parametrize("rate", [-1, -2, float("nan"), float("inf")])
def test_a_rate_of_minus_one_and_below_is_refused(rate: float) -> None:
    with pytest.raises(UndefinedError, match="must be above -1"):
        finance.npv(rate, [1, 2])
    with pytest.raises(UndefinedError, match="must be above -1"):
        finance.monthly_rate(rate)


def test_a_flow_that_is_not_finite_is_refused() -> None:
    with pytest.raises(UndefinedError, match="not finite"):
        finance.npv(0.1, [1, float("inf")])


def test_xnpv_of_excel() -> None:
    texts = ("2008-01-01", "2008-03-01", "2008-10-30", "2009-02-15", "2009-04-01")
    days = [date.fromisoformat(text) for text in texts]
    times = finance.year_fractions(days)
    assert finance.npv_at(0.09, [-10000, 2750, 4250, 3250, 2750], times) == pytest.approx(2086.6476020315363)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.floats(-0.5, 2))
def test_npv_is_linear_in_the_flows(flows: list[float], rate: float) -> None:
    once, twice = finance.npv(rate, flows), finance.npv(rate, 2 * np.array(flows))
    assert float(twice) == pytest.approx(2 * float(once), rel=1e-9, abs=1e-6)


@pytest.mark.parametrize(
    ("flows", "financed", "reinvested", "published", "half_digit"),
    [
        ([-120000, 39000, 30000, 21000, 37000, 46000], 0.10, 0.12, 0.1260941303659, 1e-12),  # Excel prints 13 %
        ([-120000, 39000, 30000, 21000], 0.10, 0.12, -0.0480446552500, 1e-12),  # Excel prints -5 %
        ([-120000, 39000, 30000, 21000, 37000, 46000], 0.10, 0.14, 0.1347591108283, 1e-12),  # Excel prints 13 %
        ([-4500, -800, 800, 800, 600, 600, 800, 800, 700, 3000], 0.08, 0.055, 0.0666, 5e-5),  # numpy-financial
        ([100, 200, -50, 300, -200], 0.05, 0.06, 0.3428, 5e-5),  # numpy-financial
        ([-1000, 100, 250, 500, 500], 0.1, 0.1, 0.10401626745, 5e-11),  # pyxirr
    ],
)
def test_mirr_as_published(
    flows: list[float], financed: float, reinvested: float, published: float, half_digit: float
) -> None:
    assert finance.mirr(flows, financed, reinvested) == pytest.approx(published, abs=half_digit)


def test_mirr_without_an_outlay_has_a_reason() -> None:
    with pytest.raises(UndefinedError, match="at least one outlay and one receipt"):
        finance.mirr([39000, 30000, 21000, 37000, 46000], 0.1, 0.12)


@given(st.floats(-0.3, 1.0))
def test_mirr_at_the_irr_is_the_irr(rate: float) -> None:
    flows = [-1000.0, 300, 400, 1]
    flows[3] = -float(finance.npv(rate, flows[:3])) * (1 + rate) ** 3  # so that NPV at `rate` is zero
    if flows[3] > 0:
        assert finance.mirr(flows, rate, rate) == pytest.approx(rate, abs=1e-9)


class TestModernSystemsAnalysis:
    """Instructor manual of Modern Systems Analysis & Design: -50,000 now, 65,000 less 20,000 for five years, 12 %."""

    flows = np.array([-50000.0] + [45000] * 5)

    def test_npv(self) -> None:
        assert float(finance.npv(0.12, self.flows)) == pytest.approx(112215, abs=1)

    def test_roi_total_has_all_cost_below_the_line(self) -> None:
        # published PVs 234,310 and 122,096
        assert finance.roi_total(234310, 122096) == pytest.approx(0.92, abs=5e-3)

    def test_discounted_payback_is_interpolated(self) -> None:
        # after year 1: -9,821.43; year 2 brings 35,873.72: 1 + 9,821.43 / 35,873.72 = 1.2738
        assert finance.discounted_payback(0.12, self.flows).value == pytest.approx(1.273777777777778)

    def test_simple_payback(self) -> None:
        # 50,000 / 45,000
        assert finance.payback(self.flows).value == pytest.approx(1 + 5 / 45)


def test_kendall_loses_although_benefits_exceed_costs(reference: dict[str, Any]) -> None:
    """All flows at year end, no year 0. The book rounds its factors to two digits; the file has the exact values."""
    cases = reference["npv_and_payback"]
    entry = next(case for case in cases if case["id"] == "is_kendall")
    for side in ("costs", "benefits"):
        value = float(finance.npv(0.12, [0, *entry["inputs"][side]]))
        assert value == pytest.approx(entry["exact"][f"pv_{side}"])
        assert value == pytest.approx(entry["published"][f"pv_{side}"], rel=5e-3)


def test_msad_recomputed(reference: dict[str, Any]) -> None:
    cases = reference["npv_and_payback"]
    found = next(case for case in cases if case["id"] == "is_msad_lan")["recomputed_here"]
    flows = TestModernSystemsAnalysis.flows
    assert float(finance.npv(0.12, flows)) == pytest.approx(found["npv"])
    assert finance.discounted_payback(0.12, flows).value == pytest.approx(found["discounted_payback"])


def test_payback_that_never_comes_says_what_is_missing() -> None:
    result = finance.payback([-100, 30, 30])
    assert result.value is None
    assert str(result.reason) == "Not paid back within 2 periods: 40 is still missing at the end."


def test_nothing_to_pay_back_is_not_zero() -> None:
    result = finance.payback([10, -5, 3])
    assert result.value is None and "nothing to pay back" in str(result.reason)


def test_payback_of_many_rows_marks_those_that_never_come() -> None:
    rows = [[-100.0, 50, 100], [-100, 20, 20], [5, 5, 5], [-100, 100, -50]]
    # 1 + 50/100; never; nothing; exactly after period 1
    assert finance.payback_periods(rows) == pytest.approx([1.5, np.nan, np.nan, 1.0], nan_ok=True)


@given(st.lists(st.floats(0.01, 100), min_size=3, max_size=20), st.floats(1, 50), st.floats(0, 1))
def test_more_benefit_never_pays_back_later(benefits: list[float], outlay: float, more: float) -> None:
    flows = np.array([-outlay, *benefits])
    richer = flows + np.array([0.0] + [more] * len(benefits))
    first, second = finance.payback_periods(flows), finance.payback_periods(richer)
    assert np.isnan(first) or second <= first + 1e-9


@given(st.lists(st.floats(0.01, 100), min_size=3, max_size=20), st.floats(1, 50), st.floats(0, 0.5))
def test_discounting_never_pays_back_earlier(benefits: list[float], outlay: float, rate: float) -> None:
    flows = [-outlay, *benefits]
    plain, discounted = finance.payback(flows).value, finance.discounted_payback(rate, flows).value
    assert discounted is None or (plain is not None and plain <= discounted + 1e-9)


def test_roi_of_the_bt_cases() -> None:
    assert finance.roi_total(150, 100) == pytest.approx(0.5)
    assert finance.roi_total(68, 29) == pytest.approx(1.345, abs=5e-4)


def test_roi_without_cost_has_a_reason() -> None:
    with pytest.raises(UndefinedError, match="no cost"):
        finance.roi_total(10, 0)


def test_first_cost_roi_is_the_average_of_three_years() -> None:
    # (20 + 60 + 70)/3 / 40 = 1.25; a fourth year does not count
    assert finance.roi_first_cost([20, 60, 70, 500], 40) == pytest.approx(1.25)
    with pytest.raises(UndefinedError, match="needs 3 whole years of use, has 2"):
        finance.roi_first_cost([20, 60], 40)


@pytest.mark.parametrize(
    ("invest", "returned", "years", "npv", "irr"),
    [
        (100, 150, 2, 30.2, 0.319),
        (100, 150, 3, 24.3, 0.234),
        (100, 150, 5, 13.7, 0.152),
        (29, 68, 2, 30.0, 0.817),
        (29, 68, 3, 27.4, 0.586),
        (29, 68, 5, 22.6, 0.373),
    ],
)
def test_bt_cases_with_even_benefits(invest: float, returned: float, years: int, npv: float, irr: float) -> None:
    """Catalogue A22, in millions of pounds at 10 %, yearly, end of period.

    The catalogue prints 81.8 % for 68 on 29 over two years. The root of 29 = 34 x + 34 x^2 is x = 0.550210, so the
    rate is 81.749 %, printed here as 81.7.
    """
    flows = [-invest] + [returned / years] * years
    assert float(finance.npv(0.1, flows)) == pytest.approx(npv, abs=0.05)
    assert finance.irr(flows).value == pytest.approx(irr, abs=5e-4)


def test_hotel_case() -> None:
    """Catalogue A24: 13 m a year for five years is worth 49.3 m at 10 % and 51.9 m at 8 %."""
    assert float(finance.npv(0.10, [0] + [13] * 5)) == pytest.approx(49.3, abs=0.05)
    assert float(finance.npv(0.08, [0] + [13] * 5)) == pytest.approx(51.9, abs=0.05)


def test_second_opinion_agrees_where_there_is_one_answer() -> None:
    for opinion in finance.second_opinion([-70000, 12000, 15000, 18000, 21000, 26000], 0.1).values():
        assert opinion.difference == pytest.approx(0, abs=1e-9)
        assert not opinion.picked


def test_second_opinion_is_marked_where_it_picks_one_of_several() -> None:
    opinion = finance.second_opinion([-252, 1431, -3035, 2850, -1000], 0.1)["irr"]
    assert opinion.ours is None and opinion.difference is None
    assert opinion.picked and opinion.theirs == pytest.approx(0.25, abs=1e-6)


def test_second_opinion_without_a_rate_is_none_on_both_sides() -> None:
    found = finance.second_opinion([-100, -7], 0.1)
    assert (found["irr"].ours, found["irr"].theirs, found["mirr"].ours, found["mirr"].theirs) == (None,) * 4
