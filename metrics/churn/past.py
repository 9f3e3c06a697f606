"""What the churn page tells of the past: who left, why and where to, who came back, how long they stay, what it cost.

Everything hangs on the data alone and is worked out once for a version of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from metrics.churn import cohorts, composition, drivers, joins
from metrics.churn.cohorts import Triangle
from metrics.churn.composition import Part, Share
from metrics.churn.drivers import Driver
from metrics.churn.renewals import Renewals, renewals
from metrics.context import Context, Sources
from metrics.customers import concentration
from metrics.lifetime import km
from metrics.reading import UndefinedError
from metrics.words.text import N_, Message, message

YEAR = pd.Timedelta(days=365)
DIMENSIONS = ("class", "tenure", "kind", "region")
RECORDED, SILENCE = "recorded", "silence"


@dataclass(frozen=True, eq=False)
class Leavers:
    """Those who were there at the start of a year that is over, by customer_id, and who of them left in it.

    Columns of frame: class (A, B, C by what they brought in the year before), tenure (band), kind, region, left, money
    (brought in the year before, in ``word``). ``how``: recorded, or silence where nobody wrote departures down.
    """

    frame: pd.DataFrame
    how: str
    since: pd.Timestamp | None
    until: pd.Timestamp | None
    word: str
    reason: Message | None = None


@lru_cache(maxsize=2)
def leavers(sources: Sources) -> Leavers:
    """The last year in which leaving is known. Without recorded departures that year ended a year ago: only then can
    365 days without an order have passed for everybody."""
    life, facts = sources.frames["customer_life"].set_index("customer_id"), sources.facts
    word = "margin" if facts["has_cost"] else "revenue"
    if not len(life):
        return Leavers(life, SILENCE, None, None, word, message(N_("there are no customers yet")))
    how = RECORDED if (life["how"] == RECORDED).any() else SILENCE
    until = facts["until"] - (pd.Timedelta(0) if how == RECORDED else YEAR)
    since = until - YEAR
    years = sources.frames["customer_year"]
    brought = years[years["years_ago"] == (1 if how == RECORDED else 2)].set_index("customer_id")
    here = life[(life["joined_on"] <= since) & ~(life["left_on"] <= since)]
    here = here.loc[here.index.intersection(brought.index[brought["orders"] > 0])]
    frame = here[["kind", "region", "acquired_by"]].copy()
    frame["money"] = brought[word].reindex(frame.index).fillna(0).astype(float)
    frame["left"] = (here["left_on"] <= until).fillna(False).astype(bool)
    frame["tenure"] = composition.tenure_bands((since - here["joined_on"]).dt.days).astype(str)
    try:
        frame["class"] = concentration.abc_classes(frame["money"].to_numpy())
    except UndefinedError as error:
        return Leavers(frame, how, since, until, word, error.reason)
    return Leavers(frame, how, since, until, word)


def choices(sources: Sources) -> list[str]:
    """By what leavers can be grouped: whatever is known of some."""
    frame = leavers(sources).frame
    return [name for name in DIMENSIONS if name in frame and frame[name].notna().any()]


@lru_cache(maxsize=8)
def composed(sources: Sources, dimension: str) -> tuple[Part, ...]:
    """Who left, grouped by ``dimension``, most first; none where that cannot be told. Source: catalogue D01."""
    held = leavers(sources)
    if held.reason is not None:
        return ()
    return composition.parts(held.frame[dimension], held.frame["left"], held.frame["money"])


@dataclass(frozen=True)
class Recorded:
    """What was written down of all recorded departures: shares of all of them, the unknown last."""

    departures: int
    reasons: tuple[Share, ...] = ()
    destinations: tuple[Share, ...] = ()
    avoidable: float | None = None  # of those with a reason
    reason: Message | None = None

    @property
    def known(self) -> float:
        """Share with a reason."""
        return sum(one.share for one in self.reasons if one.name)

    @property
    def followed(self) -> float:
        """Share with a destination."""
        return sum(one.share for one in self.destinations if one.name)


@lru_cache(maxsize=2)
def recorded(sources: Sources) -> Recorded:
    """Reasons and destinations. Source: catalogue D02, D03."""
    life = sources.frames["customer_life"]
    gone = life[(life["how"] == RECORDED) & life["left_on"].notna()]
    if not len(gone):
        return Recorded(0, reason=message(N_("needs the table {table}, which is not here yet"), table="departures"))
    told = gone["reason"].dropna()
    avoidable = float(told.map(composition.avoidable).mean()) if len(told) else None
    return Recorded(len(gone), composition.shares(gone["reason"]), composition.shares(gone["destination"]), avoidable)


@lru_cache(maxsize=4)
def triangle(sources: Sources, definition: str) -> Triangle | Message:
    """Who came back, by quarter; or why that cannot be told. Source: catalogue D12."""
    try:
        return cohorts.triangle(sources.frames["cohort_return"], definition)
    except UndefinedError as error:
        return error.reason


@dataclass(frozen=True)
class Stay:
    """How long customers stay: those without a contract by months, contracts by renewals; either may have a reason."""

    free: km.Survival | None
    customers: int
    contracts: Renewals | None
    free_reason: Message | None = None
    contract_reason: Message | None = None


@lru_cache(maxsize=2)
def stay(sources: Sources) -> Stay:
    """Survival of customers seen from their first day. Source: catalogue D12."""
    life = sources.frames["customer_life"]
    free = life[life["seen_from_start"].astype(bool) & ~life["on_contract"].astype(bool)] if len(life) else life
    curve, why = None, None
    try:
        curve = km.survival(free["tenure_days"].to_numpy(float) / 30.4375, free["left_on"].notna())
    except UndefinedError as error:
        why = error.reason
    try:
        return Stay(curve, len(free), renewals(sources.frames["contract_term"]), why)
    except UndefinedError as error:
        return Stay(curve, len(free), None, why, error.reason)


NEEDS: Mapping[str, tuple[str, ...]] = {"complaint": ("tickets",), "letter": ("contacts",), "silent": ("calls", "mail")}


@dataclass(frozen=True)
class Driven:
    """The drivers, strongest first, the events the data cannot show, or why there are none."""

    drivers: tuple[Driver, ...] = ()
    missing: tuple[str, ...] = ()
    leavers: int = 0
    reason: Message | None = None


@lru_cache(maxsize=2)
def driven(sources: Sources) -> Driven:
    """What drives customers away. Needs recorded departures: of silence nobody knows the month it began in."""
    supplied = sources.frames["held"].set_index("table_name")["supplied"]
    known = [event for event, tables in NEEDS.items() if any(supplied.get(table, False) for table in tables)]
    missing = tuple(table for event in NEEDS if event not in known for table in NEEDS[event])
    cells = sources.frames["leaving_month"]
    if not len(cells):
        return Driven((), missing, 0, message(N_("needs the table {table}, which is not here yet"), table="departures"))
    try:
        return Driven(drivers.drivers(cells, known), missing, int(cells["leavers"].sum()))
    except UndefinedError as error:
        return Driven((), missing, int(cells["leavers"].sum()), error.reason)


@dataclass(frozen=True)
class Won:
    """How good new customers are. ``rejoined``: who came back after a year or more away; of ``joins`` in all."""

    sources: tuple[joins.Source, ...]
    joins: int
    short: int
    rejoined: int
    reason: Message | None = None


@lru_cache(maxsize=2)
def won(sources: Sources) -> Won:
    """Joins that left within 90 days by campaign, and those who came back. Source: catalogue D09."""
    life = sources.frames["customer_life"].set_index("customer_id")
    seen = life[life["seen_from_start"].astype(bool)] if len(life) else life
    if not len(seen):
        return Won((), 0, 0, 0, message(N_("there are no customers yet")))
    by = seen["acquired_by"] if seen["acquired_by"].notna().any() else seen["channel"]
    observed = (sources.facts["until"] - seen["joined_on"]).dt.days
    served = sources.frames["customer_base"].set_index("customer_id")["cost_to_serve"]
    cost = served.reindex(seen.index).astype(float) if sources.facts["has_cost_to_serve"] else None
    found = joins.sources(by, seen["tenure_days"], seen["left_on"].notna(), observed, seen["kind"], cost)
    spells = sources.frames["customer_spell"]
    back = int((spells.groupby("customer_id")["spell"].count() > 1).sum())
    return Won(found, sum(one.joins for one in found), sum(one.short for one in found), back)


def clawback(context: Context) -> float | None:
    """What was paid to win customers who had left again within 90 days, money; None where winning one has no price."""
    cac = context.scenario.assumption("acquisition.cac")
    return None if cac is None else won(context.sources).short * cac.value


def cost(context: Context) -> joins.Cost | None:
    """What a year's leavers cost; None where nobody's leaving is known. Source: catalogue D10."""
    held = leavers(context.sources)
    if held.reason is not None:
        return None
    gone = held.frame[held.frame["left"]]
    base = context.frames["customer_base"].set_index("customer_id")[held.word]
    brought = base.reindex(gone.index).fillna(0).astype(float)
    cac = context.scenario.assumption("acquisition.cac")
    return joins.cost(gone["money"], brought, None if cac is None else cac.value)
