"""The corrected grid model: what every customer will order and bring, learnt from how earlier forecasts went wrong.

The grid (Pareto/NBD with free shares) is fitted to what is known; it is fitted again on up to three earlier days, whose
future is known by now, and what it got wrong there corrects the forecast: which customers order more than their dates
say (spend, age), how probabilities must be straightened, what an order of theirs is worth. No day after the one the
forecast is made on is ever read.

The mean is for sums and for money. The point is the typical count of one customer: most will not come at all, and the
mean of somebody who comes once in three years is nobody's number of orders.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from metrics.lifetime import grid as cells
from metrics.lifetime import regression
from metrics.lifetime.grid import Grid, Outlook, Snapped
from metrics.lifetime.regression import Correction
from metrics.lifetime.spend import Spread, expected_cost, expected_spend, floor_of, spread
from metrics.lifetime.summary import Floats, Histories, OrderLog, future, histories

ORIGINS = 3  # earlier days the corrections are learnt from
EARLIEST = 0.2  # share of the history the first of them needs
RIDGE, VALUE_RIDGE, PLATT_RIDGE = 20.0, 50.0, 300.0
LEVEL = 0.25  # how much of the recent run-rate's logarithm is believed
FEW_ORDERS = 50.0  # orders at which half of that is
BLOCK = 4_000  # rows scored at once, to bound memory
DRAWN = 20_000  # customers simulated to find the point


@dataclass(frozen=True)
class Past:
    """What was known at the end of one day, and the grid fitted to it."""

    until: int
    known: Histories
    rows: Snapped
    grid: Grid
    spend: Floats  # money a purchase to expect of each customer
    serve: Floats  # cost of serving the customer that goes with it
    features: Floats  # log mean spend, log (age + 7): shape (customers, 2)
    variation: Spread


@dataclass(frozen=True)
class Learnt:
    """What the earlier days taught, and by how much forecasts made on them missed."""

    orders: Correction
    value: Correction
    platt: Floats
    order_errors: tuple[Miss, ...]
    value_errors: tuple[Miss, ...]


@dataclass(frozen=True)
class Miss:
    """One total forecast on an earlier day: log of what happened over what was forecast, and the variance of chance."""

    log_error: float
    noise: float


@dataclass(frozen=True)
class Forecast:
    """What to expect of each customer of ``known`` within ``horizon`` days.

    orders: the mean; point: the typical count; p_no_order: probability of no order; p_alive: None when the data do not
    say who has left; value, value_point: money, cost of serving taken off; variance: of one customer's orders; spend:
    money an order; level: the factor of the recent run-rate that is in the sums.
    """

    known: Histories
    horizon: float
    orders: Floats
    point: Floats
    p_no_order: Floats
    p_alive: Floats | None
    value: Floats
    value_point: Floats
    variance: Floats
    spend: Floats
    level: float


def thinned(known: Histories, most: int) -> Histories:
    """Every k-th customer, so that about ``most`` are left."""
    step = max(1, len(known) // most)
    return known if step == 1 else Histories(*(getattr(known, name)[::step] for name in Histories.__annotations__))


def sample(log: OrderLog, most: int = cells.SAMPLE) -> OrderLog:
    """The log of every k-th customer, about ``most`` of them: enough to learn from."""
    return log.every(len(log.ids) // most)


def look(log: OrderLog, until: int, everybody: Histories | None = None) -> Past:
    """Fit the grid to what was known at the end of day ``until`` of the customers of the log, or of ``everybody``."""
    known = histories(log, until) if everybody is None else everybody
    rows = cells.snap(known, cells.BINS)
    fitted = cells.fit(cells.snap(thinned(known, cells.SAMPLE), cells.FIT_BINS))
    variation = spread(log, until)
    money = np.log(np.maximum(known.mean_spend, floor_of(known)))
    features = np.column_stack([money, np.log(known.age + 7.0)])
    money_each = expected_spend(known, variation), expected_cost(known, variation)
    return Past(until, known, rows, fitted, *money_each, features, variation)


def outlooks(past: Past, horizons: Sequence[float]) -> list[Outlook]:
    """What the bare grid expects of each customer within each horizon."""
    pieces: list[list[Outlook]] = [[] for _ in horizons]
    for start in range(0, len(past.rows.x), BLOCK):
        rows = cells.part(past.rows, slice(start, start + BLOCK))
        share = cells.posterior(rows, past.grid)
        for place, horizon in enumerate(horizons):
            pieces[place].append(cells.outlook(rows, past.grid, share, horizon))
    return [cells.joined(piece, past.rows.inverse) for piece in pieces]


def course(past: Past, days: Floats) -> Floats:
    """Orders the bare grid expects of all customers together by each of ``days`` from now."""
    alive = np.zeros(len(past.grid.rate))  # customers still there, by cell
    for start in range(0, len(past.rows.x), BLOCK):
        rows = cells.part(past.rows, slice(start, start + BLOCK))
        alive += rows.count @ cells.alive(rows, past.grid, cells.posterior(rows, past.grid))
    lasting = -np.expm1(-np.outer(days, past.grid.leave)) / past.grid.leave
    return np.asarray(lasting @ (alive * past.grid.rate), dtype=float)


def raw_features(past: Past, orders: Floats) -> Floats:
    """The features of the corrections: log of the expectation, of mean spend, of age."""
    return np.column_stack([np.log(np.maximum(orders, regression.SMALL)), past.features])


def origins(until: int, first: int, horizon: float) -> tuple[int, list[int]]:
    """The inner horizon and the earlier days forecasts are made on, latest first."""
    length = until - first
    inner = int(min(horizon, length // 4))
    days = [until - (i + 1) * inner for i in range(ORIGINS)] if inner >= 7 else []
    return inner, [day for day in days if day - first >= EARLIEST * length]


def run_rate_level(log: OrderLog, until: int, each: float, horizon: float) -> float:
    """The factor by which the pace of the last weeks differs from what the grid expects, a quarter of it believed.

    The pace counts repeat purchases over the days customers were there to make them. each: mean orders expected.
    """
    known = histories(log, until)
    window = int(max(28, min(horizon, int(known.age.max()) / 3))) if len(known) else 28
    recent = int(np.count_nonzero(log.bought & (log.day > until - window) & (log.day <= until)))
    repeats = recent - int(np.count_nonzero(known.age < window))
    exposure = float(np.minimum(known.age, window).sum())
    if repeats <= 0 or exposure <= 0:
        return 1.0
    pace = repeats / exposure * len(known) * horizon
    believed = LEVEL * repeats / (repeats + FEW_ORDERS)
    return float(np.exp(believed * np.log((pace + 1) / (each * len(known) + 1))))


def learn(log: OrderLog, until: int, horizon: float) -> Learnt:
    """Fit and forecast on the earlier days, and learn from what then happened."""
    first = int(log.day.min()) if log.day.size else until
    inner, days = origins(until, first, horizon)
    nothing = Learnt(regression.none(3), regression.none(3), np.array([0.0, 1.0]), (), ())
    pasts = [look(log, day) for day in days]
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
    chance = np.concatenate([_any(view, orders) for view, orders in zip(views, moved, strict=True)])
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


def miss(happened: float, forecast: float, variance: float) -> Miss:
    """The error of one total."""
    error = float(np.log(max(happened, 1e-9) / max(forecast, 1e-9)))
    return Miss(float(np.clip(error, -3, 3)), variance / max(forecast, 1e-9) ** 2)


def value_variance(orders: Floats, variance: Floats, past: Past) -> Floats:
    """Variance of what each customer will bring: from how many orders, and from what each brings."""
    relative = float(np.expm1(min(past.variation.within, 3.0)))
    return np.asarray(past.spend**2 * (variance + orders * relative), dtype=float)


def _any(view: Outlook, moved: Floats) -> Floats:
    """The probability of any order once expected orders are ``moved``: the chance of none to that power."""
    return np.asarray(1 - (1 - view.any_order) ** (moved / np.maximum(view.orders, regression.SMALL)), dtype=float)


def made(log: OrderLog, past: Past, learnt: Learnt, horizons: Sequence[float], *, use_level: bool) -> list[Forecast]:
    """What to expect within each of ``horizons`` days, from a fitted grid and what was learnt.

    log: of the customers, or of some of them: the recent pace is read off it.
    """
    found, some = [], sample(log)
    for view, horizon in zip(outlooks(past, horizons), horizons, strict=True):
        level = run_rate_level(some, past.until, float(view.orders.mean()), horizon) if use_level else 1.0
        found.append(_one(past, learnt, view, horizon, level))
    return found


def _one(past: Past, learnt: Learnt, view: Outlook, horizon: float, level: float) -> Forecast:
    raw = raw_features(past, view.orders)
    orders = learnt.orders.apply(view.orders, raw) * level
    value = learnt.value.apply(orders * past.spend, raw) - orders * past.serve
    factor = orders / np.maximum(view.orders, regression.SMALL)
    less = shrinkage(past, orders, factor, horizon)
    return Forecast(
        known=past.known,
        horizon=horizon,
        orders=orders,
        point=point_of(orders, less),
        p_no_order=1 - regression.straightened(_any(view, orders), learnt.platt),
        p_alive=view.p_alive if past.grid.identifiable else None,
        value=value,
        value_point=point_of(value, less),
        variance=orders + (view.variance - view.orders) * factor**2,
        spend=past.spend,
        level=level,
    )


def point_of(mean: Floats, less: float) -> Floats:
    """Expectations lowered by ``less`` times their mean, not below 0, with the same sum."""
    if not mean.size:
        return mean
    lowered = np.maximum(mean - less * mean.mean(), np.minimum(mean, 0.0))
    return np.asarray(lowered * (mean.sum() / max(float(lowered.sum()), regression.SMALL)), dtype=float)


def shrinkage(past: Past, orders: Floats, factor: Floats, horizon: float) -> float:
    """The least lowering at which the point misses simulated orders by as little as any.

    Orders are simulated from the model itself: nothing that happened later enters.
    """
    step = max(1, len(orders) // DRAWN)
    drawn = past.rows.inverse[::step]
    orders, factor = orders[::step], factor[::step]
    rows = cells.part(past.rows, drawn)
    truth = np.concatenate(
        [
            cells.simulate(
                piece, past.grid, cells.posterior(piece, past.grid), horizon, factor[start : start + BLOCK], seed=start
            )
            for start in range(0, len(drawn), BLOCK)
            for piece in [cells.part(rows, slice(start, start + BLOCK))]
        ]
    )
    choices = np.arange(0.0, 1.51, 0.05)
    misses = np.array([np.abs(truth - point_of(orders, less)).mean() for less in choices])
    return float(choices[np.flatnonzero(misses <= misses.min() * 1.002)[0]])
