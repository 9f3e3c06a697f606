"""Initiatives ranked by what each is worth: its levers' benefit less its own costs. What belongs to none is one row.

Several initiatives only carry the others (a platform, training): they have costs and no lever, and say so. Nothing is
shared out, for nothing measured tells the shares. The rows sum to the programme.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from metrics import finance
from metrics.case.options import initiatives_of
from metrics.context import Context, kept
from metrics.programme import costs
from metrics.programme.benefits import lever_name
from metrics.programme.gauges import present
from metrics.scenario.assumption import ScenarioError
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_, Message, message


@dataclass(frozen=True)
class Row:
    """One initiative: money is present value. ``roi`` is None without a cost, ``payback`` in months from approval.

    ``by_type``: its cost by type. ``levers``: what it moves; none for one that carries the others.
    """

    id: str
    name: Message
    owner: str
    benefit: float
    cost: float
    by_type: Mapping[str, float]
    payback: float | None
    levers: tuple[Message, ...]

    @property
    def npv(self) -> float:
        """Benefit less cost."""
        return self.benefit - self.cost

    @property
    def roi(self) -> float | None:
        """(B - C)/C, a fraction."""
        return (self.benefit - self.cost) / self.cost if self.cost > 0 else None


@dataclass(frozen=True)
class Ranking:
    """Rows by NPV, the best first, what belongs to none last; ``extras`` is tax and the like, which belongs to all."""

    rows: tuple[Row, ...]
    extras: float

    @property
    def total(self) -> float:
        """NPV of the programme."""
        return sum(row.npv for row in self.rows) + self.extras


@kept
def ranking(context: Context) -> Ranking:
    """Every initiative of the scenario in force. UndefinedError while cost or benefit is missing."""
    flows, scenario = context.flows, context.scenario
    flows.net  # noqa: B018 - says first what is missing
    known = names(context)
    rows = (_row(context, id, known) for id in initiatives_of(scenario))
    ordered = sorted(rows, key=lambda row: (not row.id, -row.npv))  # what belongs to none, called "", is last
    return Ranking(tuple(ordered), present(scenario, flows.extras.total))


def names(context: Context) -> dict[str, tuple[str, str]]:
    """Initiative -> (name, owner), as the data have them."""
    frame = context.frames["initiative"]
    return {
        str(id): (str(name), "" if owner is None or owner != owner else str(owner))
        for id, name, owner in zip(frame["initiative_id"], frame["name"], frame["owner"], strict=True)
    }


def _row(now: Context, id: str, known: Mapping[str, tuple[str, str]]) -> Row:
    scenario, flows = now.scenario, now.flows
    empty = np.zeros(scenario.months + 1)
    mine = [lever for lever in scenario.levers if lever.initiative == id]
    gained = sum((flows.cash[lever.id] for lever in mine if lever.id in flows.cash), empty)
    own = {item.id for item in scenario.costs if item.initiative == id}
    paid = {item: flow for item, flow in flows.cost_by_item.items() if item in own}
    spent = sum(paid.values(), empty)
    name, owner = known.get(id, (id, ""))
    return Row(
        id=id,
        name=message(N_("{name}"), name=name) if id else message(N_("Not assigned")),
        owner=owner,
        benefit=present(scenario, gained),
        cost=present(scenario, spent),
        by_type={kind: present(scenario, flow) for kind, flow in costs.by_tag(scenario, paid, "cost_type").items()},
        payback=finance.payback(gained - spent).value if gained.any() and spent.any() else None,
        levers=tuple(lever_name(lever) for lever in mine),
    )


def assigned(scenario: Scenario, lever: str, initiative: str) -> Scenario:
    """``scenario`` with ``lever`` moved by ``initiative``; "" for none. ScenarioError for a lever there is not."""
    held = scenario.lever(lever)
    if len(initiative) > 200:
        raise ScenarioError(message(N_("The name of the initiative is too long. Enter a shorter one.")))
    return scenario.with_lever(replace(held, initiative=initiative.strip()))
