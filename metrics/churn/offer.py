"""Whom to contact under a budget: by expected gain, never by the chance of leaving alone.

Gain of contacting one customer = effect x (value if kept - value if lost) - cost of the contact. The cost is paid for
everybody contacted, those who would have stayed included. Whoever cannot be saved, or would bring less if kept, is left
alone; of those worth a contact some are drawn as a control group, or nobody would ever know whether it worked.

Source: Ascarza (2018), Journal of Marketing Research 55(1), for targeting by
effect rather than risk.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What is offered. ``saved``: share of would-be leavers it keeps; ``cost``: money a contact;
    ``unsavable_above``: the chance of leaving above which nobody is saved; ``control``: share of those chosen who are
    left alone to measure against."""

    saved: float
    cost: float
    unsavable_above: float = 0.9
    control: float = 0.1


@dataclass(frozen=True)
class Plan:
    """Who is contacted: flags, shape (n,). ``order``: all worth a contact, best first; money over those contacted."""

    order: NDArray[np.int64]
    contacted: Flags
    control: Flags
    unsavable: Flags
    spent: float
    gained: float


def _effect(p: ArrayLike, offer: Offer) -> Floats:
    """By how much contact lowers the chance of leaving: the saved share of it; nothing for those set on leaving."""
    chance = np.asarray(p, dtype=float)
    return np.asarray(np.where(chance > offer.unsavable_above, 0.0, offer.saved * chance))


def gains(p: ArrayLike, difference: ArrayLike, offer: Offer) -> Floats:
    """Expected gain of contacting each customer, money; negative where it does not pay."""
    return np.asarray(_effect(p, offer) * np.asarray(difference, dtype=float) - offer.cost)


def plan(p: ArrayLike, difference: ArrayLike, offer: Offer, budget: float, random: ArrayLike) -> Plan:
    """The best contacts the budget pays for. random: a number, 0 to 1, a customer, which draws the control group.

    The control group costs nothing, so the budget goes to the others: as many as it pays for, best first, each with a
    gain above 0.
    """
    gain, drawn = gains(p, difference, offer), np.asarray(random, dtype=float) < offer.control
    best = np.argsort(-gain, kind="stable")
    order = best[gain[best] > 0]
    affordable = int(budget / offer.cost + 1e-9) if offer.cost > 0 else len(order)
    asked = order[~drawn[order]][:affordable]
    contacted, control = np.zeros(gain.size, dtype=bool), np.zeros(gain.size, dtype=bool)
    contacted[asked] = True
    if asked.size:  # only those who would have been asked can be compared with them
        reached = order[: int(np.flatnonzero(order == asked[-1])[0]) + 1]
        control[reached[drawn[reached]]] = True
    unsavable = np.asarray(np.asarray(p, dtype=float) > offer.unsavable_above)
    return Plan(order, contacted, control, unsavable, float(asked.size * offer.cost), float(gain[asked].sum()))


def reactive(p: ArrayLike, difference: ArrayLike, offer: Offer, *, heard: float, late: float) -> tuple[float, float]:
    """Cost and gain of waiting until customers say that they go: (money spent, money gained less cost).

    heard: share of leavers who say so before they are gone; late: share of those still kept by the same offer. It costs
    nothing for those who stay, and is made only where what it keeps is worth more than it costs.
    """
    chance, worth = np.asarray(p, dtype=float), np.asarray(difference, dtype=float)
    asked = late * worth > offer.cost
    times = heard * chance[asked]
    return float(times.sum() * offer.cost), float((times * (late * worth[asked] - offer.cost)).sum())


def break_even(p: ArrayLike, difference: ArrayLike, offer: Offer, contacted: Flags) -> float | None:
    """The saved share at which the contacts chosen just pay; None when nobody is contacted or nothing is at stake."""
    chance, worth = np.asarray(p, dtype=float)[contacted], np.asarray(difference, dtype=float)[contacted]
    stake = float((chance * worth).sum())
    return float(offer.cost * contacted.sum() / stake) if contacted.any() and stake > 0 else None
