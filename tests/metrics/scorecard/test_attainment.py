"""Attainment, status and score, each by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.reading import UndefinedError
from metrics.scorecard.attainment import Status, Target, attainment, score, status

UP = Target(value=0.8, baseline=0.6)
DOWN = Target(value=20.0, baseline=30.0)
HOLD = Target(value=0.95, baseline=0.95, red=0.85)
HOLD_LOW = Target(value=0.05, red=0.08)
BAND = Target(value=0.80, upper=0.85, red=0.95)


@pytest.mark.parametrize(
    ("target", "higher", "actual", "attained"),
    [
        (UP, True, 0.6, 0.0),
        (UP, True, 0.7, 0.5),
        (UP, True, 0.9, 1.5),  # more than wanted is shown and not carried over
        (UP, True, 0.5, -0.5),
        (DOWN, False, 25.0, 0.5),
        (DOWN, False, 20.0, 1.0),
        (HOLD, True, 0.97, 1.0),
        (HOLD, True, 0.92, 0.7),  # .03 of .10 lost
        (HOLD, True, 0.85, 0.0),
        (HOLD_LOW, False, 0.04, 1.0),
        (HOLD_LOW, False, 0.065, 0.5),
        (BAND, True, 0.82, 1.0),
        (BAND, True, 0.90, 0.5),  # .05 outside, .10 to the red limit
        (BAND, True, 0.75, 0.5),  # as far on the other side
        (BAND, True, 0.70, 0.0),
    ],
)
def test_attainment_by_hand(target: Target, higher: bool, actual: float, attained: float) -> None:
    assert attainment(actual, target, higher=higher) == pytest.approx(attained)


def test_to_hold_without_a_red_limit_cannot_be_told() -> None:
    for target in (Target(value=0.9), Target(value=0.8, upper=0.9), Target(value=0.9, baseline=0.9, red=0.9)):
        with pytest.raises(UndefinedError, match="no red limit"):
            attainment(0.5, target, higher=True)
    assert attainment(0.95, Target(value=0.9), higher=True) == 1.0  # met all the same


@pytest.mark.parametrize(
    ("attained", "low", "high", "target", "state"),
    [
        (1.0, None, None, UP, Status.MET),
        (1.2, 0.78, 0.86, UP, Status.MET),
        (0.8, None, None, UP, Status.NEAR),
        (0.79, None, None, UP, Status.BELOW),
        (0.5, 0.55, 0.85, UP, Status.UNSURE),  # the range holds baseline and target
        (0.5, 0.65, 0.75, UP, Status.BELOW),
        (0.7, 0.84, 0.97, HOLD, Status.UNSURE),
        (0.7, 0.90, 0.97, HOLD, Status.BELOW),
        (1.0, 0.90, 0.97, Target(value=0.95), Status.MET),  # nothing to hold it against but the target
        (0.5, 0.79, 0.96, BAND, Status.UNSURE),
    ],
)
def test_status_by_hand(attained: float, low: float | None, high: float | None, target: Target, state: Status) -> None:
    assert status(attained, low, high, target) is state


def test_score_by_hand() -> None:
    """(2 x 1 + 1 x .5 + 1 x 0) / 4: over-fulfilment counts as 1, below nothing as 0; on 4 of 5 of the weight."""
    assert score([(2.0, 1.4), (1.0, 0.5), (1.0, -3.0)], 5.0) == (0.625, 0.8)


def test_no_score_below_four_fifths_of_the_weight() -> None:
    with pytest.raises(UndefinedError, match="only 3 of 5 measures with a target are measured, so there is no score"):
        score([(3.0, 1.0)], 5.0)
    with pytest.raises(UndefinedError):
        score([], 0.0)


@given(st.floats(-50, 50), st.floats(-50, 50), st.floats(0, 1))
def test_the_way_is_straight(baseline: float, target: float, part: float) -> None:
    """A part of the way from baseline to target is that attainment, upwards and downwards."""
    if abs(target - baseline) < 1e-6:
        return
    actual = baseline + part * (target - baseline)
    held = Target(value=target, baseline=baseline)
    assert attainment(actual, held, higher=target > baseline) == pytest.approx(part, abs=1e-6)
