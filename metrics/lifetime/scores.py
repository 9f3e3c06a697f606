"""What every buyer is forecast to do and bring, kept as a file beside the data it was computed from.

One row a buyer in scores-<hash>.parquet, and the model card in scores-<hash>.json. Computed after a publish, or when
first asked for; a file that is there is never computed again.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data import buyers, signs
from data.home import home
from data.warehouse import Warehouse
from metrics import __version__
from metrics.lifetime import covariates as beyond
from metrics.lifetime import models, ranges, scoring
from metrics.lifetime.summary import Histories, order_log
from metrics.lifetime.value import YEAR
from metrics.reading import UndefinedError
from metrics.words.text import N_, Message, message

log = logging.getLogger("payback")
RATE = 0.1  # yearly discount rate when the data set brings none
LEARNT_ON = 50_000  # buyers whose orders the models learn from
CONTRIBUTION, MARGIN, REVENUE = "contribution", "margin", "revenue"
FORMAT = 5  # of the files; another number computes them again
Progress = Callable[[str, float], None]
_COMPUTING = Lock()
NOTE = N_(
    "90% range: how far forecasts of totals made on earlier days of these data missed, together with the usual misses "
    "on other order logs. Judged on {days} days the model had not seen."
)
NOTE_UNTESTED = N_("90% range from the usual misses on other order logs: these data are too short to test on.")
NO_ORDERS = N_("There are no completed orders yet.")


@dataclass(frozen=True)
class Total:
    """Value of everybody together: money, with its 90 % range; chance and level: the two variances behind the range."""

    value: float
    low: float
    high: float
    chance: float
    level: float

    def quantile(self, p: float) -> float:
        """The value below which the truth lies with probability ``p``, 0 < p < 1."""
        return ranges.quantile_of_value(self.value, self.chance, self.level, p)


@dataclass(frozen=True)
class Scores:
    """The forecast of every buyer. ``frame``: one row a buyer; ``card``: how it was made and how good it is.

    Columns of frame: customer_id, frequency, recency_days, age_days, p_alive (null when the data do not say who has
    left), p_no_purchase_1y, p_silent_1y (of those there and without a contract, where more than orders is known of
    them and it forecasts better; else null), expected_orders_1y, expected_orders, value_1y, value, low, high. Without a
    forecast the frame has no rows, and ``reason`` says why.
    """

    frame: pd.DataFrame
    card: Mapping[str, Any]

    @property
    def total(self) -> Total:
        """Value of all buyers. Raises UndefinedError when nothing could be forecast."""
        if self.reason is not None:
            raise UndefinedError(self.reason)
        return Total(**self.card["total"])

    @property
    def reason(self) -> Message | None:
        """Why there is no forecast; None when there is one."""
        return read_reason(self.card["reason"])

    @property
    def note(self) -> Message:
        """How the range was made, in one sentence."""
        held = self.card["holdout"]
        return message(NOTE, days=held["horizon"]) if held else message(NOTE_UNTESTED)

    @property
    def basis(self) -> str:
        """What value is counted in: contribution, margin or revenue."""
        return str(self.card["basis"])


def read_reason(kept: Mapping[str, Any] | None) -> Message | None:
    """A message out of a card."""
    return None if kept is None else message(str(kept["text"]), **kept["values"])


def _path_of(held: Warehouse) -> Path:
    """Where the scores of the published data lie."""
    return home() / "scores" / f"scores-{held.published.data_hash[:8]}.parquet"


@dataclass(frozen=True)
class Switches:
    """Whether the recent pace and last year's season move everybody's forecast."""

    use_level: bool = True
    use_season: bool = True


def score(held: Warehouse, progress: Progress | None = None, switches: Switches | None = None) -> Path:
    """Compute the scores of the published data and write them; returns the file."""
    report = progress or (lambda what, share: None)
    found = _computed(held, report, switches or Switches())
    path = _path_of(held)
    path.parent.mkdir(parents=True, exist_ok=True)
    _put(path.with_suffix(".json"), lambda place: place.write_text(json.dumps(found.card, indent=1), encoding="utf-8"))
    _put(path, lambda place: found.frame.to_parquet(place, index=False, compression="zstd"))
    report("scores written", 1.0)
    return path


def _put(path: Path, write: Callable[[Path], object]) -> None:
    """Write under another name, then rename: nobody ever reads half a file."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        write(temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def load(held: Warehouse) -> Scores:
    """The scores of the published data; computed first when they are not there, or were made another way."""
    path = _path_of(held)
    with _COMPUTING:
        if not _usable(path):
            score(held)
        try:
            return _read(path, path.stat().st_mtime_ns)
        except (OSError, ValueError, KeyError, pa.ArrowException) as error:
            log.warning("the scores in %s are damaged (%s) and are computed again", path.name, type(error).__name__)
            score(held)
    return _read(path, path.stat().st_mtime_ns)


