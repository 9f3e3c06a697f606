"""A scenario as canonical JSON and back, its fingerprint, and what differs between two."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from datetime import date
from enum import Enum
from functools import cache, lru_cache
from typing import Any

from metrics.scenario.assumption import Assumption, ScenarioError
from metrics.scenario.event import EVENT_PARTS, Event
from metrics.scenario.items import CostItem, Lever
from metrics.scenario.kinds import PARTS, Portion, Tag
from metrics.scenario.model import CHOICES, SETTINGS
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_, message
from metrics.words.units import Unit

FORMAT = 1


@lru_cache(maxsize=64)
def to_json(scenario: Scenario) -> str:
    """One line, keys sorted, numbers in full: equal scenarios give equal text."""
    return json.dumps({"format": FORMAT, **_plain(scenario)}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def fingerprint(scenario: Scenario) -> str:
    """SHA-256 of the canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(to_json(scenario).encode()).hexdigest()


def from_json(text: str) -> Scenario:
    """The scenario ``to_json`` wrote; ScenarioError when ``text`` is not one."""
    try:
        raw = json.loads(text)
        if raw.pop("format") != FORMAT:
            raise ValueError("format")
        return _scenario(raw)
    except ScenarioError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        text = N_("This is no scenario of Payback ({error}). Export it again, or choose another file.")
        raise ScenarioError(message(text, error=error)) from error


def difference(a: Scenario, b: Scenario, *, notes: bool = False) -> list[tuple[str, object, object]]:
    """(path, before, after) of everything that differs from ``a`` to ``b``; None where one has no such number.

    ``notes`` also compares who set a number, when, and from what source; with them the list is empty only when the
    scenarios are equal, but for the order of their rows.
    """
    before, after = _flat(a, notes), _flat(b, notes)
    paths = [*before, *(path for path in after if path not in before)]
    return [(path, before.get(path), after.get(path)) for path in paths if before.get(path) != after.get(path)]


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (float, str, int)):  # numbers by the thousand: first, and no further look
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, tuple):
        return list(value) if value and type(value[0]) is float else [_plain(entry) for entry in value]
    if isinstance(value, date):
        return value.isoformat()
    return _row(value) if isinstance(value, (Assumption, Lever, CostItem, Event)) else _fields(value)


@lru_cache(maxsize=4096)
def _row(value: Assumption | Lever | CostItem | Event) -> dict[str, Any]:
    """A row of the scenario, kept: an edit changes one of them. Never changed by whoever gets it."""
    return _fields(value)


def _fields(value: Any) -> dict[str, Any]:
    return {name: _plain(getattr(value, name)) for name in _names(value.__class__)}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def _assumption(raw: Mapping[str, Any] | None) -> Assumption | None:
    if raw is None:
        return None
    set_on = None if raw["set_on"] is None else date.fromisoformat(raw["set_on"])
    return Assumption(**{**raw, "unit": Unit(raw["unit"]), "set_on": set_on})


def _lever(raw: Mapping[str, Any]) -> Lever:
    numbers = {name: _assumption(raw[name]) for name in PARTS}
    return Lever(**{**raw, **numbers, "tag": Tag(raw["tag"]), "portion": Portion(raw["portion"])})


def _cost(raw: Mapping[str, Any]) -> CostItem:
    schedule = None if raw["schedule"] is None else tuple(map(float, raw["schedule"]))
    amounts = {name: _assumption(raw[name]) for name in ("once", "yearly")}
    return CostItem(**{**raw, **amounts, "schedule": schedule})


def _event(raw: Mapping[str, Any]) -> Event:
    numbers = {name: _assumption(raw[name]) for name in EVENT_PARTS}
    return Event(**{**raw, **numbers, "levers": tuple(map(str, raw["levers"]))})


def _scenario(raw: Mapping[str, Any]) -> Scenario:
    pairs = {key: tuple((name, _assumption(held)) for name, held in raw[key]) for key in ("baseline", "others")}
    numbers: dict[str, Any] = {name: _assumption(raw[name]) for name in SETTINGS if name in raw}
    numbers["correlations"] = tuple((str(a), str(b), float(rho)) for a, b, rho in raw.get("correlations", ()))
    rows = {"levers": tuple(map(_lever, raw["levers"])), "costs": tuple(map(_cost, raw["costs"]))}
    rows["events"] = tuple(map(_event, raw.get("events", ())))
    return Scenario(**{**raw, **numbers, **rows, **pairs, "month0": date.fromisoformat(raw["month0"])})


_NOTES = ("source", "owner", "set_on", "unit")


def _flat(scenario: Scenario, notes: bool) -> dict[str, object]:
    """Every number and setting by its path."""
    flat: dict[str, object] = {path: getattr(scenario, path) for path in CHOICES}
    for path, assumption in scenario.assumptions():
        flat[path] = assumption.value
        for end in ("low", "high", *(_NOTES if notes else ())):
            if (value := getattr(assumption, end)) not in (None, ""):
                flat[f"{path}.{end}"] = value
    rows: list[tuple[str, Any]] = [(lever.id, lever) for lever in scenario.levers]
    rows += [(f"cost.{item.id}", item) for item in scenario.costs]
    rows += [(f"event.{event.id}", event) for event in scenario.events]
    for path, row in rows:
        for field in dataclasses.fields(row):
            value = getattr(row, field.name)
            if field.name != "id" and not isinstance(value, Assumption) and value is not None:
                flat[f"{path}.{field.name}"] = value
    return flat
