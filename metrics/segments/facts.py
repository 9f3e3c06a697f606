"""What the segments page tells: groups by rule or found in the data, what each shares and brings, and its tests.

Everything hangs on the data and on the settings of the five steps, and is worked out once for a version of both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from metrics.context import Sources
from metrics.customers import base
from metrics.reading import UndefinedError
from metrics.segments import criteria as segment_tests
from metrics.segments import groups as segments
from metrics.segments import rfm
from metrics.segments.clusters import Clusters, clusters
from metrics.segments.inputs import BY_ID
from metrics.segments.method import BANDED, RULE, Method
from metrics.segments.names import names
from metrics.segments.people import People, people, used
from metrics.words.text import N_, Message, message


@dataclass(frozen=True, eq=False)
class Grouping:
    """Every buyer in one group. ``names`` of the groups, ``labels`` of the buyers: positions in ``names``."""

    names: tuple[Message, ...]
    labels: NDArray[np.int64]


@lru_cache(maxsize=8)
def _grouping(sources: Sources, by: str, k: int, chosen: tuple[str, ...]) -> Grouping:
    if by == RULE:
        return Grouping(tuple(message(name) for name in rfm.GROUPS), rfm.groups(scored(sources)))
    groups = _found(sources, k, chosen)
    return Grouping(names(people(sources).inputs[list(chosen)], groups.labels, people(sources).family), groups.labels)


def grouping(sources: Sources, method: Method) -> Grouping:
    """The groups of step 4, by RFM or as k-means finds them. Raises UndefinedError where there are none."""
    return _grouping(sources, method.by, method.k, available(sources, method))


def available(sources: Sources, method: Method) -> tuple[str, ...]:
    """The chosen inputs that the data hold and whose trait, if they are made of one, step 1 uses."""
    held, wanted = people(sources).inputs.columns, used(sources, method)
    return tuple(
        name
        for name, one in BY_ID.items()
        if name in method.inputs and name in held and (not one.trait or one.trait in wanted)
    )


@lru_cache(maxsize=8)
def _found(sources: Sources, k: int, chosen: tuple[str, ...]) -> Clusters:
    if len(chosen) < 2:
        raise UndefinedError(message(N_("the data hold fewer than two of the chosen inputs")))
    return clusters(people(sources).inputs[list(chosen)].to_numpy(), k or None)


def found(sources: Sources, method: Method) -> Clusters:
    """The groups k-means finds. Raises UndefinedError where there is nothing to find."""
    return _found(sources, method.k, available(sources, method))


@lru_cache(maxsize=8)
def _bands(sources: Sources, weights: tuple[tuple[str, int], ...]) -> NDArray[np.int64]:
    return segments.bands(people(sources).values, dict(weights))


def bands(sources: Sources, method: Method) -> NDArray[np.int64]:
    """The value band of each buyer by the weights of step 2. Raises UndefinedError where there is none."""
    if not len(people(sources).frame):
        raise UndefinedError(message(N_("there are no customers yet")))
    return _bands(sources, method.weights)


def missing_values(sources: Sources, method: Method) -> tuple[str, ...]:
    """Variables of the value bands that have a weight and are not in the data: named, and never taken as zero."""
    held = people(sources).values
    return tuple(name for name, weight in method.weights if weight and name not in held)


@dataclass(frozen=True, eq=False)
class Segment:
    """One group. Money is of the last 12 months: ``each`` one customer's, ``share`` of all of it (None without a gain).

    ``band`` is the share of its customers in the two best value bands, None without bands; ``place`` its position in
    the grouping.
    """

    name: Message
    place: int
    customers: int
    of: int
    each: float
    share: float | None
    band: float | None
    shared: tuple[segments.Shared, ...]
    tests: tuple[segment_tests.Test, ...]

    @property
    def passes(self) -> bool:
        """No test failed: those that could not be made are not counted against it."""
        return all(test.light is not segment_tests.Light.FAILED for test in self.tests)


@dataclass(frozen=True, eq=False)
class Segmented:
    """All groups, what brings most first; or the reason there are none."""

    method: Method
    word: str
    segments: tuple[Segment, ...] = ()
    reason: Message | None = None


@lru_cache(maxsize=8)
def segmented(sources: Sources, method: Method) -> Segmented:
    """The groups by the five steps."""
    held = people(sources)
    try:
        made = grouping(sources, method)
    except UndefinedError as error:
        return Segmented(method, held.word, reason=error.reason)
    counted = crossed(sources, method, made)
    rows = [
        _segment(sources, method, made, place, counted)
        for place in range(len(made.names))
        if (made.labels == place).any()
    ]
    return Segmented(method, held.word, tuple(sorted(rows, key=lambda one: -one.each * one.customers)))


def crossed(sources: Sources, method: Method, made: Grouping) -> tuple[segments.Counts, ...]:
    """Customers by group and value, of every trait in use."""
    texts = people(sources).traits
    return tuple(segments.counts(name, texts[name], made.labels, len(made.names)) for name in used(sources, method))


def _segment(
    sources: Sources, method: Method, made: Grouping, place: int, counted: tuple[segments.Counts, ...]
) -> Segment:
    held, inside = people(sources), made.labels == place
    here, total = held.frame[inside], float(held.frame["now"].sum())
    shared = tuple(segments.shared(counted, place, notable=method.index, fewest=method.fewest))
    facts = _facts(held, inside, shared, [one.trait for one in counted])
    return Segment(
        name=made.names[place],
        place=place,
        customers=len(here),
        of=len(held.frame),
        each=facts.money,
        share=float(here["now"].sum()) / total if total > 0 else None,
        band=_best_bands(sources, method, inside),
        shared=shared,
        tests=segment_tests.tests(facts, method),
    )


def _best_bands(sources: Sources, method: Method, inside: NDArray[np.bool_]) -> float | None:
    try:
        return float((bands(sources, method)[inside] <= 1).mean())
    except UndefinedError:
        return None


def _facts(
    held: People, inside: NDArray[np.bool_], shared: tuple[segments.Shared, ...], chosen: list[str]
) -> segment_tests.Facts:
    here = held.frame[inside]
    reachable = here["reachable"].dropna()
    return segment_tests.Facts(
        customers=len(here),
        everybody=len(held.frame),
        money=float(here["now"].mean()),
        average=float(held.frame["now"].mean()),
        cost=held.word != base.REVENUE[1],
        reachable=float(reachable.mean()) if len(reachable) else None,
        known=float(held.traits.loc[inside, chosen].notna().to_numpy().mean()) if chosen else None,
        traits=len(shared) if chosen else None,
        reached=float(here["reached"].mean()) if held.by_what else None,
    )


@dataclass(frozen=True, eq=False)
class Needs:
    """What the customers of one band or group share."""

    name: Message
    shared: tuple[segments.Shared, ...]


@lru_cache(maxsize=8)
def needs(sources: Sources, method: Method) -> tuple[Needs, ...]:
    """Step 3: what each group, or each value band, shares. Raises UndefinedError where there are none."""
    if method.needs_of != BANDED:
        made = segmented(sources, method)
        if made.reason is not None:
            raise UndefinedError(made.reason)
        return tuple(Needs(one.name, one.shared) for one in made.segments)
    made_of = Grouping(tuple(message(name) for name in BAND_NAMES), bands(sources, method))
    counted = crossed(sources, method, made_of)
    options: Mapping[str, int] = {"notable": method.index, "fewest": method.fewest}
    return tuple(
        Needs(name, tuple(segments.shared(counted, place, **options))) for place, name in enumerate(made_of.names)
    )


BAND_NAMES = (N_("Large customers"), N_("Important customers"), N_("Ordinary customers"), N_("Small customers"))


@lru_cache(maxsize=2)
def scored(sources: Sources) -> rfm.Scores:
    """RFM of every buyer. Raises UndefinedError where they are too few."""
    frame = people(sources).frame
    return rfm.scores(frame["silent"], frame["order_days"], frame["brought"])


@dataclass(frozen=True)
class Field:
    """One field of the RFM map: fifths of recency and worth, its group, how many stand in it."""

    recency: int
    worth: int
    group: str
    customers: int


@lru_cache(maxsize=2)
def fields(sources: Sources) -> tuple[Field, ...]:
    """The 25 fields; none where RFM cannot be made."""
    try:
        scores = scored(sources)
    except UndefinedError:
        return ()
    counts = np.bincount((scores.recency - 1) * rfm.FIFTHS + scores.worth - 1, minlength=rfm.FIFTHS**2)
    places = [(r, w) for r in range(1, rfm.FIFTHS + 1) for w in range(1, rfm.FIFTHS + 1)]
    named = rfm.field_group([r for r, _w in places], [w for _r, w in places])
    return tuple(
        Field(r, w, rfm.GROUPS[int(group)], int(n)) for (r, w), group, n in zip(places, named, counts, strict=True)
    )
