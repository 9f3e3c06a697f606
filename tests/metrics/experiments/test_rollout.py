"""A staggered roll-out: effects by hand, beside a kept library, its coverage on panels with serial errors."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.experiments.rollout import orders, roll_out, weights
from metrics.reading import UndefinedError

INF = math.inf
WAVES = np.array([6.0, 6.0, 9.0, 9.0, 12.0, 12.0, 15.0, 15.0])


def panel(
    rng: np.random.Generator, start: np.ndarray, effect: float, months: int = 24, serial: float = 0.6
) -> np.ndarray:
    """Units of different level, a common course, errors that follow one another, and ``effect`` from each start."""
    units = len(start)
    errors = np.zeros((units, months))
    errors[:, 0] = rng.normal(0, 1, units)
    for t in range(1, months):
        errors[:, t] = serial * errors[:, t - 1] + rng.normal(0, math.sqrt(1 - serial**2), units)
    course = np.cumsum(rng.normal(0, 0.3, months))
    return rng.normal(0, 2, (units, 1)) + course + errors + effect * (np.arange(months) >= start[:, None])


def test_by_hand() -> None:
    """Two units, two months. The first is reached in month 1: (5 - 3) - (6 - 5) = 1 more than the one that waits."""
    outcome, start = np.array([[3.0, 5.0], [5.0, 6.0]]), np.array([1.0, INF])
    assert (weights(start, 2) * outcome).sum() == 1.0


def test_what_is_reached_already_is_no_control() -> None:
    """The second is reached in month 2: in month 2 only the third waits, whose 10 counts; the first's 100 does not."""
    outcome = np.array([[0.0, 100.0, 100.0], [0.0, 0.0, 7.0], [0.0, 0.0, 10.0]])
    start = np.array([1.0, 2.0, INF])
    # month 1, unit 1: 100 - mean(0, 0); month 2, unit 1: 100 - 10; month 2, unit 2: 7 - 10
    assert (weights(start, 3) * outcome).sum() == pytest.approx((100 + 90 - 3) / 3)


def test_after_the_last_wave_nothing_is_estimated() -> None:
    w = weights(np.array([1.0, 2.0]), 5)
    assert not w[:, 2:].any()
    with pytest.raises(UndefinedError, match="none can be compared"):
        weights(np.array([3.0, 3.0]), 6)


@given(st.integers(0, 2**31), st.floats(-5, 5))
def test_level_and_common_course_never_count(seed: int, shift: float) -> None:
    """Weights of a unit, and of a month, add up to nothing; an effect on all treated months comes back as it is."""
    rng = np.random.default_rng(seed)
    start = rng.permutation(WAVES)
    w = weights(start, 24, base=3)
    assert np.abs(w.sum(axis=0)).max() < 1e-12 and np.abs(w.sum(axis=1)).max() < 1e-12
    treated = np.arange(24) >= start[:, None]
    assert (w * treated * shift).sum() == pytest.approx(shift)


def test_a_kept_library_finds_the_same() -> None:
    """Callaway and Sant'Anna by diff-diff, controls not yet treated, against the month before each start."""
    from diff_diff import CallawaySantAnna

    outcome = panel(np.random.default_rng(3), WAVES, 0.8)
    rows = [
        {"unit": unit, "time": month + 1, "first": int(WAVES[unit]) + 1, "y": outcome[unit, month]}
        for unit in range(8)
        for month in range(15)  # the last wave is reached in month 15: before it every start has a control
    ]
    frame = pd.DataFrame(rows)
    frame.loc[frame["first"] > 15, "first"] = 0  # not reached within these months
    found = CallawaySantAnna(control_group="not_yet_treated").fit(frame, "y", "unit", "time", "first")
    ours = (weights(np.where(WAVES >= 15, INF, WAVES), 15, base=1) * outcome[:, :15]).sum()
    assert found.overall_att == pytest.approx(ours, abs=1e-9)


def test_every_distinct_way_to_hand_out_the_waves_is_gone_through() -> None:
    ways = orders(WAVES)
    assert len(ways) == math.factorial(8) // 2**4 == len({tuple(WAVES[list(way)]) for way in ways})
    assert list(WAVES[ways[0]]) == list(WAVES)
    assert len(orders(np.arange(20.0))) == 5_000


def test_few_regions_say_how_small_p_can_be() -> None:
    found = roll_out(panel(np.random.default_rng(0), WAVES, 2.0), WAVES)
    assert found.permuted and found.smallest_p == 1 / 2520 and found.waves == 4
    assert found.low < found.effect < found.high and found.p_value >= found.smallest_p
    many = roll_out(panel(np.random.default_rng(0), np.repeat(WAVES, 3), 2.0), np.repeat(WAVES, 3))
    assert not many.permuted and many.units == 24


def test_a_trend_before_the_start_is_seen() -> None:
    """The sooner reached, the faster they were rising all along: before the start they already ran ahead."""
    outcome = panel(np.random.default_rng(1), WAVES, 0.0)
    ramp = (15 - WAVES)[:, None] / 3 * np.arange(24)
    assert roll_out(outcome, WAVES).parallel and not roll_out(outcome + ramp, WAVES).parallel


def test_a_month_without_a_value_is_not_compared() -> None:
    outcome = panel(np.random.default_rng(1), WAVES, 0.0)
    outcome[0, 3] = np.nan
    with pytest.raises(UndefinedError, match="a month without a value"):
        roll_out(outcome, WAVES)


def coverage(units: int, runs: int, effect: float) -> tuple[float, float]:
    """Share of intervals that hold the effect, and of runs without one in which one is found."""
    start = np.repeat(np.array([30.0, 33.0, 36.0, 39.0]), units // 4)
    rng = np.random.default_rng(units)
    held = [roll_out(panel(rng, start, effect, 60), start) for _run in range(runs)]
    none = [roll_out(panel(rng, start, 0.0, 60), start) for _run in range(runs)]
    return float(np.mean([f.low <= effect <= f.high for f in held])), float(np.mean([f.p_value <= 0.05 for f in none]))


@pytest.mark.parametrize("units", [8, 24])
def test_intervals_hold_what_they_say(units: int) -> None:
    """600 runs: 95 % of them, give or take .9 points of chance; nothing is found where nothing is in 93 % or more."""
    covered, found = coverage(units, 600, 0.8)
    assert 0.92 <= covered <= 0.97 and found <= 0.07


@pytest.mark.long
@pytest.mark.parametrize("units", [8, 12, 24, 48])
def test_intervals_hold_what_they_say_in_a_thousand_runs(units: int) -> None:
    covered, found = coverage(units, 1_000, 0.8)
    assert 0.92 <= covered <= 0.97 and found <= 0.07
