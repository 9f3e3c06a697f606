"""The recorded truth: what was planted, how big it came out, and what became of every customer. No page reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.company import frames, kinds, people
from data.company.behaviour import Behaviour
from data.company.calendar import MONTHS, SPAN, day_of, month_start
from data.company.costs import ITEMS, actual, planned
from data.company.facts import facts
from data.company.life import STAYING
from data.company.measures import Sums, active, net_sales, ordered, renewal_curve, year_figures
from data.company.places import REGIONS
from data.company.tables import customer_ids
from data.company.world import World


def customers(behaviour: Behaviour) -> pa.Table:
    """One row a customer: true kind, when they left, and the year after the data. Money net of VAT."""
    traits, life, n = behaviour.traits, behaviour.life, behaviour.block.size
    ids = customer_ids(behaviour)
    orders = behaviour.orders
    later = (orders.month >= MONTHS) & ~orders.cancelled
    revenue, margin = net_sales(behaviour, MONTHS, SPAN)
    serve = behaviour.cost_to_serve[:, MONTHS // 3 :].sum(axis=(1, 2))
    left = np.where(life.left < SPAN, life.left, 0)
    return pa.table(
        {
            "customer_id": pa.array(ids),
            "kind": frames.chosen(traits.kind, [kind.name for kind in kinds.KINDS]).cast(pa.string()),
            "behaviour": frames.chosen(traits.behaviour, kinds.BEHAVIOURS).cast(pa.string()),
            "copy_of": _other(traits.copy_of, ids),
            "twin_of": _other(people.twins(behaviour), ids),
            "region": frames.chosen(traits.region, [region.name for region in REGIONS]).cast(pa.string()),
            "held_out": pa.array(traits.held_out),
            "spring_discount": pa.array(traits.discount),
            "joined_on": frames.days(day_of(traits.joined)),
            "left_on": frames.days(day_of(left), life.left == STAYING),
            "alive_at_end": pa.array(life.left >= MONTHS),
            "hazard_a_month": pa.array(traits.hazard, mask=traits.contract),
            "theta": pa.array(traits.theta, mask=~traits.contract),
            "multiplier_at_end": pa.array(life.multiplier[:, MONTHS]),
            "orders_a_year": pa.array(traits.rate),
            "future_orders": pa.array(np.bincount(orders.customer[later], minlength=n)),
            "future_ordered": pa.array(ordered(behaviour, MONTHS, SPAN)),
            "future_active": pa.array(active(behaviour, SPAN)),
            "future_revenue": frames.money(revenue),
            "future_margin": frames.money(margin),
            "future_cost_to_serve": frames.money(serve),
        }
    )


def _other(position: NDArray[np.int64], ids: list[str]) -> pa.Array:
    return frames.chosen(np.maximum(position, 0), ids, position < 0).cast(pa.string())


def summary(
    world: World, here: Sums, twin: Sums, margins: NDArray[np.float64], served: NDArray[np.float64]
) -> dict[str, Any]:
    """What truth.json holds. ``here`` and ``twin`` are the sums of this world and of the one without the programme;
    ``margins`` and ``served`` are each buyer's margin and cost to serve over the whole data."""
    last, without = year_figures(here, "last"), year_figures(twin, "last")
    return {
        "seed": world.seed,
        "customers": world.customers,
        "programme": world.programme,
        "effects": asdict(world.effects),
        "facts": [asdict(fact) for fact in facts(world)],
        "came_out": {
            **concentration(margins, served),
            "renewal_curve": renewal_curve(here),
            "before": year_figures(here, "before"),
            "last_year": last,
            "last_year_without_programme": without,
            "retention_effect": last["reached_retention"] - without["reached_retention"],
            "retention_effect_all": last["retention"] - without["retention"],
        },
        "regions": {region.name: _region(region.live, region.adoption) for region in REGIONS},
        "programme_cost": _cost(world) if world.programme else None,
    }


def _region(live: int, adoption: float) -> dict[str, Any]:
    return {"live_on": month_start(live).isoformat(), "adoption": adoption}


def _cost(world: World) -> Mapping[str, float]:
    """Planned and booked to date, in all and by type of cost."""
    plan, booked = planned(world), actual(world)
    found = {"planned_to_date": plan[:, : booked.shape[1]].sum(), "actual_to_date": booked.sum()}
    for at, item in enumerate(ITEMS):
        for label, row in (("planned", plan[at, : booked.shape[1]]), ("actual", booked[at])):
            key = f"{item.cost_type}.{label}"
            found[key] = found.get(key, 0.0) + row.sum()
    return {key: round(float(value), 2) for key, value in found.items()}


def concentration(margins: NDArray[np.float64], served: NDArray[np.float64]) -> dict[str, float]:
    """Share of the best fifth and of the lower half of buyers, of margin and of contribution; share who lose money."""
    found = {}
    for name, brought in (("margin", margins), ("contribution", margins - served)):
        if len(brought) and brought.sum() > 0:
            ranked = np.sort(brought)[::-1]
            found[f"{name}_top_fifth"] = float(ranked[: len(ranked) // 5].sum() / ranked.sum())
            found[f"{name}_bottom_half"] = float(ranked[len(ranked) - len(ranked) // 2 :].sum() / ranked.sum())
    return found | ({"losing_customers": float((margins < served).mean())} if found else {})
