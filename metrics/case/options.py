"""Three ways side by side: do nothing, do the minimum, do what is recommended.

Every value is against doing nothing, so doing nothing is worth zero by definition; what the business would bring
without the programme is told beside it, from what was measured before the programme alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from metrics import finance
from metrics.answers.cells import AnswerError
from metrics.answers.held import Held, Part, held, save
from metrics.case.trend import Trend, trend
from metrics.context import Context, Sources, context
from metrics.programme import benefits
from metrics.programme import customer_base as world
from metrics.reading import Reading, UndefinedError
from metrics.scenario import Lever, Scenario, Tag
from metrics.words.text import N_, Message, message

METHOD = "options"
HARD = (Tag.CASH, Tag.AVOIDED)
FULL_YEAR = 12  # month ends before a sum of twelve months is whole
FIGURES = ("programme_npv", "programme_cost", "payback", "chance_of_profit")


# Do nothing


@dataclass(frozen=True)
class Nothing:
    """The business without the programme: lines carried on from before it. Money a year, present value over the plan.

    ``by_model``: active customers at the end when the measured yearly rates hold, as the benefit model takes them.
    """

    customers: Trend
    contribution: Trend | None
    reason: Message | None  # why there is no contribution
    months: int
    present: float | None
    by_model: float | None

    def at_end(self, line: Trend) -> float:
        """Where ``line`` stands at the end of the plan."""
        return float(line.at(np.array([float(self.months)]))[0])


def nothing(now: Context) -> Nothing:
    """Trends of the months before month 0. UndefinedError when there are too few of them."""
    before = _before(now)
    customers = trend(before["active"].astype(float).tolist())
    money, reason = None, None
    try:
        _refuse_other_money(now)
        money = trend(before["contribution_12m"].astype(float).tolist())
    except UndefinedError as error:
        unknown = before["contribution_12m"].isna().any()
        reason = (
            message(N_("the orders carry no cost of sales, so contribution is unknown")) if unknown else error.reason
        )
    months = now.scenario.months
    present = None
    if money is not None:
        flow = np.concatenate([[0.0], money.at(np.arange(1.0, months + 1)) / 12])
        present = float(finance.npv(finance.monthly_rate(now.scenario.rate.value), flow, now.scenario.timing))
    return Nothing(customers, money, reason, months, present, _by_model(now))


def _refuse_other_money(now: Context) -> None:
    ours, theirs = now.baseline.currency, now.scenario.currency
    if ours != theirs:
        raise UndefinedError(
            message(N_("the scenario is in {theirs}, the data are in {ours}"), theirs=theirs, ours=ours)
        )


def _before(now: Context) -> pd.DataFrame:
    """Month ends before month 0 whose last twelve months are all in the data."""
    frame = now.frames["active_month"].sort_values("month").iloc[FULL_YEAR - 1 :]
    return frame[pd.to_datetime(frame["month"]) < pd.Timestamp(now.scenario.month0)]


def _by_model(now: Context) -> float | None:
    values = benefits.numbers(now.scenario, now.baseline)
    if not {"baseline.customers", "baseline.retention", "baseline.new_customers"} <= set(values):
        return None
    return float(world.standing(values, now.scenario.months).active[-1])


# Do the minimum


@dataclass(frozen=True)
class Kept:
    """What the minimum keeps: levers, and initiatives whose costs are paid ("" stands for costs of none)."""

    levers: tuple[str, ...]
    initiatives: tuple[str, ...]


def derived(scenario: Scenario) -> Kept:
    """The smallest set that still stands: levers of hard cash and avoided cost, and what these need.

    They need the costs of their own initiatives, and those of none, for nothing tells which lever these serve.
    """
    levers = [lever for lever in scenario.levers if lever.tag in HARD]
    needed = {lever.initiative for lever in levers} | {""}
    mine = [id for id in initiatives_of(scenario) if id in needed]
    return Kept(tuple(lever.id for lever in levers), tuple(mine))


def initiatives_of(scenario: Scenario) -> list[str]:
    """Every initiative of a lever or a cost, in order; "" last where some belong to none."""
    found = {lever.initiative for lever in scenario.levers} | {item.initiative for item in scenario.costs}
    return [*sorted(found - {""}), *([""] if "" in found else [])]


def minimum(scenario: Scenario, kept: Kept) -> Scenario:
    """``scenario`` with only what ``kept`` names. UndefinedError when that leaves no lever."""
    levers: tuple[Lever, ...] = tuple(lever for lever in scenario.levers if lever.id in kept.levers)
    if not levers:
        raise UndefinedError(message(N_("No lever is hard cash or avoided cost. Choose what the minimum keeps.")))
    costs = tuple(item for item in scenario.costs if item.initiative in kept.initiatives)
    return replace(scenario, levers=levers, costs=costs)


def _checked(value: Any) -> dict[str, dict[str, list[str]]]:
    """Choices by scenario name. AnswerError when they are none."""
    if not isinstance(value, Mapping):
        raise AnswerError(message(N_("the saved choice cannot be read")))
    found = {}
    for name, choice in value.items():
        parts = {part: choice.get(part) if isinstance(choice, Mapping) else None for part in ("levers", "initiatives")}
        if not all(isinstance(ids, list) and all(isinstance(id, str) for id in ids) for ids in parts.values()):
            raise AnswerError(message(N_("the saved choice cannot be read")))
        found[str(name)] = {part: [str(id) for id in ids or ()] for part, ids in parts.items()}
    return found


PARTS: Mapping[str, Part] = {"minimum": Part("minimum", _checked, dict)}


def chosen(sources: Sources, name: str, scenario: Scenario) -> tuple[Kept, Held | None]:
    """What the minimum of scenario ``name`` keeps, and who chose it; derived while nobody has."""
    saved = held(sources, METHOD, PARTS)["minimum"]
    choice = saved.value.get(name)
    if choice is None:
        return derived(scenario), None
    levers = tuple(lever.id for lever in scenario.levers if lever.id in choice["levers"])
    return Kept(levers, tuple(id for id in initiatives_of(scenario) if id in choice["initiatives"])), saved


def choose(sources: Sources, name: str, levers: Sequence[str], initiatives: Sequence[str], author: str) -> None:
    """Keep another minimum for scenario ``name``. Whether the author may is the caller's to check."""
    choice = {"levers": list(levers), "initiatives": list(initiatives)}
    save(sources, METHOD, PARTS, {"minimum": lambda now: {**now, name: choice}}, author)


