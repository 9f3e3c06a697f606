"""What the data tell of the past: who left, why and where to, who came back, how long they stay, what it cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import pandas as pd

from metrics.churn import cohorts, composition, drivers, early_churn
from metrics.churn.cohorts import Triangle
from metrics.churn.composition import Part, Share
from metrics.churn.drivers import Driver
from metrics.churn.early_churn import AcquisitionSource
from metrics.churn.renewals import Renewals, renewals
from metrics.context import Context, Sources, kept
from metrics.customers import rfm
from metrics.customers.activity import RECORDED, YEAR, classed_year
from metrics.customers.base import value_basis
from metrics.lifetime import km
from metrics.reading import UndefinedError
from metrics.words.text import N_, message
from metrics.words.units import DAYS_PER_MONTH

SILENCE = "silence"


@dataclass(frozen=True, eq=False)
class Leavers:
    """Those who were active at the start of the last year, by customer_id, and who of them no longer is at its end.

    Columns of frame: class (A, B, C by what they brought in the year before), tenure (band), kind, region, size, family
    (of products they buy most), segment (the number of their RFM group at the start), left, money (brought in the year
    before, in ``word``). ``how``: recorded, or silence where nobody wrote departures down.
    """

    frame: pd.DataFrame
    how: str
    since: pd.Timestamp
    until: pd.Timestamp
    word: str


@kept
def leavers(sources: Sources) -> Leavers:
    """The year to the last day: who was active at its start, and of them who no longer is at its end.

    Raises UndefinedError where the data do not reach back so far.
    """
    life, until = sources.frames["customer_life"].set_index("customer_id"), sources.facts["until"]
    frame = classed_year(sources).join(life[["kind", "region", "acquired_by", "joined_on"]])
    traits = sources.frames["customer_traits"].set_index("customer_id")[["size", "family"]]
    frame = frame.join(traits).join(_segments(sources))
    how = RECORDED if (life["how"] == RECORDED).any() else SILENCE
    frame["tenure"] = composition.tenure_bands((until - YEAR - frame["joined_on"]).dt.days).astype(str)
    _column, word = value_basis(sources.frames)
    return Leavers(frame.drop(columns="joined_on"), how, until - YEAR, until, word)


def _segments(sources: Sources) -> pd.Series:
    """The RFM group of each buyer a year ago, its number as text; empty with too few of them."""
    stand, (column, _word) = sources.frames["customer_stand"], value_basis(sources.frames)
    then = stand[stand["years_ago"] == 1].set_index("customer_id")
    numbers: pd.Series = pd.Series(None, index=then.index, dtype=object, name="segment")
    with suppress(UndefinedError):
        silent, bought, money = (then[name].astype(float) for name in ("silent_days", "order_days", column))
        scores = rfm.scores(silent, bought, money)
        numbers = pd.Series(rfm.field_group(scores.recency, scores.worth).astype(str), then.index, name="segment")
    return numbers


@kept
def composition_by(sources: Sources, dimension: str) -> tuple[Part, ...]:
    """Who left, grouped by ``dimension``, most first."""
    frame = leavers(sources).frame
    return composition.parts(frame[dimension], frame["left"], frame["money"])


@dataclass(frozen=True)
class Departures:
    """What was written down of all recorded departures: shares of all of them, the unknown last."""

    reasons: tuple[Share, ...]
    destinations: tuple[Share, ...]
    reason_known: float
    destination_known: float
    avoidable: float | None  # of those with a reason
    ways: tuple[Way, ...]  # from what won them to where they went


@dataclass(frozen=True)
class Way:
    """Customers won by one source who left for one place; "" where nobody recorded it."""

    source: str
    destination: str
    customers: int


@kept
def departures(sources: Sources) -> Departures:
    """Reasons and destinations. Raises UndefinedError where no departure is recorded."""
    life = sources.frames["customer_life"]
    gone = life[(life["how"] == RECORDED) & life["left_on"].notna()]
    if not len(gone):
        sources.require("departures")
        raise UndefinedError(message(N_("there is nothing to count yet")))
    reasons, destinations = (composition.shares(gone[column]) for column in ("reason", "destination"))
    why, where = (sum(row.share for row in rows if row.name) for rows in (reasons, destinations))
    known = gone["reason"].dropna()
    avoidable = float(known.map(composition.avoidable).mean()) if len(known) else None
    by = gone["acquired_by"] if gone["acquired_by"].notna().any() else gone["channel"]
    counted = pd.DataFrame({"by": composition.texts(by), "to": composition.texts(gone["destination"])}).value_counts()
    pairs: list[tuple[str, str]] = list(counted.index)
    ways = tuple(Way(*pair, int(n)) for pair, n in zip(pairs, counted, strict=True))
    return Departures(reasons, destinations, why, where, avoidable, ways)


@kept
def cohort_retention(sources: Sources, definition: str) -> Triangle:
    """Who ordered again, by the quarter of their first order."""
    return cohorts.triangle(sources.frames["cohort_return"], definition)


@kept
def seen_from_start(sources: Sources) -> pd.DataFrame:
    """Customers without a contract whose first day is in the data: rows of customer_life."""
    life = sources.frames["customer_life"]
    return life[life["seen_from_start"].astype(bool) & ~life["on_contract"].astype(bool)] if len(life) else life


@kept
def survival(sources: Sources) -> km.Survival:
    """How long they stay, in months."""
    life = seen_from_start(sources)
    if not len(life):
        raise UndefinedError(message(N_("no customer without a contract has been observed from the first day")))
    return km.survival(life["tenure_days"].to_numpy(float) / DAYS_PER_MONTH, life["left_on"].notna())


@kept
def contract_renewals(sources: Sources) -> Renewals:
    """How contracts renew."""
    return renewals(sources.frames["contract_term"])


NEEDS: Mapping[str, tuple[str, ...]] = {"complaint": ("tickets",), "letter": ("contacts",), "silent": ("calls", "mail")}


def unseen_tables(sources: Sources) -> tuple[str, ...]:
    """Tables without which some events cannot be seen."""
    return tuple(table for tables in NEEDS.values() if not any(map(sources.supplied, tables)) for table in tables)


@kept
def churn_drivers(sources: Sources) -> tuple[Driver, ...]:
    """What drives customers away, the strongest first. Of silence nobody knows the month it began in: raises
    UndefinedError without recorded departures."""
    cells = sources.frames["leaving_month"]
    if not len(cells):
        sources.require("departures")
    return drivers.drivers(cells, [event for event, tables in NEEDS.items() if any(map(sources.supplied, tables))])


@dataclass(frozen=True)
class Acquisition:
    """How good new customers are. ``short``: left within 90 days, of ``joins`` in all; ``rejoined``: who came back
    after a year or more away."""

    sources: tuple[AcquisitionSource, ...]
    joins: int
    short: int
    rejoined: int


@dataclass(frozen=True)
class Sign:
    """What speaks for one customer's leaving: events, as the drivers are called, and days since the last order."""

    events: tuple[str, ...]
    silent_days: int


