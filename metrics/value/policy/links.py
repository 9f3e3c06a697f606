"""Customers who belong together, and what each group of them is worth."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from metrics.context import Sources, kept
from metrics.customers import matching
from metrics.customers.buyers import Group, forecast
from metrics.reading import UndefinedError
from metrics.value.contracts import values
from metrics.words.text import N_, message

LISTED = 8


@dataclass(frozen=True)
class Linked:
    """Customers who belong together. ``value``: of all of them, money; ``first``: the groups worth most, each by one
    of its customers."""

    groups: int
    customers: int
    value: float
    first: tuple[Group, ...]


@kept
def linked(sources: Sources) -> Linked:
    """Value by group of linked customers, each customer counted once."""
    sources.require("relations")
    pairs = sources.frames["customer_link"]
    if not len(pairs):
        raise UndefinedError(message(N_("no two customers are linked")))
    forecast(sources)
    group = matching.linked(pairs[["customer_id", "related_id"]])
    mine = values(sources).reindex(group.index).fillna(0.0)
    table = pd.DataFrame({"group": group, "id": group.index, "value": mine})
    sums = table.groupby("group").agg(first=("id", "min"), customers=("id", "size"), value=("value", "sum"))
    best = sums.sort_values("value", ascending=False).head(LISTED)
    first = tuple(Group(str(name), int(n), float(money)) for name, n, money in best.itertuples(index=False))
    return Linked(len(sums), len(group), float(mine.sum()), first)
