"""Indices, bands and lights of a segment, worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import segments
from metrics.reading import UndefinedError


def test_wilson_by_hand() -> None:
    # 8 of 20: z2 = 3.84146; centre (.4 + .096036) / 1.192073 = .416112;
    # half 1.959964 x sqrt(.012 + .00240091) / 1.192073 = .197304
    assert segments.wilson(8, 20) == pytest.approx((0.218808, 0.613417), abs=1e-5)
    low, high = segments.wilson(0, 10)  # 3.84146 / 13.84146
    assert (low, high) == (pytest.approx(0, abs=1e-9), pytest.approx(0.277533, abs=1e-5))


@given(st.integers(1, 500), st.data())
def test_wilson_holds_the_share_it_is_made_of(of: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, of))
    low, high = segments.wilson(count, of)
    assert 0 <= low <= count / of + 1e-12
    assert count / of - 1e-12 <= high <= 1


def test_an_index_is_the_share_inside_over_the_share_in_all() -> None:
    # 8 of 20 against 20 of 100: twice as frequent; the range of the share doubles in the same way, times 100 / .2
    found = segments.index(8, 20, 20, 100)
    assert found == pytest.approx((200, 109.404, 306.708), abs=0.01)


def test_a_trait_of_nobody_has_no_index() -> None:
    with pytest.raises(UndefinedError, match="nothing to compare with"):
        segments.index(0, 20, 0, 100)


def test_only_traits_clearly_over_are_shared_and_unknown_ones_are_left_out() -> None:
    traits = pd.DataFrame(
        {
            "region": ["North"] * 40 + ["South"] * 160,
            "kind": ["business", "consumer"] * 100,
            "industry": ["cafe"] * 30 + [None] * 170,
        }
    )
    found = segments.shared(traits, np.arange(200) < 40)
    assert [(one.trait, one.value, one.n, one.of) for one in found] == [("region", "North", 40, 40)]
    assert found[0].index == pytest.approx(500)  # all against a fifth


def test_bands_by_weighted_rank() -> None:
    # One variable, a hundred different customers: 5, 15, 30 and 50 of them
    found = segments.bands({"money": np.arange(100)})
    assert np.bincount(found).tolist() == [5, 15, 30, 50]
    assert found[-1] == 0
    # Ranks by money 1 2 3 4, by revenue 4 3 2 1: 5/8 of money and 3/8 of revenue, so money decides
    assert np.argsort(segments.bands({"money": [1, 2, 3, 4], "revenue": [4, 3, 2, 1]}), kind="stable")[0] == 3


def test_equal_customers_share_a_band() -> None:
    assert set(segments.bands({"money": np.ones(40)})) == {2}


def light(**given: float | int | None) -> dict[str, str]:
    """The lights of a segment of 300 of 1,000 who bring twice the average, changed by ``given``."""
    usual = {
        "customers": 300,
        "everybody": 1000,
        "money": 20.0,
        "average": 10.0,
        "cost": True,
        "reached": 0.6,
        "traits": 3,
    }
    return {test.id: test.light.value for test in segments.tests(**{**usual, **given})}  # type: ignore[arg-type]


def test_a_segment_that_passes_all_five() -> None:
    assert set(light().values()) == {"passed"}


@pytest.mark.parametrize(
    ("given_", "failed"),
    [
        ({"customers": 49}, "big"),
        ({"customers": 900, "everybody": 100_000}, "big"),
        ({"money": -1.0}, "profitable"),
        ({"money": 12.4, "average": 10.0}, "relevant"),
        ({"reached": 0.49}, "reachable"),
        ({"traits": 1}, "understandable"),
    ],
)
def test_each_light_goes_out_for_its_own_reason(given_: dict[str, float], failed: str) -> None:
    assert [id for id, colour in light(**given_).items() if colour == "failed"] == [failed]


def test_what_is_not_known_is_no_failure() -> None:
    found = light(cost=False, average=0.0, reached=None, traits=None)
    assert [id for id, colour in found.items() if colour == "unknown"] == [
        *("profitable", "reachable", "understandable", "relevant")
    ]
