"""What the roadmap page tells of the plan: where steps stand, what begins when, what is incomplete, what is at risk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import pandas as pd

from data.library import facts
from data.library import readiness as library
from metrics import finance
from metrics.case.levers import lever_name
from metrics.context import Context
from metrics.programme import benefits
from metrics.reading import UndefinedError
from metrics.roadmap import lights, order, parts, people, pitfalls
from metrics.roadmap.held import Standing, standing
from metrics.roadmap.lights import Light
from metrics.roadmap.pitfalls import Risk
from metrics.roadmap.plan import Placed, Schedule, schedule
from metrics.words.text import N_, Message, message

DAYS_A_MONTH = 365.25 / 12
UNDERESTIMATED = facts()["gartner_underestimation"].values["low"]  # of true cost, the mildest that Gartner tells (T4)


@dataclass(frozen=True)
class Milestone:
    """A lever and the step it begins with. ``begins``: first day of the month of its first effect.

    ``late``: days the step ends after that day less one; 0 when in time. ``lost``: money of that delay at full effect.
    """

    lever: str
    name: Message
    begins: date
    worth: float | None  # money a year at full effect
    step: Placed | None

    @property
    def late(self) -> int:
        """Days the benefit is planned to begin before its step is done."""
        return 0 if self.step is None else max((self.step.end - self.begins).days + 1, 0)

    @property
    def lost(self) -> float | None:
        """What that delay costs at full effect: worth a year x days/365.25."""
        return None if self.worth is None else self.worth * self.late / (12 * DAYS_A_MONTH)


@dataclass(frozen=True)
class Order:
    """The four kinds of change: the day each begins, None while unknown; pairs out of order, None while too few."""

    days: Mapping[str, date | None]
    inversions: int | None
    warned: tuple[str, ...]  # begin only after software is paid for
    paid: bool  # whether software's day was read from the costs rather than entered

    @property
    def known(self) -> int:
        """How many days are known."""
        return sum(day is not None for day in self.days.values())


@dataclass(eq=False)
class Roadmap:
    """Step 4 under one scenario."""

    context: Context
    now: Standing

    @cached_property
    def scheduled(self) -> Schedule | Message:
        """The plan with its dependencies; or why there is none."""
        if self.now.refused is not None:
            return self.now.refused
        try:
            return schedule(self.now.steps)
        except UndefinedError as error:
            return error.reason

    @cached_property
    def milestones(self) -> list[Milestone]:
        """Every lever, with the step it is tied to."""
        scenario = self.context.scenario
        worth = benefits.yearly_worth(scenario, self.context.baseline)
        tied, placed = self.now.value("milestones"), {}
        if isinstance(self.scheduled, Schedule):
            placed = dict(self.scheduled.placed)
        return [
            Milestone(
                lever.id,
                lever_name(lever),
                _month(scenario.month0, round(lever.start.value)),
                worth.get(lever.id),
                placed.get(tied.get(lever.id)),
            )
            for lever in benefits.ordered(scenario)
        ]

    @cached_property
    def lights(self) -> list[Light]:
        """The eight headings."""
        levers = [lever.id for lever in self.context.scenario.levers]
        steps = self.now.steps
        known = {step.id for step in steps}
        tied = {lever: step for lever, step in self.now.value("milestones").items() if step in known}
        return lights.completeness(steps, tied, levers)

    @property
    def complete(self) -> int:
        """How many of the eight are complete."""
        return lights.coverage(self.lights)

    @cached_property
    def readiness(self) -> float | Message:
        """Points of the twenty over 40; or how many are answered."""
        answers = self.now.value("pitfalls")
        try:
            return pitfalls.readiness((row["answer"] for row in answers.values()), len(library.pitfalls()))
        except UndefinedError as error:
            return error.reason

    @cached_property
    def benefit(self) -> dict[str, float]:
        """Present value of the cash of each lever that has a size."""
        scenario = self.context.scenario
        rate = finance.monthly_rate(scenario.rate.value)
        flows = self.context.flows.cash
        return {lever: float(finance.npv(rate, flow, scenario.timing)) for lever, flow in flows.items()}

    @cached_property
    def cost(self) -> float | None:
        """Present value of the budget; None while no cost is entered."""
        scenario = self.context.scenario
        try:
            cost = self.context.flows.cost
        except UndefinedError:
            return None
        return float(finance.npv(finance.monthly_rate(scenario.rate.value), cost, scenario.timing))

    @cached_property
    def risks(self) -> dict[str, Risk]:
        """Money at risk of each pitfall."""
        usual, held = library.usual(), self.now.value("pitfalls")
        found = {}
        for id, pitfall in library.pitfalls().items():
            answer = parts.as_answer(held[id])
            money = pitfalls.affected(pitfall.affects, self.benefit, self.cost, UNDERESTIMATED)
            part = usual.share if answer.share is None else answer.share
            if pitfalls.COST in pitfall.affects and answer.share is None:
                part = 1.0  # the excess itself, not a part of it
            found[id] = Risk(id, money or None, pitfalls.chance(answer, usual.chance), part, answer.owner)
        return found

    @property
    def top(self) -> list[Risk]:
        """The five largest."""
        return pitfalls.top(self.risks.values())

    @property
    def core(self) -> int:
        """Core roles that have a name."""
        roles = {id: row["name"] for id, row in self.now.value("roles").items()}
        return people.filled(roles, [id for id, one in library.checks("role").items() if one.more["core"]])

    @cached_property
    def order(self) -> Order:
        """The order of change; software begins when the cost register first pays for it, unless entered."""
        days: dict[str, date | None] = {
            id: date.fromisoformat(day) if day else None for id, day in self.now.value("order").items()
        }
        paid = days["software"] is None
        if paid:
            days["software"] = software_paid(self.context)
        known = [days[id] for id in order.ORDER if days[id] is not None]
        held = {id: day for id, day in days.items() if day is not None}
        pairs = order.inversions([day for day in known if day is not None]) if len(known) > 1 else None
        return Order(days, pairs, tuple(order.before(held)), paid and days["software"] is not None)


def software_paid(context: Context) -> date | None:
    """First day of the month in which the plan first pays for software; None while it does not."""
    months = context.scenario.months
    first = []
    for item in context.scenario.costs:
        if item.cost_type != "software":
            continue
        if item.schedule is not None:
            first += [n for n, amount in enumerate(item.schedule) if amount > 0][:1]
        else:
            once, yearly = item.shown(months)
            first += [item.start] if once else [item.start + 1] if yearly else []
    return _month(context.scenario.month0, min(first)) if first else None


def _month(month0: date, months: int) -> date:
    return (pd.Timestamp(month0) + pd.DateOffset(months=months)).date()


def roadmap(context: Context) -> Roadmap:
    """Step 4 as it stands under the scenario in force."""
    return Roadmap(context, standing(context.sources))


def initiatives(context: Context) -> dict[str, str]:
    """Name of each part of the programme, by its id."""
    frame = context.frames["initiative"]
    return {str(row.initiative_id): str(row.name) for row in frame.itertuples(index=False)}


def span_of(found: Schedule) -> float:
    """Length of the plan in months."""
    return (found.end - found.start + timedelta(days=1)).days / DAYS_A_MONTH


NO_RISK = N_("no pitfall that is answered threatens a benefit with a size")


def no_risk() -> Message:
    """Why no money is at risk."""
    return message(NO_RISK)
