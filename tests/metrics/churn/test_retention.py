"""The literature's multiplier in both conventions, and ours, which ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import library
from metrics.churn.retention import By, _multiplier, gain, raised, within
from metrics.reading import UndefinedError

# (retention, change, by, first margin out, first margin in): decisions, Customers, and trap T2, at 10 %
T2 = [
    (0.80, 0.05, By.POINTS, 0.275, 0.200),
    (0.90, 0.05, By.POINTS, 0.407, 0.333),
    (0.80, 0.05, By.PERCENT, 0.047, 0.034),
]


@pytest.mark.parametrize(("retention", "change", "by", "without", "included"), T2)
def test_the_claim_in_both_conventions(retention: float, change: float, by: By, without: float, included: float):
    after = raised(retention, change, by)
    assert gain(retention, after, 0.1, first_margin=False) == pytest.approx(without, abs=5e-4)
    assert gain(retention, after, 0.1, first_margin=True) == pytest.approx(included, abs=5e-4)


def test_points_and_per_cent_are_not_the_same():
    assert raised(0.80, 0.05, By.POINTS) == pytest.approx(0.85)
    assert raised(0.80, 0.05, By.PERCENT) == pytest.approx(0.81)  # churn of 20 % becomes 19 %
    assert raised(0.98, 0.05, By.POINTS) == 1.0


def test_multipliers_by_hand():
    # .8/(1 + .1 - .8) = 2.667; 1.1/.3 = 3.667
    assert _multiplier(0.8, 0.1, first_margin=False) == pytest.approx(2.6667, abs=1e-4)
    assert _multiplier(0.8, 0.1, first_margin=True) == pytest.approx(3.6667, abs=1e-4)


def test_a_horizon_by_hand():
    # retention .8, rate 25 %: each year is .64 of the one before; 1 + .64 + .4096 = 2.0496, and half of .262144
    assert within(0.8, 0.25, 3) == pytest.approx(2.0496)
    assert within(0.8, 0.25, 3.5) == pytest.approx(2.0496 + 0.131072)


@given(st.floats(0, 0.99), st.floats(0.01, 1))
def test_a_long_horizon_is_the_endless_one(retention: float, rate: float):
    assert within(retention, rate, 2000) == pytest.approx(_multiplier(retention, rate, first_margin=True), rel=1e-6)


def test_without_churn_the_value_is_bounded_by_the_horizon():
    """T13: no pole, and no zero either."""
    assert within(1.0, 0.0, 5) == 5
    with pytest.raises(UndefinedError, match="no end"):
        _multiplier(1.0, 0.0, first_margin=True)


def test_what_is_no_rate_has_a_reason():
    for ask in (lambda: _multiplier(1.2, 0.1, first_margin=True), lambda: within(-0.1, 0.1, 3)):
        with pytest.raises(UndefinedError, match="between 0% and 100%"):
            ask()
    with pytest.raises(UndefinedError, match="nothing to grow from"):
        gain(0.0, 0.1, 0.1, first_margin=False)


def test_the_lost_sign_of_range_is_kept_as_printed_and_never_computed_with():
    """T1: the literal text, the corrected reading, and no number 25.85 anywhere."""
    claim = library.facts()["churn_and_profit"]
    assert "25.85" in claim.text and claim.trap == "T1"
    assert dict(claim.values) == {"low": 0.25, "high": 0.85}
