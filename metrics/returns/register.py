"""The risk register: entered by hand, or drafted from the pitfalls that are answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from metrics.scenario.assumption import ENTERED, Assumption, ScenarioError
from metrics.scenario.event import EFFECTS, Event
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_, message
from metrics.words.units import Unit


def entered(
    scenario: Scenario,
    name: str,
    effect: str,
    chance: float,
    impact: float,
    levers: Sequence[str],
    owner: str,
    author: str,
    on: date | None,
) -> Scenario:
    """``scenario`` with one more entry, in place of one of the same name.

    chance: 0 to 1. impact: as ``effect`` counts it, a share or months. ScenarioError without a name, where nothing can
    happen, or beyond what is allowed.
    """
    name = name.strip()
    if not name:
        raise ScenarioError(message(N_("The risk has no name. Say what may happen.")))
    if not chance or not impact:
        text = N_("{name} takes nothing: its probability or its impact is 0. Enter both.")
        raise ScenarioError(message(text, name=name))
    probability, size = (
        Assumption(value=value, unit=unit, source=ENTERED, owner=owner or author, set_on=on)
        for value, unit in ((chance, Unit.SHARE), (impact, EFFECTS[effect].unit))
    )
    named = () if effect == "cost" else tuple(levers)
    return scenario.with_event(_event(scenario, name, effect, probability, size, named, owner))


def _event(
    scenario: Scenario,
    name: str,
    effect: str,
    chance: Assumption,
    impact: Assumption,
    levers: tuple[str, ...],
    owner: str,
) -> Event:
    same = next((event.id for event in scenario.events if event.name == name), None)
    number = max((int(event.id) for event in scenario.events if event.id.isdecimal()), default=0) + 1
    return Event(
        id=same or str(number), name=name, effect=effect, chance=chance, impact=impact, levers=levers, owner=owner
    )


def drafted(
    scenario: Scenario, pitfalls: Sequence[tuple[str, Sequence[str], float, float, str]], on: date | None
) -> Scenario:
    """``scenario`` with entries drafted from pitfalls: name, levers (all where none), probability, share lost, owner.

    An entry of the same name stands as it is: what somebody entered is not written over.
    """
    held = {event.name for event in scenario.events}
    known = {lever.id for lever in scenario.levers}
    for name, levers, chance, share, owner in pitfalls:
        effect = "cost" if "cost" in levers else "benefit"
        named = tuple(lever for lever in levers if lever in known)
        if name in held or (effect == "benefit" and levers and not named):
            continue
        source = N_("drafted from the answers to the pitfalls")
        probability, impact = (
            Assumption(value=value, unit=Unit.SHARE, source=source, owner=owner, set_on=on) for value in (chance, share)
        )
        scenario = scenario.with_event(_event(scenario, name, effect, probability, impact, named, owner))
    return scenario
