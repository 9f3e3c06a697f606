"""What is known of a customer changes the chance of leaving; the level is that of last year."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.lifetime.silence import given_there, levelled


def test_who_is_there_is_likelier_to_order_by_hand():
    # silent with .6, alive with .5: orders with .4, all of it from those alive, so .4/.5 of them order
    assert given_there([0.6], [0.5]) == pytest.approx([0.2])
    assert given_there([0.3], [1.0]) == pytest.approx([0.3])


def test_a_level_by_hand():
    assert levelled([0.5, 0.5], 0.25) == pytest.approx([0.25, 0.25])
    # odds of 1/9 and 9 times 1/3: 1/28 and 3/4, whose mean is .39286
    assert levelled([0.1, 0.9], (1 / 28 + 0.75) / 2) == pytest.approx([1 / 28, 0.75], abs=1e-6)


@given(st.lists(st.floats(0.001, 0.999), min_size=2, max_size=20, unique=True), st.floats(0.01, 0.99))
def test_a_level_keeps_the_order_and_meets_the_mean(p: list[float], rate: float):
    found = levelled(p, rate)
    assert found.mean() == pytest.approx(rate, abs=1e-6)
    assert (np.diff(found[np.argsort(p)]) >= 0).all()


def test_a_level_nobody_can_have_changes_nothing():
    assert levelled([0.2, 0.4], 0.0) == pytest.approx([0.2, 0.4])
    assert levelled([], 0.5).size == 0
