"""The corrected grid model: what every customer will order and bring, learnt from how earlier forecasts went wrong.

The grid (Pareto/NBD with free shares) is fitted to what is known; it is fitted again on up to three earlier days, whose
future is known by now, and what it got wrong there corrects the forecast: which customers order more than their dates
say (spend, age), how probabilities must be straightened, what an order of theirs is worth. No day after the one the
forecast is made on is ever read.

The mean is for sums and for money. The point is the typical count of one customer: most will not come at all, and the
mean of somebody who comes once in three years is nobody's number of orders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from metrics.lifetime import grid as cells
from metrics.lifetime import ranges, regression
from metrics.lifetime.grid import Outlook
from metrics.lifetime.learning import Learnt
from metrics.lifetime.past import BLOCK, Past, any_order, course, outlooks, raw_features, run_rate_level, value_variance
from metrics.lifetime.season import YEAR
from metrics.lifetime.season import season as season_of
from metrics.lifetime.summary import Floats, Histories, OrderLog

NAME = "grid"  # what the model is called
DRAWN = 20_000  # customers simulated to find the point


@dataclass(frozen=True)
class Prediction:
    """What one model expects of each customer of ``known`` in ``horizon`` days.

    orders: mean; point: typical count (the mean where a model has no other); p_no_order: None for naive models;
    p_alive: None where there is none or the data do not say; value, value_point: money; orders_variance,
    value_variance: of one customer's; the log variances: of everybody's common level; level, season: factors in all
    orders and all value, from the recent pace and from last year's season.
    """

    model: str
    known: Histories
    horizon: float
    orders: Floats
    point: Floats
    p_no_order: Floats | None
    p_alive: Floats | None
    value: Floats
    value_point: Floats
    orders_variance: Floats
    value_variance: Floats
    orders_log_variance: float
    value_log_variance: float
    level: float = 1.0
    season: float = 1.0

    @property
    def plain_value(self) -> Floats:
        """Value of each without the two factors, which are on everybody alike."""
        return np.asarray(self.value / (self.level * self.season), dtype=float)

    def amounts(self, *, value: bool) -> tuple[Floats, Floats, Floats, float]:
        """Mean, point, variance and log variance, of money or of orders."""
        if value:
            return self.value, self.value_point, self.value_variance, self.value_log_variance
        return self.orders, self.point, self.orders_variance, self.orders_log_variance


def made(
    log: OrderLog,
    past: Past,
    learnt: Mapping[float, Learnt],
    horizons: Sequence[float],
    *,
    use_level: bool,
    use_season: bool,
) -> list[Prediction]:
    """What to expect within each of ``horizons`` days, from a fitted grid and what was learnt for each of them.

    log: of enough of the customers: the recent pace and last year's season are read off it.
    """
    inner = sorted({learnt[horizon].inner for horizon in horizons} - set(horizons))
    seen = dict(zip((*horizons, *inner), outlooks(past, [*horizons, *inner]), strict=True))
    views = [seen[horizon] for horizon in horizons]
    wanted = use_season and any(learnt[horizon].use_season for horizon in horizons)
    seasons = _seasons_of(log, past, views, horizons) if wanted else [1.0] * len(views)
    found = []
    for view, horizon, season in zip(views, horizons, seasons, strict=True):
        known = learnt[horizon]
        level = run_rate_level(log, past.until, float(view.orders.mean()), horizon) if use_level else 1.0
        raw = raw_features(past, seen[known.inner].orders)
        found.append(_one(past, known, view, raw, horizon, level, season if known.use_season else 1.0))
    return found


def _seasons_of(log: OrderLog, past: Past, views: Sequence[Outlook], horizons: Sequence[float]) -> list[float]:
    """The factor of last year's season on each horizon; beyond a year it is on the first year's part of the orders."""
    year = season_of(log, past.until, YEAR) if max(horizons) > YEAR else 1.0
    if year == 1.0:
        return [season_of(log, past.until, horizon) if horizon <= YEAR else 1.0 for horizon in horizons]
    by_then = dict(zip(horizons, (float(view.orders.sum()) for view in views), strict=True))
    first = by_then[YEAR] if YEAR in by_then else float(course(past, np.array([YEAR]))[0])
    found = []
    for horizon in horizons:
        part = first / max(by_then[horizon], regression.SMALL)
        found.append(1 + (year - 1) * part if horizon >= YEAR else season_of(log, past.until, horizon))
    return found


def _one(
    past: Past, learnt: Learnt, view: Outlook, raw: Floats, horizon: float, level: float, season: float
) -> Prediction:
    orders = learnt.orders.apply(view.orders, raw) * (level * season)
    gross, earns = orders * past.spend, past.spend > 0
    gross[earns] = learnt.value.apply(gross[earns], raw[earns])
    value = gross - orders * past.serve
    factor = orders / np.maximum(view.orders, regression.SMALL)
    less = _shrinkage(past, orders, factor, horizon)
    variance = learnt.dispersion * (orders + (view.variance - view.orders) * factor**2)
    history = float(past.known.age.max())
    return Prediction(
        model=NAME,
        known=past.known,
        horizon=horizon,
        orders=orders,
        point=_point_of(orders, less),
        p_no_order=1 - regression.straightened(any_order(view, orders), learnt.platt),
        p_alive=view.p_alive if past.grid.identifiable else None,
        value=value,
        value_point=_point_of(value, less),
        orders_variance=variance,
        value_variance=value_variance(orders, variance, past),
        orders_log_variance=ranges.level_variance(learnt.order_errors, ranges.USUAL_ORDERS, history, horizon),
        value_log_variance=ranges.level_variance(learnt.value_errors, ranges.USUAL_VALUE, history, horizon),
        level=level,
        season=season,
    )


def _point_of(mean: Floats, less: float) -> Floats:
    """Expectations lowered by ``less`` times their mean, not below 0, with the same sum; not if that is a loss."""
    if not mean.size or mean.sum() <= 0:
        return mean
    lowered = np.maximum(mean - less * mean.mean(), np.minimum(mean, 0.0))
    return np.asarray(lowered * (mean.sum() / max(float(lowered.sum()), regression.SMALL)), dtype=float)


def _shrinkage(past: Past, orders: Floats, factor: Floats, horizon: float) -> float:
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
    misses = np.array([np.abs(truth - _point_of(orders, less)).mean() for less in choices])
    return float(choices[np.flatnonzero(misses <= misses.min() * 1.002)[0]])
