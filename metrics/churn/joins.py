"""How good new customers are: who left again at once, who came back, and what leaving has cost."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from metrics.churn.composition import UNKNOWN, wilson

SOON = 90  # days


@dataclass(frozen=True)
class Source:
    """Customers one campaign or channel won: how many, how many had left within 90 days, with the 90 % interval."""

    name: str
    joins: int
    short: int
    low: float
    high: float
    median_days: float | None  # until half have left; None while fewer have

    @property
    def rate(self) -> float:
        """Share that left within 90 days."""
        return self.short / self.joins if self.joins else 0.0


def sources(won_by: pd.Series, tenure: pd.Series, left: pd.Series, observed: pd.Series) -> tuple[Source, ...]:
    """One source a campaign, the worst first. Only customers who came at least 90 days before the data end count.

    tenure: days until they left or the data end; left: whether they did; observed: days from joining to the end.
    """
    old = observed >= SOON
    named = won_by.astype(object).where(won_by.notna(), UNKNOWN).astype(str)[old]
    found = []
    for name in sorted(named.unique()):
        mine = named.index[named == name]
        short = int((left.loc[mine] & (tenure.loc[mine] <= SOON)).sum())
        found.append(Source(name, len(mine), short, *wilson(short, len(mine)), _half(tenure.loc[mine], left.loc[mine])))
    return tuple(sorted(found, key=lambda source: -source.rate))


def _half(tenure: pd.Series, left: pd.Series) -> float | None:
    """Days until half have left, those still there counted as long as they were watched."""
    from metrics.lifetime.km import survival

    return survival(tenure.to_numpy(float), left.to_numpy(bool)).median if len(tenure) else None


@dataclass(frozen=True)
class Cost:
    """What a year's leavers cost: margin a year that went with them, and what was paid to win those who left before
    they had brought it back. ``wasted`` is None where the cost of winning a customer is not known. Money."""

    leavers: int
    margin: float
    wasted: float | None

    @property
    def total(self) -> float:
        """Both together."""
        return self.margin + (self.wasted or 0.0)


def cost(yearly: pd.Series, brought: pd.Series, cac: float | None) -> Cost:
    """yearly: margin of the year before each leaver went; brought: all they had brought. Those who cost more than they
    brought are no loss, so nothing is counted for them. Source: catalogue D10.
    """
    wasted = None if cac is None else float((cac - brought.clip(lower=0)).clip(lower=0).sum())
    return Cost(len(yearly), float(yearly.clip(lower=0).sum()), wasted)
