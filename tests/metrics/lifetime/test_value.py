"""Discounted value over a horizon."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.lifetime.value import YEAR, _slices, discount_factors, discounted_orders


def test_two_and_a_half_years_have_three_steps() -> None:
    assert _slices(2.5 * YEAR).tolist() == [365.0, 730.0, 912.5]
    assert _slices(100).tolist() == [100.0]


def test_each_year_counts_from_its_middle_by_hand() -> None:
    # 1.1^-0.5 = .953463, 1.1^-1.5 = .866784
    assert discount_factors(np.array([365.0, 730.0]), 0.1).tolist() == pytest.approx([0.95346, 0.86678], abs=5e-6)
    # 2 orders the first year, 1 the second: 2 * .953463 + .866784
    orders = discounted_orders(lambda days: np.array([2.0 if days == 365 else 3.0]), 730, 0.1)
    assert orders[0] == pytest.approx(2.773710, abs=5e-6)


@given(st.floats(0.1, 5.0), st.floats(30, 3000))
def test_at_no_rate_value_is_the_orders(rate: float, horizon: float) -> None:
    assert discounted_orders(lambda days: np.array([rate * days]), horizon, 0.0)[0] == pytest.approx(rate * horizon)
