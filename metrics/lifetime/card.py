"""The model card: what was fitted on what, how it did on days it had not seen, and what another program says.

Everything here is plain numbers and texts, ready for JSON. Reasons are kept as source text with their values, so that
they can be read in either language.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import numpy as np

from metrics.lifetime import models, second_opinion
from metrics.lifetime import past as past_day
from metrics.lifetime.backtest import Backtest, Judged, Score, Tenths
from metrics.lifetime.fitting import Fit
from metrics.lifetime.grid import Grid
from metrics.lifetime.models import Fits
from metrics.lifetime.summary import Floats, OrderLog, Rows
from metrics.words.text import N_, Message, message

NO_AMOUNTS = N_("Without amounts nothing can be said about spending.")


def reason(said: Message | None) -> dict[str, Any] | None:
    """A message as it is kept in JSON."""
    if said is None:
        return None
    return {"text": said.text, "values": {key: str(value) for key, value in said.values.items()}}


LONGER = N_("The forecast looks {ahead} days ahead, further than the {seen} days of orders it learnt from.")
OUTSIDE = N_("On days not seen the sum of orders was {actual}, outside the range of {low} to {high} that was said.")
UNRANKED = N_("On days not seen customers were ranked worse than by chance (Gini {gini}).")
FEW_CUSTOMERS = N_("{n} customers are too few to judge a forecast by; {needed} would do.")
ENOUGH = 30


def doubts(
    log: OrderLog, until: int, ahead: float, customers: int, test: Backtest | None, champion: str
) -> list[Message]:
    """What a reader has to know before believing a forecast, the worst first."""
    seen, found = until - int(log.day.min()), []
    if ahead > seen:
        found.append(message(LONGER, ahead=f"{ahead:g}", seen=seen))
    if customers < ENOUGH:
        found.append(message(FEW_CUSTOMERS, n=customers, needed=ENOUGH))
    score = None if test is None else test.judged[champion].orders
    if score is not None and not score.low <= score.actual <= score.high:
        ends = {name: f"{getattr(score, name):,.0f}" for name in ("actual", "low", "high")}
        found.append(message(OUTSIDE, **ends))
    if score is not None and score.gini is not None and score.gini < 0:
        found.append(message(UNRANKED, gini=f"{score.gini:.2f}"))
    return found


def _fit_entry(fitted: Fit, shown: Fit | None = None) -> dict[str, Any]:
    """One fit, with the parameters of ``shown`` when it is to be told in another unit of time."""
    shown = shown or fitted
    return {
        "params": {name: _number(value) for name, value in shown.params.items()},
        "log_likelihood": _number(shown.log_likelihood),
        "identifiable": fitted.identifiable,
        "reason": reason(fitted.reason),
        "customers": fitted.customers,
    }


def fit_entries(fits: Fits, unit_days: float = 1.0, has_money: bool = True) -> dict[str, Any]:
    """All classic fits, and Gamma-Gamma where there are amounts."""
    rows = fits.known.rows
    purchases = float(rows.count @ rows.frequency)
    found = {
        name: _fit_entry(fitted, fitted.in_unit(unit_days, purchases, *models.CLASSIC[name].TIMES))
        for name, fitted in fits.classic.items()
    }
    spending = fits.gamma_gamma if has_money else replace(fits.gamma_gamma, reason=message(NO_AMOUNTS))
    return found | {"gamma_gamma": _fit_entry(spending)}


def opinions(fits: Fits, rows: Rows) -> dict[str, Any]:
    """lifetimes' parameters (times in days) beside ours, with the largest relative difference."""
    return {
        name: asdict(second_opinion.ask(name, rows, fitted))
        for name, fitted in fits.classic.items()
        if np.isfinite(list(fitted.params.values())).all()
    }


def _number(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else float(value)


def _measures(score: Score) -> dict[str, Any]:
    return {name: _number(value) for name, value in asdict(score).items()}


def holdout_entries(test: Backtest) -> dict[str, Any]:
    """Every model on the holdout: the measures of orders, of probability, and of value."""
    return {
        name: _measures(judged.orders)
        | {"ece": _number(judged.ece), "brier": _number(judged.brier)}
        | {"value": None if judged.value is None else _measures(judged.value)}
        for name, judged in test.judged.items()
    }


def tenths_entry(tenths: Tenths | None) -> list[dict[str, float]]:
    """Tenths of customers, those of whom most is expected first; sums and means a customer."""
    if tenths is None:
        return []
    rows = []
    for j in range(10):
        n = float(tenths.customers[j])
        if n:
            names = ("expected", "happened", "low", "high")
            sums = {name: float(getattr(tenths, name)[j]) for name in names}
            means = {f"mean_{name}": value / n for name, value in sums.items()}
            rows.append({"tenth": float(j + 1), "customers": n, **sums, **means})
    return rows


def calibration_entry(judged: Judged) -> list[dict[str, float]]:
    """Ten groups by the probability of ordering: what was said and what came."""
    bins = judged.calibration
    if bins is None:
        return []
    columns = zip(bins.customers, bins.expected, bins.happened, strict=True)
    return [{"customers": float(n), "expected": float(p), "happened": float(y)} for n, p, y in columns]


def weekly(log: OrderLog, until: int, horizon: int, expected_total: float) -> list[dict[str, Any]]:
    """Repeat orders a week over calibration and holdout, of those known at ``until``: what came, what was expected.

    Before ``until`` the expectation is the grid's for customers of their age; after it the grid's course over time,
    scaled to ``expected_total``, what the champion expects of the whole holdout.
    """
    past = past_day.context(log, until)
    first = np.full(len(log.ids), -1, dtype=np.int64)
    first[past.known.who] = until - past.known.age
    repeat = log.bought & (first[log.customer] >= 0) & (log.day > first[log.customer]) & (log.day <= until + horizon)
    begin = int(log.day.min())
    edges = np.unique(np.concatenate([np.arange(until, begin - 1, -7), np.arange(until, until + horizon + 1, 7)]))
    happened = np.histogram(log.day[repeat], bins=edges + 0.5)[0]
    starts, n = np.unique(first[past.known.who], return_counts=True)
    before = [float(n @ _by_age(past.grid, edge - starts)) for edge in edges[edges <= until]]
    days = np.append(edges[edges > until] - until, horizon).astype(float)
    after = past_day.course(past, days)
    ahead = np.diff(after[:-1], prepend=0.0) * (expected_total / max(float(after[-1]), 1e-9))
    expected = np.concatenate([np.diff(before), ahead])
    return [
        {
            "week": log.date_of(int(edges[i]) + 1).isoformat(),
            "holdout": bool(edges[i] >= until),
            "actual": int(happened[i]),
            "expected": float(expected[i]),
        }
        for i in range(len(edges) - 1)
    ]


def _by_age(grid: Grid, age: Floats) -> Floats:
    """Repeat orders to expect of a new customer by each age in days, 0 before the first order."""
    lasting = -np.expm1(-np.outer(np.maximum(age, 0), grid.leave)) / grid.leave
    return np.asarray(lasting @ (grid.share * grid.rate), dtype=float)
