"""Where attention should go: active customers by what they brought and what is expected, in four fields."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.context import Sources, kept
from metrics.customers import concentration
from metrics.customers.buyers import ALL, forecast, of_mode
from metrics.lifetime.summary import Whole
from metrics.reading import UndefinedError
from metrics.value.worth import value_views
from metrics.words.text import N_, message

POINTS = 200  # customers drawn in the matrix
NAMED = 8  # of those to develop, by name where there is room
LISTED = 50  # of those to develop


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


@dataclass(frozen=True, eq=False)
class Attention:
    """Active customers by what they brought in a year and are expected to bring in the next, cut at the medians.

    ``cuts`` in money, ``places`` the same cuts as shares of the customers; ``first``: who in the first quadrant is
    expected to bring most; ``left_out``: how many are not active, or without a forecast. ``everybody``: columns now,
    next and field, who is expected to bring most first.
    """

    cuts: tuple[float, float]
    places: tuple[float, float]
    quadrants: tuple[Quadrant, ...]
    drawn: tuple[Drawn, ...]
    first: tuple[str, ...]
    left_out: int
    everybody: pd.DataFrame

    @property
    def develop(self) -> Quadrant:
        """Those who bring little and are expected to bring much."""
        return self.quadrants[0]


EXPECTED, POSSIBLE = "expected", "possible"  # what stands up the matrix: a forecast, or what good customers alike bring


@kept
def attention(
    sources: Sources,
    kind: str | None = None,
    region: str | None = None,
    tier: str | None = None,
    mode: str = ALL,
    by: str = EXPECTED,
) -> Attention:
    """Where attention should go among customers of that kind, region and tier; employees are not courted.

    ``by``: what they are expected to bring in the next year, or what they could bring in one (own and more possible).

    UndefinedError without a forecast, or with too few to compare.
    """
    forecast(sources)
    frame = of_mode(sources, mode)
    chosen = frame[~frame["employee"]]
    for column, wanted in {"kind": kind, "region": region, "tier": tier}.items():
        chosen = chosen[chosen[column] == wanted] if wanted else chosen
    if by == POSSIBLE:
        views = value_views(sources)
        chosen = chosen.assign(next=(views["own"] + views["potential"]).reindex(chosen.index))
    active = chosen[chosen["active"].astype(bool) & chosen["next"].notna()]
    if len(active) < concentration.FEWEST:
        text = N_("{n} active customers are too few to compare; {needed} are needed")
        raise UndefinedError(message(text, n=len(active), needed=concentration.FEWEST))
    return _matrix(active, left_out=len(chosen) - len(active))


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
    everybody = active[["now", "next"]].assign(field=np.array(QUADRANTS)[where])
    everybody = everybody.sort_values("next", ascending=False, kind="stable")
    return Attention(cuts, places, groups, _drawn(active, where), first, left_out, everybody)


def _drawn(active: pd.DataFrame, where: Whole) -> tuple[Drawn, ...]:
    """At most ``POINTS`` customers, as many from each quadrant as it has of all, evenly from best to last."""
    ranks = active[["now", "next"]].rank(method="average").sub(0.5).div(len(active))
    table = active[["now", "next", "value"]].assign(x=ranks["now"], y=ranks["next"], where=where)
    table["size"] = np.sqrt(table["value"].clip(lower=0) / max(float(table["value"].max()), 1e-9))
    table = table.sort_values("next", ascending=False, kind="stable")
    chosen = pd.concat([_evenly(part, len(table)) for _, part in table.groupby("where", sort=True)])
    chosen["named"] = (chosen["where"] == 0) & (np.arange(len(chosen)) < NAMED)  # the first quadrant stands first
    columns = ["now", "next", "x", "y", "size", "named"]
    return tuple(Drawn(str(id), *row) for id, *row in chosen[columns].itertuples(name=None))


def _evenly(part: pd.DataFrame, of: int) -> pd.DataFrame:
    """From best to last; of those to develop, the first ones in any case."""
    wanted = min(len(part), max(NAMED, (POINTS - NAMED) * len(part) // of))
    places = np.linspace(0, len(part) - 1, wanted).astype(int)
    if part["where"].iloc[0] == 0:
        places = np.union1d(np.arange(min(NAMED, len(part))), places)
    return part.iloc[places]
