"""What earlier forecasts got wrong: made on days whose future is known by now, and compared with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from metrics.lifetime import regression
from metrics.lifetime.past import any_order, context, outlooks, raw_features, run_rate_level, value_variance
from metrics.lifetime.ranges import Miss, miss
from metrics.lifetime.regression import Correction
from metrics.lifetime.summary import Floats, OrderLog, future

ORIGINS = 3  # earlier days the corrections are learnt from
EARLIEST = 0.2  # share of the history the first of them needs
RIDGE, VALUE_RIDGE, PLATT_RIDGE = 20.0, 50.0, 300.0


@dataclass(frozen=True)
class Learnt:
    """What the earlier days taught, and by how much forecasts made on them missed."""

    orders: Correction
    value: Correction
    platt: Floats
    order_errors: tuple[Miss, ...]
    value_errors: tuple[Miss, ...]


def _origins(until: int, first: int, horizon: float) -> tuple[int, list[int]]:
    """The inner horizon and the earlier days forecasts are made on, latest first."""
    length = until - first
    inner = int(min(horizon, length // 4))
    days = [until - (i + 1) * inner for i in range(ORIGINS)] if inner >= 7 else []
    return inner, [day for day in days if day - first >= EARLIEST * length]


def learn(log: OrderLog, until: int, horizon: float) -> Learnt:
    """Fit and forecast on the earlier days, and learn from what then happened."""
    first = int(log.day.min()) if log.day.size else until
    inner, days = _origins(until, first, horizon)
    nothing = Learnt(regression.none(3), regression.none(3), np.array([0.0, 1.0]), (), ())
    pasts = [context(log, day) for day in days]
    pasts = [past for past in pasts if past.known.frequency.sum() > 0]
    if not pasts:
        return nothing
    views = [outlooks(past, [inner])[0] for past in pasts]
    facts = [future(log, past.known, past.until, inner) for past in pasts]
    which = np.repeat(np.arange(len(pasts)), [len(past.known) for past in pasts])
    raw = [raw_features(past, view.orders) for past, view in zip(pasts, views, strict=True)]
    ordered = np.concatenate([fact.orders for fact in facts])
    by_orders = regression.learn(np.concatenate([view.orders for view in views]), ordered, np.vstack(raw), which, RIDGE)
    moved = [by_orders.apply(view.orders, row) for view, row in zip(views, raw, strict=True)]
    worth = [orders * past.spend for orders, past in zip(moved, pasts, strict=True)]
    money = np.concatenate([fact.gross for fact in facts])
    by_value = regression.learn(np.concatenate(worth), money, np.vstack(raw), which, VALUE_RIDGE)
    chance = np.concatenate([any_order(view, orders) for view, orders in zip(views, moved, strict=True)])
    platt = regression.platt(chance, (ordered > 0).astype(float), PLATT_RIDGE)
    levels = [
        run_rate_level(log, past.until, float(view.orders.mean()), inner)
        for past, view in zip(pasts, views, strict=True)
    ]
    order_errors = [
        miss(fact.orders.sum(), level * view.orders.sum(), view.variance.sum())
        for fact, level, view in zip(facts, levels, views, strict=True)
    ]
    value_errors = [
        miss(fact.gross.sum(), level * gain.sum(), value_variance(view.orders, view.variance, past).sum())
        for fact, level, gain, view, past in zip(facts, levels, worth, views, pasts, strict=True)
    ]
    return Learnt(by_orders, by_value, platt, tuple(order_errors), tuple(value_errors))
