"""RFM by rank, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.customers import rfm
from metrics.reading import UndefinedError


def test_ten_different_values_make_two_of_each_fifth() -> None:
    assert rfm._fifths([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]).tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_equal_values_share_the_fifth_of_their_middle() -> None:
    # Six ones hold places 1 to 6 of 10: their middle is 3 of 10, in the second fifth. The two twos hold 7 and 8: 7 of
    # 10, in the fourth. Then 8.5 and 9.5 of 10, in the fifth.
    assert rfm._fifths([1, 1, 1, 1, 1, 1, 2, 2, 3, 4]).tolist() == [2, 2, 2, 2, 2, 2, 4, 4, 5, 5]


def test_everybody_equal_is_in_the_middle() -> None:
    assert set(rfm._fifths(np.full(50, 7.0))) == {3}


def test_few_days_of_silence_are_good() -> None:
    found = rfm.scores(np.arange(50), np.arange(50), np.zeros(50))
    assert (found.recency[0], found.recency[-1]) == (5, 1)
    assert (found.frequency[0], found.frequency[-1]) == (1, 5)
    # often 5, money 3: the mean is 4; often 2, money 3: 2.5 goes up to 3
    assert found.worth[-1] == 4
    assert found.worth[15] == 3


@pytest.mark.parametrize(
    ("recency", "worth", "name"),
    [
        (5, 5, "Champions"),
        (4, 4, "Champions"),
        (3, 5, "Loyal"),
        (5, 3, "Loyal"),
        (5, 1, "New or occasional"),
        (3, 2, "Fading"),
        (2, 3, "Silent but valuable"),
        (1, 5, "Silent but valuable"),
        (1, 1, "Silent"),
    ],
)
def test_each_field_has_a_name(recency: int, worth: int, name: str) -> None:
    assert rfm.GROUPS[int(rfm.field_group([recency], [worth])[0])] == name


def test_below_fifty_customers_there_are_no_fifths() -> None:
    with pytest.raises(UndefinedError, match="49 customers are too few for fifths; 50 are needed"):
        rfm.scores(np.arange(49), np.arange(49), np.arange(49))


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=80))
def test_a_higher_value_is_never_in_a_lower_fifth(values: list[float]) -> None:
    found = rfm._fifths(values)
    order = np.argsort(values)
    assert (np.diff(found[order]) >= 0).all()
    assert set(found) <= {1, 2, 3, 4, 5}
