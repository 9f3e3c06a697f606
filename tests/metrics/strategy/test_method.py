"""Strategy in figures: by hand, and by what must always hold."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from metrics.answers.cells import AnswerError
from metrics.reading import UndefinedError
from metrics.strategy import method as strategy
from metrics.strategy.method import (
    GCCRM,
    State,
    _cosine,
    alignment,
    conflict,
    coverage,
    criterion,
    mean_weights,
    reached,
    role_gaps,
    scaled,
    summed,
)
from metrics.words.text import message

WHAT = message("Priorities")
sizes = st.floats(0, 1e6)


# Weights


def test_weights_that_sum_to_100_are_kept() -> None:
    given_ = {"acquire": 15.0, "develop": 25.0, "retain": 40.0, "serve": 20.0}
    assert summed(given_, WHAT) == given_


@pytest.mark.parametrize(
    ("weights", "why"),
    [
        ({"a": 60, "b": 50}, "Priorities: the weights sum to 110%; make them 100%"),
        ({"a": 99.99, "b": 0}, "sum to 99.99%"),
        ({"a": 110, "b": -10}, "a weight is 0% or more"),
        ({"a": math.nan, "b": 100}, "a weight is 0% or more"),
        ({}, "sum to 0%"),
    ],
)
def test_other_weights_are_refused_in_a_sentence(weights: dict[str, float], why: str) -> None:
    with pytest.raises(AnswerError, match=why):
        summed(weights, WHAT)


def test_scaled_by_hand() -> None:
    """40:30:30:10 of 110 is 36.36, 27.27, 27.27, 9.09: 36 + 27 + 27 + 9 = 99, and the one left goes to .36."""
    assert scaled({"a": 40, "b": 30, "c": 30, "d": 10}) == {"a": 37, "b": 27, "c": 27, "d": 9}
    assert scaled({"a": 1, "b": 1, "c": 1}) == {"a": 34, "b": 33, "c": 33}


@pytest.mark.parametrize("weights", [{"a": 0.0, "b": 0.0}, {"a": -1.0, "b": 2.0}, {"a": math.inf}, {}])
def test_nothing_to_scale(weights: dict[str, float]) -> None:
    with pytest.raises(AnswerError, match="no proportions"):
        scaled(weights)


@given(st.dictionaries(st.text(max_size=3), sizes, min_size=1, max_size=8))
def test_scaled_weights_sum_to_100_and_keep_their_proportions(weights: dict[str, float]) -> None:
    total = sum(weights.values())
    assume(total > 1e-6)
    found = scaled(weights)
    assert sum(found.values()) == 100
    assert all(abs(found[name] - 100 * part / total) < 1 + 1e-6 for name, part in weights.items())
    assert summed(found, WHAT) == found


@given(st.lists(st.integers(0, 100), min_size=3, max_size=3))
def test_whole_weights_that_sum_to_100_stay_as_they_are(cuts: list[int]) -> None:
    a, b, c = sorted(cuts)
    weights = {"a": a, "b": b - a, "c": c - b, "d": 100 - c}
    assert scaled(weights) == weights


# Agreement


def test_alignment_by_hand() -> None:
    """Two of five: 3 and 2 agree; 1, 0 and the one not asked do not."""
    assert alignment([3, 2, 1, 0, None]) == pytest.approx(0.4)


def test_nobody_listed_is_no_alignment() -> None:
    with pytest.raises(UndefinedError, match="no stakeholder"):
        alignment([])


# Attention


def test_gccrm_gives_technology_15_and_the_rest_is_ours() -> None:
    assert GCCRM["technology"] == 15
    assert {GCCRM[name] for name in GCCRM if name != "technology"} == {21.25}
    assert sum(GCCRM.values()) == 100


def test_mean_and_gaps_by_hand() -> None:
    """(35 + 25 + 15) / 3 = 25; the chief gives 35 where the others give 20 on average."""
    ceo = {"technology": 35.0, "people": 65.0}
    others = [{"technology": 25.0, "people": 75.0}, {"technology": 15.0, "people": 85.0}]
    assert mean_weights([ceo, *others]) == pytest.approx({"technology": 25.0, "people": 75.0})
    asked = [("ceo", ceo), ("it", others[0]), ("staff", others[1])]
    assert role_gaps(asked, "ceo") == pytest.approx({"technology": 15.0, "people": -15.0})


@pytest.mark.parametrize("asked", [[], [("ceo", {"a": 100.0})], [("it", {"a": 100.0})]])
def test_one_side_alone_has_no_gap(asked: list) -> None:
    with pytest.raises(UndefinedError, match="this role and of others"):
        role_gaps(asked, "ceo")


@st.composite
def shares(draw: st.DrawFn) -> dict[str, float]:
    """Five weights that sum to 100."""
    cuts = sorted(draw(st.lists(st.floats(0, 100), min_size=4, max_size=4)))
    return dict(zip(strategy.FACTORS, (b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)), strict=True))


@given(st.lists(shares(), min_size=1, max_size=6), st.lists(shares(), min_size=1, max_size=6))
def test_means_sum_to_100_and_gaps_to_nothing(ours: list, others: list) -> None:
    assert sum(mean_weights(ours).values()) == pytest.approx(100)
    asked = [("ceo", one) for one in ours] + [("staff", one) for one in others]
    assert sum(role_gaps(asked, "ceo").values()) == pytest.approx(0, abs=1e-9)


# Conflict


def test_cosine_by_hand() -> None:
    """(3, 4) and (4, 3): 24 / 25; at right angles 0; the same direction 1."""
    assert _cosine([3, 4], [4, 3]) == pytest.approx(0.96)
    assert _cosine([1, 0], [0, 1]) == 0
    assert _cosine([1, 2], [10, 20]) == pytest.approx(1)


def test_conflict_by_hand() -> None:
    """Pairs of (3,4), (4,3), (1,0): .04, .4, .2; mean .64/3. Who weighs nothing is left out."""
    found = conflict({"a": [3, 4], "b": [4, 3], "c": [1, 0], "none": [0, 0]})
    assert [(a, b) for a, b, _value in found.pairs] == [("a", "c"), ("b", "c"), ("a", "b")]
    assert [value for *_names, value in found.pairs] == pytest.approx([0.4, 0.2, 0.04])
    assert found.mean == pytest.approx(0.64 / 3)


def test_too_few_departments_have_no_conflict() -> None:
    with pytest.raises(UndefinedError, match="two departments"):
        conflict({"a": [1, 2], "b": [0, 0]})
    with pytest.raises(UndefinedError, match="nowhere"):
        _cosine([0, 0], [1, 2])
    with pytest.raises(AnswerError):
        _cosine([-1, 0], [1, 2])
    with pytest.raises(AnswerError):
        _cosine([1], [1, 2])


vectors = st.lists(st.floats(0, 1e300), min_size=3, max_size=3).filter(any)


@given(vectors, vectors, st.floats(1e-3, 1e3))
def test_cosine_lies_in_0_to_1_both_ways_and_knows_no_size(one: list[float], other: list[float], size: float) -> None:
    found = _cosine(one, other)
    assert 0 <= found <= 1
    assert _cosine(other, one) == pytest.approx(found)
    bigger = [part / max(one) * size for part in one]
    assert _cosine(bigger, other) == pytest.approx(found, abs=1e-9)
    assert _cosine(one, one) == pytest.approx(1)


# Coverage and goals


def test_coverage_by_hand() -> None:
    assert coverage({"a": "Retention", "b": "", "x": "not asked for"}, ["a", "b", "c", "d"]) == 0.25
    with pytest.raises(UndefinedError):
        coverage({}, [])


ON = date(2026, 10, 31)


@pytest.mark.parametrize(
    ("baseline", "target", "now", "by", "state"),
    [
        (60, 70, 70, date(2027, 1, 1), State.PASS),  # reached before its day
        (60, 70, 71, None, State.PASS),
        (22, 8, 8, ON, State.PASS),  # less is better
        (22, 8, 11, ON, State.FAIL),  # its day has come
        (22, 8, 11, date(2026, 11, 1), State.UNDECIDED),  # not yet
        (22, 8, 11, None, State.UNDECIDED),
        (60, 70, None, date(2020, 1, 1), State.UNDECIDED),  # nobody knows
        (None, 70, 90, ON, State.UNDECIDED),
        (60, None, 90, ON, State.UNDECIDED),
        (70, 70, 90, ON, State.UNDECIDED),  # nothing to reach
    ],
)
def test_a_goal_passes_fails_or_is_undecided(baseline, target, now, by, state) -> None:
    assert criterion(baseline=baseline, target=target, now=now, by=by, on=ON) is state


def test_success_is_the_share_reached_and_undecided_is_not() -> None:
    assert reached([State.PASS, State.FAIL, State.UNDECIDED, State.PASS]) == 0.5
    with pytest.raises(UndefinedError, match="no goal"):
        reached([])
