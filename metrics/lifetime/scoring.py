"""Every buyer forecast by the champion, with the model card: what scores are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from metrics.lifetime import backtest, card, champion, models, ranges
from metrics.lifetime.forecast import Prediction
from metrics.lifetime.summary import Floats, Histories, OrderLog, histories
from metrics.lifetime.value import YEAR, discount_factors
from metrics.words.text import Message

YEARS = 2  # horizon of the value
Progress = Callable[[str, float], None]
_PARTS = ("p_alive", "p_no_purchase_1y", "expected_orders_1y", "expected_orders", "value_1y", "value", "low", "high")


@dataclass(frozen=True)
class Task:
    """What to score. log: orders of the buyers, or of enough of them to learn from; known: every buyer, named by ids.

    until: the last day known, counted in the log; rate: yearly discount rate; use_level, use_season: whether the
    recent pace and last year's season move the sums.
    """

    log: OrderLog
    ids: Any
    known: Histories
    until: int
    rate: float
    use_level: bool = True
    use_season: bool = True


def scored(task: Task, report: Progress) -> tuple[pd.DataFrame, dict[str, Any]]:
    """One row a buyer, and the model card. Raises UndefinedError when these buyers cannot carry a forecast."""
    models.check(task.known)
    report("testing models on earlier days", 0.1)
    chosen = champion.choose(task.log, task.until, int(YEARS * YEAR))
    report("forecasting every customer", 0.5)
    ends = [YEAR * (i + 1) for i in range(YEARS)]
    switched = {"use_level": task.use_level, "use_season": task.use_season}
    parts = models.predict(chosen.champion, task.log, task.until, ends, task.known, **switched)
    worth = discounted(parts, task.rate)
    report("writing the model card", 0.7)
    found = {
        "reason": None,
        "champion": chosen.champion,
        "losses": dict(chosen.losses),
        "total": _total(parts[-1], worth[-1]),
        "total_1y": _total(parts[0], worth[0]),
        "factors": _factors(parts, task.rate),
        "value_tenths": card.tenths_entry(backtest.tenths_of(parts[-1], None, value=True)),
    }
    return _frame(task.ids, parts, worth), found | _fits(task) | _tests(task, chosen)


def unscored(reason: Message) -> tuple[pd.DataFrame, dict[str, Any]]:
    """No forecast: a table without rows and a card that says why."""
    whole = {name: np.zeros(0, dtype=np.int64) for name in ("frequency", "recency_days", "age_days")}
    frame = pd.DataFrame({"customer_id": np.zeros(0, dtype=object)} | whole | {name: np.zeros(0) for name in _PARTS})
    nothing = dict.fromkeys(("champion", "total", "total_1y", "holdout", "factors"))
    empty: dict[str, Any] = {
        "silent_variance": None,
        "doubts": [],
        "losses": {},
        "models": {},
        "lifetimes": {},
        "backtests": [],
        "value_tenths": [],
    }
    return frame, {"reason": card.reason(reason), "learnt_on": 0, **nothing, **empty}


def discounted(parts: list[Prediction], rate: float) -> list[Floats]:
    """Value today within each horizon: what each step brings, from its middle. Money, one array a horizon."""
    factors = discount_factors(np.array([part.horizon for part in parts]), rate)
    total = before = np.zeros_like(parts[0].value)
    found = []
    for part, factor in zip(parts, factors, strict=True):
        total = total + factor * (part.value - before)
        before = part.value
        found.append(total)
    return found


def of_each(last: Prediction, worth: Floats) -> tuple[Floats, Floats]:
    """The 90 % range of each customer's value over the whole horizon: (low, high), money."""
    ratio = np.divide(worth, last.value, out=np.ones_like(worth), where=np.abs(last.value) > 1e-9)
    variance = last.value_variance * ratio**2 + worth**2 * last.value_log_variance
    return ranges.of_each(worth, variance, last.p_no_order)


def _frame(ids: Any, parts: list[Prediction], worth: list[Floats]) -> pd.DataFrame:
    year, last = parts[0], parts[-1]
    unknown = np.full(len(last.known), np.nan)
    low, high = of_each(last, worth[-1])
    columns = (
        unknown if last.p_alive is None else last.p_alive,
        unknown if year.p_no_order is None else year.p_no_order,
        year.orders,
        last.orders,
        worth[0],
        worth[-1],
        low,
        high,
    )
    past = {"frequency": last.known.frequency, "recency_days": last.known.recency, "age_days": last.known.age}
    return pd.DataFrame({"customer_id": ids} | past | dict(zip(_PARTS, columns, strict=True)))


def _factors(parts: list[Prediction], rate: float) -> dict[str, Any]:
    """The factors of recent pace and last year's season by days ahead, and the total without them, money."""
    plain = discounted([replace(part, value=part.plain_value) for part in parts], rate)[-1]
    steps = [{"days": part.horizon, "level": part.level, "season": part.season} for part in parts]
    return {"steps": steps, "without": float(plain.sum())}


def _total(last: Prediction, worth: Floats) -> dict[str, float]:
    value = float(worth.sum())
    sizes = float(np.abs(last.value).sum())  # gains and losses may cancel; their sizes do not
    chance = float(last.value_variance.sum()) * (float(np.abs(worth).sum()) / sizes) ** 2 if sizes else 0.0
    within = ranges.of_value(value, chance, last.value_log_variance)
    return {"value": value, "low": within.low, "high": within.high, "chance": chance, "level": last.value_log_variance}


def _fits(task: Task) -> dict[str, Any]:
    fits = models.fit_classic(histories(task.log, task.until))
    return {
        "models": card.fit_entries(fits),
        "lifetimes": card.opinions(fits, fits.known.rows),
        "learnt_on": len(fits.known),
    }


def _tests(task: Task, chosen: champion.Choice) -> dict[str, Any]:
    day = task.log.date_of
    history = float(task.until - int(task.log.day.min()))
    seen = [silent for test in chosen.backtests if (silent := test.judged[chosen.champion].silent) is not None]
    tests = [
        {"until": day(test.until).isoformat(), "horizon": test.horizon, "models": card.holdout_entries(test)}
        for test in chosen.backtests
    ]
    test = chosen.backtests[0] if chosen.backtests else None
    doubts = card.doubts(task.log, task.until, 0.0, len(task.known), test, chosen.champion)
    told = {"doubts": [card.reason(doubt) for doubt in doubts]}
    if not tests:
        return told | {"backtests": [], "holdout": None, "silent_variance": ranges.share_variance((), history, YEAR)}
    test, some = chosen.backtests[0], champion.tried(task.log)
    judged = test.judged[chosen.champion]
    return told | {
        "backtests": tests,
        "silent_variance": ranges.share_variance(seen, history, YEAR),
        "holdout": {
            "until": day(test.until).isoformat(),
            "horizon": test.horizon,
            "customers": test.customers,
            "longer_than_history": bool(task.until < YEARS * YEAR),
            "calibration": card.calibration_entry(judged),
            "order_tenths": card.tenths_entry(judged.order_tenths),
            "value_tenths": card.tenths_entry(judged.value_tenths),
            "weekly": card.weekly(some, test.until, test.horizon, judged.orders.expected),
        },
    }
