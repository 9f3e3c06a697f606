"""Moves between groups, by hand and in their sums."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.segments.migration import NOBODY, _moves


def test_moves_by_hand() -> None:
    # Two stay in the first, one goes to the second, one comes back to the first, one is new in the second
    found = _moves([0, 0, 0, 1, NOBODY], [0, 0, 1, 0, 1], 2)
    assert found.table.tolist() == [[2, 1], [1, 0], [0, 1]]
    assert (found.before.tolist(), found.new, found.stayed) == ([3, 1], 1, 2)


@given(st.lists(st.tuples(st.integers(-1, 3), st.integers(0, 3)), min_size=1, max_size=80))
def test_everybody_is_counted_once_on_either_side(rows: list[tuple[int, int]]) -> None:
    before, after = zip(*rows, strict=True)
    found = _moves(before, after, 4)
    assert found.table.sum() == found.before.sum() + found.new == len(rows)
    assert found.before.tolist() == [before.count(group) for group in range(4)]
    assert found.table.sum(axis=0).tolist() == np.bincount(after, minlength=4).tolist()


def test_both_dates_must_be_of_the_same_customers() -> None:
    with pytest.raises(ValueError, match="2 customers before against 1 after"):
        _moves([0, 1], [0], 2)
