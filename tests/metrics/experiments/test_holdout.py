"""A randomised control: the difference and its interval by hand and as published, CUPED, money, and its power."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from metrics.experiments.holdout import Effect, adjusted, effect, needed, profit
from metrics.reading import UndefinedError


def test_by_hand() -> None:
    """Means 2 and 5; variances 1 and 4 of three each: error sqrt(1/3 + 4/3) = 1.29099, 2.94 degrees of freedom."""
    found = effect(np.array([1.0, 2.0, 3.0]), np.array([3.0, 5.0, 7.0]))
    assert (found.control_mean, found.treated_mean, found.uplift) == (2.0, 5.0, 3.0)
    degrees = (5 / 3) ** 2 / ((1 / 3) ** 2 / 2 + (4 / 3) ** 2 / 2)
    assert found.error == pytest.approx(stats.t.ppf(0.975, degrees) * np.sqrt(5 / 3))


# Hillstrom's e-mail test (MineThatData, 2008), each arm's customers and those who visited or bought.
HILLSTROM = {
    ("men", "visit"): (21_306, 2_262, 21_307, 3_894, 0.0766, 0.0066),
    ("women", "visit"): (21_306, 2_262, 21_387, 3_238, 0.0452, 0.0063),
    ("men", "conversion"): (21_306, 122, 21_307, 267, 0.0068, 0.0018),
    ("women", "conversion"): (21_306, 122, 21_387, 189, 0.0031, 0.0016),
}


@pytest.mark.parametrize("case", HILLSTROM)
def test_the_published_trial(case: tuple[str, str]) -> None:
    n, hits, m, treated_hits, uplift, error = HILLSTROM[case]
    arms = [np.r_[np.ones(part), np.zeros(of - part)] for of, part in ((n, hits), (m, treated_hits))]
    found = effect(*arms)
    assert found.uplift == pytest.approx(uplift, abs=5e-5)
    assert found.error == pytest.approx(error, abs=5e-5)


numbers = st.lists(st.floats(-1e3, 1e3), min_size=3, max_size=40)


@given(numbers, numbers)
def test_it_agrees_with_another_program(control: list[float], treated: list[float]) -> None:
    """SciPy's test of Welch gives the same interval and p."""
    one, other = np.array(control), np.array(treated)
    if one.std() < 1e-6 or other.std() < 1e-6:
        return
    found, theirs = effect(one, other), stats.ttest_ind(other, one, equal_var=False)
    ends = theirs.confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((ends.low, ends.high), rel=1e-6, abs=1e-9)
    assert found.p_value == pytest.approx(theirs.pvalue, rel=1e-6, abs=1e-12)


@given(numbers, numbers, st.floats(-100, 100))
def test_moving_the_treated_moves_the_effect(control: list[float], treated: list[float], by: float) -> None:
    one, other = np.array(control), np.array(treated)
    assert effect(one, other + by).uplift == pytest.approx(effect(one, other).uplift + by, abs=1e-6)


def test_what_does_not_vary_has_no_width() -> None:
    found = effect(np.ones(5), np.full(4, 3.0))
    assert (found.uplift, found.low, found.high, found.p_value) == (2.0, 2.0, 2.0, 0.0)
    assert effect(np.ones(5), np.ones(4)).p_value == 1.0


def test_one_customer_is_no_arm() -> None:
    with pytest.raises(UndefinedError, match="an arm holds 1; two are needed in each"):
        effect(np.ones(1), np.ones(9))


class TestCuped:
    """The variance falls by the square of the correlation, and the effect stays."""

    def drawn(self, rho: float, lift: float, seed: int, n: int = 4_000) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Outcome, what was known before, and who was treated."""
        rng = np.random.default_rng(seed)
        before, noise = rng.standard_normal((2, n))
        treated = rng.random(n) < 0.5
        return rho * before + np.sqrt(1 - rho**2) * noise + lift * treated, before, treated

    @pytest.mark.parametrize("rho", [0.0, 0.5, 0.9])
    def test_the_error_falls_as_theory_says(self, rho: float) -> None:
        outcome, before, treated = self.drawn(rho, 0.2, 3)
        plain, sharp = (effect(part[~treated], part[treated]) for part in (outcome, adjusted(outcome, before, treated)))
        assert sharp.error / plain.error == pytest.approx(np.sqrt(1 - rho**2), rel=0.04)

    def test_intervals_cover_the_truth(self) -> None:
        """Of 300 trials with an effect of .1, some 95 % hold it: 92 to 97.5 %."""
        held = 0
        for seed in range(300):
            outcome, before, treated = self.drawn(0.7, 0.1, seed, 400)
            sharp = adjusted(outcome, before, treated)
            found = effect(sharp[~treated], sharp[treated])
            held += found.low <= 0.1 <= found.high
        assert 0.92 <= held / 300 <= 0.975

    def test_nothing_is_found_where_nothing_was_planted(self) -> None:
        """At most 7 % of 300 trials without an effect."""
        false = 0
        for seed in range(300):
            outcome, before, treated = self.drawn(0.7, 0.0, 1_000 + seed, 400)
            sharp = adjusted(outcome, before, treated)
            false += effect(sharp[~treated], sharp[treated]).p_value < 0.05
        assert false / 300 <= 0.07

    def test_what_does_not_vary_explains_nothing(self) -> None:
        outcome, _before, treated = self.drawn(0.5, 0.1, 1, 50)
        assert adjusted(outcome, np.ones(50), treated) is outcome


def test_money_by_hand() -> None:
    """1,000 treated, .05 more each at a margin of 10, 0.2 to treat one: 300; the ends likewise."""
    found = Effect(1000, 1000, 0.1, 0.15, 0.05, 0.01, 0.09, 0.01)
    money = profit(found, 10.0, 0.2)
    assert (money.value, money.low, money.high) == pytest.approx((300, -100, 700))
    turned = profit(found, -10.0, 0.0)
    assert turned.low <= turned.value <= turned.high


def test_how_many_are_needed_by_hand() -> None:
    """(1.95996 + .84162)^2 x 1 / (.1^2 x .25) = 3,139.55."""
    assert needed(1.0, 0.1) == 3_140
    with pytest.raises(UndefinedError, match="how small an effect"):
        needed(1.0, 0.0)
