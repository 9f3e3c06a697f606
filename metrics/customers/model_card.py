"""The model card: which model forecasts these customers, how it did on days it had not seen, what others say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from metrics.context import Sources, kept
from metrics.lifetime.scores import read_reason
from metrics.lifetime.summary import Floats
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit

MODELS = {
    "grid": N_("Corrected grid"),
    "bg_nbd": "BG/NBD",
    "mbg_nbd": "MBG/NBD",
    "pareto_nbd": "Pareto/NBD",
    "gamma_gamma": "Gamma-Gamma",
    "naive_rate": N_("Own rate repeated"),
    "naive_active": N_("Own rate, if recent"),
}
SHOWN = 3  # holdouts' lengths of history drawn before the holdout
TROUBLE = N_("its search takes too long on so many rows")  # of lifetimes; what else it says stands as it is


@dataclass(frozen=True)
class Rival:
    """One model on all back-tests. ``total_off``: mean share by which the sum was missed, either way; ``one_off``: mean
    orders by which one customer was missed; ``ranking``: Gini, 1 is perfect; ``loss``: what the choice goes by, 0 best.
    """

    id: str
    total_off: float | None
    one_off: float
    ranking: float | None
    loss: float


@dataclass(frozen=True)
class Weeks:
    """Repeat orders a week: ``actual`` all along, the others from week ``fitted`` on, which the model had not seen."""

    actual: tuple[float, ...]
    fitted: int
    model: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    worst: tuple[int, date] | None  # the week that lies farthest outside the range: its number from 1, its first day


@dataclass(frozen=True)
class Opinion:
    """One model as lifetimes fits it: how far from us its parameters are, or why it has none."""

    id: str
    ours: Mapping[str, float | None]
    theirs: Mapping[str, float]
    difference: float | None
    trouble: str


class Group(NamedTuple):
    """Customers of about the same probability of ordering: how many, what was said, what came; fractions."""

    customers: int
    said: float
    came: float


@dataclass(frozen=True, eq=False)
class Card:
    """Everything the page says about the model. Without a forecast only ``reason`` is there."""

    reason: Message | None
    rate: float
    learnt_on: int
    champion: str | None
    error: float | None  # of the sum of orders in the latest back-test, 0.1 is a tenth too high
    weeks: Weeks | None
    rivals: tuple[Rival, ...]
    backtests: int
    calibration: tuple[Group, ...]
    calibration_error: float | None
    opinions: tuple[Opinion, ...]
    warnings: tuple[Message, ...]
    moved: Message | None = None


@kept
def card(sources: Sources) -> Card:
    """The model card of the scores."""
    scores = sources.scores
    stored = scores.card
    latest = stored["backtests"][0]["models"][stored["champion"]] if stored["backtests"] else None
    return Card(
        reason=scores.reason,
        rate=float(stored["rate_yearly"]),
        learnt_on=int(stored["learnt_on"]),
        champion=stored["champion"],
        error=latest and latest["aggregate_error"],
        weeks=_weeks(stored["holdout"], latest) if latest else None,
        rivals=_rivals(stored["backtests"], stored["losses"]),
        backtests=len(stored["backtests"]),
        calibration=tuple(
            Group(int(row["customers"]), row["expected"], row["happened"])
            for row in (stored["holdout"] or {"calibration": ()})["calibration"]
        ),
        calibration_error=latest and latest["ece"],
        opinions=tuple(
            Opinion(id, stored["models"][id]["params"], theirs["params"] or {}, theirs["difference"], theirs["trouble"])
            for id, theirs in stored["lifetimes"].items()
        ),
        warnings=tuple(_warnings(sources, stored)),
        moved=_moved(stored["factors"]),
    )


MOVED = N_(
    "Everybody's coming year is multiplied by {level} for the recent pace and {season} for last year's season; without "
    "both, all are worth {without}."
)


def _moved(factors: Mapping[str, Any] | None) -> Message | None:
    """By how much the recent pace and last year's season move the sums; None where neither does."""
    if factors is None or all(step["level"] == step["season"] == 1 for step in factors["steps"]):
        return None
    level, season = (f"{factors['steps'][0][name]:.3f}" for name in ("level", "season"))
    return message(MOVED, level=level, season=season, without=Amount(factors["without"], Unit.MONEY))


