"""Indices, bands and lights of a segment, worked by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.intervals import wilson
from metrics.reading import UndefinedError
from metrics.segments import criteria, groups
from metrics.segments.method import USUAL, Method
from metrics.words.text import message


def test_wilson_by_hand() -> None:
    # 8 of 20: z2 = 3.84146; centre (.4 + .096036) / 1.192073 = .416112;
    # half 1.959964 x sqrt(.012 + .00240091) / 1.192073 = .197304
    assert wilson(8, 20, 0.95) == pytest.approx((0.218808, 0.613417), abs=1e-5)
    low, high = wilson(0, 10, 0.95)  # 3.84146 / 13.84146
    assert (low, high) == (pytest.approx(0, abs=1e-9), pytest.approx(0.277533, abs=1e-5))


@given(st.integers(1, 500), st.data())
def test_wilson_holds_the_share_it_is_made_of(of: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, of))
    low, high = wilson(count, of, 0.95)
    assert 0 <= low <= count / of + 1e-12
    assert count / of - 1e-12 <= high <= 1


def test_an_index_is_the_share_inside_over_the_share_in_all() -> None:
    # 8 of 20 against 20 of 100: twice as frequent; the range of the share doubles in the same way, times 100 / .2
    found = groups._index(8, 20, 20, 100)
    assert found == pytest.approx((200, 109.404, 306.708), abs=0.01)


def test_a_trait_of_nobody_has_no_index() -> None:
    with pytest.raises(UndefinedError, match="nothing to compare with"):
        groups._index(0, 20, 0, 100)


def counted(traits: pd.DataFrame, inside: np.ndarray) -> list[groups.Counts]:
    """Customers by two groups, the second of them those ``inside``."""
    return [groups.counts(str(name), traits[name], inside.astype(int), 2) for name in traits]


def test_only_traits_clearly_over_are_shared_and_unknown_ones_are_left_out() -> None:
    traits = pd.DataFrame(
        {
            "region": ["North"] * 40 + ["South"] * 160,
            "kind": ["business", "consumer"] * 100,
            "industry": ["cafe"] * 30 + [None] * 170,
        }
    )
    held = counted(traits, np.arange(200) < 40)
    found = groups.shared(held, 1)
    assert [(one.trait, one.value, one.n, one.of) for one in found] == [("region", "North", 40, 40)]
    assert found[0].index == pytest.approx(500)  # all against a fifth
    assert groups.shared(held, 1, notable=501) == []
    assert groups.shared(held, 1, fewest=41) == []


@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["a", "b", "c", None])), min_size=1, max_size=60))
def test_counts_add_up_to_whom_the_trait_is_known_of(rows: list[tuple[int, str | None]]) -> None:
    column = pd.Series([value for _group, value in rows], dtype="string")
    found = groups.counts("letter", column, [group for group, _value in rows], 3)
    assert found.table.sum() == sum(value is not None for _group, value in rows)
    for at, value in enumerate(found.values):
        assert found.table[1, at] == sum(row == (1, value) for row in rows)


def test_an_index_of_all_is_100_weighted_by_the_groups() -> None:
    """The shares of a value in the groups, weighted by their customers, are its share in all."""
    held = counted(pd.DataFrame({"kind": ["b"] * 30 + ["c"] * 70}), np.arange(100) % 3 == 0)[0]
    values = [groups._index(int(held.table[g, 0]), int(held.table[g].sum()), 30, 100)[0] for g in (0, 1)]
    assert np.average(values, weights=held.table.sum(axis=1)) == pytest.approx(100)


def test_bands_by_weighted_rank() -> None:
    # One variable, a hundred different customers: 5, 15, 30 and 50 of them
    found = groups.bands({"profit": np.arange(100)}, {"profit": 100})
    assert np.bincount(found).tolist() == [5, 15, 30, 50]
    assert found[-1] == 0
    # By profit ranks 1 2 3 4, by revenue 4 3 2 1: with 60 against 40 profit decides, with 40 against 60 revenue
    both = {"profit": [1, 2, 3, 4], "revenue": [4, 3, 2, 1]}
    assert np.argmin(groups.bands(both, {"profit": 60, "revenue": 40})) == 3
    assert np.argmin(groups.bands(both, {"profit": 40, "revenue": 60})) == 0


def test_what_is_unknown_is_left_out_and_not_taken_as_nothing() -> None:
    # Places of profit .125 .375 .625 .875; of response, known of the first two, .25 and .75. With half and half:
    # .1875, .5625, and by profit alone .625 and .875. Taken as nothing, the last two would have .3125 and .4375.
    held = {"profit": [1, 2, 3, 4], "response": [0.1, 0.2, np.nan, np.nan]}
    found = groups.bands(held, {"profit": 50, "response": 50})
    assert found.tolist() == groups.bands({"profit": [1, 2, 3, 4]}, {"profit": 1}).tolist()
    # A variable nobody has changes nothing; one without a weight neither
    more = {**held, "referrals": [np.nan] * 4, "revenue": [9, 1, 1, 1]}
    weights = {"profit": 40, "response": 40, "referrals": 20, "revenue": 0}
    assert groups.bands(more, weights).tolist() == found.tolist()
    with pytest.raises(UndefinedError, match="no variable with a weight is known"):
        groups.bands({"profit": [np.nan, np.nan]}, {"profit": 100})


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40), st.integers(1, 100))
def test_one_variable_gives_the_same_bands_at_any_weight_and_scale(values: list[float], weight: int) -> None:
    held = np.round(values, 2)
    usual = groups.bands({"profit": held}, {"profit": 100})
    assert (groups.bands({"profit": 2 * held + 5}, {"profit": weight}) == usual).all()


def test_equal_customers_share_a_band() -> None:
    assert set(groups.bands({"profit": np.ones(40)}, {"profit": 1})) == {2}


LIGHTS = {True: "passed", False: "failed", None: "unknown"}


def light(asked: Method = USUAL, traits: int | None = 3, **given: float | int | None) -> dict[str, str]:
    """The lights of a segment of 300 of 1,000 who bring twice the average, changed by ``given``."""
    shared = None if traits is None else (groups.Shared("kind", "business", 200, 150, 250, 60, 300),) * traits
    usual = criteria.Segment(message("A"), 0, 300, 1000, 20.0, 10.0, True, None, None, shared, 0.8, 0.6, 0.4)
    segment = replace(usual, **given)  # type: ignore[arg-type]
    outcomes = criteria.tests(segment, asked)
    assert criteria.passes(segment, asked) == all(outcome.passed is not False for outcome in outcomes)
    return {outcome.id: LIGHTS[outcome.passed] for outcome in outcomes}


def test_a_segment_that_passes_all_seven() -> None:
    assert light() == dict.fromkeys(criteria.TESTS, "passed")


@pytest.mark.parametrize(
    ("given_", "failed"),
    [
        ({"customers": 49}, "big"),
        ({"customers": 900, "everybody": 100_000}, "big"),
        ({"each": -1.0}, "profitable"),
        ({"each": 12.4, "average": 10.0}, "relevant"),
        ({"reachable": 0.49}, "reachable"),
        ({"known": 0.49}, "identifiable"),
        ({"traits": 1}, "understandable"),
        ({"reached": 0.24}, "campaign"),
    ],
)
def test_each_light_goes_out_for_its_own_reason(given_: dict[str, float], failed: str) -> None:
    assert [id for id, colour in light(**given_).items() if colour == "failed"] == [failed]


@pytest.mark.parametrize(
    ("asked", "failed"),
    [
        (Method(least=301), "big"),
        (Method(least_share=0.31), "big"),
        (Method(profit=20.0), "profitable"),
        (Method(reached=0.61), "reachable"),
        (Method(known=0.81), "identifiable"),
        (Method(traits=4), "understandable"),
        (Method(different=1.01), "relevant"),
        (Method(campaign=0.41), "campaign"),
    ],
)
def test_each_threshold_is_the_one_of_its_light(asked: Method, failed: str) -> None:
    assert [id for id, colour in light(asked).items() if colour == "failed"] == [failed]


def test_what_is_not_known_is_no_failure() -> None:
    found = light(cost=False, average=0.0, reachable=None, known=None, traits=None, reached=None)
    assert [id for id, colour in found.items() if colour == "unknown"] == [
        *("profitable", "reachable", "identifiable", "understandable", "relevant", "campaign")
    ]
