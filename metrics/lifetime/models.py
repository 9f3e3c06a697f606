"""Every model by one name and with one answer, so that they can be compared and the best one used."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from metrics.lifetime import forecast, gamma_gamma, naive, pareto_nbd, ranges
from metrics.lifetime.beta_geometric import bg_nbd, mbg_nbd
from metrics.lifetime.fitting import Fit, nothing_to_fit
from metrics.lifetime.forecast import Prediction, made
from metrics.lifetime.learning import learnt_for
from metrics.lifetime.past import context, sample
from metrics.lifetime.season import season
from metrics.lifetime.spend import expected_cost, expected_spend, spread
from metrics.lifetime.summary import Floats, Histories, OrderLog, histories
from metrics.reading import UndefinedError

CLASSIC: Mapping[str, Any] = MappingProxyType({m.NAME: m for m in (bg_nbd, mbg_nbd, pareto_nbd)})
NAIVE: Mapping[str, Callable[[Histories, float], Floats]] = MappingProxyType(
    {"naive_rate": naive.rate, "naive_active": naive.active}
)
FLATTERING = (bg_nbd.NAME,)  # hold every one-time buyer for alive, so their P(alive) is shown nowhere
GRID = forecast.NAME
NAMES = (GRID, *CLASSIC, *NAIVE)


@dataclass(frozen=True)
class Fits:
    """The classic models fitted to what was known on one day; times in days."""

    known: Histories
    classic: Mapping[str, Fit]
    gamma_gamma: Fit


def fit_classic(known: Histories) -> Fits:
    """All classic models on the same histories."""
    money = known.repeat_spend / np.maximum(known.frequency, 1)
    fits = {name: model.fit(known.rows) for name, model in CLASSIC.items()}
    return Fits(known, MappingProxyType(fits), gamma_gamma.fit(known.frequency, money))


def check(known: Histories) -> None:
    """Raises UndefinedError, with the reason, when these customers cannot carry any forecast."""
    reason = nothing_to_fit(known.rows)
    if reason:
        raise UndefinedError(reason)


def by_grid(
    log: OrderLog,
    until: int,
    horizons: Sequence[float],
    *,
    everybody: Histories | None = None,
    use_level: bool = True,
    use_season: bool = True,
) -> list[Prediction]:
    """The corrected grid model, for the customers of the log, or for ``everybody`` when it holds only some.

    use_level, use_season: whether the recent pace and last year's season move the sums.
    """
    past, some = context(log, until, everybody), sample(log)
    learnt = learnt_for(some, until, horizons, season)
    return made(some, past, learnt, horizons, use_level=use_level, use_season=use_season)


def by_classic(name: str, fits: Fits, log: OrderLog, until: int, horizon: float) -> Prediction:
    """One classic model with Gamma-Gamma for spend; the customer's own mean where that one has none."""
    model, fitted, known, rows = CLASSIC[name], fits.classic[name], fits.known, fits.known.rows
    orders = model.expected_orders(rows, fitted, horizon)[rows.inverse]
    silent = model.p_no_order(rows, fitted, horizon)[rows.inverse]
    shown = fitted.identifiable and name not in FLATTERING
    alive = model.p_alive(rows, fitted)[rows.inverse] if shown else None
    return _simple(name, log, until, known, horizon, orders, _spend(fits, log, until), silent, alive)


def _spend(fits: Fits, log: OrderLog, until: int) -> Floats:
    known = fits.known
    cost = expected_cost(known, spread(log, until))
    if not fits.gamma_gamma.identifiable:
        return expected_spend(known, spread(log, until)) - cost
    money = known.repeat_spend / np.maximum(known.frequency, 1)
    return gamma_gamma.expected_spend(known.frequency, money, fits.gamma_gamma) - cost


def by_naive(name: str, log: OrderLog, until: int, known: Histories, horizon: float) -> Prediction:
    """One naive model; an order is worth the customer's mean."""
    own = (known.spend - known.cost) / (known.frequency + 1)
    return _simple(name, log, until, known, horizon, NAIVE[name](known, horizon), own, None, None)


def _simple(
    name: str,
    log: OrderLog,
    until: int,
    known: Histories,
    horizon: float,
    orders: Floats,
    spend: Floats,
    silent: Floats | None,
    alive: Floats | None,
) -> Prediction:
    history = float(known.age.max()) if len(known) else 1.0
    relative = float(np.expm1(min(spread(log, until).within, 3.0)))
    value = orders * spend
    levels = [ranges.level_variance((), usual, history, horizon) for usual in (ranges.USUAL_ORDERS, ranges.USUAL_VALUE)]
    money = spend**2 * orders * (1 + relative)
    return Prediction(
        name, known, horizon, orders, orders, silent, alive, value, value, orders, np.asarray(money), *levels
    )


def predict(
    name: str,
    log: OrderLog,
    until: int,
    horizons: Sequence[float],
    everybody: Histories | None = None,
    *,
    use_level: bool = True,
    use_season: bool = True,
) -> list[Prediction]:
    """What the model called ``name`` expects within each of ``horizons`` days after day ``until``.

    everybody: whom to forecast when the log holds only some of them; use_level, use_season: of the grid. Raises
    UndefinedError when the customers known by then cannot carry it.
    """
    known = histories(log, until) if everybody is None else everybody
    check(known)
    if name == GRID:
        return by_grid(log, until, horizons, everybody=known, use_level=use_level, use_season=use_season)
    if name in NAIVE:
        return [by_naive(name, log, until, known, horizon) for horizon in horizons]
    fits = fit_classic(known)
    return [by_classic(name, fits, log, until, horizon) for horizon in horizons]
