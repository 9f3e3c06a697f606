"""What models would have forecast on an earlier day, against what happened since.

Everything is fitted on the days up to the origin; the days after it are only counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from metrics.lifetime import measures, models, ranges
from metrics.lifetime.forecast import Prediction
from metrics.lifetime.measures import Calibration
from metrics.lifetime.ranges import Range
from metrics.lifetime.summary import Floats, OrderLog, future, histories, tally

ACTIVE = 365  # days since the last order within which a customer is active


@dataclass(frozen=True)
class Score:
    """How one amount (orders, or money) was forecast; None where it cannot be said."""

    actual: float
    expected: float
    low: float
    high: float
    mae_mean: float
    mae_point: float
    gini: float | None
    aggregate_error: float | None


@dataclass(frozen=True)
class Tenths:
    """Tenths of customers by expectation, most first: customers, sums expected and happened, 90 % range of the sum."""

    customers: Floats
    expected: Floats
    happened: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Judged:
    """One model on one origin."""

    model: str
    orders: Score
    value: Score | None
    ece: float | None
    brier: float | None
    calibration: Calibration | None
    order_tenths: Tenths
    value_tenths: Tenths | None
    silent: ranges.Share | None  # of those who had ordered within a year: who would not order, and did not


@dataclass(frozen=True)
class Backtest:
    """All models on one origin: the day, the days forecast, and who was known."""

    until: int
    horizon: int
    customers: int
    judged: Mapping[str, Judged]


def _within(expected: float, variance: float, level: float, *, value: bool) -> Range:
    return (ranges.of_value if value else ranges.of_orders)(expected, variance, level)


def _score(made: Prediction, happened: Floats, *, value: bool) -> Score:
    """The measures of one amount."""
    expected, point, variance, level = made.amounts(value=value)
    within = _within(float(expected.sum()), float(variance.sum()), level, value=value)
    return Score(
        actual=float(happened.sum()),
        expected=float(expected.sum()),
        low=within.low,
        high=within.high,
        mae_mean=measures.mean_absolute_error(expected, happened),
        mae_point=measures.mean_absolute_error(point, happened),
        gini=measures.gini(expected, happened),
        aggregate_error=measures.aggregate_error(expected, happened),
    )


def tenths_of(made: Prediction, happened: Floats | None, *, value: bool) -> Tenths:
    """The tenths of a prediction with their ranges; what happened is 0 where it is not known."""
    expected, _point, variance, level = made.amounts(value=value)
    place = ranges.tenths(expected)
    customers, sums, spread = (tally(place, what, 10) for what in (np.ones_like(expected), expected, variance))
    levels = [level + ranges.tenth_variance(tenth, value=value) for tenth in range(10)]
    bands = [_within(*of, value=value) for of in zip(sums.tolist(), spread.tolist(), levels, strict=True)]
    came = np.zeros(10) if happened is None else tally(place, happened, 10)
    return Tenths(customers, sums, came, np.array([b.low for b in bands]), np.array([b.high for b in bands]))


def _judge(made: Prediction, orders: Floats, money: Floats | None) -> Judged:
    """One prediction against what happened; ``money`` is None for a log without amounts."""
    came = (orders > 0).astype(float)
    chance = None if made.p_no_order is None else 1 - made.p_no_order
    calibrated = None if chance is None else measures.calibration(chance, came)
    return Judged(
        model=made.model,
        orders=_score(made, orders, value=False),
        value=None if money is None else _score(made, money, value=True),
        ece=None if calibrated is None else calibrated.error,
        brier=None if chance is None else measures.brier(chance, came),
        calibration=calibrated,
        order_tenths=tenths_of(made, orders, value=False),
        value_tenths=None if money is None else tenths_of(made, money, value=True),
        silent=None if chance is None else _silent(made, chance, came),
    )


def _silent(made: Prediction, chance: Floats, came: Floats) -> ranges.Share | None:
    """The share of active customers that falls silent, said and seen; None where nobody is active."""
    active = made.known.silence < ACTIVE
    if not active.any():
        return None
    return ranges.Share(float(1 - chance[active].mean()), float(1 - came[active].mean()), int(active.sum()))


def backtest(log: OrderLog, until: int, horizon: int, names: Sequence[str] = models.NAMES) -> Backtest:
    """All models called ``names``, fitted up to day ``until``, against the ``horizon`` days after it.

    Raises UndefinedError when nobody had bought twice by then.
    """
    known = histories(log, until)
    models.check(known)
    came = future(log, known, until, horizon)
    made: list[Prediction] = []
    if models.GRID in names:
        made += models.by_grid(log, until, [horizon])
    classic = [name for name in names if name in models.CLASSIC]
    if classic:
        fits = models.fit_classic(known)
        made += [models.by_classic(name, fits, log, until, horizon) for name in classic]
    made += [models.by_naive(name, log, until, known, horizon) for name in names if name in models.NAIVE]
    money = None if log.amount is None else came.money
    return Backtest(until, horizon, len(known), {one.model: _judge(one, came.orders, money) for one in made})