def _weeks(holdout: Mapping[str, Any], latest: Mapping[str, float]) -> Weeks | None:
    """The holdout's weeks and some before them; the range of each is that of the sum, in proportion."""
    weeks = holdout["weekly"]
    ahead = [week for week in weeks if week["holdout"]]
    known = [week for week in weeks if not week["holdout"]][-SHOWN * len(ahead) :]
    if not ahead or not latest["expected"]:
        return None
    model = np.array([week["expected"] for week in ahead])
    low, high = (model * latest[end] / latest["expected"] for end in ("low", "high"))
    actual = tuple(float(week["actual"]) for week in [*known, *ahead])
    return Weeks(actual, len(known), tuple(model), tuple(low), tuple(high), _worst(ahead, len(known), low, high))


def _worst(ahead: Sequence[Mapping[str, Any]], before: int, low: Floats, high: Floats) -> tuple[int, date] | None:
    came = np.array([week["actual"] for week in ahead], dtype=float)
    outside = np.maximum(low - came, came - high)
    place = int(outside.argmax())
    return (before + place + 1, date.fromisoformat(ahead[place]["week"])) if outside[place] > 0 else None


def _rivals(backtests: Sequence[Mapping[str, Any]], losses: Mapping[str, float]) -> tuple[Rival, ...]:
    rivals = []
    for id, loss in sorted(losses.items(), key=lambda item: item[1]):
        tests = [test["models"][id] for test in backtests if id in test["models"]]
        off = _mean([test["aggregate_error"] for test in tests], abs)
        ranking = _mean([test["gini"] for test in tests])
        rivals.append(Rival(id, off, float(np.mean([test["mae_point"] for test in tests])), ranking, loss))
    return tuple(rivals)


def _mean(values: Sequence[float | None], of: Callable[[float], float] = float) -> float | None:
    known = [of(value) for value in values if value is not None]
    return float(np.mean(known)) if known else None


def _warnings(sources: Sources, stored: Mapping[str, Any]) -> list[Message]:
    """What a reader has to know before believing the figures, the worst first."""
    warnings = []
    first, until = sources.facts["first_day"], sources.facts["until"]
    months = 0.0 if first is None or until is None else (until - first).days / 365 * 12
    if stored["champion"] and months < stored["horizon_months"]:
        text = N_("The forecast looks {ahead} months ahead, further than the {seen} months of orders it learnt from.")
        warnings.append(message(text, ahead=stored["horizon_months"], seen=round(months)))
    if stored["champion"] and not stored["backtests"]:
        warnings.append(message(N_("The history is too short for a back-test: no forecast has been checked.")))
    doubts = [doubt for kept in stored.get("doubts", ()) if (doubt := read_reason(kept)) is not None]
    return warnings + doubts + _unidentified(stored["models"])


def _unidentified(fits: Mapping[str, Mapping[str, Any]]) -> list[Message]:
    """Models that the data do not determine, those of the same reason together."""
    same: dict[str, list[str]] = {}
    for id, fit in fits.items():
        if not fit["identifiable"]:
            same.setdefault((fit["reason"] or {}).get("text", ""), []).append(id)
    spending, leaving = N_("{model}: not identified. {reason}"), N_("{model}: drop-out not identified. {reason}")
    return [
        message(
            spending if ids[0] == "gamma_gamma" else leaving,
            model=", ".join(MODELS[id] for id in ids),
            reason=read_reason(fits[ids[0]]["reason"]) or "",
        )
        for ids in same.values()
    ]
