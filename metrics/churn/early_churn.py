"""How good new customers are: who left again at once, how fast the rest leave, who came back.

The pace of one source is held against customers of the same kind that others won (indirect standardisation), so
that a source of consumers is not blamed for not bringing companies.

Source: Breslow & Day (1987), Statistical Methods in Cancer Research II, chapter 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import gammaincinv, ndtri

from metrics.churn.composition import texts
from metrics.intervals import wilson
from metrics.lifetime.km import survival

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


def sources(
    won_by: pd.Series,
    tenure: pd.Series,
    left: pd.Series,
    observed: pd.Series,
    kind: pd.Series | None = None,
) -> tuple[AcquisitionSource, ...]:
    """One source a campaign, the worst first. Only customers who came at least 90 days before the data end count.

    tenure: days until they left or the data end; left: whether they did; observed: days from joining to the end; kind:
    business, consumer and so on, one where not given.
    """
    same = pd.Series("", index=won_by.index) if kind is None else texts(kind)
    named, won = texts(won_by).where(observed >= SOON), []
    for name in sorted(named.dropna().unique()):
        mine = named == name
        joins, short = int(mine.sum()), int((left[mine] & (tenure[mine] <= SOON)).sum())
        half = survival(tenure[mine].to_numpy(float), left[mine].to_numpy(bool)).median  # as long as they were watched
        pace = _pace(tenure, left, same, mine)
        won.append(AcquisitionSource(name, joins, short, *wilson(short, joins), half, pace))
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
