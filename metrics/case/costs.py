"""What the benefit model page tells of the cost register: its lines, totals under both tags, what is forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from data.contracts import COST_CLASSES, COST_TYPES
from metrics.answers.cells import Edits
from metrics.context import Context
from metrics.programme.bridge import TYPE_NAMES
from metrics.scenario.assumption import ScenarioError
from metrics.scenario.input_units import put
from metrics.scenario.items import CostItem
from metrics.scenario.make import STANDARD_COSTS
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_, Message, message

CLASS_NAMES = {"labour": N_("labour"), "business": N_("business"), "IT": N_("IT")}
type_name = TYPE_NAMES.__getitem__  # the marked word of a cost type
MARKS = ("carrying_out", "overhead")  # what an item of the plan itself is marked as
NEW = "entered-"  # ids of items typed on the page begin so


@dataclass(frozen=True, kw_only=True)
class CostRow:
    """One item as the register shows it; money, None where nothing was entered, which is not zero."""

    id: str
    name: str
    cost_class: str
    cost_type: str
    once: float | None
    yearly: float | None
    carrying_out: bool = False
    overhead: bool = False

    @property
    def empty(self) -> bool:
        """Whether no amount was ever entered."""
        return self.once is None and self.yearly is None


def cost_rows(context: Context) -> list[CostRow]:
    """Every item of the register, in its order."""
    return [_row(item, context.scenario.months) for item in context.scenario.costs]


def _row(item: CostItem, months: int) -> CostRow:
    once, yearly = item.shown(months)
    return CostRow(
        id=item.id,
        name=item.name,
        cost_class=item.cost_class,
        cost_type=item.cost_type,
        once=None if once is None else round(max(once, 0.0), 2),  # a later start of the yearly part is no income
        yearly=None if yearly is None else round(yearly, 2),
        carrying_out=item.carrying_out,
        overhead=item.overhead,
    )


@dataclass(frozen=True)
class Totals:
    """Money once and a year: in all, by class and by type. Both tags add up to the whole."""

    once: float
    yearly: float
    by_class: Mapping[str, tuple[float, float]]
    by_type: Mapping[str, tuple[float, float]]


def totals(rows: Iterable[CostRow]) -> Totals:
    """What the rows add up to."""
    register = list(rows)
    by_class = {tag: [row for row in register if row.cost_class == tag] for tag in COST_CLASSES}
    by_type = {tag: [row for row in register if row.cost_type == tag] for tag in COST_TYPES}
    tagged = ({tag: _added(mine) for tag, mine in split.items() if mine} for split in (by_class, by_type))
    return Totals(*_added(register), *tagged)


def _added(rows: Iterable[CostRow]) -> tuple[float, float]:
    amounts = [(row.once or 0.0, row.yearly or 0.0) for row in rows]
    return sum(once for once, _yearly in amounts), sum(yearly for _once, yearly in amounts)


@dataclass(frozen=True)
class Forgotten:
    """The usual costs of a CRM programme that hold no amount yet, out of how many looked for."""

    names: tuple[str, ...]  # marked where they are ours, as typed where they are the data's
    of: int


def forgotten(rows: Iterable[CostRow]) -> Forgotten:
    """Items left empty, and the usual kinds of cost without any item."""
    register = list(rows)
    types = {row.cost_type for row in register}
    empty = [row.name for row in register if row.empty]
    absent = [title for title, _class, kind in STANDARD_COSTS if kind not in types]
    return Forgotten((*empty, *absent), len(register) + len(absent))


def registered(scenario: Scenario, edits: Edits, author: str, on: date) -> tuple[Scenario, list[Message]]:
    """``scenario`` with its register edited, and a sentence for each edit that cannot be.

    A table tells all it was given each time: items of this batch that it no longer names are taken out again.
    """
    batch = f"{NEW}{edits.batch}."
    added = {f"{batch}{n}": row for n, row in enumerate(edits.added, 1)}
    gone = {item.id for item in scenario.costs if item.id.startswith(batch) and item.id not in added}
    for id in gone.union(edits.deleted) & {item.id for item in scenario.costs}:
        scenario = scenario.without_cost(id)
    refused = []
    for id, row in added.items():
        if all(item.id != id for item in scenario.costs):
            item = CostItem(id=id, name=row["name"], cost_class=row["cost_class"], cost_type=row["cost_type"])
            scenario = scenario.with_cost(item)
    for id, cells in (*edits.cells.items(), *added.items()):
        for name, value in cells.items():
            try:
                scenario = _put(scenario, id, name, value, author, on)
            except ScenarioError as error:
                refused.append(error.reason)
    return scenario, refused


def _put(scenario: Scenario, id: str, field: str, value: str | float | None, author: str, on: date) -> Scenario:
    if getattr(_row(scenario.cost(id), scenario.months), field) == value:
        return scenario
    if field in ("once", "yearly"):
        return put(scenario, f"cost.{id}.{field}", None if value is None else float(value), author, on)
    if field in MARKS:
        marks: dict[str, Any] = {field: bool(value)}
        return scenario.with_cost(replace(scenario.cost(id), **marks))
    if not value:
        raise ScenarioError(message(N_("A cost needs a name, a class and a type. Fill in all three.")))
    changes: dict[str, Any] = {field: str(value)}
    return scenario.with_cost(replace(scenario.cost(id), **changes))
