"""Shares of the best and the rest, worked by hand on small ladders of customers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from metrics.customers import concentration as c
from metrics.reading import UndefinedError

# 100 customers: 20 bring 4 each (80), 80 bring 0.25 each (20). The whole is 100.
PARETO = [4.0] * 20 + [0.25] * 80
# 60 customers: 30 bring 10, 30 lose 2. The whole is 300 - 60 = 240.
LOSSES = [10.0] * 30 + [-2.0] * 30


def test_a_fifth_brings_four_fifths() -> None:
    assert c.share_of_best(PARETO, 0.2) == pytest.approx(0.80)
    assert c.share_of_best(PARETO, 0.1) == pytest.approx(0.40)  # halfway up a straight piece


def test_the_bottom_half_brings_what_it_brings() -> None:
    # 50 customers of 0.25 are 12.5 of 100
    assert c.share_of_rest(PARETO, 0.5) == pytest.approx(0.125)
    # the bottom half loses 60 of 240
    assert c.share_of_rest(LOSSES, 0.5) == pytest.approx(-0.25)


def test_losses_lift_the_curve_above_the_whole_and_are_counted() -> None:
    # 300 of 240
    assert max(c.lorenz(LOSSES)[1]) == pytest.approx(1.25)
    assert c.share_below_zero(LOSSES) == 0.5


def test_abc_goes_by_where_a_contribution_begins() -> None:
    # before the 20th of 4 stand 76 %, before the first of 0.25 stand 80 %, before the last A-to-B edge 95 % = 60 small
    classes = c.abc_classes(PARETO)
    assert [list(classes).count(x) for x in "ABC"] == [20, 60, 20]
    # of 240, the 20th ten begins at 190 (79 %), the 23rd at 220 (92 %), the 24th at 230 (96 %)
    losses = c.abc_classes(LOSSES)
    assert [list(losses).count(x) for x in "ABC"] == [20, 3, 37]


def test_no_shares_without_enough_customers_or_a_gain() -> None:
    with pytest.raises(UndefinedError, match="49 customers are too few"):
        c.lorenz([1.0] * 49)
    with pytest.raises(UndefinedError, match="lose money"):
        c.lorenz([-1.0] * 60)
    with pytest.raises(UndefinedError, match="not known"):
        c.lorenz([1.0] * 60 + [float("nan")])
    with pytest.raises(UndefinedError, match="no customers"):
        c.share_below_zero([])


@given(arrays(np.float64, st.integers(50, 200), elements=st.floats(0.01, 1e6)), st.floats(0, 1))
def test_best_and_rest_are_the_whole_and_the_curve_never_sags(values: np.ndarray, part: float) -> None:
    assert c.share_of_best(values, part) + c.share_of_rest(values, 1 - part) == pytest.approx(1)
    x, y = c.lorenz(values)
    assert (y >= x - 1e-9).all()
    assert (x[0], y[0], x[-1]) == (0, 0, 1) and y[-1] == pytest.approx(1)
