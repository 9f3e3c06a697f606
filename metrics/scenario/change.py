"""Making one scenario out of another: one path, one new value."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from metrics.scenario.assumption import Assumption, ScenarioError
from metrics.scenario.items import CostItem, Lever
from metrics.scenario.kinds import BASELINES, PARTS
from metrics.scenario.model import CHOICES, COST_PARTS, SETTINGS, Numbers, check
from metrics.words.text import N_, message
from metrics.words.units import Unit

CONVERTED = N_("converted with the price rise")
Row = TypeVar("Row", bound=Numbers | Lever | CostItem)
N = TypeVar("N", bound=Numbers)


def changed(scenario: N, path: str, value: Any, author: str, on: date | None) -> N:
    """``scenario`` with ``value`` at ``path``; see Scenario.replace."""
    if path == "prices":
        return _repriced(scenario, value, author, on)
    if path in CHOICES:
        return replace(scenario, **{path: value})
    head, _, last = path.rpartition(".")
    if last in ("low", "high"):
        held = scenario.assumption(head)
        if held is None:
            raise ScenarioError(message(N_("{path} has no value yet. Enter that before its range."), path=head))
        return _put(scenario, head, replace(held, **{last: value}))
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
    held = scenario.assumption(path)
    if held is None:
        raise ScenarioError(message(N_("{path} has no value yet. Enter that before its range."), path=path))
    return _put(scenario, path, replace(held, low=low, high=high))


def _row(row: Row, name: str, value: Any) -> Row:
    """``row`` with another value in the field called ``name``."""
    changes: dict[str, Any] = {name: value}
    return replace(row, **changes)


def _number(path: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        raise ScenarioError(message(N_("{path} is {value}, which is no number. Enter one."), path=path, value=value))
    return float(value)


def _unit(scenario: Numbers, path: str) -> Unit:
    head, _, last = path.rpartition(".")
    if path in SETTINGS:
        return SETTINGS[path][1]
    if head == "baseline":
        return BASELINES[last].unit
    if head.startswith("cost."):
        return Unit.MONEY
    if last in ("target", "benchmark"):
        return scenario.lever(head).spec.unit
    return PARTS[last].unit if last in PARTS else Unit.NUMBER


def _new(scenario: Numbers, path: str, value: float, author: str, on: date | None) -> Assumption:
    """The assumption to stand at ``path``: the held one moved, or a new one."""
    fresh = scenario.entered(value, _unit(scenario, path), author, on)
    check(path, fresh, scenario.bounds(path))
    held = scenario.assumption(path)
    return held.moved(value, scenario.bounds(path), author, on) if held else fresh


def _put(scenario: N, path: str, assumption: Assumption | None) -> N:
    """``scenario`` with ``assumption`` at a path that exists; None takes away what may be absent."""
    head, _, last = path.rpartition(".")
    if head.startswith("cost."):
        return scenario.with_cost(_row(scenario.cost(head[5:]), last, assumption))
    if head == "baseline":
        return replace(scenario, baseline=_in_pairs(scenario.baseline, last, assumption))
    if last in PARTS and any(lever.id == head for lever in scenario.levers):
        return scenario.with_lever(_lever(scenario.lever(head), path, last, assumption))
    if path in SETTINGS and assumption is not None:
        return _row(scenario, path, assumption)
    if any(name == path for name, _ in scenario.others):
        return replace(scenario, others=_in_pairs(scenario.others, path, assumption))
    raise ScenarioError(message(N_("{path} cannot be left empty. Enter a number."), path=path))


def _lever(lever: Lever, path: str, part: str, assumption: Assumption | None) -> Lever:
    if assumption is None and part in ("target", "adoption", "realisation", "start", "ramp"):
        raise ScenarioError(message(N_("{path} cannot be left empty. Enter a number."), path=path))
    return _row(lever, part, assumption)


def _in_pairs(
    pairs: tuple[tuple[str, Assumption], ...], name: str, assumption: Assumption | None
) -> tuple[tuple[str, Assumption], ...]:
    """``pairs`` with ``name`` replaced, added at the end, or taken away."""
    if assumption is None:
        return tuple(pair for pair in pairs if pair[0] != name)
    if any(pair[0] == name for pair in pairs):
        return tuple((key, assumption if key == name else held) for key, held in pairs)
    return (*pairs, (name, assumption))


def _cost(scenario: N, id: str, part: str, value: Any, author: str, on: date | None) -> N:
    """One amount of one cost item changed. An amount replaces the schedule; the other amount stays as it was shown."""
    item = scenario.cost(id)
    if part not in COST_PARTS:
        raise ScenarioError(message(N_("The scenario has no {path}. Check the spelling."), path=f"cost.{id}.{part}"))
    if part == "start":
        return scenario.with_cost(replace(item, start=_month(scenario, value)))
    if part == "schedule":
        return scenario.with_cost(replace(item, schedule=None if value is None else tuple(map(float, value))))
    path = f"cost.{id}.{part}"
    plain = _plain(scenario, item, author, on)
    staged = scenario.with_cost(plain)
    amount = None if value is None else _new(staged, path, _number(path, value), author, on)
    return _put(staged, path, amount)


def _month(scenario: Numbers, value: Any) -> int:
    if isinstance(value, bool) or value != value or int(value) != value or not 0 <= value <= scenario.months:
        raise ScenarioError(
            message(
                N_("A cost is paid in month {value}. Enter a whole number between 0 and {horizon}."),
                value=value,
                horizon=scenario.months,
            )
        )
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