def _usable(path: Path) -> bool:
    try:
        kept = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        log.warning("the card beside %s is damaged; the scores are computed again", path.name)
        return False
    return path.is_file() and isinstance(kept, dict) and kept.get("format") == FORMAT


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> Scores:
    kept = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    frame = pd.read_parquet(path)
    if not {"customer_id", "value", "low", "high", "p_silent_1y"} <= set(frame.columns):
        raise ValueError("columns are missing")
    return Scores(frame, kept)


def _computed(held: Warehouse, report: Progress, switches: Switches) -> Scores:
    """Choose the champion, forecast every buyer, and fill in the card."""
    report("reading orders", 0.0)
    facts = held.frame("data_facts").iloc[0]
    heading = _heading(held, facts)
    try:
        task = _task(held, facts, heading["rate_yearly"], switches)
        frame, found = scoring.scored(task, report)
        report("reading what is known beyond orders", 0.9)
        chances, entry = _beyond(held, task, frame, found["champion"])
    except UndefinedError as error:
        frame, found = scoring.unscored(error.reason)
        chances, entry = pd.Series(dtype=float), beyond.entry(None, None)
    frame["p_silent_1y"] = chances.reindex(frame["customer_id"]).to_numpy(float)
    return Scores(frame, heading | found | {"beyond_orders": entry})


def _beyond(
    held: Warehouse, task: scoring.Task, frame: pd.DataFrame, champion: str
) -> tuple[pd.Series, dict[str, Any]]:
    """The chance of falling silent by customer_id where contacts and departures are recorded and help; the trial."""
    brought = signs.supplied(held)
    if "departures" not in brought or not beyond.BESIDE & brought or frame["p_no_purchase_1y"].isna().any():
        return pd.Series(dtype=float), beyond.entry(None, None)

    def known_by(day: int, most: int | None = LEARNT_ON) -> pd.DataFrame:
        return signs.known_by(held, task.log.date_of(day), most)

    def forecast(day: int) -> pd.DataFrame:
        made = models.predict(champion, task.log, day, [YEAR], use_level=task.use_level, use_season=task.use_season)[0]
        names = pd.Index(task.log.ids[made.known.who], name="customer_id")
        alive = np.ones(len(names)) if made.p_alive is None else made.p_alive
        return pd.DataFrame({"p": made.p_no_order, "alive": alive}, index=names)

    layer, trial = beyond.found(known_by, forecast, task.until, int(task.log.day.min()))
    if layer is None:
        return pd.Series(dtype=float), beyond.entry(layer, trial)
    now = frame.set_index("customer_id")[["p_no_purchase_1y", "p_alive"]].set_axis(["p", "alive"], axis=1).fillna(1.0)
    there = beyond.on_day(known_by(task.until, None), now)
    return pd.Series(layer.chances(there), index=there.index), beyond.entry(layer, trial)


def _task(held: Warehouse, facts: Any, rate: float, switches: Switches) -> scoring.Task:
    """The published orders as the models read them. Raises UndefinedError when there are none."""
    if not facts["completed"]:
        raise UndefinedError(message(NO_ORDERS))
    read = buyers.published(held, LEARNT_ON)
    log = order_log(read.customer, read.day, read.amount, read.ids, read.start, bought=read.bought, cost=read.cost)
    everybody = buyers.buyers(held)
    x = everybody.frequency
    known = Histories(
        who=np.arange(len(x), dtype=np.int64),
        frequency=x,
        recency=everybody.recency,
        age=everybody.age,
        spend=everybody.brought,
        repeat_spend=everybody.brought * x / (x + 1),  # what the first day brought is not told apart here
        cost=everybody.cost,
    )
    until = (facts["until"].date() - log.start).days
    return scoring.Task(log, everybody.ids, known, until, rate, switches.use_level, switches.use_season)


def _rate(held: Warehouse) -> float:
    """The yearly discount rate of the case believed now, else of the approved one, else the usual one."""
    frame = held.frame("assumption")
    rates = frame[frame["name"] == "rate"].set_index("case_name")["value"]
    for case in ("current", "approved"):
        if case in rates.index:
            return float(rates[case])
    return RATE


def _heading(held: Warehouse, facts: Any) -> dict[str, Any]:
    basis = REVENUE
    if facts["has_cost"]:
        basis = CONTRIBUTION if facts["has_cost_to_serve"] else MARGIN
    until = facts["until"]
    return {
        "format": FORMAT,
        "data_hash": held.published.data_hash,
        "fitted_on": None if pd.isna(until) else date.isoformat(until),
        "code": __version__,
        "horizon_months": scoring.YEARS * 12,
        "rate_yearly": _rate(held),
        "basis": basis,
        "buyers": int(facts["customers"] or 0),
    }
