"""What if: the best customers misread, tiers served otherwise, and whether a firm farms or hunts.

Source: catalogue C19, C22, C23.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from metrics.reading import UndefinedError
from metrics.words.text import N_, message


@dataclass(frozen=True)
class Misread:
    """What is lost when some of the best customers are taken for ordinary ones: counts, and money over the horizon."""

    best: int
    misread: float
    value: float
    loss: float

    @property
    def share(self) -> float:
        """Of the value of the best."""
        return self.loss / self.value if self.value else 0.0


def misread(value: ArrayLike, best: float, wrong: float, loss_rate: float) -> Misread:
    """``wrong`` x value of the best x ``loss_rate``, money.

    value: of each customer over the horizon; best: the share of customers taken as the best; wrong: the share of them
    misread; loss_rate: the part of their value that goes with it. UndefinedError without customers or value.
    """
    worth = np.sort(np.asarray(value, dtype=float))[::-1]
    top = worth[: round(best * worth.size)]
    if not top.size or top.sum() <= 0:
        raise UndefinedError(message(N_("nobody is worth anything yet, so nothing can be lost")))
    total = float(top.sum())
    return Misread(top.size, wrong * top.size, total, wrong * total * loss_rate)


@dataclass(frozen=True)
class Tier:
    """Customers of one service level: money a year together. ``stake``: what goes over the horizon when each of them
    leaves (value if kept less value if lost, summed); None where nobody's chance of leaving is known."""

    name: str
    customers: int
    revenue: float
    contribution: float
    serve: float
    stake: float | None


@dataclass(frozen=True)
class Served:
    """A tier under a policy. saved: cost to serve a year no longer spent, negative when more is; kept: value kept or
    lost by the change of retention over the horizon, None where it is not known."""

    tier: Tier
    saved: float
    kept: float | None
    break_even: float | None  # points of retention at which saving and loss are level, as a fraction

    def profit(self, years: float) -> float:
        """Change of profit over the horizon."""
        return self.saved * years + (self.kept or 0.0)


def served(tier: Tier, spend: float, points: float, years: float) -> Served:
    """The tier with ``spend`` more cost to serve (-0.2 is a fifth less) and ``points`` more retention (0.01 is one
    point). years: discounted years of the horizon over which the saving comes."""
    saved = -spend * tier.serve
    kept = None if tier.stake is None else points * tier.stake
    break_even = None if not tier.stake or tier.stake < 0 else -saved * years / tier.stake
    return Served(tier, saved, kept, break_even)


def policy(tiers: Sequence[Served], years: float) -> float:
    """Change of profit of all tiers together over the horizon: money."""
    return sum(one.profit(years) for one in tiers)


@dataclass(frozen=True)
class Farming:
    """Revenue and spending of a year on customers who were there before and on new ones: money. ``hunted`` is None
    where what it costs to win a customer is not known."""

    kept_revenue: float
    new_revenue: float
    tended: float
    hunted: float | None

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
        if self.hunted is None:
            raise UndefinedError(message(N_("what it costs to win one customer is not known")))
        total = self.tended + self.hunted
        if total <= 0:
            raise UndefinedError(message(N_("no spending on customers is known")))
        return self.tended / total

    @property
    def index(self) -> float:
        """Share of revenue over share of spending: above 1 those who were there bring more than is spent on them."""
        spending = self.spending_share
        if spending <= 0:
            raise UndefinedError(message(N_("nothing is spent on customers who were there before")))
        return self.revenue_share / spending
