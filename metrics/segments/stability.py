"""How well two groupings of the same customers agree, and how far apart the groups of one of them stand."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial.distance import cdist

from metrics.reading import UndefinedError
from metrics.words.text import N_, message


def _pairs(labels: NDArray[np.int64]) -> float:
    """Pairs of customers who carry the same label."""
    counts = np.bincount(labels).astype(np.float64)
    return float((counts * (counts - 1) / 2).sum())


def adjusted_rand(first: ArrayLike, second: ArrayLike) -> float:
    """Agreement of two groupings: 1 when they are the same but for names, about 0 by chance, below 0 worse than chance.

    first, second: labels of the same customers, whole numbers or text, shape (n,). Raises UndefinedError when there are
    fewer than two. Source: Hubert and Arabie 1985, equation 5.
    """
    a, b = (np.unique(np.asarray(labels), return_inverse=True)[1] for labels in (first, second))
    if a.size != b.size:
        raise ValueError(f"{a.size} labels against {b.size}: both groupings must be of the same customers")
    if a.size < 2:
        raise UndefinedError(message(N_("two groupings agree over pairs of customers; there is no pair")))
    together, left, right = (_pairs(labels) for labels in (a * (b.max() + 1) + b, a, b))
    chance = left * right / (a.size * (a.size - 1) / 2)
    highest = (left + right) / 2
    return 1.0 if highest == chance else (together - chance) / (highest - chance)


def silhouette(points: ArrayLike, labels: ArrayLike) -> float:
    """Mean silhouette: near 1 when groups stand apart, about 0 when they touch, below 0 when they are mixed up.

    points: shape (n, inputs); labels: the group of each. A customer alone in a group counts 0. All distances are worked
    out, so give a sample. Raises UndefinedError when there is one group only. Source: Rousseeuw 1987, equation 2.3.
    """
    held = np.asarray(points, dtype=np.float64)
    names, at = np.unique(np.asarray(labels), return_inverse=True)
    if names.size < 2:
        raise UndefinedError(message(N_("one group stands apart from nothing")))
    member = np.eye(names.size)[at]
    sums, counts = cdist(held, held) @ member, member.sum(axis=0)
    row = np.arange(len(held))
    own = sums[row, at] / np.maximum(counts[at] - 1, 1)
    others = sums / counts
    others[row, at] = np.inf
    nearest = others.min(axis=1)
    larger = np.maximum(own, nearest)
    value = np.where((counts[at] > 1) & (larger > 0), (nearest - own) / np.where(larger > 0, larger, 1.0), 0.0)
    return float(value.mean())
