"""What the marts say of policy: the least profitable part, repeat revenue, the best misclassified, service by
tier, retention against acquisition spending, and what the programme has added to the value of the base."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.churn import figures
from metrics.context import Context, Sources, kept
from metrics.customers import base, concentration
from metrics.customers.buyers import ALL, TIERS, buyers, of_mode
from metrics.lifetime.value import discount_factors
from metrics.reading import UndefinedError
from metrics.value.policy import formulas
from metrics.value.policy.equity import Equity, equity
from metrics.value.policy.formulas import Misclassified, Served, Spending, Tier
from metrics.words.text import N_, message

YEAR = 365


def unprofitable(sources: Sources) -> int:
    """How many buyers cost more than they brought so far."""
    return int((buyers(sources).frame["brought"] < 0).sum())


@dataclass(frozen=True)
class LeastProfitable:
    """The last active customers: their money, and by how much profit would change without them. ``everybody``: what all
    active customers bring; ``stays``: the part of their cost to serve that stays. All money a year."""

    customers: int
    everybody: float
    share: float
    contribution: float
    stays: float

    @property
    def change(self) -> float:
        """Change of a year's profit without them."""
        return -self.contribution - self.stays


@kept
def least_profitable(sources: Sources, part: float, fixed: float) -> LeastProfitable:
    """What letting the last ``part`` of active customers go would change in a year; where what serving each of them
    costs is not known, none of it stays. UndefinedError where the data know revenue alone, which is no profit."""
    frame = sources.frames["customer_base"]
    basis = base.value_basis(sources.frames)
    if basis == base.REVENUE:
        raise UndefinedError(message(N_("the orders carry no cost, so nobody can be seen to lose money")))
    active = frame[frame["active"].astype(bool)]
    money = active[f"{basis[0]}_12m"].astype(float).to_numpy()
    share = concentration.share_of_rest(money, part)
    last = np.argsort(money, kind="stable")[: round(part * money.size)]
    serve = active["cost_to_serve_12m"].astype(float).to_numpy()[last]
    stays = fixed * float(serve.sum()) if np.isfinite(serve).all() else 0.0
    return LeastProfitable(len(last), float(money.sum()), share, float(money[last].sum()), stays)


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


@kept
def repeat(sources: Sources) -> Repeat:
    """Repeat against new revenue."""
    frame = sources.frames["customer_base"]
    bought = frame[frame["order_days"] > 0]
    revenue = bought["revenue_12m"].astype(float)
    before = bought["age_days"] >= YEAR
    old, new = float(revenue[before].sum()), float(revenue[~before].sum())
    if old + new <= 0 or not before.any():
        raise UndefinedError(message(N_("needs customers who came more than a year ago")))
    best = None
    with suppress(UndefinedError):
        best = concentration.share_of_best(revenue[before & bought["active"].astype(bool)], 0.2)
    return Repeat(old, new, best)


@kept
def misclassified(sources: Sources, best: float, wrong: float, loss: float, mode: str = ALL) -> Misclassified:
    """What misclassifying some of the best customers would lose over the horizon."""
    values = of_mode(sources, mode)["value"].dropna()
    if not len(values):
        raise UndefinedError(sources.scores.reason or message(N_("there is no forecast of these customers")))
    return formulas.misclassified(values, best, wrong, loss)


@kept
def tiers(sources: Sources) -> tuple[Tier, ...]:
    """Active customers by tier: what they bring, what serving them costs, what is at stake."""
    frame = buyers(sources).frame
    if frame["tier"].isna().all():
        raise UndefinedError(message(N_("too few customers for tiers")))
    if not sources.facts["has_cost_to_serve"]:
        raise UndefinedError(message(N_("needs the table {table}, which is not here yet"), table="cost_to_serve"))
    cost = sources.frames["customer_base"].set_index("customer_id")["cost_to_serve_12m"].astype(float)
    active, stakes = frame["active"].astype(bool), None
    with suppress(UndefinedError):  # where no chance of leaving is known
        stakes = figures.at_risk(sources)["difference"]
    rows = []
    for name in TIERS:
        mine = frame.index[active & (frame["tier"] == name)]
        stake = None if stakes is None else float(stakes[stakes.index.intersection(mine)].sum())
        rows.append(Tier(name, len(mine), float(frame.loc[mine, "now"].sum()), float(cost[mine].sum()), stake))
    return tuple(rows)


def _years(sources: Sources) -> float:
    """Discounted years of the horizon: a yearly sum times this is its value today."""
    card = sources.scores.card
    ends = np.arange(1, int(card["horizon_months"]) // 12 + 1, dtype=float) * YEAR
    return float(discount_factors(ends, float(card["rate_yearly"])).sum())


@kept
def served(sources: Sources, spend: tuple[float, ...], points: tuple[float, ...]) -> tuple[Served, ...]:
    """Tiers under other service: ``spend`` and ``points`` of each tier, fractions."""
    years = _years(sources)
    terms = zip(tiers(sources), spend, points, strict=True)
    return tuple(formulas.served(tier, more, stay, years) for tier, more, stay in terms)


@kept
def spending(context: Context) -> Spending:
    """Revenue and spending on customers who were there a year ago and on new ones."""
    sources = context.sources
    frame = sources.frames["customer_base"]
    before = (frame["age_days"] >= YEAR).fillna(False).to_numpy(dtype=bool)
    bought = (frame["order_days"] > 0).to_numpy(dtype=bool)
    revenue = frame["revenue_12m"].astype(float).to_numpy()
    if not before.any() or revenue.sum() <= 0:
        raise UndefinedError(message(N_("needs customers who came more than a year ago")))
    mail = sources.held.ask("mail_cost_by_customer").set_index("customer_id")["cost"].astype(float)
    mailed = mail.reindex(frame["customer_id"]).fillna(0.0).to_numpy()
    serve = frame["cost_to_serve_12m"].astype(float).fillna(0.0).to_numpy() + mailed
    cac, won = context.scenario.assumption("acquisition.cac"), int((bought & ~before).sum())
    acquisition = None if cac is None else cac.value * won + float(serve[~before].sum())
    old, new, retention = (float(money.sum()) for money in (revenue[before], revenue[~before], serve[before]))
    return Spending(old, new, retention, acquisition)


@kept
def added(context: Context) -> Equity:
    """What the programme has added to customer equity by the last month of the data, once something is spent."""
    until, month0 = context.sources.facts["until"], context.scenario.month0
    if until is None or pd.isna(until):
        raise UndefinedError(message(N_("there are no customers yet")))
    month = (until.year - month0.year) * 12 + until.month - month0.month
    horizon = int(context.sources.scores.card["horizon_months"])
    return equity(context.scenario, context.baseline, context.flows.cost, month, horizon)
