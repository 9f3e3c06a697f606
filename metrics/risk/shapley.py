"""Which input makes the result uncertain, where inputs move together: Shapley effects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from metrics.reading import UndefinedError
from metrics.risk.correlation import INSIDE, normal, root
from metrics.risk.draws import sobol
from metrics.risk.indices import Model
from metrics.words.text import N_, message

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Effects:
    """Shares of the variance of the result, shape (inputs,), summing to one, each with its standard error."""

    shares: Array
    errors: Array


def shapley_effects(
    model: Model, inputs: int, ranks: Array | None = None, draws: int = 64, orders: int = 32, seed: int = 0
) -> Effects:
    """Shapley effects of ``model``, with (inputs + 1) x draws x orders runs of it.

    The inputs are let go one after the other in a random order, and each is given what the variance falls by when it
    is known too; averaged over orders, each taken forwards and backwards. Correlated inputs are drawn in the order at
    hand, each given those before it, so what is known fixes what hangs on it. UndefinedError when nothing varies.

    ranks: rank correlations, shape (inputs, inputs); None when independent. draws: a power of two.
    Source: Song, Nelson & Staum 2016, SIAM/ASA J. Uncertainty Quantification 4; Goda 2021 for one path a draw.
    """
    among = normal(np.eye(inputs) if ranks is None else ranks)
    points = ndtri(np.clip(sobol(2 * inputs, draws, orders), INSIDE, 1 - INSIDE))
    chance = np.random.default_rng(seed)
    gained, spread = np.zeros((orders, inputs)), np.zeros(orders)
    order = np.arange(inputs)
    for turn in range(orders):
        order = chance.permutation(inputs) if turn % 2 == 0 else order[::-1]
        block = points[:, turn * draws : (turn + 1) * draws]
        gained[turn, order] = _path(model, order, root(among[np.ix_(order, order)]), block[:inputs], block[inputs:])
        spread[turn] = gained[turn].sum()
    whole = float(spread.mean())
    if not whole > 0:
        raise UndefinedError(message(N_("The result does not vary, so nothing explains its uncertainty.")))
    shares = gained.mean(axis=0) / whole
    pairs = gained.reshape(orders // 2, 2, inputs).mean(axis=1) if orders % 2 == 0 else gained
    residual = (pairs - pairs.sum(axis=1, keepdims=True) * shares) / whole  # the whole is estimated too
    return Effects(shares, residual.std(axis=0, ddof=1) / np.sqrt(len(pairs)))


def _path(model: Model, order: NDArray[np.int64], lower: Array, known: Array, other: Array) -> Array:
    """What the variance falls by as each input of ``order`` is known too: half mean squares along one path."""
    mixed = other.copy()

    def result(innovations: Array) -> Array:
        drawn = np.empty_like(innovations)
        drawn[order] = lower @ innovations
        return model(ndtr(drawn))

    ours = result(known)
    left = np.empty(len(order) + 1)
    left[0] = ((ours - result(mixed)) ** 2).mean() / 2
    for step in range(len(order)):
        mixed[step] = known[step]
        left[step + 1] = ((ours - result(mixed)) ** 2).mean() / 2 if step + 1 < len(order) else 0.0
    return left[:-1] - left[1:]
