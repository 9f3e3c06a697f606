"""Suppliers as the roadmap page tells them: scores, and what renting costs beside buying under the scenario's rate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from metrics.context import Context
from metrics.reading import Reading, UndefinedError
from metrics.roadmap import parts, vendors
from metrics.roadmap.held import Standing
from metrics.roadmap.made import made
from metrics.roadmap.vendors import BUY, RENT, Offer
from metrics.words.text import N_, Message, message
from metrics.words.units import Unit


@dataclass(frozen=True)
class Row:
    """One offer: weighted score or why there is none, and its cost over the horizon as present value, positive."""

    offer: Offer
    score: float | None
    reason: Message | None
    cost: float


@dataclass(frozen=True)
class Compared:
    """All offers, the best rented and the best bought, and when buying has caught up."""

    rows: tuple[Row, ...]
    rent: Offer | None
    buy: Offer | None
    reason: Message | None  # why two cannot be compared
    months: int

    def paid(self, offer: Offer) -> NDArray[np.float64]:
        """Money paid up to each month, positive, undiscounted."""
        return np.asarray(-np.cumsum(offer.flows(self.months)))

    def cost(self, offer: Offer) -> float:
        """Present value of what ``offer`` costs."""
        return next(row.cost for row in self.rows if row.offer == offer)


def compared(context: Context, now: Standing) -> Compared:
    """Every offer by score, and the best of each way side by side."""
    held, scenario = now.value("vendors"), context.scenario
    weights = {row["name"]: row["weight"] for row in held["criteria"]}
    rows, scores = [], {}
    for row in held["offers"]:
        offer = parts.as_offer(row)
        given = {one["name"]: one["scores"][row["id"]] for one in held["criteria"] if row["id"] in one["scores"]}
        score, reason = _value(lambda given=given: vendors.weighted(weights, given))  # type: ignore[misc]
        if score is not None:
            scores[offer.name] = score
        cost = -vendors.worth(offer, scenario.rate.value, scenario.months, scenario.timing)
        rows.append(Row(offer, score, reason, cost))
    rows.sort(key=lambda row: -1.0 if row.score is None else row.score, reverse=True)
    offers = [row.offer for row in rows]
    try:
        rent, buy = (vendors.best(offers, scores, way) for way in (RENT, BUY))
    except UndefinedError as error:
        return Compared(tuple(rows), None, None, error.reason, scenario.months)
    return Compared(tuple(rows), rent, buy, None, scenario.months)


def _value(make: Callable[[], float]) -> tuple[float | None, Message | None]:
    try:
        return make(), None
    except UndefinedError as error:
        return None, error.reason


def break_even(context: Context, found: Compared) -> Reading:
    """The month in which buying has caught up with renting."""
    value: float | Message | None = found.reason
    if found.rent is not None and found.buy is not None:
        rent, buy = found.rent, found.buy
        number, reason = _value(lambda: vendors.break_even(rent, buy, found.months))
        value = reason if number is None else number
    formula = message(
        N_("The month in which the dearer start of buying has come back out of the rent saved, undiscounted.")
    )
    name = N_("Buying has caught up")
    return made(
        context.sources, "rent_or_buy", name, Unit.MONTHS, value, formula, source="A34; S2·五", scenario=context.label
    )


def gap(context: Context, found: Compared) -> Reading:
    """NPV of buying less NPV of renting."""
    value: float | Message | None = found.reason
    if found.rent is not None and found.buy is not None:
        value = found.cost(found.rent) - found.cost(found.buy)
    formula = message(
        N_("NPV of buying less NPV of renting, the best-scored offer of each, at the scenario's rate and horizon.")
    )
    name = N_("Buying against renting")
    return made(
        context.sources, "buy_less_rent", name, Unit.MONEY, value, formula, source="A34; S2·五", scenario=context.label
    )
