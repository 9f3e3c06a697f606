"""Three ways side by side: do nothing, do the minimum, do what is recommended.

Every value is against doing nothing, so doing nothing is worth zero by definition; what the business would bring
without the programme is told beside it: the same world the benefit model takes, measured before the programme alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
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


@dataclass(frozen=True)
class DoingNothing:
    """The customer base at the rates measured before the programme, shape (months + 1,), month 0 first.

    ``active``: customers; ``money``: their contribution, a year.
    """

    active: NDArray[np.float64]
    money: NDArray[np.float64]

    def present(self, scenario: Scenario) -> float:
        """Present value over the plan of the contribution: money."""
        return present(scenario, np.concatenate([[0.0], self.money[1:] / 12]))


def doing_nothing(now: Context) -> DoingNothing:
    """The world the benefit model holds every lever against. UndefinedError where its base is not measured."""
    values = benefits.numbers(now.scenario, now.baseline)
    if not {"baseline.customers", "baseline.retention", "baseline.new_customers"} <= set(values):
        raise UndefinedError(message(N_("no retention is measured")))
    world = customer_base.standing(values, now.scenario.months)
    active = np.concatenate([[np.asarray(values["baseline.customers"], dtype=float)], world.active])
    return DoingNothing(active, active * np.asarray(world.per_head()))


def contribution_known(now: Context) -> None:
    """UndefinedError where what customers bring is unknown, or in other money than the scenario."""
    now.baseline.value("contribution")
    ours, theirs = now.baseline.currency, now.scenario.currency
    if ours != theirs:
        text = N_("the scenario is in {theirs}, the data are in {ours}")
        raise UndefinedError(message(text, theirs=theirs, ours=ours))


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
