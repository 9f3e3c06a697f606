"""Numbers as a person reads and types them: shares in per cent, everything else in its own unit.

Inside they stay fractions. What cannot be is refused in the words and the unit it was typed in.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

from metrics.scenario.assumption import ScenarioError
from metrics.scenario.scenario import ALWAYS, Scenario
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit

OF_HUNDRED = (Unit.SHARE, Unit.RATE)


def shown(value: float, unit: Unit) -> float:
    """``value`` as a person types it: per cent for shares and rates; at least three figures, whole parts kept."""
    number = value * 100 if unit in OF_HUNDRED else value
    if number == 0:
        return 0.0
    return round(number, max(0, 2 - math.floor(math.log10(abs(number)))))


def typed(number: float, unit: Unit) -> float:
    """What a person typed, as the scenario holds it."""
    return number / 100 if unit in OF_HUNDRED else number


Cell = tuple[str, float | None]  # a path, and what was typed there; None when it was emptied


def changed(scenario: Scenario, cells: Iterable[Cell], author: str, on: date) -> tuple[Scenario, list[Message]]:
    """``scenario`` with every cell put in that can be, and a sentence for each that cannot."""
    refused = []
    for path, number in cells:
        try:
            scenario = put(scenario, path, number, author, on)
        except ScenarioError as error:
            refused.append(error.reason)
    return scenario, refused


def put(scenario: Scenario, path: str, number: float | None, author: str, on: date) -> Scenario:
    """``scenario`` with what a person typed at ``path``; ScenarioError in the units they typed.

    A number that reads the same as the one held is no change, so that rounding for the eye never moves a result.
    """
    if number is None:
        return _emptied(scenario, path, author, on)
    unit = scenario.unit(path)
    held = scenario.assumption(path)
    if held is not None and shown(held.value, unit) == shown(typed(number, unit), unit):
        return scenario
    value = typed(number, unit)
    low, high = scenario.bounds(path)
    if not low <= value <= high:
        ends = {"value": Amount(value, unit), "low": Amount(low, unit)}
        text = N_("{what} is {value}, below {low}. Enter a larger number.")
        if not math.isinf(high):
            text = N_("{what} is {value}, outside {low} to {high}. Enter a number between them.")
            ends["high"] = Amount(high, unit)
        raise ScenarioError(message(text, what=scenario.label(path), **ends))
    return scenario.replace(path, value, author=author, on=on)


def _emptied(scenario: Scenario, path: str, author: str, on: date) -> Scenario:
    if path.rpartition(".")[2] in (*ALWAYS, "cashable"):
        raise ScenarioError(message(N_("{what} cannot be left empty. Enter a number."), what=scenario.label(path)))
    return scenario.replace(path, None, author=author, on=on)
