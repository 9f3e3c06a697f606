"""What customers of a campaign or channel are worth next to others who came at the same time: how long they stay, and
what serving them costs a month.

Compared are customers of the same kind who joined in the months in which the source won customers, so that age and
season are alike. A source that ran all the time is compared with everybody.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.lifetime import km

GONE = 0.4  # the share of customers whose leaving marks a lifetime: half have often not left yet
FEWEST = 50  # customers of a source from which it is spoken of
MONTH = 365 / 12  # days


@dataclass(frozen=True)
class Tenure:
    """Some customers: how many, months until four in ten had left (None while fewer have), cost to serve a month (None
    where it is not known), what one brought so far; money."""

    customers: int
    months: float | None
    serve: float | None
    brought: float


@dataclass(frozen=True)
class Source:
    """One source within one kind of customer, and the others of that kind who came in the same months."""

    name: str
    kind: str
    own: Tenure
    others: Tenure

    @property
    def lifetime(self) -> float | None:
        """Months there over those of the others: 0.5 is half as long."""
        return self.own.months / self.others.months if self.own.months and self.others.months else None

    @property
    def serving(self) -> float | None:
        """Cost to serve a month over that of the others."""
        return self.own.serve / self.others.serve if self.own.serve is not None and self.others.serve else None


def _tenure(customers: pd.DataFrame) -> Tenure:
    """How long these customers stay and what they cost. Columns: tenure_days, left, cost_to_serve, brought."""
    if not len(customers):
        return Tenure(0, None, None, 0.0)
    months = customers["tenure_days"].to_numpy(dtype=float) / MONTH
    curve = km.survival(months, customers["left"].to_numpy(dtype=bool))
    gone = np.flatnonzero(curve.share <= 1 - GONE)
    cost, there = customers["cost_to_serve"], float(np.maximum(months, 1.0).sum())
    return Tenure(
        customers=len(customers),
        months=float(curve.time[gone[0]]) if gone.size else None,
        serve=None if cost.isna().any() else float(cost.sum()) / there,
        brought=float(customers["brought"].mean()),
    )


def sources(customers: pd.DataFrame) -> tuple[Source, ...]:
    """Every source of enough customers within a kind, the shortest stay first.

    customers: one row a customer seen from the first day; columns kind, source, joined (month as a number),
    tenure_days, left, cost_to_serve, brought. A source is compared with the others of the months that hold nine in ten
    of its customers or, where it ran all the time, with all others.
    """
    found = []
    for (kind, name), mine in customers.groupby(["kind", "source"], sort=True):
        if len(mine) < FEWEST:
            continue
        low, high = mine["joined"].quantile([0.05, 0.95], interpolation="nearest")
        same = customers[(customers["kind"] == kind) & customers["joined"].between(low, high)]
        mine, others = same[same["source"] == name], same[same["source"] != name]
        if len(others) >= FEWEST:
            found.append(Source(str(name), str(kind), _tenure(mine), _tenure(others)))
    return tuple(sorted(found, key=lambda row: row.lifetime if row.lifetime is not None else np.inf))
