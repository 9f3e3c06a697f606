"""What to keep an eye on: key accounts against their own trend, and products whose warranty or life is about to end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from metrics.churn import accounts
from metrics.report_sources import DataSources

ACCOUNTS, TRIGGERS = 20, (30, 60, 90)


@dataclass(frozen=True)
class Account:
    """One key account: revenue of the last quarter, what its trend expects, deviation, silence; what stands out."""

    id: str
    revenue: float
    expected: float | None
    score: float | None
    quarters: tuple[float, ...]
    silent_days: int
    usual_gap: float | None
    alarm: str
    manager: str | None


@lru_cache(maxsize=2)
def key_accounts(data: DataSources) -> tuple[Account, ...]:
    """The accounts that brought most in two years and are still there, those that stand out first. Source: D16."""
    months = data.frames["account_month"]
    if not len(months):
        return ()
    wide = months.pivot(index="customer_id", columns="month", values="revenue").astype(float)
    gone = data.frames["customer_life"].set_index("customer_id")["left_on"].notna()
    wide = wide[~gone.reindex(wide.index).fillna(False).astype(bool)]
    wide = wide.loc[wide.sum(axis=1).nlargest(ACCOUNTS).index]
    base = data.frames["customer_base"].set_index("customer_id").loc[wide.index]
    rows: dict[str, dict[str, Any]] = base[["age_days", "recency_days", "frequency"]].to_dict("index")  # type: ignore[assignment]
    managers = data.held.query("select customer_id, account_manager from raw.customers").set_index("customer_id")
    found = []
    for id, row in wide.iterrows():
        one, course = rows[str(id)], accounts.course(row.to_numpy())
        silent = int(one["age_days"] - one["recency_days"])
        gap = float(one["recency_days"]) / int(one["frequency"]) if one["frequency"] else None
        who = managers["account_manager"].get(id)
        found.append(
            Account(
                str(id), float(course.quarters[-1]), course.expected, course.score, tuple(course.quarters.tolist()),
                silent, gap, accounts.alarm(course, silent, gap), None if pd.isna(who) else str(who),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda a: (not a.alarm, a.score if a.score is not None else 0.0)))


@dataclass(frozen=True)
class Trigger:
    """What falls due: warranty or service life of a product. ``due``: customers within 30, 60, 90 days; ``again``: of
    those due in the last year the share that bought of the family within 90 days; ``margin``: expected of all due."""

    trigger: str
    name: str
    due: tuple[int, int, int]
    again: float | None
    margin: float


@lru_cache(maxsize=2)
def triggers(data: DataSources) -> tuple[Trigger, ...]:
    """Products whose warranty or life ends soon, those worth most first. Source: catalogue D13."""
    held = data.frames["product_due"]
    if not len(held):
        return ()
    names = data.held.query("select product_id, name from staging.stg_products").set_index("product_id")["name"]
    found = []
    for (kind, product), rows in held.groupby(["trigger", "product_id"]):
        ahead, past = rows[rows["days_left"] > 0], rows[rows["days_left"] <= -90]
        again = float(past["bought_again"].mean()) if len(past) >= 10 else None
        each = (rows["list_price"] - rows["unit_cost"]).astype(float).reindex(ahead.index)
        margin = float((each * ahead["quantity"].astype(float)).fillna(0).sum()) * (again or 0.0)
        due = tuple(int((ahead["days_left"] <= days).sum()) for days in TRIGGERS)
        if len(ahead):
            found.append(Trigger(str(kind), str(names.get(product, product)), due, again, margin))  # type: ignore[arg-type]
    return tuple(sorted(found, key=lambda one: (-one.margin, -one.due[2])))
