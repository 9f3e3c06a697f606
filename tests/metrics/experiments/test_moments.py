"""A hold-out from sums: the same as from the customers themselves, by stratum, and shares by Newcombe."""

from __future__ import annotations

import numpy as np
import pytest

from metrics.experiments.holdout import adjusted, effect
from metrics.experiments.moments import Arm, Stratum, hold_out, shares
from metrics.reading import UndefinedError


def arm(y: np.ndarray, x: np.ndarray) -> Arm:
    """Sums of both."""
    return Arm(len(y), y.sum(), x.sum(), (y * y).sum(), (x * x).sum(), (x * y).sum())


def trial(
    rng: np.random.Generator, n: int, m: int, lift: float, alike: float = 0.8
) -> tuple[Stratum, np.ndarray, np.ndarray, np.ndarray]:
    """n held out, m contacted; y resembles x by ``alike``."""
    treated = np.r_[np.zeros(n), np.ones(m)].astype(bool)
    x = rng.normal(10, 3, n + m)
    y = alike * x + rng.normal(0, 3 * np.sqrt(1 - alike**2), n + m) + lift * treated
    return Stratum("a", 1, arm(y[~treated], x[~treated]), arm(y[treated], x[treated])), y, x, treated


def test_sums_say_what_the_customers_say() -> None:
    stratum, y, x, treated = trial(np.random.default_rng(0), 400, 3_600, 0.5)
    found, by_row = hold_out([stratum]), adjusted(y, x, treated)
    same = effect(by_row[~treated], by_row[treated])
    assert found.effect == pytest.approx(same.uplift) and found.half == pytest.approx(same.error, rel=5e-3)
    assert (found.treated, found.control, found.exposure) == (3_600, 400, 3_600.0)
    assert found.money == pytest.approx(tuple(3_600 * end for end in (found.effect, found.low, found.high)))


def test_the_year_before_cuts_the_error_as_theory_says() -> None:
    """Half-width falls by sqrt(1 - r^2); r is .8, so to 60 %."""
    found = hold_out([trial(np.random.default_rng(1), 2_000, 18_000, 0.5)[0]])
    assert found.half / found.raw == pytest.approx(0.6, abs=0.02)


def test_regions_are_weighted_by_exposure() -> None:
    """No spread at all: 2 more over 30 customer-months, 5 more over 10 of 2 months: (30 x 2 + 20 x 5) / 50 = 3.2."""

    def flat(name: str, months: int, m: int, lift: float) -> Stratum:
        ones = np.ones
        return Stratum(name, months, arm(ones(5), ones(5)), arm(ones(m) + lift * months, ones(m)))

    found = hold_out([flat("a", 1, 30, 2.0), flat("b", 2, 10, 5.0)])
    assert found.effect == pytest.approx(3.2) and found.half == pytest.approx(0.0)


def test_an_arm_that_began_ahead_is_seen() -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(10, 1, 1_000)
    y = x + rng.normal(0, 1, 1_000)
    even = Stratum("a", 1, arm(y[:500], x[:500]), arm(y[500:], x[500:]))
    ahead = Stratum("a", 1, arm(y[:500], x[:500]), arm(y[500:] + 1, x[500:] + 1))
    assert abs(hold_out([even]).balance) < 3 < hold_out([ahead]).balance


def test_nobody_held_out_is_no_trial() -> None:
    with pytest.raises(UndefinedError, match="both sides of the hold-out"):
        hold_out([Stratum("a", 3, arm(np.ones(1), np.ones(1)), arm(np.ones(9), np.ones(9)))])


def test_shares_as_published() -> None:
    """Newcombe (1998), table II, case (a): 56/70 less 48/80 is .2000 with .0524 to .3339 by method 10."""
    value, low, high = shares((56, 48), (70, 80))
    assert (round(value, 4), round(low, 4), round(high, 4)) == (0.2, 0.0524, 0.3339)
    with pytest.raises(UndefinedError, match="both sides"):
        shares((0, 1), (0, 3))


def test_intervals_hold_what_they_say() -> None:
    rng, held, none = np.random.default_rng(3), 0, 0
    for _run in range(300):
        found = hold_out([trial(rng, 100, 900, 0.5)[0]])
        held += found.low <= 0.5 <= found.high
        empty = hold_out([trial(rng, 100, 900, 0.0)[0]])
        none += not empty.low <= 0 <= empty.high
    assert 0.92 <= held / 300 <= 0.98 and none / 300 <= 0.07
