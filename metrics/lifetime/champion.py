"""Which model to use on this data set: the one that forecast it best, on days it had not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from metrics.lifetime import models
from metrics.lifetime.backtest import Backtest, Judged, Score, backtest
from metrics.lifetime.past import sample
from metrics.lifetime.summary import OrderLog, histories
from metrics.reading import UndefinedError

ORIGINS = 3
SHORTEST = 14  # days a back-test must look ahead
INSIDE = 0.5  # share of back-tests whose sum must lie in the range of a champion
TRIED = 10_000  # customers that are enough to choose by


@dataclass(frozen=True)
class Choice:
    """The champion, the loss of every model (lower is better) and the back-tests it was chosen by, latest first.

    Without a single possible back-test the losses are empty and the champion is the grid model unproven.
    """

    champion: str
    losses: Mapping[str, float]
    backtests: tuple[Backtest, ...]


def _origins(log: OrderLog, until: int, horizon: int) -> list[tuple[int, int]]:
    """Days to forecast from and how far: (day, days ahead), up to three, latest first, each on days of its own.

    Not further ahead than a third of what was known, so that something is left to learn from.
    """
    length = until - int(log.day.min())
    ahead = min(horizon, length // 4)
    if ahead < SHORTEST:
        return []
    return [(until - (i + 1) * ahead, ahead) for i in range(ORIGINS) if (length - (i + 1) * ahead) * 3 >= length]


def _missed(judged: Judged) -> dict[str, float]:
    """What a model missed on one origin, each the smaller the better; what cannot be said is left out.

    Errors to be compared with the best model's: of one customer's orders, of the ranking by orders and by value, of the
    probability. Errors that stand for themselves: of the two sums, as logarithms.
    """
    found = {"one": judged.orders.mae_point}
    for name, score in (("orders", judged.orders), ("value", judged.value)):
        if score is not None and score.gini is not None:
            found[f"rank {name}"] = 1 - score.gini
        if score is not None and score.aggregate_error is not None:
            found[f"sum {name}"] = abs(float(np.log(max(1 + score.aggregate_error, 1e-3))))
    if judged.brier is not None:
        found["chance"] = judged.brier
    return found


def _losses(tests: Sequence[Backtest]) -> dict[str, float]:
    """How far each model is from the best on the whole, averaged over back-tests: 0 would be best in everything."""
    found: dict[str, list[float]] = {}
    for test in tests:
        missed = {name: _missed(one) for name, one in test.judged.items()}
        for term in sorted({term for one in missed.values() for term in one}):
            values = [one[term] for one in missed.values() if term in one]
            best, worst = min(values), max(values)
            for name, one in missed.items():
                value = one.get(term, worst)  # who says nothing about it is no better than the worst
                apart = value if term.startswith("sum") else value / max(best, 1e-9) - 1
                found.setdefault(name, []).append(apart)
    return {name: float(np.mean(values)) for name, values in found.items()}


def tried(log: OrderLog) -> OrderLog:
    """The log of the customers that models are tried on."""
    return sample(log, TRIED)


def choose(log: OrderLog, until: int, horizon: int) -> Choice:
    """Back-test every model on up to three earlier days and take the one with the least loss.

    Nothing after day ``until`` is read. Large logs are tried on some of their customers.
    """
    some = tried(log)
    tests = []
    for day, ahead in _origins(some, until, horizon):
        try:
            tests.append(backtest(some, day, ahead))
        except UndefinedError:
            continue
    by_model = _losses(tests)
    able = _able(some, until, tests)
    champion = min(able, key=lambda name: by_model[name]) if able else models.GRID
    return Choice(champion, by_model, tuple(tests))


def _able(log: OrderLog, until: int, tests: Sequence[Backtest]) -> list[str]:
    """Models that may be champion: they know a chance of leaving, the data tell their parameters apart, and at least
    half of the sums they forecast on earlier days came out inside their own ranges."""
    known = [name for name in models.NAMES if name not in models.NAIVE and all(name in test.judged for test in tests)]
    if not tests:
        return []
    fits = models.fit_classic(histories(log, until)).classic
    inside = {name: sum(_held(test.judged[name].orders) for test in tests) / len(tests) for name in known}
    return [name for name in known if inside[name] >= INSIDE and (name not in fits or fits[name].identifiable)]


def _held(score: Score) -> bool:
    return score.low <= score.actual <= score.high
