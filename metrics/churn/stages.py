"""Life stages customers reach on a day that can be known beforehand: what a contact plan is timed by.

second: the usual days after a first order that was the only one so far; first year: the first anniversary; contract:
sixty days before a term ends; silent: the day on which they will have been silent for twice their usual gap.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

SECOND, FIRST_YEAR, CONTRACT, SILENT = "second", "first year", "contract", "silent"
STAGES = (SECOND, FIRST_YEAR, CONTRACT, SILENT)
BEFORE_END = 60  # days before a contract ends
TWICE = 2.0  # times the usual gap
LEAST_GAP = 14  # days: nobody is silent sooner
AHEAD = (30, 60, 90)


def usual_days(gaps: pd.DataFrame) -> int | None:
    """The median of the days between first and second order, of those who came back; rows of second_order. None where
    nobody has."""
    if not len(gaps) or gaps["customers"].sum() <= 0:
        return None
    gaps = gaps.sort_values("days")
    place = int(np.searchsorted(gaps["customers"].cumsum().to_numpy(), gaps["customers"].sum() / 2))
    return int(gaps["days"].iloc[place])


def dates(base: pd.DataFrame, ends: pd.Series, second: int | None) -> pd.DataFrame:
    """The day each customer reaches each stage; columns STAGES, empty where they do not.

    base: by customer_id, first_order, last_order, joined_on, frequency (order days after the first), recency_days (from
    the first to the last); ends: last day of a running contract; second: usual days to a second order.
    """
    days = pd.DataFrame(index=base.index, columns=list(STAGES), dtype="datetime64[ns]")
    if second is not None:
        days[SECOND] = (base["first_order"] + pd.Timedelta(days=second)).where(base["frequency"] == 0)
    days[FIRST_YEAR] = base["joined_on"] + pd.DateOffset(years=1)
    days[CONTRACT] = ends.reindex(base.index) - pd.Timedelta(days=BEFORE_END)
    orders = base["frequency"].astype(float)
    gap = (base["recency_days"].astype(float) / orders.where(orders >= 2)).clip(lower=LEAST_GAP / TWICE)
    days[SILENT] = base["last_order"] + pd.to_timedelta(np.ceil(TWICE * gap), unit="D")
    return days


@dataclass(frozen=True)
class Stage:
    """One stage: customers who reach it within each of AHEAD days, of them (in all of AHEAD) those who may be contacted
    and those contacted already, their mean chance of leaving and the value at stake with them; None where not known."""

    id: str
    due: tuple[int, ...]
    reachable: int
    contacted: int
    leaving: float | None
    money: float | None


def plan(days: pd.DataFrame, today: pd.Timestamp, about: pd.DataFrame) -> tuple[Stage, ...]:
    """Every stage somebody reaches within the last of ``AHEAD`` days.

    days: as :func:`dates`; about: by customer_id, askable and contacted (yes or no), p and at_risk (empty where there
    is no forecast).
    """
    rows = []
    for stage in STAGES:
        left = (days[stage] - today).dt.days
        mine = about.reindex(left.index[(left > 0) & (left <= AHEAD[-1])])
        if not len(mine):
            continue
        due = tuple(int(((left > 0) & (left <= until)).sum()) for until in AHEAD)
        stake: tuple[float | None, float | None] = None, None
        if mine["p"].notna().any():
            stake = float(mine["p"].mean()), float(mine["at_risk"].clip(lower=0).sum())
        rows.append(Stage(stage, due, int(mine["askable"].sum()), int(mine["contacted"].sum()), *stake))
    return tuple(rows)
