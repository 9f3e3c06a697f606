"""Where the programme stands beside what is published: return bands, split of benefit, cost lines, evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metrics import finance
from metrics.programme.benefits import Flows
from metrics.reading import UndefinedError
from metrics.scenario.kinds import Portion
from metrics.scenario.scenario import Scenario
from metrics.words.text import N_, message

Array = NDArray[np.float64]
BANDS = ("up_to_50", "from_50_to_500", "above_500")  # of IDC's returns, as the library names them
EDGES = (0.5, 5.0)


def band(roi: float) -> str:
    """The band of IDC's distribution in which a return of ``roi`` (fraction) falls: up to 50 %, to 500 %, above.

    Only a band: the source gives no more, and does not say which return it means.
    """
    return BANDS[sum(roi > edge for edge in EDGES)]


def discount(scenario: Scenario) -> Array:
    """What money of month 0 ... horizon is worth today, at the rate of ``scenario``."""
    times = finance.period_times(scenario.months + 1, scenario.timing)
    return finance.discount_factors(finance.monthly_rate(scenario.rate.value), times)


def present(scenario: Scenario, flow: Array | float) -> float:
    """Present value of ``flow``, money by month, at the rate of ``scenario``; a single 0 is no flow."""
    if np.ndim(flow) == 0:
        return float(flow)
    return float(finance.npv(finance.monthly_rate(scenario.rate.value), flow, scenario.timing))


def split(scenario: Scenario, flows: Flows) -> dict[str, float]:
    """Share of the present value of benefit that comes from technology, productivity and process; sums to one.

    UndefinedError without a benefit, or where one part is a loss: shares of a sum with losses mislead.
    """
    flows.benefit  # noqa: B018 - says first what is missing
    parts = dict.fromkeys((portion.value for portion in Portion), 0.0)
    for id, flow in flows.cash.items():
        parts[scenario.lever(id).portion.value] += present(scenario, flow)
    whole = sum(parts.values())
    if whole <= 0 or min(parts.values()) < -1e-9 * whole:
        raise UndefinedError(message(N_("A part of the benefit is a loss, so there are no shares to compare.")))
    return {portion: amount / whole for portion, amount in parts.items()}


def distance(ours: Mapping[str, float], theirs: Mapping[str, float]) -> float:
    """How far two splits lie apart, like chi-squared: sum of (ours - theirs)^2 / theirs; 0 when equal."""
    return float(sum((ours[part] - share) ** 2 / share for part, share in theirs.items()))


@dataclass(frozen=True)
class CostRatio:
    """Cost against what it brings, both ways the source can be read; a ratio is None where its base is not positive."""

    of_benefit: float | None  # cost / benefit: below 75 % means a return above 33 %
    of_profit: float | None  # cost / (benefit - cost): below 75 % means a return above 133 %


def cost_ratio(cost: float, benefit: float) -> CostRatio:
    """Both ratios of the 75 % rule."""
    profit = benefit - cost
    return CostRatio(cost / benefit if benefit > 0 else None, cost / profit if profit > 0 else None)


def cost_ratio_to(flows: Flows, month: int) -> CostRatio:
    """Both ratios of what is paid and brought up to and with ``month``, not discounted."""
    until = slice(0, max(month, 0) + 1)
    return cost_ratio(float(flows.cost[until].sum()), float(flows.benefit[until].sum()))


@dataclass(frozen=True)
class PlanShare:
    """Shares of all cost that go into the plan itself rather than into what is bought."""

    carrying_out: float
    managing: float

    @property
    def both(self) -> float:
        """What the published line is drawn for: carrying out and managing together."""
        return self.carrying_out + self.managing


def overhead(scenario: Scenario, flows: Flows) -> PlanShare:
    """Cost of carrying out and of managing the plan over the total, paid; an item with both marks counts as managing.

    UndefinedError without a cost, or while no item is marked: then nobody has said, which is not none.
    """
    total = float(flows.cost.sum())
    items = {id: scenario.cost(id) for id in flows.cost_by_item}
    if not any(item.overhead or item.carrying_out for item in items.values()):
        raise UndefinedError(
            message(N_("No cost is marked as carrying out or managing the plan, so their share is not known."))
        )
    if total <= 0:
        raise UndefinedError(message(N_("No cost entered yet. Enter what the programme costs.")))
    paid = {id: float(flow.sum()) / total for id, flow in flows.cost_by_item.items()}
    managing = sum(paid[id] for id, item in items.items() if item.overhead)
    return PlanShare(sum(paid[id] for id, item in items.items() if item.carrying_out and not item.overhead), managing)


def measured_share(scenario: Scenario, flows: Flows) -> float:
    """Share of the present value of benefit that starts from a figure measured in the data, not from a statement.

    A figure entered by hand is not measured. UndefinedError without a benefit.
    """
    flows.benefit  # noqa: B018 - says first what is missing
    entered = {name for name, _ in scenario.baseline}
    worth = {id: present(scenario, flow) for id, flow in flows.cash.items()}
    whole = sum(worth.values())
    if whole <= 0:
        raise UndefinedError(message(N_("There is no benefit to hold the cost against")))
    measured = sum(amount for id, amount in worth.items() if _measured(scenario, id, entered))
    return measured / whole


def _measured(scenario: Scenario, id: str, entered: set[str]) -> bool:
    spec = scenario.lever(id).spec
    return bool(spec.baseline) and not entered.intersection(spec.needs)
