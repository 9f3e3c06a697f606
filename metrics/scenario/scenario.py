"""The scenario: every assumption in one frozen object, changed only by making another, one path at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from metrics.scenario.assumption import Assumption, ScenarioError
from metrics.scenario.event import Event
from metrics.scenario.items import CostItem, Lever
from metrics.scenario.kinds import PARTS
from metrics.scenario.model import CHOICES, COST_PARTS, SETTINGS, Numbers, check, no_path
from metrics.words.text import N_, message
from metrics.words.units import Unit

ALWAYS = ("target", "adoption", "realisation", "start", "ramp")  # parts of a lever that are never empty
CONVERTED = N_("converted with the price rise")
Row = TypeVar("Row", bound=Numbers | Lever | CostItem | Event)
N = TypeVar("N", bound=Numbers)


def _changed(scenario: N, path: str, value: Any, author: str, on: date | None) -> N:
    """``scenario`` with ``value`` at ``path``; see Scenario.replace."""
    if path == "prices":
        return _repriced(scenario, value, author, on)
    if path in CHOICES:
        return replace(scenario, **{path: value})
    head, _, last = path.rpartition(".")
    if last in ("low", "high"):
        return _put(scenario, head, replace(_held(scenario, head), **{last: value}))
    if head.startswith("cost."):
        return _cost(scenario, head[5:], last, value, author, on)
    if value is None:
        return _put(scenario, path, None)
    return _put(scenario, path, _new(scenario, path, _number(path, value), author, on))


def _repriced(scenario: N, prices: Any, author: str, on: date | None) -> N:
    """Rate and flows in other prices: the rate follows Fisher, so before tax the net present value stays."""
    after = replace(scenario, prices=prices)
    rise = 1.0 + scenario.inflation.value
    factor = 1.0 / rise if prices == "real" else rise
    if factor == 1.0:
        return after
    held = scenario.rate
    ends = {end: (1.0 + value) * factor - 1.0 for end in ("low", "high") if (value := getattr(held, end)) is not None}
    rate = replace(held, value=(1.0 + held.value) * factor - 1.0, source=CONVERTED, owner=author, set_on=on, **ends)
    return replace(after, rate=rate)


def with_range(scenario: N, path: str, low: float | None, high: float | None) -> N:
    """``scenario`` with both ends of the range at ``path`` set, or both taken away."""
    return _put(scenario, path, replace(_held(scenario, path), low=low, high=high))


def _held(scenario: Numbers, path: str) -> Assumption:
    held = scenario.assumption(path)
    if held is None:
        raise ScenarioError(message(N_("{path} has no value yet. Enter that before its range."), path=path))
    return held


def _row(row: Row, name: str, value: Any) -> Row:
    """``row`` with another value in the field called ``name``."""
    changes: dict[str, Any] = {name: value}
    return replace(row, **changes)


def _number(path: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        raise ScenarioError(message(N_("{path} is {value}, which is no number. Enter one."), path=path, value=value))
    return float(value)


def _new(scenario: Numbers, path: str, value: float, author: str, on: date | None) -> Assumption:
    """The assumption to stand at ``path``: the held one moved, or a new one."""
    fresh = scenario.entered(value, scenario.unit(path), author, on)
    check(path, fresh, scenario.bounds(path))
    held = scenario.assumption(path)
    return held.moved(value, scenario.bounds(path), author, on) if held else fresh


def _put(scenario: N, path: str, assumption: Assumption | None) -> N:
    """``scenario`` with ``assumption`` at a path that exists; None takes away what may be absent."""
    head, _, last = path.rpartition(".")
    if head.startswith("cost."):
        return scenario.with_cost(_row(scenario.cost(head[5:]), last, assumption))
    if head.startswith("event.") and assumption is not None:
        return scenario.with_event(_row(scenario.event(head[6:]), last, assumption))
    if head == "baseline":
        return replace(scenario, baseline=_in_pairs(scenario.baseline, last, assumption))
    if last in PARTS and any(lever.id == head for lever in scenario.levers):
        if assumption is not None or last not in ALWAYS:
            return scenario.with_lever(_row(scenario.lever(head), last, assumption))
    elif path in SETTINGS and assumption is not None:
        return _row(scenario, path, assumption)
    elif any(name == path for name, _ in scenario.others):
        return replace(scenario, others=_in_pairs(scenario.others, path, assumption))
    raise ScenarioError(message(N_("{path} cannot be left empty. Enter a number."), path=path))


def _in_pairs(
    pairs: tuple[tuple[str, Assumption], ...], name: str, assumption: Assumption | None
) -> tuple[tuple[str, Assumption], ...]:
    """``pairs`` with ``name`` replaced, added at the end, or taken away."""
    held = dict(pairs) | {name: assumption}
    return tuple((key, value) for key, value in held.items() if value is not None)


def _cost(scenario: N, id: str, part: str, value: Any, author: str, on: date | None) -> N:
    """One amount of one cost item changed. An amount replaces the schedule; the other amount stays as it was shown."""
    item = scenario.cost(id)
    if part not in COST_PARTS:
        raise no_path(f"cost.{id}.{part}")
    if part == "start":
        return scenario.with_cost(replace(item, start=_month(scenario, value)))
    if part == "schedule":
        return scenario.with_cost(replace(item, schedule=None if value is None else tuple(map(float, value))))
    path = f"cost.{id}.{part}"
    staged = scenario.with_cost(_plain(scenario, item, author, on))
    amount = None if value is None else _new(staged, path, _number(path, value), author, on)
    return _put(staged, path, amount)


def _month(scenario: Numbers, value: Any) -> int:
    if isinstance(value, bool) or value != value or int(value) != value or not 0 <= value <= scenario.months:
        text = N_("A cost is paid in month {value}. Enter a whole number between 0 and {horizon}.")
        raise ScenarioError(message(text, value=value, horizon=scenario.months))
    return int(value)


def _plain(scenario: Numbers, item: CostItem, author: str, on: date | None) -> CostItem:
    """``item`` with its schedule turned into the two amounts it is shown as."""
    if item.schedule is None:
        return item
    once, yearly = (
        None if amount is None else scenario.entered(max(amount, 0.0), Unit.MONEY, author, on)
        for amount in item.shown(scenario.months)
    )
    return replace(item, schedule=None, once=once, yearly=yearly)


@dataclass(frozen=True, kw_only=True)
class Scenario(Numbers):
    """The numbers of one plan, and how one becomes another."""

    __hash__ = Numbers.__hash__

    def replace(self, path: str, value: Any, *, author: str = "", on: date | None = None) -> Scenario:
        """The scenario with ``value`` at ``path``, set by ``author`` on ``on``; itself when nothing changes.

        A changed value takes its range along. Changing ``once`` or ``yearly`` of a cost replaces its schedule.
        """
        return self if path != "baseline" and self.get(path) == value else _changed(self, path, value, author, on)