def derive_again(sources: Sources, name: str, author: str) -> None:
    """Back to the derived minimum."""
    save(sources, METHOD, PARTS, {"minimum": lambda now: {k: v for k, v in now.items() if k != name}}, author)


# Side by side


@dataclass(frozen=True)
class Option:
    """One way: its readings by id, and the deepest the cash goes (money, positive). ``reason``: why it has none."""

    id: str
    readings: Mapping[str, Reading]
    peak: float | None = None
    reason: Message | None = None
    context: Context | None = None


@dataclass(frozen=True)
class Options:
    """The three ways, always in this order, and what was kept for the minimum."""

    rows: tuple[Option, ...]
    kept: Kept
    by: Held | None  # who chose the minimum; None while it is derived


def options(now: Context, name: str) -> Options:
    """Do nothing, do minimum, recommended: the last is the scenario in force."""
    kept, by = chosen(now.sources, name, now.scenario)
    try:
        least = _option("minimum", context(now.sources, minimum(now.scenario, kept), now.label))
    except UndefinedError as error:
        least = Option("minimum", {}, reason=error.reason)
    return Options((Option("nothing", {}), least, _option("recommended", now)), kept, by)


def _option(id: str, found: Context) -> Option:
    readings = {metric: found.read(metric) for metric in FIGURES}
    try:
        peak = float(max(0.0, -np.cumsum(found.flows.net).min()))
    except UndefinedError as error:
        return Option(id, readings, reason=error.reason, context=found)
    return Option(id, readings, peak, context=found)
