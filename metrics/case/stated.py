"""A benefit entered by hand, and the kind of money a lever brings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from metrics.scenario.assumption import Assumption, ScenarioError
from metrics.scenario.items import Lever
from metrics.scenario.kinds import Tag
from metrics.scenario.make import NOT_CASHED
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_, message
from metrics.words.units import Unit

SOURCE = N_("entered by hand")


def retagged(scenario: Scenario, id: str, tag: str) -> Scenario:
    """``scenario`` with another kind of money at the lever ``id``. Capacity counts as cash only as far as is stated."""
    lever, kind = scenario.lever(id), Tag(tag)
    cashable = (lever.cashable or NOT_CASHED) if kind is Tag.CAPACITY else None
    return scenario.with_lever(replace(lever, tag=kind, cashable=cashable))


def added(scenario: Scenario, name: str, yearly: float, tag: str, author: str, on: date | None) -> Scenario:
    """``scenario`` with a stated benefit more: its name, money a year, its kind. ScenarioError where it cannot be."""
    called = name.strip()
    if not called:
        raise ScenarioError(message(N_("The benefit has no name. Enter one.")))
    if any(lever.name == called for lever in scenario.levers):
        raise ScenarioError(message(N_("{name} is there already"), name=called))
    if not yearly:
        raise ScenarioError(message(N_("The benefit is 0 a year. Enter an amount.")))
    taken = {lever.id for lever in scenario.levers}
    id = next(free for n in range(1, len(taken) + 2) if (free := f"stated-by-hand-{n}") not in taken)
    target = Assumption(value=yearly, unit=Unit.MONEY, source=SOURCE, owner=author, set_on=on)
    bare = Lever(id=id, kind="stated", target=target, tag=Tag.REVENUE, name=called, owner=author)
    return retagged(scenario.with_lever(bare), id, tag)
