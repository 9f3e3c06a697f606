"""What ``python -m metrics value`` works out: from an order log to one document."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from data.errors import InputError
from data.orderlog import Log
from metrics.lifetime import backtest, card, champion, models, ranges, scoring
from metrics.lifetime.forecast import Prediction
from metrics.lifetime.summary import Histories, OrderLog, histories, order_log
from metrics.lifetime.value import YEAR
from metrics.reading import UndefinedError
from metrics.words.text import N_, Message, message

RATE = 0.1  # yearly, of value_1y
UNITS = {"day": 1.0, "week": 7.0}
LONE_YEARS = 1.0  # years an order may lie after all others before its date looks wrong
Progress = Callable[[str, float], None]
T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """The document of one run, the table of customers, and what a reader should know."""

    document: dict[str, Any]
    table: pd.DataFrame
    notes: list[Message]


class _Clock(dict[str, float]):
    """Seconds each part took."""

    def time(self, name: str, work: Callable[[], T]) -> T:
        began = time.perf_counter()
        outcome = work()
        self[name] = self.get(name, 0.0) + time.perf_counter() - began
        return outcome


@dataclass(frozen=True)
class Window:
    """The days fitted on and the days held out, counted in the log; ``after`` is 0 without a holdout."""

    until: int
    after: int


@dataclass(frozen=True)
class Asked:
    """What a run was asked for: days to fit and to judge on, last day seen, unit of parameters, rate and horizon."""

    calibration_end: date | None = None
    holdout_end: date | None = None
    observed_until: date | None = None
    unit: str = "day"
    rate: float = RATE
    horizon_days: int = int(YEAR)


def window(log: OrderLog, asked: Asked) -> Window:
    """The days to fit on and to judge on. InputError when the log does not cover them."""
    calibration_end, holdout_end = asked.calibration_end, asked.holdout_end
    first, last = log.date_of(int(log.day.min())), log.date_of(log.last_day)
    seen = asked.observed_until or last
    if seen < last:
        raise InputError(f"the orders run to {last}, after the last day seen, {seen}; leave later rows out first")
    end = holdout_end or seen
    if end > seen:
        say = "say --observed-until if nothing was ordered until then"
        raise InputError(f"the holdout would end on {end}, after the last order on {last}; {say}")
    until = calibration_end or end
    if not first <= until <= seen:
        raise InputError(f"the calibration would end on {until}, but the orders run from {first} to {seen}")
    if calibration_end and end <= until:
        raise InputError(f"the holdout would end on {end}, not after the calibration's end on {until}")
    return Window((until - log.start).days, (end - until).days if calibration_end else 0)


def answer(read: Log, asked: Asked, seconds: float, report: Progress) -> Answer:
    """Fit, judge, choose and score. ``seconds``: what reading took."""
    clock, unit = _Clock(summary=seconds), asked.unit
    log = clock.time("summary", lambda: _log(read))
    days = window(log, asked)
    known = clock.time("summary", lambda: histories(log, days.until))
    report("fitting", 0.3)
    fits = clock.time("fit", lambda: models.fit_classic(known))
    document: dict[str, Any] = {
        "customers": len(log.ids),
        "orders": read.orders,
        "refunds": read.refunds,
        "rows": read.rows,
        "left_out": dict(read.left_out),
        "unit": unit,
        "calibration": {
            "start": log.date_of(int(log.day.min())).isoformat(),
            "end": log.date_of(days.until).isoformat(),
            "customers": len(known),
        },
        "models": card.fit_entries(fits, UNITS[unit], read.amount is not None),
        "champion": None,
        "reason": None,
        "rate_yearly": asked.rate,
        "horizon_days": asked.horizon_days,
    }
    notes = _notes(log, read)
    try:
        models.check(known)
    except UndefinedError as error:
        document |= {"reason": card.reason(error.reason), "holdout": {}, "seconds": clock}
        return Answer(document, _table(log, known, (), None, asked), [*notes, error.reason])
    report("testing models on earlier days", 0.4)
    chosen = clock.time("score", lambda: champion.choose(log, days.until, days.after or int(YEAR)))
    test = _holdout(log, days, chosen, clock, report)
    report("scoring", 0.8)
    ends = sorted({*(YEAR * (i + 1) for i in range(int(asked.horizon_days // YEAR))), YEAR, float(asked.horizon_days)})
    parts = clock.time("score", lambda: models.predict(chosen.champion, log, days.until, ends))
    table = clock.time("score", lambda: _table(log, known, parts, read.amount, asked))
    document |= {
        "champion": chosen.champion,
        "losses": dict(chosen.losses),
        "holdout": {} if test is None else card.holdout_entries(test),
        "holdout_days": None if test is None else {"from": log.date_of(test.until + 1), "days": test.horizon},
        "seconds": clock,
    }
    if test is None:
        notes.append(message(SHORT))
    notes += card.doubts(log, days.until, asked.horizon_days, len(known), test, chosen.champion)
    document["notes"] = [card.reason(note) for note in notes]
    return Answer(document, table, notes)


SHORT = N_("The orders cover too few days to hold any out, so no model could be judged.")
LEFT_OUT = N_("{n} of {rows} rows could not be used: {why}.")
REFUNDS = N_("{n} rows below zero count as refunds: they take money off and are no orders.")
LONE = N_("The last order is dated {last}, long after all others, which end on {before}. Is the date right?")
EARLY = N_("Refunds before a customer's first purchase, left out: {n}.")
UNDONE = N_("Purchases refunded in full on their own day, counted as none: {n}.")
CONTROLS = N_("Control characters were taken out of {n} cells.")
DROPPED = N_("Clocks of several zones ({zones}) are taken as local; bring one zone.")
ZONES = N_("Days are those of the data's own time zone: {zones}.")


def _log(read: Log) -> OrderLog:
    return order_log(read.customer, read.day, read.amount, read.ids, read.start, bought=read.bought)


def _holdout(
    log: OrderLog, days: Window, chosen: champion.Choice, clock: _Clock, report: Progress
) -> backtest.Backtest | None:
    """The judgement on the days asked for, else on the latest days a back-test held out."""
    if not days.after:
        return chosen.backtests[0] if chosen.backtests else None
    report("judging on the holdout", 0.6)
    return clock.time("score", lambda: backtest.backtest(log, days.until, days.after))


def _notes(log: OrderLog, read: Log) -> list[Message]:
    notes = []
    if read.left_out:
        why = ", ".join(f"{reason} {count:,}" for reason, count in read.left_out.items())
        notes.append(message(LEFT_OUT, n=f"{sum(read.left_out.values()):,}", rows=f"{read.rows:,}", why=why))
    if read.refunds:
        notes.append(message(REFUNDS, n=f"{read.refunds:,}"))
    for text, count in ((EARLY, read.early), (UNDONE, read.undone)):
        if count:
            notes.append(message(text, n=f"{count:,}"))
    if read.controls:
        notes.append(message(CONTROLS, n=f"{read.controls:,}"))
    if read.dropped:
        notes.append(message(DROPPED, zones=", ".join(read.dropped)))
    if read.zones:
        notes.append(message(ZONES, zones=", ".join(read.zones)))
    days = np.unique(log.day[log.bought])
    if days.size > 1 and days[-1] - days[-2] > LONE_YEARS * YEAR:
        notes.append(message(LONE, last=log.date_of(int(days[-1])), before=log.date_of(int(days[-2]))))
    return notes


def _table(log: OrderLog, known: Histories, parts: Sequence[Prediction], money: Any, asked: Asked) -> pd.DataFrame:
    """One row a customer; times in the unit of the parameters; low and high are the 90 % range of the value.

    Without amounts there is no value, and the range is that of the orders. Another horizon than a year has columns of
    its own, and the range is that of its value.
    """
    nothing = np.full(len(known), np.nan)
    worths = scoring.discounted(list(parts), asked.rate) if parts and money is not None else []
    horizons = [int(part.horizon) for part in parts]
    year = parts[horizons.index(int(YEAR))] if parts else None
    last = parts[horizons.index(asked.horizon_days)] if parts else None
    worth = worths[horizons.index(int(YEAR))] if worths else nothing
    valued = worths[horizons.index(asked.horizon_days)] if worths else nothing
    low, high = nothing, nothing
    if last is not None and worths:
        low, high = scoring.of_each(last, valued)
    elif last is not None:
        spread = last.orders_variance + last.orders**2 * last.orders_log_variance
        low, high = ranges.of_each(last.orders, spread, last.p_no_order)
    columns = {
        "customer": log.ids[known.who],
        "frequency": known.frequency,
        "recency": known.recency / UNITS[asked.unit],
        "T": known.age / UNITS[asked.unit],
        "p_alive": nothing if year is None or year.p_alive is None else year.p_alive,
        "p_no_purchase_1y": nothing if year is None or year.p_no_order is None else year.p_no_order,
        "expected_orders_1y": nothing if year is None else year.orders,
        "value_1y": worth,
    }
    if asked.horizon_days != YEAR:
        columns |= {"expected_orders": nothing if last is None else last.orders, "value": valued}
    return pd.DataFrame({**columns, "low": low, "high": high})
