"""The cost register by month: one flow an item, and the same total under both tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from metrics.scenario import CostItem, Scenario
from metrics.scenario.items import scheduled

Numbers = Mapping[str, float | NDArray[np.float64]]  # a value by path; an array has shape (..., 1)


def cost_flows(scenario: Scenario, numbers: Numbers) -> dict[str, NDArray[np.float64]]:
    """Money paid by month 0 ... horizon for each item id, positive, shape (..., months + 1).

    Items with no amount entered are left out: not entered is not zero.
    """
    factor = numbers["cost_factor"]
    return {item.id: item_flow(item, scenario.months, numbers) * factor for item in scenario.costs if not item.empty}


def item_flow(item: CostItem, horizon: int, numbers: Numbers) -> NDArray[np.float64]:
    """One item as budgeted: its schedule, or ``once`` in its month and a twelfth of ``yearly`` in each month after."""
    if item.schedule is not None:
        return scheduled(item.schedule, horizon)
    once, yearly = item.unit_flows(horizon)
    paid = (numbers.get(f"cost.{item.id}.{part}", 0.0) * unit for part, unit in (("once", once), ("yearly", yearly)))
    return np.asarray(sum(paid))


def by_tag(
    scenario: Scenario, flows: Mapping[str, NDArray[np.float64]], tag: Literal["cost_class", "cost_type"]
) -> dict[str, NDArray[np.float64]]:
    """``flows`` of the items added up by class or by type; both ways give the same total."""
    totals: dict[str, NDArray[np.float64]] = {}
    for id, flow in flows.items():
        key = str(getattr(scenario.cost(id), tag))
        totals[key] = totals[key] + flow if key in totals else flow
    return totals
