"""What if: the best customers misclassified, tiers served otherwise, and retention against acquisition spending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from metrics.reading import UndefinedError
from metrics.words.text import N_, message


@dataclass(frozen=True)
class Misclassified:
    """What is lost when some of the best customers are taken for ordinary ones: counts, and money over the horizon."""

    best: int
    misclassified: float
    value: float
    loss: float


def misclassified(value: ArrayLike, best: float, wrong: float, loss_rate: float) -> Misclassified:
    """``wrong`` x value of the best x ``loss_rate``, money.

    value: of each customer over the horizon; best: the share of customers taken as the best; wrong: the share of them
    misclassified; loss_rate: the part of their value that goes with it. UndefinedError without customers or value.
    """
    values = np.sort(np.asarray(value, dtype=float))[::-1]
    top = values[: round(best * values.size)]
    if not top.size or top.sum() <= 0:
        raise UndefinedError(message(N_("nobody is worth anything yet, so nothing can be lost")))
    total = float(top.sum())
    return Misclassified(top.size, wrong * top.size, total, wrong * total * loss_rate)


@dataclass(frozen=True)
class Tier:
    """Customers of one service level: money a year together. ``stake``: what goes over the horizon when each of them
    leaves (value if kept less value if lost, summed); None where nobody's chance of leaving is known."""

    name: str
    customers: int
    contribution: float
    serve: float
    stake: float | None


@dataclass(frozen=True)
class Served:
    """A tier under a policy: ``saved`` is cost to serve a year no longer spent, negative when more is; ``kept`` the
    value kept or lost by the change of retention over the horizon, None where it is not known; ``years`` discounted
    ones of the horizon."""

    tier: Tier
    saved: float
    kept: float | None
    years: float

    @property
    def before(self) -> float:
        """What the tier brings over the horizon, served as now."""
        return self.tier.contribution * self.years

    @property
    def change(self) -> float:
        """Change of profit over the horizon."""
        return self.saved * self.years + (self.kept or 0.0)

    @property
    def after(self) -> float:
        """What it brings under the policy."""
        return self.before + self.change

    @property
    def break_even(self) -> float | None:
        """Points of retention at which saving and loss are equal, as a fraction; None where no value is at stake."""
        stake = self.tier.stake
        return None if not stake or stake < 0 else (0.0 - self.saved * self.years) / stake


def served(tier: Tier, spend: float, points: float, years: float) -> Served:
    """The tier with ``spend`` more cost to serve (-0.2 is a fifth less) and ``points`` more retention (0.01 is one
    point). years: discounted years of the horizon over which the saving comes."""
    return Served(tier, 0.0 - spend * tier.serve, None if tier.stake is None else points * tier.stake, years)


def together(tiers: Sequence[Served]) -> Served:
    """All tiers as one, without a name; its break-even is not known, for each tier has its own."""
    rows, kept = [row.tier for row in tiers], [row.kept for row in tiers if row.kept is not None]
    contribution, serve = sum(tier.contribution for tier in rows), sum(tier.serve for tier in rows)
    whole = Tier("", sum(tier.customers for tier in rows), contribution, serve, None)
    return Served(whole, sum(row.saved for row in tiers), sum(kept) if kept else None, tiers[0].years)


@dataclass(frozen=True)
class Spending:
    """Revenue and spending of a year on customers who were there before and on new ones: money. ``acquisition`` is
    None where what it costs to win a customer is not known."""

    kept_revenue: float
    new_revenue: float
    retention: float
    acquisition: float | None

    @property
    def revenue_share(self) -> float:
        """Of the revenue, the part from customers who were there before."""
        total = self.kept_revenue + self.new_revenue
        if total <= 0:
            raise UndefinedError(message(N_("the last 12 months brought no revenue")))
        return self.kept_revenue / total

    @property
    def spending_share(self) -> float:
        """Of the spending, the part on customers who were there before."""
        if self.acquisition is None:
            raise UndefinedError(message(N_("what it costs to win one customer is not known")))
        total = self.retention + self.acquisition
        if total <= 0:
            raise UndefinedError(message(N_("no spending on customers is known")))
        return self.retention / total

    @property
    def index(self) -> float:
        """Share of revenue over share of spending: above 1 those who were there bring more than is spent on them."""
        spending = self.spending_share
        if spending <= 0:
            raise UndefinedError(message(N_("nothing is spent on customers who were there before")))
        return self.revenue_share / spending
