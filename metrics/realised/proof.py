"""Was it the CRM? The lasting hold-out, the staggered roll-out, and what before and after would have said."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.context import Sources, kept
from metrics.experiments.holdout import needed
from metrics.experiments.moments import Arm, HoldOut, Stratum, hold_out, shares
from metrics.experiments.rollout import RollOut, roll_out
from metrics.reading import UndefinedError
from metrics.words.text import N_, message
from metrics.words.units import Unit

Array = NDArray[np.float64]
YEAR = 12
SUMS = ("y", "x", "yy", "xx", "xy")


@dataclass(frozen=True)
class Outcome:
    """What a roll-out may change, by month: a sum over a sum. ``lever``: the one that it can prove."""

    id: str
    name: str  # a marked text
    over: str
    under: str
    unit: Unit
    better: str
    lever: str


OUTCOMES: Mapping[str, Outcome] = {
    outcome.id: outcome
    for outcome in (
        Outcome(
            "contribution",
            N_("Contribution per customer-month"),
            "contribution",
            "customers",
            Unit.MONEY,
            "higher",
            "spend",
        ),
        Outcome(
            "leaving", N_("Recorded departures a month"), "departed", "customers", Unit.SHARE, "lower", "retention"
        ),
        Outcome("minutes", N_("Handling time per call"), "minutes", "calls", Unit.MINUTES, "lower", "handling"),
        Outcome("repeats", N_("Repeat calls of all calls"), "repeat_calls", "calls", Unit.SHARE, "lower", "volume"),
    )
}
# The design that can prove each kind of lever.
DESIGNS: Mapping[str, str] = {
    "retention": N_("hold-out"),
    "spend": N_("hold-out"),
    "mail": N_("hold-out"),
    "handling": N_("staggered roll-out"),
    "volume": N_("staggered roll-out"),
    "acquisition": N_("none: new customers were never held out"),
    "stated": N_("none"),
}


def _arm(row: Any) -> Arm:
    return Arm(int(row["customers"]), *(float(row[name]) for name in SUMS))


@kept
def strata(sources: Sources) -> tuple[Stratum, ...]:
    """The hold-out by region. UndefinedError where nobody is held out, or no region was reached."""
    frame = sources.frames["trial_sum"]
    found = []
    for region, rows in frame.groupby("region"):
        arms = {bool(row["held_out"]): row for _i, row in rows.iterrows()}
        if len(arms) == 2:
            found.append(Stratum(str(region), int(rows["months"].iloc[0]), _arm(arms[True]), _arm(arms[False])))
    if not found:
        _reached(sources)
        raise UndefinedError(
            message(N_("No customer is held out of CRM contact; bring in the column {column}"), column="held_out")
        )
    return tuple(found)


def _reached(sources: Sources) -> None:
    """UndefinedError where no region says when the programme reached it."""
    frame = sources.frames["region_month"]
    if not len(frame) or not frame["live"].notna().any():
        text = N_("No region says when the programme went live; bring in the column {column}")
        raise UndefinedError(message(text, column="live_on"))


@kept
def held_out(sources: Sources) -> HoldOut:
    """Contribution a customer-month of the contacted over the held out, since the programme reached their region."""
    if not bool(sources.facts["has_cost"]):
        raise UndefinedError(
            message(N_("the orders bring no cost of sales, so nothing says what customers contributed"))
        )
    return hold_out(strata(sources))


@kept
def stayed(sources: Sources) -> tuple[float, float, float]:
    """Points of retention, contacted less held out, since the programme reached their region: value, low, high."""
    frame = sources.frames["trial_sum"]
    sums = frame.groupby("held_out")[["active_before", "active_both"]].sum()
    if len(sums) < 2:
        raise UndefinedError(
            message(N_("No customer is held out of CRM contact; bring in the column {column}"), column="held_out")
        )
    of, kept = (sums[name].astype(int).to_dict() for name in ("active_before", "active_both"))
    return shares((kept[False], kept[True]), (of[False], of[True]))


@kept
def panel(sources: Sources, id: str) -> tuple[Array, Array, list[str]]:
    """An outcome by region and month, when each region was reached (in months of the panel, infinite for never), names.

    UndefinedError where the dates of the programme, or what is divided by, are missing.
    """
    outcome, frame = OUTCOMES[id], sources.frames["region_month"]
    _reached(sources)
    if id == "contribution" and not bool(sources.facts["has_cost"]):
        raise UndefinedError(
            message(N_("the orders bring no cost of sales, so nothing says what customers contributed"))
        )
    over, under = (
        frame.assign(v=frame[name].astype(float)).pivot(index="region", columns="month", values="v")
        for name in (outcome.over, outcome.under)
    )
    if not (under.to_numpy() > 0).any() or not (over.to_numpy() != 0).any():
        raise UndefinedError(message(N_("nothing of it is recorded by region and month")))
    months = pd.to_datetime(under.columns)
    with np.errstate(divide="ignore", invalid="ignore"):
        values = over.to_numpy() / under.to_numpy()
    lives = pd.to_datetime(frame.groupby("region")["live"].first().reindex(under.index))
    start = np.array(
        [
            math.inf if pd.isna(on) else float((on.year - months[0].year) * 12 + on.month - months[0].month)
            for on in lives
        ]
    )
    whole = np.isfinite(values).all(axis=0)
    first = int(np.argmax(whole)) if whole.any() else values.shape[1]
    return values[:, first:], start - first, [str(region) for region in under.index]


@kept
def rolled(sources: Sources, id: str) -> RollOut:
    """What the roll-out did to an outcome. UndefinedError where it cannot be compared."""
    values, start, _names = panel(sources, id)
    return roll_out(values, start)


def worth(sources: Sources, id: str) -> tuple[float, float, float]:
    """A roll-out's effect in money over the region-months it is estimated on: value, low, high, positive when good.

    Effect times what was exposed to it (customer-months, or calls) times its price: a minute by the baseline, a repeat
    call by the minutes of a call. UndefinedError where no price is known.
    """
    found, outcome, baseline = rolled(sources, id), OUTCOMES[id], sources.baseline
    prices = {"contribution": (), "minutes": ("cost_per_minute",), "repeats": ("cost_per_minute", "minutes_per_call")}
    if id not in prices:
        raise UndefinedError(message(N_("a departure has no price of its own: what it costs is in contribution")))
    price = math.prod(baseline.value(name) for name in prices[id])
    frame = sources.frames["region_month"]
    month, live = pd.to_datetime(frame["month"]), pd.to_datetime(frame["live"])
    inside = (month >= live) & (month < live.max())
    exposed = float(frame.loc[inside, outcome.under].astype(float).sum())
    sign = 1.0 if outcome.better == "higher" else -1.0
    ends = sorted(sign * end * exposed * price for end in (found.low, found.high))
    return sign * found.effect * exposed * price, ends[0], ends[1]


@dataclass(frozen=True)
class Naive:
    """Contribution a customer-month before and after the start. ``exposure``: customer-months since then."""

    before: float
    after: float
    exposure: float

    @property
    def difference(self) -> float:
        """After less before."""
        return self.after - self.before

    @property
    def money(self) -> float:
        """Difference times customer-months since the start."""
        return self.difference * self.exposure


@kept
def before_after(sources: Sources) -> Naive:
    """Contribution a customer-month since the start less that of the year before it, over all regions reached.

    Not attribution: whatever else changed is in it. UndefinedError where a region has no year before its start.
    """
    panel(sources, "contribution")
    frame = sources.frames["region_month"]
    frame = frame[frame["live"].notna()]
    month, live = pd.to_datetime(frame["month"]), pd.to_datetime(frame["live"])
    after = month >= live
    ahead = (month < live) & (month >= live - pd.DateOffset(months=YEAR))
    money, base = frame["contribution"].astype(float), frame["customers"].astype(float)
    if not base[ahead].sum() or not base[after].sum():
        raise UndefinedError(message(N_("there is no year before the start to hold it against")))
    before, since = (float(money[part].sum() / base[part].sum()) for part in (ahead, after))
    return Naive(before, since, float(base[after].sum()))


@kept
def course(sources: Sources) -> tuple[list[date], list[float], int]:
    """Contribution a customer-month of all regions reached, month by month, and the place of the first start."""
    panel(sources, "contribution")
    frame = sources.frames["region_month"]
    frame = frame[frame["live"].notna()].assign(
        money=frame["contribution"].astype(float), base=frame["customers"].astype(float)
    )
    sums = frame.groupby("month")[["money", "base"]].sum()
    sums = sums[sums["base"] > 0].iloc[YEAR:]  # who is active is known from a year of orders on
    if not len(sums):
        raise UndefinedError(message(N_("there is no year before the start to hold it against")))
    months = [pd.Timestamp(month).date() for month in sums.index]
    start = pd.Timestamp(frame["live"].min()).date()
    return months, (sums["money"] / sums["base"]).tolist(), sum(month < start for month in months)


@dataclass(frozen=True)
class Power:
    """What a design could tell before it began. ``half``: the half-width of the interval it promised."""

    spread: float  # standard deviation of contribution a customer-month in the year before
    share: float  # of customers held out
    customers: int
    half: float

    def needs(self, smallest: float) -> int:
        """Customers that are needed in all to find an effect of ``smallest`` a customer-month, four times in five."""
        return needed(self.spread, smallest, self.share)


@kept
def power(sources: Sources) -> Power:
    """Worked out from the year before alone, as if nothing of it were known ahead."""
    found = strata(sources)
    n = sum(s.control.n + s.treated.n for s in found)
    control = sum(s.control.n for s in found)
    within = sum(arm.xx - arm.x**2 / arm.n for s in found for arm in (s.control, s.treated))
    spread = math.sqrt(within / max(n - 2 * len(found), 1)) / YEAR
    share = control / n
    half = 1.959964 * spread * math.sqrt(1 / control + 1 / (n - control))
    return Power(spread, share, n, half)


@kept
def cost_of_holding_out(sources: Sources) -> tuple[float, float, float]:
    """What leaving the held-out without CRM forgoes a year, if the effect is as measured: value, low, high."""
    found = held_out(sources)
    months = found.control * YEAR
    return found.effect * months, found.low * months, found.high * months
