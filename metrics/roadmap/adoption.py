"""Aftercare as the roadmap page tells it: who uses the system, how fresh training is, when it was last reviewed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd

from metrics.context import Sources
from metrics.reading import Reading, UndefinedError
from metrics.roadmap import parts, people
from metrics.roadmap.held import Standing
from metrics.roadmap.made import made
from metrics.words.text import N_, Message, message
from metrics.words.units import Unit

FRESH = 365  # days a training stays fresh


@dataclass(frozen=True)
class Staff:
    """The last month of the table staff: people, those who logged in, those trained within a year."""

    licensed: int
    active: int | None
    fresh: int | None
    month: date


@lru_cache(maxsize=4)
def staff(sources: Sources) -> Staff | None:
    """What the table staff says; None while it is not here."""
    frame = sources.held.query(
        "select staff_id, month, trained_on, logins from raw.staff where month = (select max(month) from raw.staff)"
    )
    if not len(frame):
        return None
    month = pd.Timestamp(frame["month"].iloc[0])
    trained, logins = pd.to_datetime(frame["trained_on"]), frame["logins"]
    fresh = (month + pd.offsets.MonthEnd(0) - trained).dt.days <= FRESH
    return Staff(
        len(frame),
        None if logins.isna().all() else int((logins > 0).sum()),
        None if trained.isna().all() else int(fresh.sum()),
        month.date(),
    )


@dataclass(frozen=True)
class Adoption:
    """The panel: its readings, and whether users were counted from the table staff or by hand."""

    readings: tuple[Reading, ...]
    counted: date | None


def adoption(sources: Sources, now: Standing) -> Adoption:
    """Active and freshly trained of those licensed, days since the last review, issues closed."""
    held: Mapping[str, Any] = now.value("aftercare")
    counted = staff(sources)
    licensed = counted.licensed if counted else held["licensed"]
    active = counted.active if counted else held["active"]
    fresh = counted.fresh if counted else held["fresh"]
    missing = message(N_("needs the table {table}, or counts entered below"), table="staff")
    today = sources.published.until or date.max

    def part(value: float | None) -> float | Message:
        return missing if value is None or licensed is None else _told(lambda: people.share(value, licensed))

    def reviewed() -> float:
        return float(people.days_since([date.fromisoformat(day) for day in held["reviews"]], today))

    def closed() -> float:
        if held["opened"] == 0:
            raise UndefinedError(message(N_("no issue was opened")))
        return people.share(held["closed"], held["opened"])

    rows = (
        (
            "active_users",
            N_("Licensed users active"),
            Unit.SHARE,
            part(active),
            message(N_("Users with a login in the last month over all who have a licence.")),
        ),
        (
            "training_fresh",
            N_("Training within a year"),
            Unit.SHARE,
            part(fresh),
            message(N_("Users trained within 365 days over all who have a licence.")),
        ),
        (
            "last_review",
            N_("Days since the last review"),
            Unit.COUNT,
            _told(reviewed),
            message(
                N_("Days from the last review to the last day of the data; 14 at most is what the source asks for.")
            ),
        ),
        (
            "issues_closed",
            N_("Issues closed"),
            Unit.SHARE,
            _told(closed),
            message(N_("Issues closed over issues opened since the start.")),
        ),
    )
    readings = tuple(
        made(sources, id, name, unit, value, formula, source="G08; S1·11") for id, name, unit, value, formula in rows
    )
    return Adoption(readings, counted.month if counted else None)


def _told(make: Callable[[], float]) -> float | Message:
    try:
        return make()
    except UndefinedError as error:
        return error.reason


def variance(sources: Sources, now: Standing) -> Reading:
    """How far the roles' expectations lie apart."""
    rows = parts.as_expectations(now.value("expectations"))
    formula = message(N_("Variance of what the roles expect, on a scale of 1 to 5, n less 1 below the line."))
    value = _told(lambda: people.variance(rows))
    name = N_("Expectations apart")
    return made(sources, "expectation_variance", name, Unit.NUMBER, value, formula, source="G09; S2·八, S2·二十")
