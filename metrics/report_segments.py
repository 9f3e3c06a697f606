"""What the segments page tells: groups by rule or found in the data, what each shares and brings, and its tests.

Everything hangs on the data alone and is worked out once for a version of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics import base, rfm, segments
from metrics.clusters import Clusters, clusters
from metrics.reading import UndefinedError
from metrics.report_sources import DataSources
from metrics.text import N_, Message, Term, message

RULE, FOUND = "rule", "found"  # how groups are made: RFM, or k-means
TRAITS = {
    "kind": N_("Kind"),
    "region": N_("Region"),
    "channel": N_("Channel"),
    "acquired_by": N_("Won by"),
    "industry": N_("Industry"),
    "size": N_("Size"),
    "birth_decade": N_("Born in the decade from"),
    "family": N_("Buys most"),
    "contract": N_("Contract"),
}
LEAST_KNOWN = 0.1  # a trait known of fewer buyers is left out
INPUTS = {  # of k-means: (word for much, word for little)
    "rate": (N_("frequent"), N_("rare")),
    "silent": (N_("long quiet"), N_("active lately")),
    "spend": (N_("large orders"), N_("small orders")),
    "year_end": (N_("year-end"), N_("all year")),
}
TELLING = 0.4  # standard deviations from the mean at which an input names a group
SHRUNK = 2  # orders at the average that weigh against a customer's own share of year-end orders


@dataclass(frozen=True, eq=False)
class People:
    """Buyers, one row each. ``frame``: inputs of the groups and money of the last 12 months (``now``), ``word`` names
    it; ``traits``: text columns known of enough; ``coverage``: share of buyers known, of every trait."""

    frame: pd.DataFrame
    traits: pd.DataFrame
    coverage: dict[str, float]
    word: str


@lru_cache(maxsize=2)
def people(data: DataSources) -> People:
    """Every buyer with inputs and traits."""
    column, word = base.brings(data.frames)
    everyone = data.frames["customer_base"]
    held = everyone[everyone["order_days"] > 0].set_index("customer_id").sort_index()
    about = data.frames["customer_traits"].set_index("customer_id").reindex(held.index)
    frame = pd.DataFrame(index=held.index)
    frame["order_days"] = held["order_days"].astype(float)
    frame["silent"] = (held["age_days"] - held["recency_days"]).astype(float)
    frame["rate"] = frame["order_days"] / (np.maximum(held["age_days"].astype(float), 90) / 365)
    frame["spend"] = held["mean_spend"].astype(float).clip(lower=0).fillna(0.0)
    late, orders = about["year_end_orders"].astype(float), held["orders"].astype(float)
    usual = late.sum() / max(orders.sum(), 1.0)
    frame["year_end"] = (late + SHRUNK * usual) / (orders + SHRUNK)
    frame["brought"], frame["now"] = held[column].astype(float), held[f"{column}_12m"].astype(float)
    frame["revenue"] = held["revenue"].astype(float)
    frame["reachable"] = about["reachable"].astype("boolean")
    texts = about[list(TRAITS)].astype("string")
    coverage = {name: float(texts[name].notna().mean()) if len(texts) else 0.0 for name in TRAITS}
    kept = [name for name, share in coverage.items() if share >= LEAST_KNOWN and texts[name].nunique() > 1]
    return People(frame, texts[kept], coverage, word)


@dataclass(frozen=True, eq=False)
class Segment:
    """One group. Money is of the last 12 months: ``each`` one customer's, ``share`` of all of it (None without a gain).

    ``band`` is the share of its customers in the two best value bands.
    """

    name: Message
    customers: int
    of: int
    each: float
    share: float | None
    band: float
    shared: tuple[segments.Shared, ...]
    tests: tuple[segments.Test, ...]

    @property
    def passes(self) -> bool:
        """No test failed: those that could not be made are not counted against it."""
        return all(test.light is not segments.Light.FAILED for test in self.tests)


@dataclass(frozen=True, eq=False)
class Segmented:
    """All groups, what brings most first; or the reason there are none."""

    by: str
    word: str
    segments: tuple[Segment, ...] = ()
    reason: Message | None = None


@lru_cache(maxsize=4)
def segmented(data: DataSources, by: str = RULE) -> Segmented:
    """The groups by RFM, or those k-means finds."""
    held = people(data)
    try:
        names, labels = _ruled(data) if by == RULE else _named(data)
    except UndefinedError as error:
        return Segmented(by, held.word, reason=error.reason)
    rows = [_segment(held, name, labels == i, bands(data)) for i, name in enumerate(names) if (labels == i).any()]
    return Segmented(by, held.word, tuple(sorted(rows, key=lambda one: -one.each * one.customers)))


@lru_cache(maxsize=2)
def bands(data: DataSources) -> NDArray[np.int64]:
    """The value band of each buyer."""
    frame = people(data).frame
    variables = {"money": frame["brought"], "revenue": frame["revenue"], "loyalty": frame["order_days"]}
    return segments.bands(variables)


def _segment(held: People, name: Message, inside: NDArray[np.bool_], band: NDArray[np.int64]) -> Segment:
    here, total = held.frame[inside], float(held.frame["now"].sum())
    shared = tuple(segments.shared(held.traits, inside))
    reached = here["reachable"].dropna()
    each = float(here["now"].mean())
    return Segment(
        name=name,
        customers=len(here),
        of=len(held.frame),
        each=each,
        share=float(here["now"].sum()) / total if total > 0 else None,
        band=float((band[inside] <= 1).mean()),
        shared=shared,
        tests=segments.tests(
            customers=len(here),
            everybody=len(held.frame),
            money=each,
            average=float(held.frame["now"].mean()),
            cost=held.word != base.REVENUE[1],
            reached=float(reached.mean()) if len(reached) else None,
            traits=len(shared) if len(held.traits.columns) else None,
        ),
    )


@lru_cache(maxsize=2)
def scored(data: DataSources) -> rfm.Scores:
    """RFM of every buyer. Raises UndefinedError where they are too few."""
    frame = people(data).frame
    return rfm.scores(frame["silent"], frame["order_days"], frame["brought"])


def _ruled(data: DataSources) -> tuple[list[Message], NDArray[np.int64]]:
    return [message(name) for name in rfm.GROUPS], rfm.groups(scored(data))


@lru_cache(maxsize=2)
def found(data: DataSources) -> Clusters:
    """The groups k-means finds. Raises UndefinedError where there is nothing to find."""
    return clusters(people(data).frame[list(INPUTS)].to_numpy())


def _named(data: DataSources) -> tuple[list[Message], NDArray[np.int64]]:
    groups = found(data)
    return names(groups.centres), groups.labels


def names(centres: NDArray[np.float64]) -> list[Message]:
    """A readable name for each group, by the inputs in which it is farthest from the mean; no two alike.

    centres: shape (groups, inputs), in the order of ``INPUTS``. Two words as a rule, more where another group would be
    called the same.
    """
    words = [_words(centre) for centre in centres]
    for length in range(1, len(INPUTS) + 1):
        shown = [tuple(group[: max(length, min(2, len(group)))]) for group in words]
        if len({frozenset(group) for group in shown}) == len(shown):
            break
    counts: dict[frozenset[str], int] = {}
    return [_name(group, counts) for group in shown]


def _words(centre: NDArray[np.float64]) -> list[str]:
    order = np.argsort(-np.abs(centre), kind="stable")
    telling = [i for i in order if abs(centre[i]) >= TELLING]
    pairs = list(INPUTS.values())
    return [pairs[i][0 if centre[i] > 0 else 1] for i in telling] or [AVERAGE]


AVERAGE = N_("near the average")


def _name(words: tuple[str, ...], counts: dict[frozenset[str], int]) -> Message:
    same = frozenset(words)
    counts[same] = counts.get(same, 0) + 1
    joined = message(words[0])
    for word in words[1:]:
        joined = message(N_("{first}, {second}"), first=joined, second=Term(word))
    return joined if counts[same] == 1 else message(N_("{name} ({n})"), name=joined, n=counts[same])


@dataclass(frozen=True)
class Field:
    """One field of the RFM map: fifths of recency and worth, its group, how many stand in it."""

    recency: int
    worth: int
    group: str
    customers: int


@lru_cache(maxsize=2)
def fields(data: DataSources) -> tuple[Field, ...]:
    """The 25 fields; none where RFM cannot be made."""
    try:
        scores = scored(data)
    except UndefinedError:
        return ()
    counts = np.bincount((scores.recency - 1) * rfm.FIFTHS + scores.worth - 1, minlength=rfm.FIFTHS**2)
    places = [(r, w) for r in range(1, rfm.FIFTHS + 1) for w in range(1, rfm.FIFTHS + 1)]
    named = rfm.field_group([r for r, _w in places], [w for _r, w in places])
    return tuple(
        Field(r, w, rfm.GROUPS[int(group)], int(n)) for (r, w), group, n in zip(places, named, counts, strict=True)
    )
