"""What the programme costs: eight initiatives, planned for sixty months from approval and booked as far as known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.company import frames
from data.company.calendar import APPROVED, APPROVED_ON, MONTHS, month_start
from data.company.streams import stream
from data.company.world import World

PLANNED = 60  # months of the plan, approval first
BOOKED = MONTHS - APPROVED  # months of it that the data know
SCALE = 0.12  # of every amount
FIXED = 0.15  # share of the cost, at 20,000 customers, that does not depend on their number

INITIATIVES = (
    # id, name, owner, work begins, first use (months from approval), levers it moves, field of CRM
    ("I1", "CRM platform", "Mara Ellerbeck", 0, 6, "retention", "database analysis"),
    ("I2", "Customer data", "Jonas Whinfell", 2, 5, None, "database analysis"),
    ("I3", "Contact centre desktop", "Priya Calderfoot", 3, 7, "handling, volume", "call centre"),
    ("I4", "Integration", "Tomas Greywater", 2, 9, None, "sales processing"),
    ("I5", "Mail and campaigns", "Leonie Saltmarsh", 4, 8, "mail", "web marketing"),
    ("I6", "Training and adoption", "Amara Northolme", 4, 6, None, None),
    ("I7", "Sales and contracts", "Wei Lin", 8, 12, "acquisition, spend", "sales automation"),
    ("I8", "Programme office", "Mara Ellerbeck", 0, 6, None, None),
)


@dataclass(frozen=True)
class Item:
    """One line of the register. ``spans``: (first month, last month, thousands a month), as planned.

    ``over`` is how the line tends to overrun, as a share of plan; ``extra`` are spans that nobody planned.
    """

    initiative: str
    name: str
    cost_class: str
    cost_type: str
    spans: tuple[tuple[int, int, float], ...]
    over: float = 0.1
    extra: tuple[tuple[int, int, float], ...] = ()
    overhead: bool = False
    carrying_out: bool = False


_END = PLANNED - 1
ITEMS = (
    Item("I1", "Licences", "IT", "software", ((6, _END, 4.2),), 0.04),
    Item("I1", "Hosting", "IT", "hardware", ((2, 2, 30), (3, _END, 0.6)), 0.06),
    Item("I1", "Implementation partner", "business", "third-party", ((1, 14, 10),), 0.16),
    Item("I1", "Project team", "labour", "internal", ((0, 17, 7),), 0.12, carrying_out=True),
    Item("I1", "Maintenance", "IT", "maintenance", ((8, _END, 1.5),), 0.08),
    Item("I1", "Upgrades", "IT", "software", (), 0.0, ((16, 16, 12), (24, 24, 12), (32, 32, 14))),
    Item("I2", "Data cleaning", "business", "data", ((2, 9, 5),), 0.22),
    Item("I2", "Data stewards", "labour", "data", ((6, _END, 1.4),), 0.05),
    Item("I2", "Address checks", "business", "data", ((6, _END, 0.5),), 0.0),
    Item("I3", "Desktop licences", "IT", "software", ((7, _END, 1.6),), 0.03),
    Item("I3", "Headsets and screens", "IT", "hardware", ((6, 6, 18),), -0.05),
    Item("I3", "Redesign of calls", "labour", "internal", ((3, 12, 2.5),), 0.1),
    Item("I4", "Interfaces", "IT", "integration", ((2, 13, 6),), 0.3, ((14, 19, 6.5),)),
    Item("I4", "Upkeep of interfaces", "IT", "integration", ((12, _END, 0.7),), 0.35),
    Item("I5", "Mail tool", "IT", "software", ((8, _END, 0.8),), 0.02),
    Item("I5", "Agency", "business", "third-party", ((5, 12, 2),), 0.08),
    Item("I6", "Courses", "business", "training", ((5, 16, 3), (17, _END, 0.6)), 0.1),
    Item("I6", "Time for courses", "labour", "training", ((5, 16, 2.2), (17, _END, 0.4)), 0.14),
    Item("I7", "Sales set-up", "labour", "internal", ((8, 14, 2.5),), 0.1),
    Item("I7", "Contract module", "IT", "software", ((12, _END, 0.9),), 0.0),
    Item("I8", "Programme management", "labour", "internal", ((0, 18, 4), (19, _END, 1)), 0.1, overhead=True),
    Item(
        "I8",
        "Audit and steering",
        "business",
        "third-party",
        ((0, 0, 6), (12, 12, 6), (24, 24, 6)),
        0.05,
        overhead=True,
    ),
)


def _spread(spans: tuple[tuple[int, int, float], ...]) -> NDArray[np.float64]:
    """Thousands by month of the plan."""
    months = np.zeros(PLANNED)
    for first, last, amount in spans:
        months[first : last + 1] += amount
    return months


def size(world: World) -> float:
    """Money of one unit of the tables above: part of the cost grows with the customers."""
    return 1000 * SCALE * (FIXED + (1 - FIXED) * world.customers / 20_000)


def planned(world: World) -> NDArray[np.float64]:
    """Planned cost, (items, months), in whole cents of money."""
    return np.round(np.array([_spread(item.spans) for item in ITEMS]) * size(world), 2)


def actual(world: World) -> NDArray[np.float64]:
    """Booked cost, (items, months known): the plan, ups and downs that even out, and the overrun in total."""
    plan = planned(world)[:, :BOOKED]
    bumps = np.exp(0.12 * stream(world.seed, "programme costs").standard_normal(plan.shape))
    due = plan.sum(axis=1, keepdims=True)
    bumpy = plan * bumps
    bumpy *= due / np.where(bumpy.sum(axis=1, keepdims=True), bumpy.sum(axis=1, keepdims=True), 1)
    extra = np.array([_spread(item.extra)[:BOOKED] for item in ITEMS]) * size(world)
    over = np.array([[item.over] for item in ITEMS]) * bumpy + extra
    return np.asarray(np.round(bumpy + over * (world.effects.overrun * plan.sum() / over.sum()), 2))


def cost_table(world: World) -> pa.Table:
    """Programme costs: a row for each item and month with money in it."""
    plan, booked = planned(world), actual(world)
    rows: list[tuple[Any, ...]] = []
    for at, item in enumerate(ITEMS):
        for month in range(PLANNED):
            spent = booked[at, month] if month < BOOKED else None
            if plan[at, month] == 0 and not spent:
                continue
            what = (item.initiative, item.name, month_start(APPROVED + month), item.cost_class, item.cost_type)
            plan_cell = _money(plan[at, month]) if item.spans else None
            marks = item.overhead, item.carrying_out
            rows.append((*what, plan_cell, None if spent is None else _money(spent), *marks))
    what_it_is = ("initiative_id", "item", "month", "cost_class", "cost_type")
    columns = (*what_it_is, "planned", "actual", "overhead", "carrying_out")
    return frames.from_rows("programme_costs", columns, rows)


def _money(value: float) -> Decimal:
    return Decimal(f"{value:.2f}")


def initiatives_table() -> pa.Table:
    """Initiatives, all approved together."""
    rows: list[tuple[str, str, str, date, date, date, str | None, str | None]] = [
        (id, name, owner, APPROVED_ON, month_start(APPROVED + start), month_start(APPROVED + live), levers, field)
        for id, name, owner, start, live, levers, field in INITIATIVES
    ]
    columns = ("initiative_id", "name", "owner", "approved_on", "start_on", "live_on", "levers", "field")
    return frames.from_rows("initiatives", columns, rows)
