"""Which input makes the result uncertain: published indices, closed forms, and what must hold for any model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import spearmanr

from metrics.reading import UndefinedError
from metrics.risk import draws, indices, simulation
from metrics.risk.correlation import correlated, normal, rank_matrix
from metrics.risk.importance import _worth, importance
from metrics.risk.indices import sobol_indices
from metrics.risk.shapley import shapley_effects
from metrics.scenario.kinds import Tag
from metrics.scenario.scenario import Scenario, with_range
from tests.examples import at_most
from tests.metrics.worlds import baseline, cost, lever, scenario

Array = NDArray[np.float64]


def ishigami(points: Array) -> Array:
    """sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1 on (-pi, pi)^3."""
    x = np.pi * (2 * points - 1)
    return np.asarray(np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0]))


def linear(weights: Array) -> indices.Model:
    """A weighted sum of standard normal inputs."""
    return lambda points: np.asarray(weights @ ndtri(np.clip(points, 1e-12, 1 - 1e-12)))


def ranked(rho: float, size: int, one: int, other: int) -> Array:
    """Rank correlations such that two normal inputs are correlated by ``rho``."""
    found = np.eye(size)
    found[one, other] = found[other, one] = 6 / np.pi * np.arcsin(rho / 2)
    return found


class TestSobol:
    """Independent inputs."""

    def test_ishigami_as_published(self) -> None:
        """Saltelli et al. 2008, Global Sensitivity Analysis: The Primer, a = 7, b = 0.1."""
        found = sobol_indices(ishigami, 3, draws=4096, scramblings=4)
        assert found.first == pytest.approx([0.3139, 0.4424, 0.0], abs=0.01)
        assert found.total == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.004)
        assert (found.first_error < 0.01).all() and (found.first_error > 0).all()

    def test_a_sum_has_no_interaction(self) -> None:
        # variances 1, 4 and 9 of 14
        found = sobol_indices(linear(np.array([1.0, 2.0, 3.0])), 3, draws=1024)
        assert found.first == pytest.approx([1 / 14, 4 / 14, 9 / 14], abs=0.01)
        assert found.total == pytest.approx(found.first, abs=0.01)

    def test_what_does_not_vary_has_no_explanation(self) -> None:
        with pytest.raises(UndefinedError, match="does not vary"):
            sobol_indices(lambda points: np.full(points.shape[1], 3.0), 2)

    @given(st.lists(st.floats(-3, 3), min_size=3, max_size=3), st.floats(-2, 2))
    @at_most(25)
    def test_first_is_never_more_than_total(self, weights: list[float], product: float) -> None:
        def model(points: Array) -> Array:
            return np.asarray(np.array([1.0, *weights]) @ points + product * points[0] * points[1] * points[2])

        found = sobol_indices(model, 4, draws=64, scramblings=4)
        assert (found.first <= found.total + 1e-12).all() and (found.first >= 0).all()
        assert found.total.sum() >= 1 - 0.1


class TestShapley:
    """Inputs that move together."""

    @pytest.mark.parametrize("rho", [-0.8, 0.0, 0.5, 0.9])
    def test_a_linear_gaussian_pair_in_closed_form(self, rho: float) -> None:
        """Song, Nelson & Staum 2016; Owen & Prieur 2017: (b1^2 (1 - rho^2/2) + rho b1 b2 + b2^2 rho^2/2) / V."""
        b1, b2 = 1.0, 2.0
        variance = b1**2 + b2**2 + 2 * rho * b1 * b2
        first = (b1**2 * (1 - rho**2 / 2) + rho * b1 * b2 + b2**2 * rho**2 / 2) / variance
        found = shapley_effects(linear(np.array([b1, b2])), 2, ranked(rho, 2, 0, 1), draws=256, orders=32)
        assert found.shares == pytest.approx([first, 1 - first], abs=0.01)

    def test_three_of_which_two_move_together(self) -> None:
        """Iooss & Prieur 2019: the third keeps its own variance, the pair shares the rest as above."""
        rho, b = 0.7, np.array([1.0, 2.0, 3.0])
        variance = 1 + 4 + 9 + 2 * rho * 6
        pair = [4 * (1 - rho**2 / 2) + rho * 6 + 9 * rho**2 / 2, 9 * (1 - rho**2 / 2) + rho * 6 + 4 * rho**2 / 2]
        found = shapley_effects(linear(b), 3, ranked(rho, 3, 1, 2), draws=256, orders=64)
        assert found.shares == pytest.approx(np.array([1.0, *pair]) / variance, abs=0.005)
        assert (np.abs(found.shares - np.array([1.0, *pair]) / variance) < 5 * found.errors + 1e-3).all()

    def test_with_independent_inputs_they_lie_between_first_and_total(self) -> None:
        # Ishigami: an interaction of two is halved, so 0.3139 + 0.2437/2, 0.4424, 0.2437/2
        found = shapley_effects(ishigami, 3, draws=512, orders=64)
        assert found.shares == pytest.approx([0.4358, 0.4424, 0.1218], abs=0.015)

    @given(st.lists(st.floats(0.1, 3), min_size=3, max_size=3), st.floats(-0.9, 0.9))
    @at_most(20)
    def test_they_sum_to_one(self, weights: list[float], rho: float) -> None:
        found = shapley_effects(linear(np.array(weights)), 3, ranked(rho, 3, 0, 2), draws=16, orders=8)
        assert found.shares.sum() == pytest.approx(1, abs=1e-9)

    def test_a_twin_takes_half(self) -> None:
        """Two inputs that are one: neither counts more, though the result reads only the first."""
        found = shapley_effects(linear(np.array([1.0, 0.0])), 2, ranked(1.0, 2, 0, 1), draws=64, orders=32)
        assert found.shares == pytest.approx([0.5, 0.5], abs=0.02)


class TestCorrelation:
    """Points that move together."""

    def test_ranks_come_out_as_they_went_in_and_each_stays_uniform(self) -> None:
        ranks = np.array([[1.0, 0.6, 0.0], [0.6, 1.0, -0.3], [0.0, -0.3, 1.0]])
        points = correlated(draws.sobol(3, 1024, 8), ranks)
        assert spearmanr(points.T).statistic == pytest.approx(ranks, abs=0.01)
        assert np.sort(points[1]) == pytest.approx((np.arange(8192) + 0.5) / 8192, abs=5e-3)

    def test_none_leaves_them_as_they_are(self) -> None:
        points = draws.sobol(2, 16, 1)
        assert correlated(points, None) is points

    def test_pairs_find_their_factor(self) -> None:
        factors = {"adoption": ("a.adoption", "b.adoption"), "x": ("x",), "y": ("y",)}
        found = rank_matrix(
            factors, [("b.adoption", "y", 0.4), ("x", "unheard of", 0.9), ("a.adoption", "adoption", 1)]
        )
        assert found is not None
        assert found.tolist() == [[1, 0, 0.4], [0, 1, 0], [0.4, 0, 1]]
        assert rank_matrix(factors, [("x", "gone", 0.9)]) is None

    def test_contradictions_are_refused_in_a_sentence(self) -> None:
        factors = {name: (name,) for name in "xyz"}
        with pytest.raises(UndefinedError, match="contradict"):
            normal(np.asarray(rank_matrix(factors, [("x", "y", 0.9), ("y", "z", 0.9), ("x", "z", -0.9)])))
        with pytest.raises(UndefinedError, match="between -1 and 1"):
            rank_matrix(factors, [("x", "y", 1.2)])


def plan() -> Scenario:
    """1,200 a year stated, 1,000 at once, both uncertain."""
    held = scenario(lever("stated", 1200, id="hours", tag=Tag.CASH), costs=(cost(once=1000),), rate=0.0)
    return with_range(with_range(held, "hours.target", 1000, 1500), "cost_factor", 0.95, 1.2)


class TestScenario:
    """Of a plan."""

    def test_correlated_draws_widen_what_adds_up(self) -> None:
        """Good benefit with low cost: the spread of NPV grows; the other way it shrinks; each number stays itself."""
        together, against = (
            replace(plan(), correlations=(("hours.target", "cost_factor", rho),)) for rho in (-0.9, 0.9)
        )
        spreads = [simulation.simulate(held, baseline()).npv.std() for held in (together, plan(), against)]
        assert spreads[0] > 1.1 * spreads[1] > 1.2 * spreads[2]
        one, other = (draws.drawn(held, 256, 8)["hours.target"] for held in (plan(), together))
        assert np.quantile(one, [0.1, 0.5, 0.9]) == pytest.approx(np.quantile(other, [0.1, 0.5, 0.9]), rel=2e-3)

    def test_independent_inputs_give_sobol_indices(self) -> None:
        found = importance(plan(), baseline())
        assert not found.together and [part.path for part in found.parts] == ["hours.target", "cost_factor"]
        assert all(part.alone is not None and part.alone <= part.share for part in found.parts)
        # NPV = target - 1,000 x factor: no interaction, so the variances of the two draws say it all
        drawn = draws.drawn(plan(), 1024, 8)
        variances = [drawn["hours.target"].var(), (1000 * drawn["cost_factor"]).var()]
        assert [part.share for part in found.parts] == pytest.approx(np.array(variances) / sum(variances), abs=0.02)

    def test_inputs_that_move_together_give_shapley_effects(self) -> None:
        found = importance(replace(plan(), correlations=(("hours.target", "cost_factor", 0.5),)), baseline())
        assert found.together and sum(part.share for part in found.parts) == pytest.approx(1)
        assert all(part.alone is None and part.error > 0 for part in found.parts)

    def test_the_model_is_that_of_the_simulation(self) -> None:
        points = draws.sobol(2, 256, 8)
        assert _worth(plan(), baseline())(points) == pytest.approx(simulation.simulate(plan(), baseline()).npv)

    def test_nothing_uncertain_nothing_to_explain(self) -> None:
        bare = scenario(lever("stated", 1200, id="hours", tag=Tag.CASH), costs=(cost(once=1000),))
        with pytest.raises(UndefinedError, match="no assumption has a range"):
            importance(bare, baseline())
