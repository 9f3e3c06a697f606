"""Sums over blocks, added up as blocks go by: what the promised numbers and the recorded truth are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from data.company.behaviour import Behaviour
from data.company.calendar import APPROVED, BASELINE, MONTHS, month_of
from data.company.tables import refunded_at, refunds

LAST_YEAR = MONTHS - 12
TERMS = 4  # full contract years that fit into the data
Sums = Mapping[str, float]


def ordered(behaviour: Behaviour, first: int, end: int) -> NDArray[np.bool_]:
    """Customers with a completed order in months ``first`` to ``end``, the latter excluded."""
    orders = behaviour.orders
    inside = (orders.month >= first) & (orders.month < end) & ~orders.cancelled
    return np.bincount(orders.customer[inside], minlength=behaviour.block.size) > 0


def active(behaviour: Behaviour, end: int) -> NDArray[np.bool_]:
    """Customers active when month ``end`` begins: an order in twelve months or a contract, and not gone."""
    under = behaviour.traits.contract & (behaviour.traits.joined < end)
    here: NDArray[np.bool_] = (ordered(behaviour, end - 12, end) | under) & (behaviour.life.left >= end)
    return here


def net_sales(behaviour: Behaviour, first: int, end: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Revenue and margin by customer in those months, refunds taken off when they happen; cents."""
    orders, size = behaviour.orders, behaviour.block.size
    sold = ((orders.month >= first) & (orders.month < end) & ~orders.cancelled).astype(np.int64)
    when = month_of(refunded_at(orders))
    back = ((orders.back > 0) & (when >= first) & (when < end)).astype(np.int64)
    amount, cost = refunds(orders, behaviour.lines)
    revenue = np.bincount(orders.customer, orders.amount * sold - amount * back, minlength=size)
    spent = np.bincount(orders.customer, orders.cost * sold - cost * back, minlength=size)
    return revenue.astype(np.int64), (revenue - spent).astype(np.int64)


def _year(behaviour: Behaviour, first: int, label: str) -> dict[str, float]:
    """Sums of the twelve months from ``first``, and of who stayed from the twelve before."""
    calls, mail = behaviour.calls, behaviour.mail
    before, now = active(behaviour, first), active(behaviour, first + 12)
    earlier = ordered(behaviour, 0, first)
    answered = (calls.month >= first) & (calls.month < first + 12)
    sent = (mail.month >= first) & (mail.month < first + 12)
    felt = ~behaviour.traits.held_out
    orders = behaviour.orders
    placed = (orders.month >= first) & (orders.month < first + 12) & ~orders.cancelled
    months_there = _months_there(behaviour, first)
    return {
        f"{label}.base": before.sum(),
        f"{label}.kept": (before & now).sum(),
        f"{label}.reached_base": (before & felt).sum(),
        f"{label}.reached_kept": (before & now & felt).sum(),
        f"{label}.active": now.sum(),
        f"{label}.new": (ordered(behaviour, first, first + 12) & ~earlier).sum(),
        f"{label}.revenue": net_sales(behaviour, first, first + 12)[0].sum() / 100,
        f"{label}.calls": answered.sum(),
        f"{label}.repeats": (answered & calls.repeat).sum(),
        f"{label}.minutes": calls.minutes[answered].sum(),
        f"{label}.pieces": sent.sum(),
        f"{label}.wasted": (sent & mail.wasted).sum(),
        f"{label}.orders": placed.sum(),
        f"{label}.customer_months": months_there.sum(),
    }


def _months_there(behaviour: Behaviour, first: int) -> NDArray[np.float64]:
    """Months of the twelve from ``first`` each customer was there."""
    begin = np.maximum(behaviour.traits.joined, first)
    end = np.minimum(behaviour.life.left, first + 12)
    there: NDArray[np.float64] = np.maximum(end - begin, 0)
    return there


def sums(behaviour: Behaviour) -> Counter[str]:
    """What is added up of one block: the year before approval, and the last year of the data."""
    found: Counter[str] = Counter()
    for first, label in ((BASELINE, "before"), (LAST_YEAR, "last")):
        found.update({name: float(value) for name, value in _year(behaviour, first, label).items()})
    found.update(_renewals(behaviour))
    return found


def _renewals(behaviour: Behaviour) -> dict[str, float]:
    """Contracts signed within the data that came to their first, second ... end, and those renewed then."""
    signed = behaviour.traits.contract & (behaviour.traits.joined >= 0)
    joined, left = behaviour.traits.joined[signed], behaviour.life.left[signed]
    found: dict[str, float] = {}
    for term in range(1, TERMS + 1):
        end = joined + 12 * term
        due = (end < MONTHS) & (left > end - 1e-6)
        found[f"term{term}.due"] = float(due.sum())
        found[f"term{term}.renewed"] = float((due & (left > end + 1e-6)).sum())
    return found


def renewal_curve(total: Sums) -> list[float]:
    """Share of contracts renewed at their first, second ... end, as far as any came to it."""
    terms = [f"term{term}" for term in range(1, TERMS + 1) if total[f"term{term}.due"]]
    return [total[f"{term}.renewed"] / total[f"{term}.due"] for term in terms]


def baseline(total: Sums) -> dict[str, float]:
    """The figures a case is built on, as the twelve months before approval show them."""
    assert BASELINE + 12 == APPROVED
    return year_figures(total, "before")


def year_figures(total: Sums, label: str) -> dict[str, float]:
    """Figures of one year; a figure without its base is 0."""

    def ratio(above: str, below: str) -> float:
        return total[f"{label}.{above}"] / total[f"{label}.{below}"] if total[f"{label}.{below}"] else 0.0

    return {
        "retention": ratio("kept", "base"),
        "reached_retention": ratio("reached_kept", "reached_base"),
        "active": total[f"{label}.active"],
        "pieces": total[f"{label}.pieces"],
        "new_customers": total[f"{label}.new"],
        "spend": ratio("revenue", "active"),
        "minutes": ratio("minutes", "calls"),
        "calls": total[f"{label}.calls"],
        "repeat_share": ratio("repeats", "calls"),
        "wasted_share": ratio("wasted", "pieces"),
        "orders_a_month": ratio("orders", "customer_months"),
    }
