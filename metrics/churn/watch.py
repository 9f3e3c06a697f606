"""What to keep an eye on: key accounts against their own trend, and products whose warranty or life is about to end."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from metrics.context import Sources, kept
from metrics.reading import UndefinedError
from metrics.words.text import N_, message

Floats = NDArray[np.float64]
QUARTERS = 8
FLOOR = 0.15  # an account is never steadier than this share of its own level
ALARM = -2.0  # deviations below its trend
SILENT = 2.0  # times the usual gap between orders
ACCOUNTS, TRIGGERS = 20, (30, 60, 90)
LISTED, FEWEST = 25, 10  # customers due in a list; those due before that a share rests on


@dataclass(frozen=True)
class Course:
    """One account: quarters of revenue, oldest first, what its own trend expects of the last, and how far it is off.

    score: in robust deviations, negative below the trend; None with too little history.
    """

    quarters: Floats
    expected: float | None
    score: float | None


def _course(monthly: ArrayLike) -> Course:
    """24 months of revenue, oldest first, as eight quarters; the last one against the line through the seven before.

    The line is Theil and Sen's (median of the slopes between all pairs), which a single odd quarter does not move;
    deviations are 1.4826 x the median distance from it. Source: Sen (1968), JASA 63; Rousseeuw & Croux (1993), JASA 88.
    """
    quarters = np.asarray(monthly, dtype=float).reshape(QUARTERS, 3).sum(axis=1)
    before = quarters[:-1]
    if np.count_nonzero(before) < 4:
        return Course(quarters, None, None)
    x = np.arange(before.size, dtype=float)
    slope = float(np.median([(before[j] - before[i]) / (j - i) for i, j in combinations(range(before.size), 2)]))
    level = float(np.median(before - slope * x))
    expected = max(level + slope * before.size, 0.0)
    spread = 1.4826 * float(np.median(np.abs(before - level - slope * x)))
    scale = max(spread, FLOOR * float(np.median(before)), 1e-9)
    return Course(quarters, expected, float((quarters[-1] - expected) / scale))


def _alarm(course: Course, silent_days: float, usual_gap: float | None) -> str:
    """What stands out: "silent", "below trend" or nothing."""
    if usual_gap is not None and silent_days > SILENT * max(usual_gap, 7.0):
        return "silent"
    return "below trend" if course.score is not None and course.score < ALARM else ""


@dataclass(frozen=True)
class Account:
    """One key account: quarters of revenue, what its trend expects of the last, deviation, silence; what stands out."""

    id: str
    expected: float | None
    score: float | None
    quarters: tuple[float, ...]
    silent_days: int
    alarm: str
    manager: str | None


@kept
def key_accounts(sources: Sources) -> tuple[Account, ...]:
    """The accounts that brought most in two years and are still there, those that stand out first. Raises
    UndefinedError where there are none."""
    months = sources.frames["account_month"]
    if not len(months):
        raise UndefinedError(message(N_("No account has a history to compare")))
    wide = months.pivot(index="customer_id", columns="month", values="revenue").astype(float)
    gone = sources.frames["customer_life"].set_index("customer_id")["left_on"].notna()
    wide = wide[~gone.reindex(wide.index).fillna(False).astype(bool)]
    wide = wide.loc[wide.sum(axis=1).nlargest(ACCOUNTS).index]
    base = sources.frames["customer_base"].set_index("customer_id").reindex(wide.index)
    wide = wide[base["age_days"].notna()]  # who never bought has no pace to fall behind
    rows: dict[str, dict[str, Any]] = base[["age_days", "recency_days", "frequency"]].to_dict("index")  # type: ignore[assignment]
    managers = sources.held.ask("account_managers").set_index("customer_id")["account_manager"]
    watched = [_account(str(id), wide.loc[id], rows[str(id)], managers.get(id)) for id in wide.index]
    if not watched:
        raise UndefinedError(message(N_("No account has a history to compare")))
    return tuple(sorted(watched, key=lambda account: (not account.alarm, account.score or 0.0)))


def _account(id: str, monthly: pd.Series, row: dict[str, Any], manager: str | None) -> Account:
    revenue = _course(monthly.to_numpy())
    silent = int(row["age_days"] - row["recency_days"])
    gap = float(row["recency_days"]) / int(row["frequency"]) if row["frequency"] else None
    state, quarters = _alarm(revenue, silent, gap), tuple(revenue.quarters.tolist())
    return Account(id, revenue.expected, revenue.score, quarters, silent, state, manager)


@dataclass(frozen=True)
class Trigger:
    """What falls due: warranty or service life of a product. ``due``: customers within 30, 60, 90 days; ``again``: of
    those due in the last year the share that bought of the family within 90 days; ``revenue``, ``margin``: expected of
    all due at that share, None where those due before are few or a price is not known; of them those contacted, and
    those won already, since the 90 days before."""

    trigger: str
    name: str
    due: tuple[int, ...]
    again: float | None
    revenue: float | None
    margin: float | None
    contacted: int
    won: int


@kept
def triggers(sources: Sources) -> tuple[Trigger, ...]:
    """Products whose warranty or life ends soon, those worth most first. Raises UndefinedError where none does."""
    groups = _lines(sources).groupby(["trigger", "product_id"])
    ending = [_trigger(str(kind), rows) for (kind, _id), rows in groups if (rows["days_left"] > 0).any()]
    if not ending:
        raise UndefinedError(message(N_("Nothing falls due within 90 days")))
    return tuple(sorted(ending, key=lambda trigger: (-(trigger.margin or 0.0), -trigger.due[-1])))


def _trigger(kind: str, rows: pd.DataFrame) -> Trigger:
    ahead, again, name = rows[rows["days_left"] > 0], _again(rows), str(rows["name"].iloc[0])
    quantity, price = ahead["quantity"].astype(float), ahead["list_price"].astype(float)
    revenue = _sum(price * quantity)
    margin = _sum((price - ahead["unit_cost"].astype(float)) * quantity)
    due = tuple(int((ahead["days_left"] <= days).sum()) for days in TRIGGERS)
    contacted, won = int(ahead["contacted"].sum()), int(ahead["bought_again"].sum())

    def expected(whole: float | None) -> float | None:
        return None if again is None or whole is None else whole * again

    return Trigger(kind, name, due, again, expected(revenue), expected(margin), contacted, won)


def _sum(money: pd.Series) -> float | None:
    """The sum; None where a part of it is not known."""
    return None if money.isna().any() else float(money.sum())


@kept
def _lines(sources: Sources) -> pd.DataFrame:
    """Rows of product_due with the name of the product, its number where it has none."""
    lines = sources.frames["product_due"]
    if not len(lines):
        raise UndefinedError(message(N_("Needs order lines and products with their warranty or service life.")))
    ids, names = lines["product_id"].astype(str), sources.held.ask("product_names").astype(str)
    return lines.assign(name=ids.map(names.set_index("product_id")["name"]).fillna(ids))


def _again(rows: pd.DataFrame) -> float | None:
    """Of those due in the last year, long enough ago, the share that bought again; None where they are few."""
    past = rows[rows["days_left"] <= -TRIGGERS[-1]]
    return float(past["bought_again"].mean()) if len(past) >= FEWEST else None


@kept
def due(sources: Sources, within: int) -> pd.DataFrame:
    """Customers due within so many days, most expected revenue first; the first LISTED rows of product_due, with the
    name of the product and what is expected. Raises UndefinedError where nobody is."""
    lines = _lines(sources)
    rates = {key: _again(rows) for key, rows in lines.groupby(["trigger", "product_id"])}
    lines = lines[(lines["days_left"] > 0) & (lines["days_left"] <= within)].copy()
    if not len(lines):
        raise UndefinedError(message(N_("Nobody is due within these days.")))
    rate = pd.Series([rates[key] for key in zip(lines["trigger"], lines["product_id"], strict=True)], index=lines.index)
    lines["expected"] = lines["list_price"].astype(float) * lines["quantity"].astype(float) * rate.astype(float)
    return lines.sort_values(["expected", "days_left", "customer_id"], ascending=[False, True, True]).head(LISTED)
