"""What to keep an eye on: key accounts against their own trend, and products whose warranty or life is about to end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from metrics.churn import accounts
from metrics.context import Sources

ACCOUNTS, TRIGGERS = 20, (30, 60, 90)
LISTED, FEWEST = 25, 10  # customers due in a list; those due before that a share rests on


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
def key_accounts(sources: Sources) -> tuple[Account, ...]:
    """The accounts that brought most in two years and are still there, those that stand out first. Source: D16."""
    months = sources.frames["account_month"]
    if not len(months):
        return ()
    wide = months.pivot(index="customer_id", columns="month", values="revenue").astype(float)
    gone = sources.frames["customer_life"].set_index("customer_id")["left_on"].notna()
    wide = wide[~gone.reindex(wide.index).fillna(False).astype(bool)]
    wide = wide.loc[wide.sum(axis=1).nlargest(ACCOUNTS).index]
    base = sources.frames["customer_base"].set_index("customer_id").loc[wide.index]
    rows: dict[str, dict[str, Any]] = base[["age_days", "recency_days", "frequency"]].to_dict("index")  # type: ignore[assignment]
    managers = sources.held.query("select customer_id, account_manager from raw.customers").set_index("customer_id")
    found = []
    for id, row in wide.iterrows():
        one, course = rows[str(id)], accounts.course(row.to_numpy())
        silent = int(one["age_days"] - one["recency_days"])
        gap = float(one["recency_days"]) / int(one["frequency"]) if one["frequency"] else None
        who = managers["account_manager"].get(id)
        found.append(
            Account(
                str(id),
                float(course.quarters[-1]),
                course.expected,
                course.score,
                tuple(course.quarters.tolist()),
                silent,
                gap,
                accounts.alarm(course, silent, gap),
                None if pd.isna(who) else str(who),
            )
        )
    return tuple(sorted(found, key=lambda a: (not a.alarm, a.score if a.score is not None else 0.0)))


@dataclass(frozen=True)
class Trigger:
    """What falls due: warranty or service life of a product. ``due``: customers within 30, 60, 90 days; ``again``: of
    those due in the last year the share that bought of the family within 90 days; ``revenue``, ``margin``: expected of
    all due at that share; of them those contacted, and those won already, since the 90 days before."""

    trigger: str
    name: str
    due: tuple[int, int, int]
    again: float | None
    revenue: float
    margin: float
    contacted: int
    won: int


@dataclass(frozen=True)
class Due:
    """One customer and product: when it falls due, what is expected, whether they were contacted, whether won."""

    id: str
    name: str
    trigger: str
    on: pd.Timestamp
    days_left: int
    revenue: float | None
    contacted: bool
    won: bool


@lru_cache(maxsize=2)
def triggers(sources: Sources) -> tuple[Trigger, ...]:
    """Products whose warranty or life ends soon, those worth most first. Source: catalogue D13."""
    held = sources.frames["product_due"]
    if not len(held):
        return ()
    names = _names(sources)
    found = []
    for (kind, product), rows in held.groupby(["trigger", "product_id"]):
        ahead, again = rows[rows["days_left"] > 0], _again(rows)
        if not len(ahead):
            continue
        quantity, price = ahead["quantity"].astype(float), ahead["list_price"].astype(float)
        revenue = float((price * quantity).fillna(0).sum()) * (again or 0.0)
        margin = float(((price - ahead["unit_cost"].astype(float)) * quantity).fillna(0).sum()) * (again or 0.0)
        due = tuple(int((ahead["days_left"] <= days).sum()) for days in TRIGGERS)
        found.append(
            Trigger(
                str(kind),
                names.get(str(product), str(product)),
                due,  # type: ignore[arg-type]
                again,
                revenue,
                margin,
                int(ahead["contacted"].sum()),
                int(ahead["bought_again"].sum()),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.margin, -one.due[2])))


def _names(sources: Sources) -> dict[str, str]:
    held = sources.held.query("select product_id, name from staging.stg_products")
    return dict(zip(held["product_id"].astype(str), held["name"].astype(str), strict=True))


def _again(rows: pd.DataFrame) -> float | None:
    """Of those due in the last year, long enough ago, the share that bought again; None where they are few."""
    past = rows[rows["days_left"] <= -TRIGGERS[-1]]
    return float(past["bought_again"].mean()) if len(past) >= FEWEST else None


@lru_cache(maxsize=8)
def due(sources: Sources, within: int) -> tuple[Due, ...]:
    """Customers due within so many days, most expected revenue first; the first LISTED. Source: catalogue D13."""
    held = sources.frames["product_due"]
    if not len(held):
        return ()
    rates = {key: _again(rows) for key, rows in held.groupby(["trigger", "product_id"])}
    held = held[(held["days_left"] > 0) & (held["days_left"] <= within)].copy()
    rate = pd.Series([rates[key] for key in zip(held["trigger"], held["product_id"], strict=True)], index=held.index)
    held["expected"] = held["list_price"].astype(float) * held["quantity"].astype(float) * rate.astype(float)
    held = held.sort_values(["expected", "days_left", "customer_id"], ascending=[False, True, True]).head(LISTED)
    names = _names(sources)
    return tuple(
        Due(
            str(row["customer_id"]),
            names.get(str(row["product_id"]), str(row["product_id"])),
            str(row["trigger"]),
            pd.Timestamp(row["due_on"]),
            int(row["days_left"]),
            None if pd.isna(row["expected"]) else float(row["expected"]),
            bool(row["contacted"]),
            bool(row["bought_again"]),
        )
        for row in held.to_dict("records")
    )
