"""Customers under contract: sBG and Kaplan-Meier."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.lifetime import km, sbg
from metrics.reading import UndefinedError

# Fader & Hardie (2007), table 1: of 1,000, still there after each renewal
HIGH = [1000, 869, 743, 653, 593, 551, 517, 491]
REGULAR = [1000, 631, 468, 382, 326, 289, 262, 241]
WHOLE = {"high": (HIGH, 0.66809, 3.80610, -1611.158), "regular": (REGULAR, 0.70408, 1.18204, -1680.265)}


def fitted_on(cohort: list[int], renewals: int):
    left = -np.diff(cohort[: renewals + 1])
    here = np.zeros(renewals)
    here[-1] = cohort[renewals]
    return sbg.fit(left, here)


@pytest.mark.parametrize("name", WHOLE)
def test_sbg_reaches_the_published_parameters(name: str) -> None:
    cohort, alpha, beta, height = WHOLE[name]
    fitted = fitted_on(cohort, 7)
    assert dict(fitted.params) == pytest.approx({"alpha": alpha, "beta": beta}, abs=5e-5)
    assert fitted.log_likelihood == pytest.approx(height, abs=1e-3)


@pytest.mark.parametrize(("cohort", "year_7"), ((HIGH, 0.4445), (REGULAR, 0.2296)))
def test_four_renewals_project_the_seventh_year(cohort: list[int], year_7: float) -> None:
    assert sbg.survival([7], fitted_on(cohort, 4))[0] == pytest.approx(year_7, abs=5e-5)


@given(st.integers(1, 30))
def test_survival_is_the_product_of_retentions(renewals: int) -> None:
    fitted = fitted_on(HIGH, 7)
    product = np.prod(sbg.retention(np.arange(1, renewals + 1), fitted))
    assert sbg.survival([renewals], fitted)[0] == pytest.approx(product, rel=1e-9)


def test_nobody_left_yet_is_a_reason_not_a_rate_of_zero() -> None:
    assert "left yet" in str(sbg.fit([0, 0, 0], [5, 5, 90]).reason)
    assert "only once" in str(sbg.fit([9], [20]).reason)


def test_kaplan_meier_by_hand() -> None:
    # six at risk at 1: one leaves, 5/6; at 2 one is still watched; four at risk at 3: two leave, 5/6 * 1/2
    curve = km.survival([1, 2, 3, 3, 4, 5], [True, False, True, True, False, False])
    assert curve.time.tolist() == [1.0, 3.0]
    assert curve.share.tolist() == pytest.approx([5 / 6, 5 / 12])
    assert curve.at_risk.tolist() == [6.0, 4.0]
    assert (curve.at(0.5), curve.at(2), curve.at(9)) == (1.0, pytest.approx(5 / 6), pytest.approx(5 / 12))
    assert curve.median == 3.0


def test_kaplan_meier_of_freireich_is_as_published() -> None:
    """6-MP arm of Freireich et al. (1963), as in Kalbfleisch & Prentice: S(6) .857, S(10) .753, S(23) .448."""
    weeks = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    curve = km.survival(weeks, [True] * 9 + [False] * 12, level=0.95)
    assert [curve.at(t) for t in (6, 10, 23)] == pytest.approx([0.857, 0.753, 0.448], abs=5e-4)
    assert curve.median == 23.0
    assert (curve.low[0], curve.high[0]) == pytest.approx((0.620, 0.952), abs=5e-4)


def test_counts_stand_for_repeated_customers() -> None:
    one_by_one = km.survival([1, 1, 2, 5], [True, True, False, True])
    counted = km.survival([1, 2, 5], [True, False, True], count=[2, 1, 1])
    assert counted.share.tolist() == one_by_one.share.tolist()


@given(st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=40))
def test_the_curve_falls_and_the_band_holds_it(rows: list[tuple[int, bool]]) -> None:
    curve = km.survival([t for t, _ in rows], [left for _, left in rows])
    assert (np.diff(curve.share) < 0).all()
    assert ((curve.low <= curve.share + 1e-12) & (curve.share <= curve.high + 1e-12)).all()
    assert ((curve.low >= 0) & (curve.high <= 1)).all()


def test_no_customers_no_curve() -> None:
    with pytest.raises(UndefinedError):
        km.survival([], [])
