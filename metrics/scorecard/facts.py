"""Where every measure stands this month: its reading, target, attainment and status, and what its owner says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import pandas as pd

from data.library.kpis import Kpi, kpis
from metrics.answers.cells import Row
from metrics.context import Context, Sources, kept
from metrics.metric import DECLARED
from metrics.ratio import RATIOS, figure, series
from metrics.reading import Figure, Reading, UndefinedError
from metrics.scorecard.answers import answers
from metrics.scorecard.attainment import Status, Target, attainment, score, status
from metrics.words.text import N_, message

PERSPECTIVES = {
    "financial": (N_("Finance"), N_("Does it pay?")),
    "customer": (N_("Customers"), N_("Do they stay, and would they recommend us?")),
    "process": (N_("Processes"), N_("Is the work done well?")),
    "learning": (N_("Learning"), N_("Can we keep it up?")),
}
SHOWN = 5  # measures of a perspective that stand open


@dataclass(frozen=True)
class Standing:
    """One measure this month. ``attained`` None without target or value; ``before``: its status a month earlier."""

    kpi: Kpi
    reading: Reading
    better: str
    target: Target | None
    attained: float | None
    status: Status
    before: Status | None
    months: tuple[float | None, ...]

    @property
    def said(self) -> bool:
        """Whether its owner has said something of the month."""
        return bool(self.target and self.target.comment)


def month(sources: Sources) -> pd.Timestamp:
    """First day of the last month that is over. UndefinedError without data."""
    until = sources.published.until
    if until is None:
        raise UndefinedError(message(N_("the data hold no complete month of orders")))
    last = pd.Timestamp(until)
    whole = last if last == last + pd.offsets.MonthEnd(0) else last - pd.offsets.MonthBegin(1) - pd.DateOffset(days=1)
    return whole.normalize().replace(day=1)


@kept
def _targets(sources: Sources) -> Mapping[str, pd.DataFrame]:
    frame = sources.frames["kpi_target"]
    return {str(kpi): rows.sort_values("period") for kpi, rows in frame.groupby("kpi")}


def _target(sources: Sources, metric: str, at: pd.Timestamp, said: Mapping[str, Row]) -> Target | None:
    """The target of a measure in a month: the last one set for it or before, with what was said of that very month.

    said: what was written on the page, which stands over what came with the data. None where no target was ever set.
    """
    rows = _targets(sources).get(metric)
    past = None if rows is None else rows[pd.to_datetime(rows["period"]) <= at]
    if past is None or not len(past):
        return None
    row = past.iloc[-1]
    same = pd.Timestamp(row["period"]) == at
    written = said.get(f"{metric}|{at:%Y-%m}", {})

    def text(name: str) -> str:
        brought = "" if not same or pd.isna(row[name]) else str(row[name])[: 10 if name == "due_on" else None]
        return written.get(name) or brought

    def number(name: str) -> float | None:
        return None if pd.isna(row[name]) else float(row[name])

    return Target(
        value=float(row["target"]),
        upper=number("upper"),
        baseline=number("baseline"),
        red=number("red_limit"),
        weight=float(row["weight"]),
        owner="" if pd.isna(row["owner"]) else str(row["owner"]),
        comment=text("comment"),
        due_on=text("due_on"),
    )


def standings(context: Context) -> tuple[Standing, ...]:
    """Every measure that something computes, in the order of the catalogue, in the definition that was chosen."""
    entered = answers(context.sources)
    chosen, said = entered["variants"].value, entered["comments"].value
    state = json.dumps((chosen, said), sort_keys=True)  # worked out once for each state of what people entered

    def make() -> tuple[Standing, ...]:
        computed = (kpi for kpi in kpis().values() if kpi.metric)
        return tuple(_standing(context, kpi, chosen.get(kpi.id, kpi.metric), said) for kpi in computed)

    return context.once((standings, state), make)


def _standing(context: Context, kpi: Kpi, metric: str, said: Mapping[str, Row]) -> Standing:
    """One measure as ``metric`` computes it."""
    reading, better = context.read(metric), DECLARED[metric].better
    now = month(context.sources)
    aim = _target(context.sources, metric, now, said)
    attained, state = _state(reading.value, reading.low, reading.high, aim, better)
    return Standing(
        kpi, reading, better, aim, attained, state, _before(context, metric, now), _months(context.sources, metric)
    )


def _state(
    value: float | None, low: float | None, high: float | None, aim: Target | None, better: str
) -> tuple[float | None, Status]:
    if value is None or aim is None:
        return None, Status.UNSURE
    try:
        attained = attainment(value, aim, higher=better != "lower")
    except UndefinedError:
        return None, Status.UNSURE
    return attained, status(attained, low, high, aim)


def _before(context: Context, metric: str, now: pd.Timestamp) -> Status | None:
    """The status of a month earlier; None where no history is kept, or there was no target then."""
    earlier = now - pd.DateOffset(months=1)
    aim = _target(context.sources, metric, earlier, {})
    then = _figure(context.sources, metric, f"{earlier:%Y-%m-%d}")
    if aim is None or then is None:
        return None
    return _state(then.value, then.low, then.high, aim, DECLARED[metric].better)[1]


@kept
def _figure(sources: Sources, metric: str, at: str) -> Figure | None:
    """A ratio in an earlier month; None where it has no value then, or is no ratio."""
    with suppress(UndefinedError):
        return figure(sources.frames, RATIOS[metric], {}, at) if metric in RATIOS else None
    return None


@kept
def _months(sources: Sources, metric: str) -> tuple[float | None, ...]:
    """A ratio at the ends of the last twelve months; empty where it is no ratio or there are fewer than two."""
    with suppress(UndefinedError):
        values = series(sources.frames, RATIOS[metric], {}) if metric in RATIOS else ()
        return tuple(None if pd.isna(value) else float(value) for value in values) if len(values) > 1 else ()
    return ()


def aimed(context: Context) -> list[Standing]:
    """Those with a target, the furthest behind first; what cannot be told comes last."""
    with_target = [each for each in standings(context) if each.target is not None]
    return sorted(with_target, key=lambda each: 9.0 if each.status is Status.UNSURE else each.attained or 0.0)


def behind(context: Context) -> list[Standing]:
    """Those below their target, the furthest first."""
    return [each for each in aimed(context) if each.status is Status.BELOW]


def counts(context: Context) -> dict[Status, tuple[int, int | None]]:
    """How many stand how, and by how many that has changed in a month among those whose status then is known."""
    rows = aimed(context)
    known = [each for each in rows if each.before is not None]

    def change(state: Status) -> int | None:
        now, before = (sum(status is state for status in each) for each in zip(*pairs, strict=True))
        return now - before

    pairs = [(each.status, each.before) for each in known]
    return {state: (sum(each.status is state for each in rows), change(state) if pairs else None) for state in Status}


def scored(context: Context) -> tuple[float, float]:
    """The score, and the share of the weight it stands on. UndefinedError below 80 % of it."""
    rows = aimed(context)
    known = [(each.target.weight, each.attained) for each in rows if each.target and each.attained is not None]
    return score(known, sum(each.target.weight for each in rows if each.target))


def shown(context: Context, perspective: str) -> tuple[list[Standing], list[Standing]]:
    """The measures of a perspective that stand open, at most five, those with a target first; and the others."""
    mine = [each for each in standings(context) if each.kpi.perspective == perspective]
    first = sorted((each for each in mine if each.kpi.first), key=lambda each: each.target is None)[:SHOWN]
    return first, [each for each in mine if each not in first]
