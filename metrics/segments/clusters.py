"""k-means on standardised inputs: of the numbers of groups found again in another sample, the one set apart best.

Also how well two groupings of the same customers agree, and how far apart the groups of one of them stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.cluster.vq import kmeans2, vq
from scipy.spatial.distance import cdist
from scipy.stats import skew

from metrics.reading import UndefinedError
from metrics.words.text import N_, message

Array = NDArray[np.float64]

SEED = 20_261_031
FEWEST = 500  # customers below which groups found are groups of chance
SAMPLE = 20_000  # customers a fit sees at most; all are assigned
TRIED = 3_000  # customers the choice of k sees at most
COMPARED = 1_500  # customers whose distances to each other are worked out at most
COUNTS = (3, 4, 5, 6, 7, 8)
RESAMPLES = 5  # pairs of bootstrap resamples for each k
STABLE = 0.90  # agreement from which a grouping counts as found again
STARTS = 5  # of a fit
SKEWED = 1.0  # from this skewness on an input is taken by its logarithm
EDGES = (0.005, 0.995)  # quantiles of an input beyond which a customer is no farther away: a giant makes no group


@dataclass(frozen=True, eq=False)
class Clusters:
    """Groups of customers. ``labels`` shape (customers,), ``centres`` (k, inputs) in standard deviations from the mean.

    ``agreement`` is the mean adjusted Rand index between bootstrap resamples for each k of ``COUNTS``, ``apart`` the
    mean silhouette.
    """

    labels: NDArray[np.int64]
    centres: Array
    agreement: tuple[tuple[int, float], ...]
    apart: tuple[tuple[int, float], ...]
    stable: bool

    @property
    def k(self) -> int:
        """How many groups."""
        return len(self.centres)


def _standardised(inputs: ArrayLike) -> tuple[Array, tuple[bool, ...]]:
    """Columns with mean 0 and standard deviation 1, shape (n, inputs), and which were logged first.

    Values beyond the quantiles ``EDGES`` are drawn in to them. A column without a negative value and with skewness
    above ``SKEWED`` is taken as log(1 + x); one without spread becomes 0.
    """
    values = np.array(inputs, dtype=np.float64)
    if len(values):
        values = np.clip(values, *np.quantile(values, EDGES, axis=0))
    logged = tuple(bool(column.min() >= 0 and column.std() > 0 and skew(column) > SKEWED) for column in values.T)
    values[:, logged] = np.log1p(values[:, logged])
    spread = values.std(axis=0)
    return (values - values.mean(axis=0)) / np.where(spread > 0, spread, 1.0), logged


def _fit(points: Array, k: int, rng: np.random.Generator, starts: int = STARTS) -> Array:
    """Centres of ``k`` groups, shape (k, inputs): the tightest of some starts spread out by k-means++.

    Source: MacQueen 1967; Arthur and Vassilvitskii 2007.
    """
    tried = [kmeans2(points, k, iter=20, minit="++", rng=rng, missing="warn")[0] for _ in range(starts)]
    return np.asarray(min(tried, key=lambda centres: float((vq(points, centres)[1] ** 2).sum())))


def _agreement(points: Array, k: int, rng: np.random.Generator) -> float:
    """Mean adjusted Rand index over pairs of bootstrap resamples: each is fitted, and both name the same customers.

    Source: Ben-Hur, Elisseeff and Guyon 2002; Hennig 2007.
    """
    n = len(points)
    named = [vq(points, _fit(points[rng.integers(0, n, n)], k, rng))[0] for _ in range(2 * RESAMPLES)]
    return float(np.mean([_adjusted_rand(a, b) for a, b in zip(named[::2], named[1::2], strict=True)]))


def _chosen(agreements: Sequence[tuple[int, float]], apart: Sequence[tuple[int, float]]) -> int:
    """Of the k that are found again (``STABLE``) the one whose groups stand farthest apart; else the one found best."""
    stable = {k for k, value in agreements if value >= STABLE}
    among = {k: value for k, value in apart if k in stable} or dict(agreements)
    return max(among, key=among.__getitem__)


@dataclass(frozen=True, eq=False)
class Trial:
    """Every number of groups tried on standardised ``points``, the customers a fit sees, and where chance stands then.

    What takes long, and is the same whichever number is asked for.
    """

    points: Array
    seen: NDArray[np.int64]
    agreement: tuple[tuple[int, float], ...]
    apart: tuple[tuple[int, float], ...]
    chance: Mapping[str, Any]


def trial(inputs: ArrayLike) -> Trial:
    """Each of ``COUNTS`` tried on ``inputs``, shape (customers, inputs). The same data give the same.

    Raises UndefinedError below ``FEWEST`` customers, or when too few of them differ.
    """
    points, _logged = _standardised(inputs)
    if len(points) < FEWEST:
        text = N_("{n} customers are too few to find groups in; {needed} are needed")
        raise UndefinedError(message(text, n=len(points), needed=FEWEST))
    rng = np.random.default_rng(SEED)
    seen = rng.permutation(len(points))[:SAMPLE]
    tried = points[seen[:TRIED]]
    if len(np.unique(tried, axis=0)) < 10 * max(COUNTS):
        raise UndefinedError(message(N_("too few customers differ in what they buy for groups to be found")))
    agreements = tuple((k, _agreement(tried, k, rng)) for k in COUNTS)
    labelled = ((k, vq(tried, _fit(tried, k, rng))[0]) for k in COUNTS)
    apart = tuple((k, _silhouette(tried[:COMPARED], labels[:COMPARED])) for k, labels in labelled)
    return Trial(points, seen, agreements, apart, rng.bit_generator.state)


def clusters(tried: Trial, asked: int | None = None) -> Clusters:
    """Groups of customers, the largest first.

    asked: how many groups, one of ``COUNTS``; chosen by :func:`_chosen` when None. Source: Ben-Hur, Elisseeff and Guyon
    2002.
    """
    rng = np.random.default_rng(SEED)
    rng.bit_generator.state = tried.chance
    k = asked or _chosen(tried.agreement, tried.apart)
    centres, labels = _named(tried.points, _fit(tried.points[tried.seen], k, rng))
    return Clusters(labels, centres, tried.agreement, tried.apart, dict(tried.agreement)[k] >= STABLE)


def _named(points: Array, centres: Array) -> tuple[Array, NDArray[np.int64]]:
    """Centres, those of the largest group first, and the group of each customer."""
    labels = vq(points, centres)[0]
    order = np.argsort(-np.bincount(labels, minlength=len(centres)), kind="stable")
    names = np.empty(len(centres), dtype=np.int64)
    names[order] = np.arange(len(centres))
    return centres[order], names[labels]


def _pairs(labels: NDArray[np.int64]) -> float:
    """Pairs of customers who carry the same label."""
    counts = np.bincount(labels).astype(np.float64)
    return float((counts * (counts - 1) / 2).sum())


def _adjusted_rand(first: ArrayLike, second: ArrayLike) -> float:
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


def _silhouette(points: ArrayLike, labels: ArrayLike) -> float:
    """Mean silhouette: near 1 when groups stand apart, about 0 when they touch, below 0 when they are mixed up.

    points: shape (n, inputs); labels: the group of each. A customer alone in a group counts 0. All distances are worked
    out, so give a sample. Raises UndefinedError when there is one group only. Source: Rousseeuw 1987, equation 2.3.
    """
    places = np.asarray(points, dtype=np.float64)
    names, at = np.unique(np.asarray(labels), return_inverse=True)
    if names.size < 2:
        raise UndefinedError(message(N_("one group stands apart from nothing")))
    member = np.eye(names.size)[at]
    sums, counts = cdist(places, places) @ member, member.sum(axis=0)
    row = np.arange(len(places))
    own = sums[row, at] / np.maximum(counts[at] - 1, 1)
    others = sums / counts
    others[row, at] = np.inf
    nearest = others.min(axis=1)
    larger = np.maximum(own, nearest)
    value = np.where((counts[at] > 1) & (larger > 0), (nearest - own) / np.where(larger > 0, larger, 1.0), 0.0)
    return float(value.mean())
