"""The risk register in the model: what an event does to the numbers of a plan."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from metrics.scenario.event import Event
from metrics.scenario.scenario import Scenario

Array = NDArray[np.float64]


def may_happen(scenario: Scenario) -> dict[str, Event]:
    """Every event that is drawn, by the path of its probability: those that may happen and then take something."""
    return {
        f"event.{event.id}.chance": event
        for event in scenario.events
        if event.chance.value > 0 and (event.impact.value or event.impact.uncertain)
    }


def moved(
    scenario: Scenario, values: Mapping[str, float | Array], happens: Mapping[str, float | Array]
) -> dict[str, Array]:
    """The numbers of ``values``, by path, that change with what happens: 1 where an event does, 0 where not, by path.

    Two events on one lever take one after the other, each of what the other left; delays add up.
    """
    changed: dict[str, Array] = {}
    events = may_happen(scenario)
    for path, happened in happens.items():
        event = events[path]
        share = happened * np.asarray(values[f"event.{event.id}.impact"])
        if event.effect == "cost":
            changed["cost_factor"] = changed.get("cost_factor", np.asarray(values["cost_factor"])) * (1.0 + share)
            continue
        for lever in scenario.levers:
            if event.levers and lever.id not in event.levers:
                continue
            name = f"{lever.id}.start" if event.effect == "delay" else f"{lever.id}.realisation"
            held = changed.get(name, np.asarray(values[name]))
            changed[name] = held + share if event.effect == "delay" else held * (1.0 - share)
    return changed
