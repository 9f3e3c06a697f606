"""What the customer value page tells of what-ifs: the tail, the best misread, service by tier, farming and hunting, and
what the programme has added to the value of the base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from metrics.churn.ahead import at_risk
from metrics.context import Context, Sources
from metrics.customers import base, concentration
from metrics.customers.buyers import ALL, buyers, of_mode
from metrics.lifetime.value import discount_factors
from metrics.reading import UndefinedError
from metrics.value import equity, policy
from metrics.value.equity import Equity
from metrics.value.policy import Farming, Misread, Served, Tier
from metrics.words.text import N_, Message, message

TIERS = ("A", "B", "C")
YEAR = 365


@dataclass(frozen=True)
class Tail:
    """The last active customers: their money, and by how much profit would change without them. ``everybody``: what all
    active customers bring. All money a year."""

    customers: int
    everybody: float
    share: float
    contribution: float
    serve: float | None
    profit: float


@lru_cache(maxsize=32)
def tail(sources: Sources, part: float, fixed: float) -> Tail | Message:
    """What letting the last ``part`` of active customers go would change in a year. Source: catalogue C06."""
    frame = sources.frames["customer_base"]
    column, _word = base.brings(sources.frames)
    held = frame[frame["active"].astype(bool)]
    money = held[f"{column}_12m"].astype(float).to_numpy()
    try:
        share = concentration.share_of_rest(money, part)
    except UndefinedError as error:
        return error.reason
    last = np.argsort(money, kind="stable")[: round(part * money.size)]
    serve = held["cost_to_serve_12m"].astype(float).to_numpy()[last]
    known = bool(np.isfinite(serve).all())
    contribution, cost = float(money[last].sum()), float(serve.sum()) if known else None
    return Tail(len(last), float(money.sum()), share, contribution, cost, -contribution - fixed * (cost or 0.0))


@dataclass(frozen=True)
class Repeat:
    """Revenue of a year by whether the customer had bought before it; and what the best fifth of those bring of it."""

    repeat: float
    new: float
    best_fifth: float | None

    @property
    def share(self) -> float:
        """Of the revenue, the part of customers who came back."""
        return self.repeat / (self.repeat + self.new)


@lru_cache(maxsize=2)
def repeat(sources: Sources) -> Repeat | Message:
    """Repeat against new revenue. Source: catalogue C05."""
    frame = sources.frames["customer_base"]
    bought = frame[frame["order_days"] > 0]
    revenue = bought["revenue_12m"].astype(float)
    before = bought["age_days"] >= YEAR
    old, new = float(revenue[before].sum()), float(revenue[~before].sum())
    if old + new <= 0 or not before.any():
        return message(N_("needs customers who came more than a year ago"))
    try:
        best = concentration.share_of_best(revenue[before & bought["active"].astype(bool)], 0.2)
    except UndefinedError:
        best = None
    return Repeat(old, new, best)


@lru_cache(maxsize=64)
def misread(sources: Sources, best: float, wrong: float, loss: float, mode: str = ALL) -> Misread | Message:
    """What misreading some of the best customers would lose over the horizon. Source: catalogue C19."""
    held = of_mode(sources, mode)["value"].dropna()
    if not len(held):
        return buyers(sources).reason or message(N_("there is no forecast of these customers"))
    try:
        return policy.misread(held, best, wrong, loss)
    except UndefinedError as error:
        return error.reason


@lru_cache(maxsize=2)
def tiers(sources: Sources) -> tuple[Tier, ...] | Message:
    """Active customers by tier: what they bring, what serving them costs, what is at stake. Source: catalogue C22."""
    held = buyers(sources).frame
    if held["tier"].isna().all():
        return message(N_("too few customers for tiers"))
    if not sources.facts["has_cost_to_serve"]:
        return message(N_("needs the table {table}, which is not here yet"), table="cost_to_serve")
    money = sources.frames["customer_base"].set_index("customer_id").reindex(held.index)
    active, risk = held["active"].astype(bool), at_risk(sources)
    stake = risk.frame["difference"] if risk.reason is None else pd.Series(dtype=float)
    found = []
    for name in TIERS:
        mine = held.index[active & (held["tier"] == name)]
        sums = money.loc[mine, ["revenue_12m", "cost_to_serve_12m"]].astype(float).sum()
        there = stake.index.intersection(mine)
        found.append(
            Tier(
                name,
                len(mine),
                float(sums["revenue_12m"]),
                float(held.loc[mine, "now"].sum()),
                float(sums["cost_to_serve_12m"]),
                float(stake.loc[there].sum()) if risk.reason is None else None,
            )
        )
    return tuple(found)


def years(sources: Sources) -> float:
    """Discounted years of the horizon: a yearly sum times this is its value today."""
    card = sources.scores.card
    ends = np.arange(1, int(card["horizon_months"]) // 12 + 1, dtype=float) * YEAR
    return float(discount_factors(ends, float(card["rate_yearly"])).sum())


def served(sources: Sources, spend: Sequence[float], points: Sequence[float]) -> tuple[Served, ...] | Message:
    """Tiers under other service: ``spend`` and ``points`` of each tier, fractions."""
    held = tiers(sources)
    if isinstance(held, Message):
        return held
    return tuple(
        policy.served(tier, more, stay, years(sources)) for tier, more, stay in zip(held, spend, points, strict=True)
    )


def farming(context: Context) -> Farming | Message:
    """Revenue and spending on customers who were there a year ago and on new ones. Source: catalogue C23."""
    sources = context.sources
    frame = sources.frames["customer_base"]
    before = (frame["age_days"] >= YEAR).fillna(False).to_numpy(dtype=bool)
    bought = (frame["order_days"] > 0).to_numpy(dtype=bool)
    revenue = frame["revenue_12m"].astype(float).to_numpy()
    if not before.any() or revenue.sum() <= 0:
        return message(N_("needs customers who came more than a year ago"))
    serve = frame["cost_to_serve_12m"].astype(float).fillna(0.0).to_numpy() + _mailed(sources, frame["customer_id"])
    cac = context.scenario.assumption("acquisition.cac")
    won = int((bought & ~before).sum())
    hunted = None if cac is None else cac.value * won + float(serve[~before].sum())
    return Farming(float(revenue[before].sum()), float(revenue[~before].sum()), float(serve[before].sum()), hunted)


def _mailed(sources: Sources, ids: pd.Series) -> np.ndarray:
    """What mail to each customer cost in the last year: money."""
    found = sources.held.query(
        "select customer_id, sum(cost) as cost from staging.stg_mail cross join main.data_facts as f "
        "where sent_on > cast(f.until - interval '1' year as date) group by customer_id"
    )
    return found.set_index("customer_id")["cost"].astype(float).reindex(ids).fillna(0.0).to_numpy()


@lru_cache(maxsize=16)
def added(context: Context) -> Equity | Message:
    """What the programme has added to customer equity by the last month of the data. Source: catalogue A40."""
    until, month0 = context.sources.facts["until"], context.scenario.month0
    if until is None or pd.isna(until):
        return message(N_("there are no customers yet"))
    month = (until.year - month0.year) * 12 + until.month - month0.month
    try:
        held = equity.equity(
            context.scenario,
            context.baseline,
            context.flows.cost,
            month,
            int(context.sources.scores.card["horizon_months"]),
        )
        held.rate  # noqa: B018 - says now what is missing
    except UndefinedError as error:
        return error.reason
    return held
