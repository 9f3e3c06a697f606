"""Uncertain numbers that move together: rank correlation put on independent points (Gaussian copula)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from metrics.reading import UndefinedError
from metrics.words.text import N_, message

Array = NDArray[np.float64]
Pair = tuple[str, str, float]
INSIDE = 1e-12  # points stay this far from 0 and 1, where the normal quantile is infinite


def rank_matrix(factors: Mapping[str, Sequence[str]], pairs: Iterable[Pair]) -> Array | None:
    """The rank correlations of ``factors`` as a matrix, in their order; None when all are independent.

    factors: the paths each one moves. pairs: (path, path, rank correlation); a pair with a path that is not drawn, or
    within one factor, says nothing. UndefinedError when the correlations contradict each other.
    """
    place = {path: row for row, (name, paths) in enumerate(factors.items()) for path in (name, *paths)}
    matrix, any_given = np.eye(len(factors)), False
    for first, second, rho in pairs:
        one, other = place.get(first), place.get(second)
        if one is None or other is None or one == other or not rho:
            continue
        if not -1 <= rho <= 1:
            raise UndefinedError(
                message(N_("A rank correlation of {rho} cannot be. Enter one between -1 and 1."), rho=f"{rho:g}")
            )
        matrix[one, other] = matrix[other, one] = rho
        any_given = True
    if not any_given:
        return None
    normal(matrix)
    return matrix


def normal(ranks: Array) -> Array:
    """The correlations of normal numbers with rank correlations ``ranks``: 2 sin(pi/6 x rank). Source: Pearson 1907.

    UndefinedError when no numbers can be correlated so: three that contradict each other, say.
    """
    found = 2.0 * np.sin(np.pi / 6.0 * ranks)
    if np.linalg.eigvalsh(found).min() < -1e-9:
        raise UndefinedError(
            message(N_("The rank correlations contradict each other. Bring some of them nearer to zero."))
        )
    return np.asarray(found)


def root(matrix: Array) -> Array:
    """The lower triangle L with L L' = ``matrix``, also where the matrix has no full rank."""
    return np.asarray(np.linalg.cholesky(matrix + 1e-12 * np.eye(len(matrix))))


def correlated(points: Array, ranks: Array | None) -> Array:
    """Independent ``points`` in (0, 1), shape (factors, draws), with rank correlations ``ranks`` put on them.

    Each row stays uniform: only which draws meet changes. None leaves them as they are.
    Source: Gaussian copula; Iman & Conover 1982 for ranks as the measure.
    """
    if ranks is None:
        return points
    return np.asarray(ndtr(root(normal(ranks)) @ ndtri(np.clip(points, INSIDE, 1 - INSIDE))))
