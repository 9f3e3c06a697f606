"""The published data as an order log, and every buyer of them in one row: what forecasts read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.orderlog import Log
from data.statement import Raw, fill
from data.warehouse import Warehouse

_FIRST = date(1900, 1, 1)


@dataclass(frozen=True)
class Buyers:
    """Every buyer of the published data, one row each, in the order of the identifiers. Times in days; money.

    frequency: days with a purchase after the first; brought: margin, or revenue where the data have no cost; cost: of
    serving the customer, zeros where unknown.
    """

    ids: NDArray[np.object_]
    frequency: NDArray[np.int64]
    recency: NDArray[np.int64]
    age: NDArray[np.int64]
    brought: NDArray[np.float64]
    cost: NDArray[np.float64]


def buyers(held: Warehouse) -> Buyers:
    """Everybody who ever bought."""
    frame = held.query(
        "select customer_id, frequency, recency_days, age_days, cast(coalesce(margin, revenue) as double) as brought, "
        "cast(coalesce(cost_to_serve, 0) as double) as cost from main.customer_base where order_days > 0 "
        "order by customer_id"
    )
    return Buyers(
        frame["customer_id"].to_numpy(dtype=object),
        *(frame[name].to_numpy(dtype=np.int64) for name in ("frequency", "recency_days", "age_days")),
        *(frame[name].to_numpy(dtype=np.float64) for name in ("brought", "cost")),
    )


def published(held: Warehouse, most: int) -> Log:
    """The log of about ``most`` buyers: all of them, or always the same part of them.

    amount is margin where the data have cost of sales, revenue otherwise; cost is the cost to serve, in its period.
    """
    facts = held.frame("data_facts").iloc[0]
    step = max(1, int(facts["customers"] or 0) // most)
    has_cost, served = bool(facts["has_cost"]), bool(facts["has_cost_to_serve"]) and bool(facts["has_cost"])
    money = Raw("margin" if has_cost else "amount")
    some = Raw("true" if step == 1 else f"md5_number_lower(customer_id) % {step} = 0")
    sold = (
        "select customer_id, day, bool_or(status = 'completed') as bought, "
        "cast(sum(case when status <> 'cancelled' then coalesce({money}, 0) else 0 end) as double) as amount, "
        "cast(0 as double) as cost from staging.stg_orders where {some} group by customer_id, day"
    )
    spent = (
        "select customer_id, period as day, false as bought, cast(0 as double) as amount, "
        "cast(sum(amount) as double) as cost from staging.stg_cost_to_serve where {some} group by customer_id, period"
    )
    both = fill(sold + (" union all " + spent if served else ""), money=money, some=some)
    together = fill(
        "select customer_id, date_diff('day', cast(? as date), day) as day, bool_or(bought) as bought, "
        "sum(amount) as amount, sum(cost) as cost from ({both}) where day between ? and ? "
        "group by customer_id, day order by customer_id, day",
        both=Raw(both),
    )
    frame = held.query(together, [facts["first_day"], facts["first_day"], facts["until"]])
    names = frame["customer_id"].to_numpy(dtype=object)
    edge = np.flatnonzero(names[1:] != names[:-1]) + 1 if names.size else np.zeros(0, dtype=np.int64)
    customer = np.zeros(names.size, dtype=np.int64)
    customer[edge] = 1
    return Log(
        ids=names[np.append(0, edge)] if names.size else names,
        customer=np.cumsum(customer),
        day=frame["day"].to_numpy(dtype=np.int64),
        bought=frame["bought"].to_numpy(dtype=bool),
        amount=frame["amount"].to_numpy(dtype=np.float64),
        cost=frame["cost"].to_numpy(dtype=np.float64) if served else None,
        start=facts["first_day"].date() if facts["orders"] else _FIRST,
        rows=int(facts["orders"]),
        orders=int(facts["completed"]),
        refunds=int(facts["refunds"]),
        left_out={},
    )
