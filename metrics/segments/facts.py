"""What the marts say of groups of customers, by rule or found in the data: what each shares and brings, and its tests.

What hangs on the data and on how the groups are made is worked out once for both; a threshold moves only what it tests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.context import Kept, Sources, kept
from metrics.customers import base, rfm
from metrics.drawing.scatter import Cell
from metrics.reading import UndefinedError
from metrics.segments import groups
from metrics.segments.clusters import Clusters, Trial, clusters, trial
from metrics.segments.criteria import Segment
from metrics.segments.inputs import BY_ID
from metrics.segments.method import BANDED, RULE, Method
from metrics.segments.names import names
from metrics.segments.people import in_use, people, used
from metrics.words.text import N_, Message, Term, message

MOST_VALUES = 6  # of a trait that are told one by one
Labels = NDArray[np.int64]


class Grouping(Kept):
    """Every buyer in one group. ``names`` of the groups, ``labels`` of the buyers: positions in ``names``."""

    def __init__(self, names: Iterable[Message], labels: Labels) -> None:
        super().__init__()
        self.names, self.labels = tuple(names), labels


@kept
def _by_rule(sources: Sources) -> Grouping:
    scores = _scored(sources)
    return Grouping(map(message, rfm.GROUPS), rfm.field_group(scores.recency, scores.worth))


@kept
def _by_kmeans(sources: Sources, k: int, inputs: tuple[str, ...]) -> Grouping:
    labels = _kmeans(sources, k, inputs).labels
    return Grouping(names(people(sources).inputs[list(inputs)], labels, people(sources).family), labels)


@kept
def _by_value(sources: Sources, weights: tuple[tuple[str, int], ...]) -> Grouping:
    if not len(people(sources).frame):
        raise UndefinedError(message(N_("there are no customers yet")))
    return Grouping(map(message, groups.BANDS), groups.bands(people(sources).values, dict(weights)))


@kept
def _kmeans(sources: Sources, k: int, inputs: tuple[str, ...]) -> Clusters:
    return clusters(_trial(sources, inputs), k or None)


@kept
def _trial(sources: Sources, inputs: tuple[str, ...]) -> Trial:
    if len(inputs) < 2:
        raise UndefinedError(message(N_("the data hold fewer than two of the chosen inputs")))
    return trial(people(sources).inputs[list(inputs)].to_numpy())


def grouping(sources: Sources, method: Method) -> Grouping:
    """The groups of step 4, by RFM or as k-means finds them. Raises UndefinedError where there are none."""
    if method.by == RULE:
        return _by_rule(sources)
    return _by_kmeans(sources, method.k, available(sources, method))


def available(sources: Sources, method: Method) -> tuple[str, ...]:
    """The chosen inputs that the data hold and whose trait, if they are made of one, step 1 uses."""
    measured, wanted = people(sources).inputs.columns, used(sources, method)
    return tuple(
        name
        for name, item in BY_ID.items()
        if name in method.inputs and name in measured and (not item.trait or item.trait in wanted)
    )


def kmeans(sources: Sources, method: Method) -> Clusters:
    """The groups k-means finds. Raises UndefinedError where there is nothing to find."""
    return _kmeans(sources, method.k, available(sources, method))


def _bands(sources: Sources, method: Method) -> Labels:
    """The value band of each buyer by the weights of step 2. Raises UndefinedError where there is none."""
    return _by_value(sources, method.weights).labels


def missing_values(sources: Sources, method: Method) -> tuple[str, ...]:
    """Variables of the value bands that have a weight and are not in the data: named, and never taken as zero."""
    measured = people(sources).values
    return tuple(name for name, weight in method.weights if weight and name not in measured)


@kept
def _sums(group: Grouping, sources: Sources) -> pd.DataFrame:
    """Of each group that is not empty: heads, money, and the shares that may be and were reached, nan when unknown."""
    rows = people(sources).frame.groupby(group.labels)
    shares = rows[["reachable", "reached"]].mean().astype("Float64").astype(float)
    return pd.concat([rows.size().astype(float), rows["now"].sum(), shares], axis=1)


@kept
def _counts(group: Grouping, sources: Sources, trait: str) -> groups.Counts:
    return groups.counts(trait, people(sources).traits[trait], group.labels, len(group.names))


def _shared(sources: Sources, method: Method, group: Grouping) -> list[tuple[groups.Shared, ...]]:
    """What the customers of each group share, by the thresholds of step 3."""
    counted = [_counts(group, sources, trait) for trait in used(sources, method)]
    limits = {"notable": method.index, "fewest": method.fewest}
    return [tuple(groups.shared(counted, place, **limits)) for place in range(len(group.names))]


@kept
def segments(sources: Sources, method: Method) -> tuple[Segment, ...]:
    """The groups of step 4, what brings most first. Raises UndefinedError where there are none."""
    group, everybody, traits = grouping(sources, method), people(sources), used(sources, method)
    sums, shared, best = _sums(group, sources), _shared(sources, method, group), _best(sources, method, group)
    heads, total = len(everybody.frame), float(everybody.frame["now"].sum())
    rows = []
    for place, size, money, reachable, reached in sums.itertuples():
        known = sum(int(_counts(group, sources, trait).table[place].sum()) for trait in traits)
        rows.append(
            Segment(
                name=group.names[place],
                place=place,
                customers=int(size),
                everybody=heads,
                each=money / size,
                average=total / heads,
                cost=everybody.word != base.REVENUE[1],
                share=money / total if total > 0 else None,
                best=None if best is None else best[place] / size,
                shared=shared[place] if traits else None,
                known=known / size / len(traits) if traits else None,
                reachable=None if np.isnan(reachable) else reachable,
                reached=reached if everybody.by_what else None,
            )
        )
    return tuple(sorted(rows, key=lambda row: -row.each * row.customers))


def _best(sources: Sources, method: Method, group: Grouping) -> list[int] | None:
    """Customers of each group in the two best value bands."""
    try:
        best = group.labels[_bands(sources, method) <= 1]
    except UndefinedError:
        return None
    return [int(n) for n in np.bincount(best, minlength=len(group.names))]


def needs(sources: Sources, method: Method) -> tuple[tuple[Message, tuple[groups.Shared, ...]], ...]:
    """Step 3: each group, or each value band, and what its customers share. UndefinedError where there is none."""
    in_use(sources, method)
    if method.needs_of != BANDED:
        return tuple((row.name, row.shared or ()) for row in segments(sources, method))
    group = _by_value(sources, method.weights)
    return tuple(zip(group.names, _shared(sources, method, group), strict=True))


@dataclass(frozen=True)
class Band:
    """One value band: its customers, and the money they brought in the last 12 months."""

    name: str
    customers: int
    money: float


def band_sums(sources: Sources, method: Method) -> tuple[Band, ...]:
    """The four value bands, the best first."""
    labels, now = _bands(sources, method), people(sources).frame["now"].to_numpy()
    heads = np.bincount(labels, minlength=len(groups.BANDS))
    money = np.bincount(labels, weights=now, minlength=len(groups.BANDS))
    return tuple(Band(*row) for row in zip(groups.BANDS, heads.tolist(), money.tolist(), strict=True))


@kept
def _scored(sources: Sources) -> rfm.Scores:
    frame = people(sources).frame
    return rfm.scores(frame["silent"], frame["order_days"], frame["brought"])


@kept
def fields(sources: Sources) -> tuple[Cell, ...]:
    """The 25 fields of the RFM map, each with its group and the customers in it."""
    scores, fifths = _scored(sources), range(1, rfm.FIFTHS + 1)
    counts = Counter(zip(scores.recency.tolist(), scores.worth.tolist(), strict=True))
    names = {(r, w): Term(rfm.GROUPS[int(rfm.field_group([r], [w])[0])]) for r in fifths for w in fifths}
    return tuple(Cell(*place, name, counts[place]) for place, name in names.items())


@dataclass(frozen=True, eq=False)
class Composition:
    """What each group is made of by one trait.

    ``counts`` of shape (groups, values), the order of ``groups`` that of the page; ``values``: the most frequent, at
    most ``MOST_VALUES``, the others together in the last when ``rest``; ``unknown``: customers without the trait.
    """

    trait: str
    groups: tuple[Message, ...]
    values: tuple[str, ...]
    counts: NDArray[np.int64]
    rest: bool
    unknown: int

    @property
    def shares(self) -> NDArray[np.float64]:
        """Each row over those of its group of whom the trait is known; 0 where it is known of nobody."""
        return np.asarray(self.counts / np.maximum(self.counts.sum(axis=1, keepdims=True), 1))


def composition(sources: Sources, method: Method, trait: str = "") -> Composition:
    """Customers of each group by the values of ``trait``: the kind, or the first in use, unless one is named.

    Those of whom it is unknown are counted beside. Raises UndefinedError where it is known of nobody.
    """
    wanted = in_use(sources, method)
    trait = trait or ("kind" if "kind" in wanted else wanted[0])
    rows, counted = segments(sources, method), _counts(grouping(sources, method), sources, trait)
    table, values, rest = counted.table[[row.place for row in rows]], counted.values, len(counted.values) > MOST_VALUES
    if rest:
        order = np.argsort(-table.sum(axis=0), kind="stable")
        top, others = np.sort(order[: MOST_VALUES - 1]), order[MOST_VALUES - 1 :]
        table = np.column_stack([table[:, top], table[:, others].sum(axis=1)])
        values = (*(values[i] for i in top), "")
    if not table.sum():
        raise UndefinedError(message(N_("Of nobody is it known")))
    unknown = int(people(sources).traits[trait].isna().sum())
    return Composition(trait, tuple(row.name for row in rows), values, table, rest, unknown)
