"""What the marts say of groups of customers, by rule or found in the data: what each shares and brings, and its tests.

What hangs on the data and on how the groups are made is worked out once for both; a threshold moves only what it tests.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.context import Sources, kept
from metrics.customers import base
from metrics.drawing.segments import Cell
from metrics.reading import UndefinedError
from metrics.segments import criteria, groups, rfm
from metrics.segments.clusters import Clusters, clusters
from metrics.segments.inputs import BY_ID
from metrics.segments.method import BANDED, RULE, Method
from metrics.segments.names import names
from metrics.segments.people import in_use, people, used
from metrics.words.text import N_, Message, Term, message

MOST_VALUES = 6  # of a trait that are told one by one
Labels = NDArray[np.int64]
Made = tuple[Callable[..., "Grouping"], tuple[Any, ...]]  # what makes a grouping of the data, and its settings


@dataclass(frozen=True, eq=False)
class Grouping:
    """Every buyer in one group. ``names`` of the groups, ``labels`` of the buyers: positions in ``names``."""

    names: tuple[Message, ...]
    labels: Labels


@kept
def _by_rule(sources: Sources) -> Grouping:
    return Grouping(tuple(message(name) for name in rfm.GROUPS), rfm.groups(scored(sources)))


@kept
def _found(sources: Sources, k: int, inputs: tuple[str, ...]) -> Grouping:
    labels = _kmeans(sources, k, inputs).labels
    return Grouping(names(people(sources).inputs[list(inputs)], labels, people(sources).family), labels)


@kept
def _banded(sources: Sources, weights: tuple[tuple[str, int], ...]) -> Grouping:
    labels = groups.bands(people(sources).values, dict(weights))
    return Grouping(tuple(message(name) for name in groups.BANDS), labels)


@kept
def _kmeans(sources: Sources, k: int, inputs: tuple[str, ...]) -> Clusters:
    if len(inputs) < 2:
        raise UndefinedError(message(N_("the data hold fewer than two of the chosen inputs")))
    return clusters(people(sources).inputs[list(inputs)].to_numpy(), k or None)


def _made(sources: Sources, method: Method) -> Made:
    return (_by_rule, ()) if method.by == RULE else (_found, (method.k, available(sources, method)))


def grouping(sources: Sources, method: Method) -> Grouping:
    """The groups of step 4, by RFM or as k-means finds them. Raises UndefinedError where there are none."""
    make, settings = _made(sources, method)
    return make(sources, *settings)


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


def bands(sources: Sources, method: Method) -> Labels:
    """The value band of each buyer by the weights of step 2. Raises UndefinedError where there is none."""
    if not len(people(sources).frame):
        raise UndefinedError(message(N_("there are no customers yet")))
    return _banded(sources, method.weights).labels


def missing_values(sources: Sources, method: Method) -> tuple[str, ...]:
    """Variables of the value bands that have a weight and are not in the data: named, and never taken as zero."""
    measured = people(sources).values
    return tuple(name for name, weight in method.weights if weight and name not in measured)


@kept
def _sums(sources: Sources, make: Callable[..., Grouping], settings: tuple[Any, ...]) -> pd.DataFrame:
    """Of each group that is not empty: heads, money, and the shares that may be and were reached; nan when unknown."""
    rows = people(sources).frame.groupby(make(sources, *settings).labels)
    return pd.DataFrame(
        {
            "customers": rows.size(),
            "now": rows["now"].sum(),
            "reachable": rows["reachable"].mean().astype("Float64").to_numpy(dtype=float, na_value=np.nan),
            "reached": rows["reached"].mean().astype(float),
        }
    )


@kept
def _counts(sources: Sources, make: Callable[..., Grouping], settings: tuple[Any, ...], trait: str) -> groups.Counts:
    group = make(sources, *settings)
    return groups.counts(trait, people(sources).traits[trait], group.labels, len(group.names))


def _counted(sources: Sources, method: Method, made: Made) -> tuple[groups.Counts, ...]:
    """Customers by group and value, of every trait in use."""
    return tuple(_counts(sources, *made, trait) for trait in used(sources, method))


@dataclass(frozen=True, eq=False)
class Segment:
    """One group. Money is of the last 12 months: ``each`` one customer's, ``share`` of all of it (None without a gain).

    ``best`` is the share of its customers in the two best value bands, None without bands; ``place`` its position in
    the grouping.
    """

    name: Message
    place: int
    customers: int
    everybody: int
    each: float
    share: float | None
    best: float | None
    shared: tuple[groups.Shared, ...]
    tests: tuple[criteria.Test, ...]

    @property
    def heads(self) -> float:
        """Its share of all customers."""
        return self.customers / self.everybody

    @property
    def passes(self) -> bool:
        """No test failed: those that could not be made are not counted against it."""
        return all(test.passed is not False for test in self.tests)


@kept
def segments(sources: Sources, method: Method) -> tuple[Segment, ...]:
    """The groups by the five steps, what brings most first. Raises UndefinedError where there are none."""
    made = _made(sources, method)
    group, sums = grouping(sources, method), _sums(sources, *made)
    counted, best = _counted(sources, method, made), _best(sources, method, group)
    everybody, total = len(group.labels), float(people(sources).frame["now"].sum())
    rows = []
    for place, row in zip(sums.index, sums.itertuples(), strict=True):
        customers, money = int(row.customers), float(row.now)  # type: ignore[arg-type]
        shared = tuple(groups.shared(counted, place, notable=method.index, fewest=method.fewest))
        profile = criteria.Profile(
            customers=customers,
            everybody=everybody,
            money=money / customers,
            average=total / everybody,
            cost=people(sources).word != base.REVENUE[1],
            reachable=None if np.isnan(row.reachable) else float(row.reachable),  # type: ignore[arg-type]
            known=sum(float(c.table[place].sum()) for c in counted) / customers / len(counted) if counted else None,
            traits=len(shared) if counted else None,
            reached=float(row.reached) if people(sources).by_what else None,  # type: ignore[arg-type]
        )
        share = money / total if total > 0 else None
        top = None if best is None else float(best[place] / customers)
        tests = criteria.tests(profile, method)
        name = group.names[place]
        rows.append(Segment(name, place, customers, everybody, profile.money, share, top, shared, tests))
    return tuple(sorted(rows, key=lambda row: -row.each * row.customers))


def _best(sources: Sources, method: Method, group: Grouping) -> Labels | None:
    """Customers of each group in the two best value bands."""
    try:
        return np.bincount(group.labels[bands(sources, method) <= 1], minlength=len(group.names))
    except UndefinedError:
        return None


@dataclass(frozen=True, eq=False)
class Needs:
    """What the customers of one band or group share."""

    name: Message
    shared: tuple[groups.Shared, ...]


def needs(sources: Sources, method: Method) -> tuple[Needs, ...]:
    """Step 3: what each group, or each value band, shares. Raises UndefinedError where there are none."""
    in_use(sources, method)
    if method.needs_of != BANDED:
        return tuple(Needs(row.name, row.shared) for row in segments(sources, method))
    bands(sources, method)  # there are some
    counted = _counted(sources, method, (_banded, (method.weights,)))
    return tuple(
        Needs(message(name), tuple(groups.shared(counted, place, notable=method.index, fewest=method.fewest)))
        for place, name in enumerate(groups.BANDS)
    )


@dataclass(frozen=True)
class Band:
    """One value band: its customers, and the money they brought in the last 12 months."""

    name: str
    customers: int
    money: float


def band_sums(sources: Sources, method: Method) -> tuple[Band, ...]:
    """The four value bands, the best first."""
    labels, now = bands(sources, method), people(sources).frame["now"].to_numpy()
    heads = np.bincount(labels, minlength=len(groups.BANDS))
    money = np.bincount(labels, weights=now, minlength=len(groups.BANDS))
    return tuple(Band(*row) for row in zip(groups.BANDS, heads.tolist(), money.tolist(), strict=True))


@kept
def scored(sources: Sources) -> rfm.Scores:
    """RFM of every buyer. Raises UndefinedError where they are too few."""
    frame = people(sources).frame
    return rfm.scores(frame["silent"], frame["order_days"], frame["brought"])


@kept
def fields(sources: Sources) -> tuple[Cell, ...]:
    """The 25 fields of the RFM map, each with its group and the customers in it."""
    scores = scored(sources)
    counts = np.bincount((scores.recency - 1) * rfm.FIFTHS + scores.worth - 1, minlength=rfm.FIFTHS**2)
    places = [(r, w) for r in range(1, rfm.FIFTHS + 1) for w in range(1, rfm.FIFTHS + 1)]
    named = rfm.field_group([r for r, _w in places], [w for _r, w in places])
    return tuple(
        Cell(r, w, Term(rfm.GROUPS[int(group)]), int(n)) for (r, w), group, n in zip(places, named, counts, strict=True)
    )


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
    rows, counted = segments(sources, method), _counts(sources, *_made(sources, method), trait)
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
