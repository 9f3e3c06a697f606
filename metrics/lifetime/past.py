"""One day in the past: what was known of each customer then, the grid fitted to it, and what that expects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from metrics.lifetime import grid as cells
from metrics.lifetime import regression
from metrics.lifetime.grid import Grid, Outlook, Snapped
from metrics.lifetime.spend import Spread, expected_cost, expected_spend, floor_of, spread
from metrics.lifetime.summary import Floats, Histories, OrderLog, histories

LEVEL = 0.25  # how much of the recent run-rate's logarithm is believed
FEW_ORDERS = 50.0  # orders at which half of that is
BLOCK = 4_000  # rows scored at once, to bound memory


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


def _thinned(known: Histories, most: int) -> Histories:
    """Every k-th customer, so that about ``most`` are left."""
    step = max(1, len(known) // most)
    return known if step == 1 else Histories(*(getattr(known, name)[::step] for name in Histories.__annotations__))


def sample(log: OrderLog, most: int = cells.SAMPLE) -> OrderLog:
    """The log of every k-th customer, about ``most`` of them: enough to learn from."""
    return log.every(len(log.ids) // most)


def context(log: OrderLog, until: int, everybody: Histories | None = None) -> Past:
    """Fit the grid to what was known at the end of day ``until`` of the customers of the log, or of ``everybody``."""
    known = histories(log, until) if everybody is None else everybody
    rows = cells.snap(known, cells.BINS)
    fitted = cells.fit(cells.snap(_thinned(known, cells.SAMPLE), cells.FIT_BINS))
    variation = spread(log, until)
    money = np.log(np.maximum(np.abs(known.mean_spend), floor_of(known)))
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


def value_variance(orders: Floats, variance: Floats, past: Past) -> Floats:
    """Variance of what each customer will bring: from how many orders, and from what each brings."""
    relative = float(np.expm1(min(past.variation.within, 3.0)))
    return np.asarray(past.spend**2 * (variance + orders * relative), dtype=float)


def any_order(view: Outlook, moved: Floats) -> Floats:
    """The probability of any order once expected orders are ``moved``: the chance of none to that power."""
    return np.asarray(1 - (1 - view.any_order) ** (moved / np.maximum(view.orders, regression.SMALL)), dtype=float)
