"""k-means that finds planted groups, and says how surely they are found again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from metrics.reading import UndefinedError
from metrics.segments import clusters
from metrics.segments.clusters import _adjusted_rand, _silhouette


def test_the_adjusted_rand_index_by_hand() -> None:
    # Pairs together in both: 1. In the first: 2, in the second: 1, of 6 in all. Chance 2 x 1 / 6 = 1/3, highest 3/2:
    # (1 - 1/3) / (3/2 - 1/3) = 4/7.
    assert _adjusted_rand([0, 0, 1, 1], [0, 0, 1, 2]) == pytest.approx(4 / 7)
    # Nothing in common: pairs together in both 0, chance 2 x 2 / 6 = 2/3, highest 2: -1/2.
    assert _adjusted_rand([0, 0, 1, 1], [0, 1, 0, 1]) == pytest.approx(-0.5)


@given(st.lists(st.integers(0, 4), min_size=2, max_size=40))
def test_names_of_groups_do_not_matter(labels: list[int]) -> None:
    assert _adjusted_rand(labels, [f"group {9 - label}" for label in labels]) == pytest.approx(1)


def test_one_customer_has_nobody_to_agree_about() -> None:
    with pytest.raises(UndefinedError, match="there is no pair"):
        _adjusted_rand([0], [0])


def planted(n: int = 900) -> tuple[np.ndarray, np.ndarray]:
    """Four round groups well apart, and which customer belongs to which."""
    rng = np.random.default_rng(7)
    truth = rng.integers(0, 4, n)
    places = np.array([[0, 0], [12, 0], [0, 12], [12, 12]])[truth]
    return places + rng.normal(0, 1, (n, 2)) + 20, truth


def test_planted_groups_are_found_and_counted() -> None:
    inputs, truth = planted()
    found = clusters.clusters(clusters.trial(inputs))
    assert found.k == 4
    assert found.stable
    assert _adjusted_rand(found.labels, truth) > 0.99
    assert np.diff(np.bincount(found.labels)).max() <= 0  # the largest comes first


def test_noise_is_not_called_stable() -> None:
    found = clusters.clusters(clusters.trial(np.random.default_rng(3).normal(0, 1, (800, 5))))
    assert not found.stable


def test_the_same_customers_give_the_same_groups() -> None:
    inputs, _truth = planted()
    assert (clusters.clusters(clusters.trial(inputs)).labels == clusters.clusters(clusters.trial(inputs)).labels).all()


def test_standardised_inputs_have_mean_nought_and_spread_one_skewed_ones_by_their_logarithm() -> None:
    rng = np.random.default_rng(1)
    found, logged = clusters._standardised(
        np.column_stack([rng.normal(5, 2, 500), np.exp(rng.normal(0, 2, 500)), np.full(500, 3.0)])
    )
    assert logged == (False, True, False)
    assert found.mean(axis=0) == pytest.approx([0, 0, 0], abs=1e-12)
    assert found.std(axis=0) == pytest.approx([1, 1, 0])


def test_of_those_found_again_the_one_that_stands_apart_best_is_chosen_and_else_the_best_found() -> None:
    apart = [(3, 0.40), (4, 0.45), (5, 0.50), (6, 0.60)]
    assert clusters._chosen([(3, 0.99), (4, 0.95), (5, 0.91), (6, 0.6)], apart) == 5
    assert clusters._chosen([(3, 0.5), (4, 0.7), (5, 0.6), (6, 0.2)], apart) == 4


def test_one_trial_serves_every_number_of_groups() -> None:
    inputs, _truth = planted()
    tried = clusters.trial(inputs)
    clusters.clusters(tried, 7)
    assert (clusters.clusters(tried, 4).labels == clusters.clusters(clusters.trial(inputs), 4).labels).all()


def test_a_number_of_groups_that_is_asked_for_is_given_with_its_stability() -> None:
    inputs, _truth = planted()
    found = clusters.clusters(clusters.trial(inputs), 7)
    assert (found.k, found.stable) == (7, dict(found.agreement)[7] >= clusters.STABLE)


def test_one_giant_makes_no_group() -> None:
    inputs, truth = planted()
    inputs[0] = 1e6
    found = clusters.clusters(clusters.trial(inputs))
    assert np.bincount(found.labels).min() > 100
    assert _adjusted_rand(found.labels[1:], truth[1:]) > 0.95


def test_the_silhouette_by_hand() -> None:
    # 0 and 1 in one group, 10 and 11 in the other. Of 0: own 1, nearest (10 + 11) / 2, so 9.5 / 10.5; of 1: 8.5 / 9.5.
    assert _silhouette([[0], [1], [10], [11]], [0, 0, 1, 1]) == pytest.approx((9.5 / 10.5 + 8.5 / 9.5) / 2)
    assert _silhouette([[0], [10], [1], [11]], [0, 0, 1, 1]) < 0  # mixed up
    assert _silhouette([[0], [1], [50]], [0, 0, 1]) == pytest.approx((49 / 50 + 48 / 49 + 0) / 3)  # alone counts 0
    with pytest.raises(UndefinedError, match="apart from nothing"):
        _silhouette([[0], [1]], [3, 3])


@given(st.lists(st.tuples(st.floats(-100, 100), st.integers(0, 2)), min_size=3, max_size=25), st.floats(0.1, 50))
def test_a_silhouette_does_not_hang_on_place_scale_or_names(rows: list[tuple[float, int]], scale: float) -> None:
    points, labels = np.round([[x] for x, _label in rows], 3), [label for _x, label in rows]
    assume(len(set(labels)) > 1)
    usual = _silhouette(points, labels)
    assert -1 <= usual <= 1
    moved = _silhouette(scale * points + 7, [f"group {9 - label}" for label in labels])
    assert moved == pytest.approx(usual, abs=1e-6)


def test_too_few_or_too_much_alike_have_no_groups() -> None:
    with pytest.raises(UndefinedError, match="499 customers are too few to find groups in; 500 are needed"):
        clusters.trial(np.zeros((499, 2)))
    with pytest.raises(UndefinedError, match="too few customers differ"):
        clusters.trial(np.zeros((600, 2)))