def signs(sources: Sources, ids: Sequence[str]) -> Mapping[str, Sign]:
    """The signs of the customers with these numbers, by number."""
    frame = sources.frames["customer_sign"]
    rows = frame[frame["customer_id"].isin(list(ids))].to_dict("records")
    return {
        str(row["customer_id"]): Sign(
            tuple(name for name in NEEDS if not pd.isna(row[name]) and bool(row[name])), int(row["silent_days"])
        )
        for row in rows
    }


@kept
def acquisition(sources: Sources) -> Acquisition:
    """Joins that left within 90 days by campaign, and those who came back. Raises UndefinedError without any."""
    life = sources.frames["customer_life"].set_index("customer_id")
    seen = life[life["seen_from_start"].astype(bool)] if len(life) else life
    if not len(seen):
        raise UndefinedError(message(N_("No customer has been observed from the first day")))
    by = seen["acquired_by"] if seen["acquired_by"].notna().any() else seen["channel"]
    observed = (sources.facts["until"] - seen["joined_on"]).dt.days
    won = early_churn.sources(by, seen["tenure_days"], seen["left_on"].notna(), observed, seen["kind"])
    if not won:
        raise UndefinedError(message(N_("no customer joined 90 days ago or earlier")))
    spells = sources.frames["customer_spell"]
    rejoined = int((spells.groupby("customer_id")["spell"].count() > 1).sum())
    return Acquisition(won, sum(source.joins for source in won), sum(source.short for source in won), rejoined)


def cost_of_leavers(context: Context) -> tuple[float, float | None]:
    """What a year's leavers cost, as early_churn.cost. Raises UndefinedError where nobody's leaving is known."""
    year = leavers(context.sources)
    gone = year.frame[year.frame["left"]]
    base = context.frames["customer_base"].set_index("customer_id")[year.word]
    cac = context.scenario.assumption("acquisition.cac")
    brought = base.reindex(gone.index).fillna(0).astype(float)
    return early_churn.cost(gone["money"], brought, None if cac is None else cac.value)
