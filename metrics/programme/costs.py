"""The cost register by month: one flow an item, and the same total under both tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from metrics.scenario.items import CostItem, running_rate, scheduled
from metrics.scenario.scenario import Scenario

Numbers = Mapping[str, float | NDArray[np.float64]]  # a value by path; an array has shape (..., 1)


Array = NDArray[np.float64]


def cost_flows(scenario: Scenario, numbers: Numbers, prices: Array | float = 1.0) -> dict[str, Array]:
    """Money paid by month 0 ... horizon for each item id, positive, shape (..., months + 1).

    Amounts rise with ``prices``; a schedule is in the money of its months already. VAT that is not refunded comes on
    top. Items with no amount entered are left out: not entered is not zero.
    """
    factor = numbers["cost_factor"] * (1.0 + numbers["vat"])
    return {
        item.id: np.asarray(_item_flow(item, scenario.months, numbers, prices) * factor)
        for item in scenario.costs
        if not item.empty
    }


def _item_flow(item: CostItem, horizon: int, numbers: Numbers, prices: Array | float = 1.0) -> Array:
    """One item as budgeted: its schedule, or ``once`` in its month and a twelfth of ``yearly`` in each month after."""
    if item.schedule is not None:
        return scheduled(item.schedule, horizon)
    once, yearly = item.unit_flows(horizon)
    paid = (numbers.get(f"cost.{item.id}.{part}", 0.0) * unit for part, unit in (("once", once), ("yearly", yearly)))
    return np.asarray(sum(paid) * prices)


def capital_flow(scenario: Scenario, numbers: Numbers, prices: Array | float = 1.0) -> Array:
    """The part of the cost that is capital: what is paid once for software, hardware and integration, or tagged so.

    Of a schedule it is what lies above its running rate. Shape (..., months + 1), positive.
    """
    flow: Array = np.zeros(scenario.months + 1)
    for item in scenario.costs:
        if item.empty or not item.is_capital:
            continue
        if item.schedule is not None:
            flow = flow + np.maximum(scheduled(item.schedule, scenario.months) - running_rate(item.schedule), 0.0)
        else:
            once, _yearly = item.unit_flows(scenario.months)
            flow = flow + numbers.get(f"cost.{item.id}.once", 0.0) * once * prices
    return np.asarray(flow * (numbers["cost_factor"] * (1.0 + numbers["vat"])))


def by_tag(
    scenario: Scenario, flows: Mapping[str, NDArray[np.float64]], tag: Literal["cost_class", "cost_type"]
) -> dict[str, NDArray[np.float64]]:
    """``flows`` of the items added up by class or by type; both ways give the same total."""
    totals: dict[str, NDArray[np.float64]] = {}
    for id, flow in flows.items():
        key = str(getattr(scenario.cost(id), tag))
        totals[key] = totals[key] + flow if key in totals else flow
    return totals
