"""k-means that finds planted groups, and says how surely they are found again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import clusters
from metrics.reading import UndefinedError
from metrics.stability import adjusted_rand


def test_the_adjusted_rand_index_by_hand() -> None:
    # Pairs together in both: 1. In the first: 2, in the second: 1, of 6 in all. Chance 2 x 1 / 6 = 1/3, highest 3/2:
    # (1 - 1/3) / (3/2 - 1/3) = 4/7.
    assert adjusted_rand([0, 0, 1, 1], [0, 0, 1, 2]) == pytest.approx(4 / 7)
    # Nothing in common: pairs together in both 0, chance 2 x 2 / 6 = 2/3, highest 2: -1/2.
    assert adjusted_rand([0, 0, 1, 1], [0, 1, 0, 1]) == pytest.approx(-0.5)


@given(st.lists(st.integers(0, 4), min_size=2, max_size=40))
def test_names_of_groups_do_not_matter(labels: list[int]) -> None:
    assert adjusted_rand(labels, [f"group {9 - label}" for label in labels]) == pytest.approx(1)


def test_one_customer_has_nobody_to_agree_about() -> None:
    with pytest.raises(UndefinedError, match="there is no pair"):
        adjusted_rand([0], [0])


def planted(n: int = 900) -> tuple[np.ndarray, np.ndarray]:
    """Four round groups well apart, and which customer belongs to which."""
    rng = np.random.default_rng(7)
    truth = rng.integers(0, 4, n)
    places = np.array([[0, 0], [12, 0], [0, 12], [12, 12]])[truth]
    return places + rng.normal(0, 1, (n, 2)) + 20, truth


def test_planted_groups_are_found_and_counted() -> None:
    inputs, truth = planted()
    found = clusters.clusters(inputs)
    assert found.k == 4
    assert found.stable
    assert adjusted_rand(found.labels, truth) > 0.99
    assert np.diff(np.bincount(found.labels)).max() <= 0  # the largest comes first


def test_noise_is_not_called_stable() -> None:
    found = clusters.clusters(np.random.default_rng(3).normal(0, 1, (800, 5)))
    assert not found.stable


def test_the_same_customers_give_the_same_groups() -> None:
    inputs, _truth = planted()
    assert (clusters.clusters(inputs).labels == clusters.clusters(inputs).labels).all()


def test_standardised_inputs_have_mean_nought_and_spread_one_skewed_ones_by_their_logarithm() -> None:
    rng = np.random.default_rng(1)
    found, logged = clusters.standardised(
        np.column_stack([rng.normal(5, 2, 500), np.exp(rng.normal(0, 2, 500)), np.full(500, 3.0)])
    )
    assert logged == (False, True, False)
    assert found.mean(axis=0) == pytest.approx([0, 0, 0], abs=1e-12)
    assert found.std(axis=0) == pytest.approx([1, 1, 0])


def test_the_largest_k_that_is_found_again_is_chosen_and_else_the_best() -> None:
    assert clusters.chosen([(3, 0.99), (4, 0.95), (5, 0.91), (6, 0.6)]) == 5
    assert clusters.chosen([(3, 0.5), (4, 0.7), (5, 0.6)]) == 4


def test_too_few_or_too_much_alike_have_no_groups() -> None:
    with pytest.raises(UndefinedError, match="499 customers are too few to find groups in; 500 are needed"):
        clusters.clusters(np.zeros((499, 2)))
    with pytest.raises(UndefinedError, match="too few customers differ"):
        clusters.clusters(np.zeros((600, 2)))
