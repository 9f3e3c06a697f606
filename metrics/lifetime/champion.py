"""Which model to use on this data set: the one that forecast it best, on days it had not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from metrics.lifetime import models
from metrics.lifetime.backtest import Backtest, Judged, backtest
from metrics.lifetime.summary import OrderLog
from metrics.reading import UndefinedError

ORIGINS = 3
SHORTEST = 14  # days a back-test must look ahead
TRIED = 20_000  # customers that are enough to choose by


@dataclass(frozen=True)
class Choice:
    """The champion, the loss of every model (lower is better) and the back-tests it was chosen by, latest first.

    Without a single possible back-test the losses are empty and the champion is the grid model unproven.
    """

    champion: str
    losses: Mapping[str, float]
    backtests: tuple[Backtest, ...]


def origins(log: OrderLog, until: int, horizon: int) -> list[tuple[int, int]]:
    """Days to forecast from and how far: (day, days ahead), up to three, latest first, each on days of its own.

    Not further ahead than a third of what was known, so that something is left to learn from.
    """
    length = until - int(log.day.min())
    ahead = min(horizon, length // 4)
    if ahead < SHORTEST:
        return []
    return [(until - (i + 1) * ahead, ahead) for i in range(ORIGINS) if (length - (i + 1) * ahead) * 3 >= length]


def loss(judged: Judged, best: Mapping[str, float]) -> float:
    """How far a model is from the best one: in error of one customer, in ranking, in the sum. 0 at best."""
    orders = judged.orders
    ranked = 0.0 if orders.gini is None else (1 - orders.gini) / max(best["unranked"], 1e-6) - 1
    total = 0.0 if orders.aggregate_error is None else abs(float(np.log(max(1 + orders.aggregate_error, 1e-3))))
    return orders.mae_point / max(best["mae"], 1e-9) - 1 + ranked + total


def losses(tests: Sequence[Backtest]) -> dict[str, float]:
    """The mean loss of each model over back-tests."""
    found: dict[str, list[float]] = {}
    for test in tests:
        ginis = [one.orders.gini for one in test.judged.values() if one.orders.gini is not None]
        best = {
            "mae": min(one.orders.mae_point for one in test.judged.values()),
            "unranked": 1 - max(ginis, default=0.0),
        }
        for name, one in test.judged.items():
            found.setdefault(name, []).append(loss(one, best))
    return {name: float(np.mean(values)) for name, values in found.items()}


def choose(log: OrderLog, until: int, horizon: int) -> Choice:
    """Back-test every model on up to three earlier days and take the one with the least loss.

    Nothing after day ``until`` is read. Large logs are tried on some of their customers.
    """
    from metrics.lifetime.forecast import sample

    some = sample(log, TRIED)
    tests = []
    for day, ahead in origins(some, until, horizon):
        try:
            tests.append(backtest(some, day, ahead))
        except UndefinedError:
            continue
    by_model = losses(tests)
    champion = min(by_model, key=lambda name: by_model[name]) if by_model else models.GRID
    return Choice(champion, by_model, tuple(tests))
