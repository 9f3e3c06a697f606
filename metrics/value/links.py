"""What the customer value page tells of customers who belong together, and of people who are no customers yet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from metrics.context import Sources
from metrics.customers import matching
from metrics.customers.buyers import buyers
from metrics.reading import UndefinedError
from metrics.value import leads as chance
from metrics.value.contracts import values
from metrics.value.leads import Checked
from metrics.words.text import N_, Message, message

LISTED = 8


def _missing(sources: Sources, table: str) -> Message | None:
    held = sources.frames["held"].set_index("table_name")["supplied"]
    if bool(held.get(table, False)):
        return None
    return message(N_("needs the table {table}, which is not here yet"), table=table)


@dataclass(frozen=True)
class Linked:
    """Customers who belong together. value: of all linked customers, money; ``first``: (one of the group, customers,
    value) of the groups worth most; alone: value of everybody else."""

    groups: int
    customers: int
    value: float
    alone: float
    first: tuple[tuple[str, int, float], ...]


@lru_cache(maxsize=2)
def linked(sources: Sources) -> Linked | Message:
    """Value by group of linked customers, each customer counted once. Source: catalogue C28."""
    missing, pairs = _missing(sources, "relations"), sources.frames["customer_link"]
    if missing is not None:
        return missing
    if not len(pairs):
        return message(N_("no two customers are linked"))
    if sources.scores.reason is not None:
        return sources.scores.reason
    group = matching.linked(pairs[["customer_id", "related_id"]])
    worth = values(sources).fillna(0.0)
    mine = worth.reindex(group.index).fillna(0.0)
    table = pd.DataFrame({"group": group, "id": group.index, "value": mine})
    sums = table.groupby("group").agg(first=("id", "min"), customers=("id", "size"), value=("value", "sum"))
    best = sums.sort_values("value", ascending=False).head(LISTED)
    columns = (best[name].to_list() for name in ("first", "customers", "value"))
    first = tuple((str(name), int(n), float(money)) for name, n, money in zip(*columns, strict=True))
    return Linked(len(sums), len(group), float(mine.sum()), float(worth.sum() - mine.sum()), first)


@dataclass(frozen=True)
class Lead:
    """One lead still open: its chance of becoming a customer within its year, and what that is worth; money."""

    id: str
    kind: str
    source: str
    p: float
    value: float


@dataclass(frozen=True)
class Leads:
    """Open leads: how many, their expected value together, the best of them, and how such chances held a year ago."""

    open: int
    value: float
    first: tuple[Lead, ...]
    checked: Checked | None


@lru_cache(maxsize=2)
def leads(sources: Sources) -> Leads | Message:
    """Chance times worth of a new customer alike, of every open lead. Source: catalogue C27."""
    missing, rows = _missing(sources, "leads"), sources.frames["lead"]
    if missing is not None:
        return missing
    if sources.scores.reason is not None:
        return sources.scores.reason
    try:
        known = chance.chances(rows)
    except UndefinedError as error:
        return error.reason
    held = buyers(sources).frame
    new = held[held["age_days"] < chance.YEAR]
    if not len(new):
        return message(N_("nobody became a customer in the last year, so nobody says what one is worth"))
    each = new["value"].groupby(new["kind"].fillna("unknown")).mean()
    still = rows[rows["won_days"].isna() & (rows["age_days"] < chance.YEAR)]
    worth = still["kind"].map(each).fillna(float(new["value"].mean())).astype(float).to_numpy()
    p = known.left(still) if len(still) else worth
    table = still.assign(p=p, value=p * worth).sort_values(["value", "lead_id"], ascending=[False, True])
    columns = (table.head(LISTED)[name].to_list() for name in ("lead_id", "kind", "source", "p", "value"))
    first = tuple(Lead(str(a), str(b), str(c), float(d), float(e)) for a, b, c, d, e in zip(*columns, strict=True))
    return Leads(len(table), float(table["value"].sum()), first, chance.checked(rows))
