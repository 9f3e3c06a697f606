"""Total cost of ownership: everything paid over the horizon, by class and by type, and for one user a month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from metrics import finance
from metrics.programme import costs
from metrics.reading import UndefinedError
from metrics.scenario.assumption import Assumption, ScenarioError
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_, message
from metrics.words.units import Unit

Array = NDArray[np.float64]
USERS = "users"  # the assumption that says how many people use the system


@dataclass(frozen=True)
class Total:
    """Money over the horizon, positive: paid, and its present value."""

    paid: float
    present: float


@dataclass(frozen=True)
class Ownership:
    """What owning it costs. Both tags add up to the whole; ``months`` is the horizon."""

    whole: Total
    by_class: Mapping[str, Total]
    by_type: Mapping[str, Total]
    by_both: Mapping[tuple[str, str], Total]  # (class, type): the leaves of the tree
    months: int


def ownership(scenario: Scenario, flows: Mapping[str, Array]) -> Ownership:
    """Total cost of ownership of ``flows`` by cost item, as ``Flows.cost_by_item``.

    UndefinedError while no cost is entered.
    """
    if not flows:
        raise UndefinedError(message(N_("No cost entered yet. Enter what the programme costs.")))
    rate = finance.monthly_rate(scenario.rate.value)

    def total(flow: Array) -> Total:
        return Total(float(flow.sum()), float(finance.npv(rate, flow, scenario.timing)))

    def tagged(tag: Literal["cost_class", "cost_type"]) -> dict[str, Total]:
        rows = {key: total(flow) for key, flow in costs.by_tag(scenario, flows, tag).items()}
        return dict(sorted(rows.items(), key=lambda row: -row[1].paid))

    whole = total(np.sum(list(flows.values()), axis=0))
    both: dict[tuple[str, str], Array] = {}
    for id, flow in flows.items():
        tag = scenario.cost(id).cost_class, scenario.cost(id).cost_type
        both[tag] = both[tag] + flow if tag in both else flow
    leaves = {tag: total(flow) for tag, flow in sorted(both.items(), key=lambda row: -row[1].sum())}
    return Ownership(whole, tagged("cost_class"), tagged("cost_type"), leaves, scenario.months)


def _users(scenario: Scenario) -> float:
    """How many people use the system; UndefinedError while nobody said."""
    held = scenario.assumption(USERS)
    if held is None or held.value <= 0:
        raise UndefinedError(message(N_("Nobody entered how many people use the system. Enter the number of users.")))
    return held.value


def per_user_month(scenario: Scenario, found: Ownership) -> Total:
    """Cost of one user a month. UndefinedError while the number of users is not known."""
    each = _users(scenario) * found.months
    return Total(found.whole.paid / each, found.whole.present / each)


def with_users(scenario: Scenario, number: float, author: str, on: date | None) -> Scenario:
    """``scenario`` with the number of users; ScenarioError when that is not above zero."""
    if not number > 0 or not np.isfinite(number):
        raise ScenarioError(message(N_("The number of users is {number}. Enter one above zero."), number=f"{number:g}"))
    if scenario.assumption(USERS) is not None:
        return scenario.replace(USERS, float(number), author=author, on=on)
    entered = Assumption(value=number, unit=Unit.COUNT, source=N_("entered by hand"), owner=author, set_on=on)
    return replace(scenario, others=(*scenario.others, (USERS, entered)))
