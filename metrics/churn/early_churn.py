"""How good new customers are: who left again at once, how fast the rest leave, what serving them costs, who came back.

Pace and cost of one source are held against customers of the same kind that others won (indirect standardisation), so
that a source of consumers is not blamed for not bringing companies.

Source: Breslow & Day (1987), Statistical Methods in Cancer Research II, chapter 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import gammaincinv, ndtri

from metrics.churn.composition import texts, wilson
from metrics.lifetime.km import survival
from metrics.words.units import DAYS_PER_MONTH

SOON = 90  # days


@dataclass(frozen=True)
class RateRatio:
    """One source over what customers of the same kinds do who came otherwise: 2 is twice; with the 90 % interval."""

    ratio: float
    low: float
    high: float

    @property
    def ends(self) -> tuple[float, float]:
        """Both ends of the interval."""
        return self.low, self.high

    @property
    def above(self) -> bool:
        """Whether the interval lies above 1."""
        return self.low > 1


@dataclass(frozen=True)
class AcquisitionSource:
    """Customers one campaign or channel won: how many, how many had left within 90 days, with the 90 % interval."""

    name: str
    joins: int
    short: int
    low: float
    high: float
    median_days: float | None  # until half have left; None while fewer have
    pace: RateRatio | None = None  # leavers over those expected of the same kinds
    serving: RateRatio | None = None  # cost to serve a month over that of the same kinds

    @property
    def rate(self) -> float:
        """Share that left within 90 days."""
        return self.short / self.joins if self.joins else 0.0


def _pace(tenure: pd.Series, left: pd.Series, kind: pd.Series, mine: pd.Series) -> RateRatio | None:
    """Leavers of ``mine`` over those expected if they left at the hazard of others of their kinds, by tenure.

    Expected is the sum of the others' cumulated hazards (Nelson-Aalen) at each one's days; the interval is that
    of the ratio of two Poisson counts, on the log scale. None where the others have shown nobody leaving.
    """
    expected, seen = 0.0, 0
    for name in kind[mine].unique():
        here, others = mine & (kind == name), ~mine & (kind == name)
        days, events = (np.sort(tenure[who].to_numpy(float)) for who in (others, others & left))
        if not events.size:
            continue
        seen += events.size
        hazard = np.cumsum(1 / (days.size - np.searchsorted(days, events, side="left")))
        place = np.searchsorted(events, tenure[here].to_numpy(float), side="right")
        expected += float(np.r_[0.0, hazard][place].sum())
    if expected <= 0:
        return None
    count = float((left & mine).sum())
    if not count:
        return RateRatio(0.0, 0.0, float(gammaincinv(1, 0.95)) / expected)
    wide = float(np.exp(float(ndtri(0.95)) * np.sqrt(1 / count + 1 / seen)))
    return RateRatio(count / expected, count / expected / wide, count / expected * wide)


def _serving(cost: pd.Series, months: pd.Series, kind: pd.Series, mine: pd.Series) -> RateRatio | None:
    """Cost to serve a month of ``mine`` over that of others of their kinds; money, months there. The interval is
    that of a ratio of sums over customers. None where the cost is not known or the others cost nothing."""
    if cost.isna().any() or not mine.any():
        return None
    usual = pd.Series(0.0, index=cost.index)
    for name in kind[mine].unique():
        others = ~mine & (kind == name)
        if months[others].sum() > 0:
            usual[mine & (kind == name)] = cost[others].sum() / months[others].sum()
    expected = (usual * months)[mine]
    if expected.sum() <= 0:
        return None
    ratio = float(cost[mine].sum() / expected.sum())
    half = float(ndtri(0.95)) * float(((cost[mine] - ratio * expected) ** 2).sum()) ** 0.5 / float(expected.sum())
    return RateRatio(ratio, ratio - half, ratio + half)


def sources(
    won_by: pd.Series,
    tenure: pd.Series,
    left: pd.Series,
    observed: pd.Series,
    kind: pd.Series | None = None,
    cost: pd.Series | None = None,
) -> tuple[AcquisitionSource, ...]:
    """One source a campaign, the worst first. Only customers who came at least 90 days before the data end count.

    tenure: days until they left or the data end; left: whether they did; observed: days from joining to the end; kind:
    business, consumer and so on, one where not given; cost: to serve so far, money, where it is known.
    """
    same = pd.Series("", index=won_by.index) if kind is None else texts(kind)
    months = tenure.astype(float).clip(lower=1) / DAYS_PER_MONTH
    named, won = texts(won_by).where(observed >= SOON), []
    for name in sorted(named.dropna().unique()):
        mine = named == name
        joins, short = int(mine.sum()), int((left[mine] & (tenure[mine] <= SOON)).sum())
        half = survival(tenure[mine].to_numpy(float), left[mine].to_numpy(bool)).median  # as long as they were watched
        ratios = _pace(tenure, left, same, mine), None if cost is None else _serving(cost, months, same, mine)
        won.append(AcquisitionSource(name, joins, short, *wilson(short, joins), half, *ratios))
    return tuple(sorted(won, key=lambda source: -source.rate))


def fastest(won: Sequence[AcquisitionSource]) -> AcquisitionSource | None:
    """The source whose customers leave visibly faster than others of their kinds, most so; None where there is none."""
    seen = {source: source.pace.ratio for source in won if source.name and source.pace and source.pace.above}
    return max(seen, key=seen.__getitem__, default=None)


def cost(yearly: pd.Series, brought: pd.Series, cac: float | None) -> tuple[float, float | None]:
    """What a year's leavers cost, money: margin a year that went with them, and what was paid to win those who left
    before they had brought it back; the second None where the cost of winning a customer is not known.

    yearly: margin of the year before each leaver went; brought: all they had brought. Those who cost more than they
    brought are no loss, so nothing is counted for them.
    """
    wasted = None if cac is None else float((cac - brought.clip(lower=0)).clip(lower=0).sum())
    return float(yearly.clip(lower=0).sum()), wasted
