"""The chance of falling silent from the forecast and from what else is known: contacts, complaints, time watched.

A forecast from orders alone does not see how long somebody had been a customer before their first order in the data,
how often they call, or that they complained. A logistic regression on its log-odds and these things is learnt from days
whose following year is known by now, of customers who were there and without a contract. It is used only where it
forecast a later year, which it had not seen, better than the chance it would replace.

Sources: Hosmer, Lemeshow & Sturdivant (2013), Applied Logistic Regression, chapter 1; le Cessie & van Houwelingen
(1992), Applied Statistics 41, for the ridge; Brier (1950) for the comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.lifetime import measures, regression
from metrics.lifetime import silence as chance

Floats = NDArray[np.float64]
YEAR, HALF = 365, 183
LEARNT_FROM = 3  # earlier days, half a year apart
RIDGE = 5.0
FEWEST = 200  # customers there on the day of the trial
BESIDE = frozenset({"tickets", "contacts", "calls", "mail"})  # without one of these there is nothing beyond orders
NUMBERS = ("rate", "recent", "silence", "tenure", "spend", "calls")
SIGNS = ("business", "complaint", "letter", "no_contact")
NAMES = ("forecast", *NUMBERS, *SIGNS)  # the features: the forecast's own log-odds first


@dataclass(frozen=True)
class Layer:
    """Log-odds as a straight line in the standardised features called ``names``; numbers: the constant first."""

    centre: Floats
    spread: Floats
    numbers: Floats

    def _design(self, frame: pd.DataFrame) -> Floats:
        raw = frame[list(NAMES)].to_numpy(float)
        scaled = np.clip((raw - self.centre) / self.spread, -regression.CLIP, regression.CLIP)
        return np.column_stack([np.ones(len(frame)), scaled])

    def chances(self, frame: pd.DataFrame) -> Floats:
        """The chance of no order within a year of each row of :func:`on_day`."""
        return regression.chances(self._design(frame), self.numbers)


def on_day(known: pd.DataFrame, forecast: pd.DataFrame) -> pd.DataFrame:
    """Those who were there on a day, without a contract: features, ``plain`` (the chance given that they are there,
    from the forecast alone) and ``silent`` (whether no order came in the year after; read only to learn and to judge).

    known: as data.signs.known_by; forecast: by customer_id, p (of no order within a year) and alive.
    """
    held = known[(known["silence"] <= YEAR) & ~known["gone"] & ~known["bound"]].join(forecast, how="inner")
    years = held["watched"].to_numpy(float) / YEAR
    plain = chance.given_there(held["p"], held["alive"])
    found = pd.DataFrame(index=held.index)
    found["forecast"] = regression.log_odds(np.clip(plain, chance.EDGE, 1 - chance.EDGE))
    found["rate"] = np.log((held["orders"] + 0.5) / (years + 0.5))
    found["recent"] = np.log(held["orders_1y"] + 0.5)
    found["silence"] = np.log(held["silence"] + 7.0)
    found["tenure"] = np.log(held["tenure"] + 30.0)
    found["spend"] = np.log(np.maximum(held["spent"] / held["orders"], 0.01))
    found["calls"] = np.log((held["calls"] + 0.5) / (years + 0.5))
    for name in SIGNS:
        found[name] = held[name].astype(float)
    found["plain"], found["silent"] = plain, ~held["there_later"].to_numpy(bool)
    return found


def _learn(days: Sequence[pd.DataFrame]) -> Layer:
    """The layer under which what happened after ``days``, rows of :func:`on_day`, is most likely."""
    every = pd.concat(list(days))
    raw = every[list(NAMES)].to_numpy(float)
    spread = raw.std(axis=0)
    start = Layer(raw.mean(axis=0), np.where(spread > 1e-6, spread, 1e6), np.zeros(raw.shape[1] + 1))
    pull = np.append(0.0, np.full(raw.shape[1], RIDGE))
    happened = every["silent"].to_numpy(float)
    numbers = regression.logistic(start._design(every), happened, np.zeros(raw.shape[1] + 1), pull)
    return Layer(start.centre, start.spread, numbers)


@dataclass(frozen=True)
class Trial:
    """How chances on a day that was not learnt from came out, with the layer and without it.

    brier: mean squared error; ranked: probability that who fell silent stood above who did not; off: mean difference of
    said and happened over tenths of customers.
    """

    customers: int
    brier: float
    brier_without: float
    ranked: float | None
    ranked_without: float | None
    off: float
    off_without: float

    @property
    def won(self) -> bool:
        """Whether the layer forecast better."""
        return self.brier < self.brier_without


def _judge(days: Sequence[pd.DataFrame], then: pd.DataFrame) -> Trial:
    """What is learnt from ``days``, the latest first, against the year after ``then``; the rival is set to the level
    that the latest of ``days`` showed, as the page would have had it."""
    happened = then["silent"].to_numpy(float)
    ours = _learn(days).chances(then)
    rival = chance.levelled(then["plain"], float(days[0]["silent"].mean()))
    both = (ours, rival)
    brier, brier_without = (measures.brier(one, happened) for one in both)
    ranked, ranked_without = (measures.auc(one, happened) for one in both)
    off, off_without = (measures.calibration(one, happened).error for one in both)
    return Trial(len(then), brier, brier_without, ranked, ranked_without, off, off_without)


def _days_of(until: int, first: int) -> tuple[int, list[int], list[int]] | None:
    """The day of the trial, the days it is learnt from, and the days the chances of today are learnt from.

    Nothing after a trial's day is read for it: what it learns from ends a year before. None where the history is short.
    """
    latest = until - YEAR
    inner = [latest - YEAR - i * HALF for i in range(LEARNT_FROM)]
    usable = [day for day in inner if day - first >= YEAR]
    return None if not usable else (latest, usable, [latest, latest - HALF, latest - YEAR])


def found(
    known_by: Callable[[int], pd.DataFrame], forecast: Callable[[int], pd.DataFrame], until: int, first: int
) -> tuple[Layer | None, Trial | None]:
    """The layer for today where it won its trial, and the trial; nothing where the history carries no trial.

    known_by: what was known at the end of a day of enough customers; forecast: the champion's on that day.
    """
    days = _days_of(until, first)
    if days is None:
        return None, None
    trial_day, before, since = days
    held = {day: on_day(known_by(day), forecast(day)) for day in {trial_day, *before, *since}}
    if len(held[trial_day]) < FEWEST or any(held[day]["silent"].nunique() < 2 for day in before):
        return None, None
    trial = _judge([held[day] for day in before], held[trial_day])
    return (_learn([held[day] for day in since]) if trial.won else None), trial


def entry(layer: Layer | None, trial: Trial | None) -> dict[str, Any]:
    """What the model card keeps."""
    judged = None if trial is None else {name: getattr(trial, name) for name in Trial.__annotations__}
    weights = None if layer is None else dict(zip(NAMES, layer.numbers[1:].tolist(), strict=True))
    return {"used": layer is not None, "trial": judged, "weights": weights}
