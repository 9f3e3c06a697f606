"""What the customer value page tells: who brings the money, what a tenth is worth, where attention should go.

Everything here hangs on the data alone and is worked out once for a version of them. What leaves for a page is small
however many customers there are: some hundred points of a curve, ten tenths, two hundred customers of a matrix.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from metrics import base, concentration
from metrics.lifetime.summary import Whole
from metrics.reading import UndefinedError
from metrics.report_sources import DataSources
from metrics.text import N_, Message, message

POINTS = 200  # customers drawn in the matrix
NAMED = 8  # of those to develop, by name where there is room
LISTED = 50  # of those to develop
CUTS = (0.80, 0.95)  # shares at which classes A and B end
SHARES = tuple(np.linspace(0.0, 1.0, 101))  # where the curve is read


@dataclass(frozen=True, eq=False)
class Buyers:
    """Everybody who bought: one row a customer of ``frame``, indexed by customer_id.

    Columns: kind, region, acquired_by, first_order, last_order, orders, frequency, recency_days, age_days, active,
    brought (so far) and now (in the last 12 months), both in money by ``word``; and where a forecast can be made next
    (expected in the coming year), value, low, high, silent (probability of no order in it), which else are empty for
    ``reason``.
    """

    frame: pd.DataFrame
    word: str
    reason: Message | None


_KEPT = ["kind", "region", "acquired_by", "first_order", "last_order", "orders", "frequency", "recency_days"]
_FORECAST = {"value_1y": "next", "value": "value", "low": "low", "high": "high", "p_no_purchase_1y": "silent"}


@lru_cache(maxsize=2)
def buyers(data: DataSources) -> Buyers:
    """Everybody who bought, with what is forecast of them."""
    column, word = base.brings(data.frames)
    everyone = data.frames["customer_base"]
    held = everyone[everyone["order_days"] > 0].set_index("customer_id")
    frame = held[[*_KEPT, "age_days", "active"]].copy()
    frame["brought"], frame["now"] = held[column].astype(float), held[f"{column}_12m"].astype(float)
    forecast = data.scores.frame.set_index("customer_id")[list(_FORECAST)]
    return Buyers(frame.join(forecast.rename(columns=_FORECAST)), word, data.scores.reason)


@dataclass(frozen=True)
class Group:
    """Some customers together: how many, and the money they bring."""

    name: str
    customers: int
    money: float


@dataclass(frozen=True)
class Concentrated:
    """Who brings the money, best first: the curve, and the classes A, B and C; or the reason there are none.

    ``peak`` is where the curve is highest: beyond it come only customers who lose money. All shares are fractions.
    """

    word: str
    customers: tuple[float, ...] = ()
    money: tuple[float, ...] = ()
    named: tuple[tuple[float, float], ...] = ()
    ends: tuple[float, float] = (0.0, 0.0)  # shares of customers at which A and B end
    peak: tuple[float, float] = (1.0, 1.0)
    best_hundredth: float = 0.0
    below_zero: int = 0
    classes: tuple[Group, ...] = ()
    reason: Message | None = None


@lru_cache(maxsize=2)
def concentrated(data: DataSources) -> Concentrated:
    """The Lorenz curve of what buyers brought so far, and their ABC classes. Source: catalogue C03, C04, C06, C07."""
    held = buyers(data)
    values = held.frame["brought"].to_numpy()
    try:
        curve, letters = concentration.lorenz(values), concentration.abc_classes(values, *CUTS)
    except UndefinedError as error:
        return Concentrated(held.word, reason=error.reason)
    classes = tuple(
        Group(letter, int((letters == letter).sum()), float(values[letters == letter].sum())) for letter in "ABC"
    )
    highest = int(np.argmax(curve[1]))
    read = [float(np.interp(x, *curve)) for x in SHARES]
    a, b = (group.customers / values.size for group in classes[:2])
    return Concentrated(
        word=held.word,
        customers=SHARES,
        money=tuple(read),
        named=((0.2, read[20]), (0.5, read[50])),
        ends=(a, a + b),
        peak=(float(curve[0][highest]), float(curve[1][highest])),
        best_hundredth=read[1],
        below_zero=int((values < 0).sum()),
        classes=classes,
    )


@dataclass(frozen=True)
class Quadrant:
    """One of the four: ``id`` as the page names it, how many customers, and their money a year, before and ahead."""

    id: str
    customers: int
    now: float
    next: float


@dataclass(frozen=True)
class Drawn:
    """One customer of the matrix: money a year before and ahead, places among all compared (0 to 1), size 0 to 1."""

    id: str
    now: float
    next: float
    x: float
    y: float
    size: float
    named: bool = False


# Little now and much ahead; much and much; little and little; much now and little ahead.
QUADRANTS = ("develop", "protect", "serve", "keep")


@dataclass(frozen=True)
class Attention:
    """Active customers by what they brought in a year and are expected to bring in the next, cut at the medians.

    ``cuts`` in money, ``places`` the same cuts as shares of the customers; ``first``: who in the first quadrant is
    expected to bring most; ``left_out``: how many have not ordered in a year.
    """

    cuts: tuple[float, float] = (0.0, 0.0)
    places: tuple[float, float] = (0.5, 0.5)
    quadrants: tuple[Quadrant, ...] = ()
    drawn: tuple[Drawn, ...] = ()
    first: tuple[str, ...] = ()
    left_out: int = 0
    reason: Message | None = None

    @property
    def develop(self) -> Quadrant:
        """Those who bring little and are expected to bring much."""
        return self.quadrants[0]


@lru_cache(maxsize=64)
def attention(data: DataSources, kind: str | None = None, region: str | None = None) -> Attention:
    """Where attention should go among customers of that kind and region. Source: catalogue C21."""
    held = buyers(data)
    if held.reason is not None:
        return Attention(reason=held.reason)
    asked = [held.frame[name] == wanted for name, wanted in (("kind", kind), ("region", region)) if wanted]
    chosen = held.frame[np.logical_and.reduce(asked)] if asked else held.frame
    active = chosen[chosen["active"].astype(bool) & chosen["next"].notna()]
    if len(active) < concentration.FEWEST:
        return Attention(reason=_too_few(len(active)))
    return _matrix(active, left_out=len(chosen) - len(active))


def _too_few(n: int) -> Message:
    text = N_("{n} active customers are too few to compare; {needed} are needed")
    return message(text, n=n, needed=concentration.FEWEST)


def _matrix(active: pd.DataFrame, left_out: int) -> Attention:
    now, ahead = active["now"].to_numpy(), active["next"].to_numpy()
    cuts = float(np.median(now)), float(np.median(ahead))
    where = np.where(ahead >= cuts[1], 0, 2) + (now >= cuts[0])
    groups = tuple(
        Quadrant(name, int((where == i).sum()), float(now[where == i].sum()), float(ahead[where == i].sum()))
        for i, name in enumerate(QUADRANTS)
    )
    places = float((now < cuts[0]).mean()), float((ahead < cuts[1]).mean())
    first = tuple(str(id) for id in active["next"][where == 0].nlargest(LISTED).index)
    return Attention(cuts, places, groups, _drawn(active, where), first, left_out)


def _drawn(active: pd.DataFrame, where: Whole) -> tuple[Drawn, ...]:
    """At most ``POINTS`` customers, as many from each quadrant as it has of all, evenly from best to last."""
    ranks = active[["now", "next"]].rank(method="average").sub(0.5).div(len(active))
    table = active[["now", "next", "value"]].assign(x=ranks["now"], y=ranks["next"], where=where)
    table["size"] = np.sqrt(table["value"].clip(lower=0) / max(float(table["value"].max()), 1e-9))
    table = table.sort_values("next", ascending=False, kind="stable")
    parts = [_evenly(part, len(table)) for _, part in table.groupby("where", sort=True)]
    return tuple(drawn for part in parts for drawn in _each(part))


def _each(part: pd.DataFrame) -> Iterator[Drawn]:
    rows = part[["now", "next", "x", "y", "size"]].to_numpy().tolist()
    for place, (id, (now, ahead, x, y, size)) in enumerate(zip(part.index, rows, strict=True)):
        yield Drawn(str(id), now, ahead, x, y, size, named=bool(place < NAMED and part["where"].iloc[0] == 0))


def _evenly(part: pd.DataFrame, of: int) -> pd.DataFrame:
    wanted = min(len(part), max(NAMED, POINTS * len(part) // of))
    return part.iloc[np.unique(np.r_[: min(NAMED, wanted), np.linspace(0, len(part) - 1, wanted).astype(int)])[:wanted]]


def choices(data: DataSources) -> dict[str, list[str]]:
    """Kinds and regions customers can be narrowed to; nothing where there is one alone."""
    frame = buyers(data).frame
    found = {name: sorted(str(value) for value in frame[name].dropna().unique()) for name in ("kind", "region")}
    return {name: values if len(values) > 1 else [] for name, values in found.items()}


@dataclass(frozen=True)
class Tenth:
    """One tenth of the buyers by expected value, best first: what one of them is worth, and its range; money."""

    value: float
    low: float | None
    high: float | None


@lru_cache(maxsize=2)
def tenths(data: DataSources) -> tuple[Tenth, ...]:
    """The tenths, whose values add up to the value of the base; none where there is no forecast or too few buyers.

    The card keeps the range of each tenth before discounting: it is discounted here as the tenth itself was.
    """
    value = data.scores.frame["value"].to_numpy()
    ranges = data.scores.card["value_tenths"]
    if value.size < concentration.FEWEST or len(ranges) != 10:
        return ()
    means = [float(part.mean()) for part in np.array_split(np.sort(value)[::-1], 10)]
    return tuple(_discounted(mean, kept) for mean, kept in zip(means, ranges, strict=True))


def _discounted(mean: float, kept: Mapping[str, float]) -> Tenth:
    if mean * kept["mean_expected"] <= 0:
        return Tenth(mean, None, None)
    factor = mean / kept["mean_expected"]
    return Tenth(mean, kept["mean_low"] * factor, kept["mean_high"] * factor)


def course(data: DataSources) -> tuple[float, ...]:
    """Active customers at the last four month ends, oldest first."""
    months = data.frames["active_month"].sort_values("month")["active"]
    return tuple(float(n) for n in months.tail(4))
