"""Why a loyal customer is worth what they are: base, growth, price and cost to serve, which sum to the value.

With volume q at list prices a year, price p and cost of sales c and cost to serve s per unit of list value, a new
customer (0) brings q0 (p0 - c0 - s0) a year and a longer one (1) q1 (p1 - c1 - s1). The way from one to the other is

    base     q0 (p0 - c0 - s0)
    growth   q1 (p0 - c1 - s0) - base          more, and other products
    premium  q1 (p1 - p0)                      what they pay more for the same
    saving   q1 (s0 - s1)                      what they cost less to serve

and each part times value / q1 (p1 - c1 - s1) is its part of the value. Growth also holds that better buyers stay: the
parts tell what loyal customers are worth, not what loyalty does to a customer. Beyond the value comes

    referral   value of the customers whom they recommended and who came in the last 12 months

which these bring themselves: it is told of those who recommended, and never added to the value of all.

Source: Reichheld & Sasser (1990), Zero defections, Harvard Business Review 68(5).
"""

from __future__ import annotations

from dataclasses import dataclass

from metrics.reading import UndefinedError
from metrics.words.text import N_, message

PARTS = ("base", "growth", "premium", "saving")


@dataclass(frozen=True)
class Bought:
    """What some customers bought in a year: all money net of VAT, summed over ``customers``. ``listed`` is the same
    goods at list prices, None where no list price is known; ``served`` None where cost to serve is not known;
    ``as_new`` what they would have paid at the prices of new customers in the same months, None where not known."""

    customers: float
    paid: float
    cost: float
    listed: float | None
    served: float | None
    as_new: float | None = None


@dataclass(frozen=True)
class Components:
    """Money over the horizon, ``premium`` and ``saving`` None where the data cannot tell them from growth."""

    base: float
    growth: float
    premium: float | None
    saving: float | None
    referral: float | None = None  # None where nobody wrote down who recommended whom

    @property
    def total(self) -> float:
        """The parts of the value together: the value they were taken from."""
        return self.base + self.growth + (self.premium or 0.0) + (self.saving or 0.0)

    @property
    def with_referral(self) -> float:
        """The value, and that of those whom they recommended in a year."""
        return self.total + (self.referral or 0.0)

    def __add__(self, other: Components) -> Components:
        return Components(
            self.base + other.base,
            self.growth + other.growth,
            _both(self.premium, other.premium),
            _both(self.saving, other.saving),
            _both(self.referral, other.referral),
        )


def _both(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other


def components(first: Bought, new: Bought, later: Bought, value: float, referral: float | None = None) -> Components:
    """The parts of ``value``, money of all customers over the horizon, and the ``referral`` beyond it.

    first: the first year of customers who have had one (what a new customer buys in a year); new and later: the last
    twelve months of new and of longer customers, from which prices and costs are read, so that both are of one year.
    UndefinedError where there is nothing to compare with, or longer customers bring nothing.
    """
    if not first.customers or not later.customers or new.paid <= 0 or later.paid <= 0 or first.paid <= 0:
        raise UndefinedError(message(N_("needs customers who came in each of the last two years, and longer ones")))
    listed = first.listed is not None and new.listed is not None and later.listed is not None
    served = new.served is not None and later.served is not None
    q0, q1 = (_volume(part, listed) / part.customers for part in (first, later))
    p0, p1 = (part.paid / _volume(part, listed) for part in (new, later))
    if listed and later.as_new is not None:  # prices rise: those of the same months are compared
        p0 = later.as_new / _volume(later, listed)
    c0, c1 = (part.cost / _volume(part, listed) for part in (new, later))
    s0, s1 = ((part.served or 0.0) / _volume(part, listed) if served else 0.0 for part in (new, later))
    yearly = q1 * (p1 - c1 - s1)
    if yearly <= 0:
        raise UndefinedError(message(N_("longer customers bring nothing, so their value has no parts")))
    times = value / yearly
    base = q0 * (p0 - c0 - s0)
    return Components(
        base=times * base,
        growth=times * (q1 * (p0 - c1 - s0) - base),
        premium=times * q1 * (p1 - p0) if listed else None,
        saving=times * q1 * (s0 - s1) if served else None,
        referral=referral,
    )


def _volume(part: Bought, listed: bool) -> float:
    """At list prices; as paid where these are not known, so that every price is 1."""
    return float(part.listed) if listed and part.listed is not None else part.paid
