"""What plan and answers say: when steps stand, what begins when, what is at risk, who is there."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from numpy.typing import NDArray

from data.library import facts as library_facts
from data.library import readiness as library
from metrics import finance
from metrics.answers.cells import Row
from metrics.case.levers import lever_name
from metrics.context import Context, Sources, kept
from metrics.programme import benefits
from metrics.reading import UndefinedError
from metrics.roadmap import lights, people, pitfalls
from metrics.roadmap.answers import answers
from metrics.roadmap.lights import Light
from metrics.roadmap.people import ORDER, Expectation, before, inversions
from metrics.roadmap.pitfalls import Risk
from metrics.roadmap.plan import DAYS_A_MONTH, Placed, Schedule, checked, schedule
from metrics.words.text import N_, Message, message

UNDERESTIMATED = library_facts()["gartner_underestimation"].values["low"]  # of true cost, the mildest Gartner tells
EXCESS = UNDERESTIMATED / (1 - UNDERESTIMATED)  # of the budget, that true cost is more than it then
FRESH = 365  # days a training stays fresh


# The plan


def scheduled(sources: Sources) -> Schedule:
    """Every step at its earliest. PlanError where the plan cannot be, or has no step yet."""
    return schedule(answers(sources).steps)


def ended(sources: Sources) -> date | None:
    """The last day of a plan that lies behind the data; None while it runs. PlanError where the plan cannot be."""
    end, until = scheduled(sources).end, sources.published.until
    return end if until is not None and end <= until else None


def headings(context: Context) -> list[Light]:
    """The eight headings. PlanError where the plan cannot be."""
    plan, levers = checked(answers(context.sources).steps), [lever.id for lever in context.scenario.levers]
    known = {step.id for step in plan}
    tied = {lever: step for lever, step in answers(context.sources).value("milestones").items() if step in known}
    return lights.completeness(plan, tied, levers)


def complete(context: Context) -> int:
    """How many of the eight are complete. UndefinedError while there is no step."""
    if not answers(context.sources).steps:
        raise UndefinedError(message(N_("there is no step yet")))
    return lights.coverage(headings(context))


@dataclass(frozen=True)
class Milestone:
    """A lever and the step it begins with. ``begins``: first day of the month of its first effect."""

    lever: str
    name: Message
    begins: date
    worth: float | None  # money a year at full effect; None without a size
    step: Placed | None

    @property
    def done(self) -> date | None:
        """The last day of its step."""
        return None if self.step is None else self.step.end

    @property
    def late(self) -> int | None:
        """Days the benefit is planned to begin before its step is done; 0 when in time, None without a step."""
        return None if self.step is None else max((self.step.end - self.begins).days + 1, 0)

    @property
    def lost(self) -> float | None:
        """What that delay costs at full effect: worth a year x days/365.25."""
        return None if self.worth is None or self.late is None else self.worth * self.late / (12 * DAYS_A_MONTH)


def milestones(context: Context) -> list[Milestone]:
    """Every lever, with the step it is tied to. UndefinedError without a lever."""
    levers = benefits.ordered(context.scenario)
    if not levers:
        raise UndefinedError(message(N_("The scenario has no lever yet; set one on the benefit model page.")))
    worth = benefits.yearly_worth(context.flows)
    tied, placed = answers(context.sources).value("milestones"), dict[int, Placed]()
    with suppress(UndefinedError):
        placed = dict(scheduled(context.sources).placed)
    return [
        Milestone(
            lever.id,
            lever_name(lever),
            _month(context.scenario.month0, round(lever.start.value)),
            worth.get(lever.id),
            placed.get(tied.get(lever.id)),
        )
        for lever in levers
    ]


def _month(month0: date, months: int) -> date:
    return (pd.Timestamp(month0) + pd.DateOffset(months=months)).date()


def initiatives(sources: Sources) -> dict[str, str]:
    """Name of each part of the programme, by its id."""
    frame = sources.frames["initiative"]
    return {str(row.initiative_id): str(row.name) for row in frame.itertuples(index=False)}


# Pitfalls


def readiness(sources: Sources) -> float:
    """Points of the twenty over 40. UndefinedError until all are answered."""
    rows = answers(sources).value("pitfalls").values()
    return pitfalls.readiness((row["answer"] for row in rows), len(library.pitfalls()))


@kept
def _benefit(context: Context) -> dict[str, float]:
    """Present value of the cash of each lever that has a size."""
    return {lever: _present(context, flow) for lever, flow in context.flows.cash.items()}


@kept
def _budget(context: Context) -> float | None:
    """Present value of the costs; None while none is entered."""
    with suppress(UndefinedError):
        return _present(context, context.flows.cost)
    return None


def _present(context: Context, flow: NDArray[Any]) -> float:
    rate = finance.monthly_rate(context.scenario.rate.value)
    return float(finance.npv(rate, flow, context.scenario.timing))


def risks(context: Context) -> dict[str, Risk]:
    """What each pitfall puts at risk."""
    rows = answers(context.sources).value("pitfalls")
    return {id: _risk(context, pitfall, rows[id]) for id, pitfall in library.pitfalls().items()}


def _risk(context: Context, pitfall: library.Pitfall, row: Row) -> Risk:
    usual = library.usual()
    affected = pitfalls.affected(pitfall.affects, _benefit(context), _budget(context), UNDERESTIMATED)
    lost = 1.0 if pitfalls.COST in pitfall.affects else usual.share  # of a cost the excess itself, not a part of it
    chance = pitfalls.chance(row["chance"], row["answer"], usual.chance)
    return Risk(pitfall.id, affected or None, chance, lost if row["share"] is None else row["share"], row["owner"])


def largest_risks(context: Context) -> list[Risk]:
    """The five that put most money at risk. UndefinedError where none does."""
    largest = pitfalls.top(risks(context).values())
    if not largest:
        raise UndefinedError(message(N_("no pitfall that is answered threatens a benefit with a size")))
    return largest


# People


def core_roles(sources: Sources) -> int:
    """Core roles that have a name."""
    named = answers(sources).value("roles")
    return sum(bool(named[id]["name"]) for id, role in library.checks("role").items() if role.more["core"])


@dataclass(frozen=True)
class Users:
    """Who has a licence, logged in last month, was trained within a year. ``month``: of the table staff, if counted."""

    licensed: float | None
    active: float | None
    fresh: float | None
    month: date | None = None


def users(sources: Sources) -> Users:
    """As the table staff counts them; as entered by hand where it is not here."""
    return _staff(sources) or Users(*(answers(sources).value("aftercare")[name] for name in people.USERS))


@kept
def _staff(sources: Sources) -> Users | None:
    rows = sources.held.ask("staff_last_month", FRESH).to_dict("records")
    if not rows:
        return None
    licensed, active, fresh = (None if pd.isna(rows[0][name]) else float(rows[0][name]) for name in people.USERS)
    return Users(licensed, active, fresh, pd.Timestamp(rows[0]["month"]).date())


def days_since_review(sources: Sources) -> int:
    """Days from the last review to the last day of the data."""
    reviews = [date.fromisoformat(day) for day in answers(sources).value("aftercare")["reviews"]]
    return people.days_since(reviews, sources.published.until or date.max)


def expectations(sources: Sources) -> list[Expectation]:
    """What each role expects; those that are answered in full."""
    rows = answers(sources).value("expectations")
    return [Expectation(row["role"], row["expected"], row["met"]) for row in rows if None not in row.values()]


# The order of change


@dataclass(frozen=True)
class Change:
    """One kind of change: its place in the right order, the day it begins, and how it comes in time; None: unknown."""

    id: str
    should: int
    begins: date | None
    comes: int | None
    warned: bool  # begins only after software is paid for


@dataclass(frozen=True)
class Order:
    """The four kinds of change. ``inversions``: pairs in the wrong order, of those ``known``."""

    kinds: tuple[Change, ...]
    inversions: int
    paid: bool  # whether software's day was read from the costs rather than entered

    @property
    def known(self) -> int:
        """How many days are known."""
        return sum(change.begins is not None for change in self.kinds)


def order(context: Context) -> Order:
    """The order of change; software begins when the cost register first pays for it, unless entered."""
    entered = answers(context.sources).value("order")
    days = {id: date.fromisoformat(entered[id]) for id in ORDER if entered[id]}
    paid = None if "software" in days else _software_paid(context)
    if paid:
        days["software"] = paid
    in_time = sorted(days, key=lambda id: days[id])
    warned = before(days)
    changes = (
        Change(id, place, days.get(id), in_time.index(id) + 1 if id in days else None, id in warned)
        for place, id in enumerate(ORDER, 1)
    )
    return Order(tuple(changes), inversions([days[id] for id in ORDER if id in days]), paid is not None)


@kept
def _software_paid(context: Context) -> date | None:
    """First day of the month in which the plan first pays for software; None while it does not."""
    first = []
    for item in context.scenario.costs:
        if item.cost_type != "software":
            continue
        if item.schedule is not None:
            first += [n for n, amount in enumerate(item.schedule) if amount > 0][:1]
        else:
            once, yearly = item.shown(context.scenario.months)
            first += [item.start] if once else [item.start + 1] if yearly else []
    return _month(context.scenario.month0, min(first)) if first else None
