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
from numpy.typing import NDArray

from metrics.answers.cells import AnswerError
from metrics.answers.store import Part, Saved, load, save
from metrics.context import Context, Sources, context
from metrics.programme import benefits, customer_base
from metrics.programme.gauges import present
from metrics.reading import UndefinedError
from metrics.scenario.items import Lever
from metrics.scenario.kinds import Tag
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_, message

METHOD = "options"
HARD = (Tag.CASH, Tag.AVOIDED)
FULL_YEAR = 12  # month ends before a sum of twelve months is whole
LEAST = 6  # points a line is drawn through


@dataclass(frozen=True)
class Trend:
    """A straight line carried on: ``level`` at month 0, ``slope`` a year, in the unit of what was measured.

    ``points`` it was drawn through.
    """

    level: float
    slope: float
    points: int

    def at(self, months: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """The line ``months`` after month 0."""
        return np.asarray(self.level + self.slope / 12 * months)


def _trend(values: Sequence[float]) -> Trend:
    """The least-squares line through monthly ``values``, the last of them one month before month 0.

    UndefinedError with fewer than six of them. Source: ordinary least squares.
    """
    known = np.asarray(values, dtype=float)
    if known.size < LEAST or not np.isfinite(known).all():
        text = N_("needs {needed} measured month ends before the programme, has {held}")
        raise UndefinedError(message(text, needed=LEAST, held=int(np.isfinite(known).sum())))
    at = np.arange(-known.size, 0, dtype=float)
    slope, level = np.polyfit(at, known, 1)
    return Trend(float(level), float(slope) * 12, int(known.size))


def customers_carried_on(now: Context) -> Trend:
    """Active customers: the line through the months before month 0. UndefinedError when there are too few of them."""
    return _trend(_before(now)["active"].astype(float).tolist())


def contribution_carried_on(now: Context) -> Trend:
    """Contribution of twelve months, likewise: money. UndefinedError too where it is unknown, or in other money."""
    before = _before(now)["contribution_12m"]
    if before.isna().any():
        raise UndefinedError(message(N_("the orders carry no cost of sales, so contribution is unknown")))
    ours, theirs = now.baseline.currency, now.scenario.currency
    if ours != theirs:
        text = N_("the scenario is in {theirs}, the data are in {ours}")
        raise UndefinedError(message(text, theirs=theirs, ours=ours))
    return _trend(before.astype(float).tolist())


def worth_carried_on(now: Context, line: Trend) -> float:
    """Present value over the plan of ``line``, money a year."""
    return present(now.scenario, np.concatenate([[0.0], line.at(np.arange(1.0, now.scenario.months + 1)) / 12]))


def customers_by_model(now: Context) -> float:
    """Active customers at the end when the measured yearly rates hold, as the benefit model takes them.

    UndefinedError where one of those rates is not known.
    """
    values = benefits.numbers(now.scenario, now.baseline)
    if not {"baseline.customers", "baseline.retention", "baseline.new_customers"} <= set(values):
        raise UndefinedError(message(N_("no retention is measured")))
    return float(customer_base.standing(values, now.scenario.months).active[-1])


def _before(now: Context) -> pd.DataFrame:
    """Month ends before month 0 whose last twelve months are all in the data."""
    frame = now.frames["active_month"].sort_values("month").iloc[FULL_YEAR - 1 :]
    return frame[pd.to_datetime(frame["month"]) < pd.Timestamp(now.scenario.month0)]


@dataclass(frozen=True)
class Minimum:
    """What the minimum keeps: levers, and initiatives whose costs are paid ("" stands for costs of none)."""

    levers: tuple[str, ...]
    initiatives: tuple[str, ...]


def _derived(scenario: Scenario) -> Minimum:
    """The smallest set that still stands: levers of hard cash and avoided cost, and what these need.

    They need the costs of their own initiatives, and those of none, for nothing tells which lever these serve.
    """
    levers = [lever for lever in scenario.levers if lever.tag in HARD]
    needed = {lever.initiative for lever in levers} | {""}
    mine = [id for id in initiatives_of(scenario) if id in needed]
    return Minimum(tuple(lever.id for lever in levers), tuple(mine))


def initiatives_of(scenario: Scenario) -> list[str]:
    """Every initiative of a lever or a cost, in order; "" last where some belong to none."""
    found = {lever.initiative for lever in scenario.levers} | {item.initiative for item in scenario.costs}
    return [*sorted(found - {""}), *([""] if "" in found else [])]


def _minimum(scenario: Scenario, kept: Minimum) -> Scenario:
    """``scenario`` with only what ``kept`` names. UndefinedError when that leaves no lever."""
    levers: tuple[Lever, ...] = tuple(lever for lever in scenario.levers if lever.id in kept.levers)
    if not levers:
        raise UndefinedError(message(N_("No lever is hard cash or avoided cost. Choose what the minimum keeps.")))
    costs = tuple(item for item in scenario.costs if item.initiative in kept.initiatives)
    return replace(scenario, levers=levers, costs=costs)


def _checked(value: Any) -> dict[str, dict[str, Any]]:
    """Choices by scenario name. AnswerError when they are none."""
    choices = {}
    for name, choice in value.items() if isinstance(value, Mapping) else [("", None)]:
        parts = {part: choice.get(part) if isinstance(choice, Mapping) else None for part in ("levers", "initiatives")}
        if not all(isinstance(ids, list) and all(isinstance(id, str) for id in ids) for ids in parts.values()):
            raise AnswerError(message(N_("the saved choice cannot be read")))
        choices[str(name)] = parts
    return choices


PARTS: Mapping[str, Part] = {"minimum": Part("minimum", _checked, dict)}


def chosen(sources: Sources, name: str, scenario: Scenario) -> tuple[Minimum, Saved | None]:
    """What the minimum of scenario ``name`` keeps, and who chose it; derived while nobody has."""
    saved = load(sources, METHOD, PARTS)["minimum"]
    choice = saved.value.get(name)
    if choice is None:
        return _derived(scenario), None
    levers = tuple(lever.id for lever in scenario.levers if lever.id in choice["levers"])
    return Minimum(levers, tuple(id for id in initiatives_of(scenario) if id in choice["initiatives"])), saved


def choose(sources: Sources, name: str, levers: Sequence[str], initiatives: Sequence[str], author: str) -> None:
    """Keep another minimum for scenario ``name``. Whether the author may is the caller's to check."""
    choice = {"levers": list(levers), "initiatives": list(initiatives)}
    save(sources, METHOD, PARTS, {"minimum": lambda now: {**now, name: choice}}, author)


def derive_again(sources: Sources, name: str, author: str) -> None:
    """Back to the derived minimum."""
    save(sources, METHOD, PARTS, {"minimum": lambda now: {k: v for k, v in now.items() if k != name}}, author)


def least(now: Context, name: str) -> Context:
    """The minimum of scenario ``name``, which is in force. UndefinedError when it keeps no lever."""
    return context(now.sources, _minimum(now.scenario, chosen(now.sources, name, now.scenario)[0]), now.label)


def peak(now: Context) -> float:
    """The deepest the cash goes: money, positive. UndefinedError while cost or benefit is missing."""
    return float(max(0.0, -np.cumsum(now.flows.net).min()))
