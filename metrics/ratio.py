"""A Ratio: a metric that is one sum over another of an additive mart, by month, region, site and team.

Declared in a few lines, it has a value with its range, a monthly series, and a drill-down whose parts add up to the
whole because both sums do. Mart, two columns, months: nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from metrics.intervals import resampled_ratio, wilson
from metrics.metric import Better, Metric, Perspective, declare
from metrics.reading import Figure, UndefinedError
from metrics.words.text import N_, message
from metrics.words.units import Amount, Unit

PLACES = ("region", "site", "team")  # from the largest down
LEVEL = 0.9


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """``scale`` x sum(over) / sum(under) of ``mart`` over the last ``months`` months.

    ``needs`` names the column without which nothing is counted. ``places``: those of PLACES the mart has. ``share``:
    whether ``over`` counts some of those ``under`` counts, one by one: then its range is Wilson's.
    """

    id: str
    mart: str
    over: str
    under: str
    needs: str
    months: int = 1
    scale: float = 1.0
    share: bool = False
    places: tuple[str, ...] = PLACES


RATIOS: dict[str, Ratio] = {}  # every ratio by id, filled as they are declared


@dataclass(frozen=True)
class Part:
    """One place of a drill-down: its name ("" where none is recorded), both sums, and their ratio (None without)."""

    name: str
    over: float
    under: float
    value: float | None


def ratio(
    subject: str,
    held: Ratio,
    name: str,
    unit: Unit,
    formula: str,
    *,
    perspective: Perspective,
    better: Better = "higher",
    source: str = "",
) -> Metric:
    """Declare ``held`` as a metric of ``subject`` whose terms are the places, and a month (its first day, ISO)."""
    RATIOS[held.id] = held

    def compute(context: Any, region: str = "", site: str = "", team: str = "", month: str = "") -> Figure:
        return figure(context.frames, held, {"region": region, "site": site, "team": team}, month)

    (declared,) = declare(
        subject,
        perspective,
        Metric(
            id=held.id,
            name=name,
            unit=unit,
            formula=formula,
            compute=compute,
            better=better,
            mart=held.mart,
            source=source,
        ),
    )
    return declared


def _cells(frames: Mapping[str, pd.DataFrame], held: Ratio, where: Mapping[str, str]) -> pd.DataFrame:
    """Columns month, places, over and under of the cells at ``where`` in which both were looked at."""
    frame = frames[held.mart]
    wanted = [name for name in where if where[name]]
    if unknown := [name for name in wanted if name not in held.places]:
        text = N_("is not recorded by {place}")
        raise UndefinedError(message(text, place=unknown[0]))
    cells = frame[["month", *held.places]].assign(
        over=frame[held.over].astype(float), under=frame[held.under].astype(float)
    )
    counted = cells[cells["over"].notna() & cells["under"].notna()]
    if not counted["under"].any():
        raise UndefinedError(message(N_("needs {column}, which is not here yet"), column=held.needs))
    for name in wanted:
        counted = counted[counted[name] == where[name]]
    return counted


def _window(held: Ratio, cells: pd.DataFrame, last: pd.Timestamp, first: pd.Timestamp) -> pd.DataFrame:
    """The cells of the months that end with ``last``. UndefinedError where the data, from ``first``, are too short."""
    begin = last - pd.DateOffset(months=held.months - 1)
    if begin < first:
        there = (last.year - first.year) * 12 + last.month - first.month + 1
        raise UndefinedError(message(N_("needs {n} months; there are {held}"), n=held.months, held=max(there, 0)))
    inside = cells[(cells["month"] >= begin) & (cells["month"] <= last)]
    if not inside["under"].sum():
        raise UndefinedError(message(N_("nothing was counted in this time")))
    return inside


def figure(frames: Mapping[str, pd.DataFrame], held: Ratio, where: Mapping[str, str], month: str = "") -> Figure:
    """The ratio at a place and its range, up to the last month anything was counted in, or to ``month``.

    UndefinedError without the column, with too few months, or where nothing was counted.
    """
    everywhere = _cells(frames, held, {})
    months = pd.to_datetime(everywhere["month"])
    last = pd.Timestamp(month) if month else months.max()
    cells = _cells(frames, held, where).assign(month=lambda rows: pd.to_datetime(rows["month"]))
    inside = _window(held, cells, last, months.min())
    over, under = float(inside["over"].sum()), float(inside["under"].sum())
    low, high, note = None, None, None
    if held.share and 0 <= over <= under:
        low, high = (end * held.scale for end in wilson(over, under, LEVEL))
        note = message(N_("Wilson's range, of {n} counted."), n=Amount(under, Unit.COUNT))
    elif len(inside) > 1:
        ends = resampled_ratio(inside["over"].to_numpy(), inside["under"].to_numpy(), LEVEL)
        low, high = (end * held.scale for end in ends)
        note = message(N_("Bootstrap over {n} cells, a month at a place each."), n=Amount(len(inside), Unit.COUNT))
    return Figure(held.scale * over / under, low, high, note, rows=len(inside))


def series(frames: Mapping[str, pd.DataFrame], held: Ratio, where: Mapping[str, str], most: int = 12) -> pd.Series:
    """The ratio at each of the last ``most`` month ends, NaN where nothing was counted; by first day of the month."""
    cells = _cells(frames, held, where)
    monthly = cells.assign(month=pd.to_datetime(cells["month"])).groupby("month")[["over", "under"]].sum()
    whole = monthly.reindex(pd.date_range(monthly.index.min(), monthly.index.max(), freq="MS"), fill_value=0.0)
    sums = whole.rolling(held.months).sum()
    values = held.scale * sums["over"] / sums["under"].where(sums["under"] != 0)
    return values.iloc[-most:]


def monthly(frames: Mapping[str, pd.DataFrame], held: Ratio) -> pd.Series:
    """The ratio of each month alone, whatever it is pooled over elsewhere; by first day, NaN where there is none."""
    return series(frames, replace(held, months=1), {}, most=1200)


def split(
    frames: Mapping[str, pd.DataFrame], held: Ratio, by: str, where: Mapping[str, str], month: str = ""
) -> list[Part]:
    """The parts of the ratio by one place, in the order of their names; their sums add up to those of the whole.

    UndefinedError as :func:`figure`, and where the mart does not have the place.
    """
    if by not in held.places:
        raise UndefinedError(message(N_("is not recorded by {place}"), place=by))
    everywhere = pd.to_datetime(_cells(frames, held, {})["month"])
    cells = _cells(frames, held, where).assign(month=lambda rows: pd.to_datetime(rows["month"]))
    last = pd.Timestamp(month) if month else everywhere.max()
    inside = _window(held, cells, last, everywhere.min())
    named = inside[by].astype(object).where(inside[by].notna(), "")
    sums = inside.groupby(named)[["over", "under"]].sum()
    return [
        Part(str(name), float(over), float(under), held.scale * over / under if under else None)
        for name, over, under in zip(sums.index, sums["over"], sums["under"], strict=True)
        if over or under
    ]
