"""What people who are no customers yet may bring: the chance that they become one, times what a new customer is worth.

The chance is the share of leads of the same kind and source that became customers within a year, drawn towards that of
all leads where few were seen; a lead that has waited without becoming one has less of it left. With F(a) the share of
all who were won that were won within a days,

    p left at age a = p (1 - F(a)) / (1 - p F(a))

It is checked on the leads of the year before last, with what was known a year ago.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from metrics.context import Sources, kept
from metrics.customers.buyers import buyers, forecast
from metrics.reading import UndefinedError
from metrics.words.text import N_, message

Floats = NDArray[np.float64]
YEAR = 365
WEIGHT = 20  # leads that the chance of all weighs as, against those of one's own kind and source
FEWEST = 50  # leads a year old or older
LISTED = 8


@dataclass(frozen=True, eq=False)
class Chances:
    """The chance within a year by kind and source (index of ``cells``), that of all, and the days until success."""

    cells: pd.Series
    overall: float
    days: Floats

    def left(self, leads: pd.DataFrame) -> Floats:
        """The chance that each open lead still becomes a customer within its year; 0 from a year on."""
        keys = pd.MultiIndex.from_frame(leads[["kind", "source"]])
        p = self.cells.reindex(keys).fillna(self.overall).to_numpy(dtype=float)
        return _waiting(p, leads["age_days"].to_numpy(dtype=float), self.days)


def _waiting(p: ArrayLike, age: ArrayLike, days: ArrayLike) -> Floats:
    """What is left of chance ``p`` after ``age`` days without success; days: until success, of those who had it."""
    chance, waited = np.asarray(p, dtype=float), np.asarray(age, dtype=float)
    known = np.sort(np.asarray(days, dtype=float))
    won = np.searchsorted(known, waited, side="right") / known.size if known.size else np.zeros(waited.size)
    rest = np.maximum(1 - chance * won, 1e-12)
    return np.asarray(np.where(waited >= YEAR, 0.0, chance * (1 - won) / rest))


def _chances(leads: pd.DataFrame) -> Chances:
    """Chances from leads noted down a year ago or earlier. Columns: kind, source, age_days, won_days."""
    old = leads[leads["age_days"] >= YEAR]
    if len(old) < FEWEST:
        raise UndefinedError(
            message(N_("{n} leads are a year old; {needed} are needed to tell a chance"), n=len(old), needed=FEWEST)
        )
    won = (old["won_days"] <= YEAR).fillna(False).astype(float)
    overall = float(won.mean())
    groups = won.groupby([old["kind"], old["source"]])
    cells = (groups.sum() + WEIGHT * overall) / (groups.count() + WEIGHT)
    days = old.loc[won > 0, "won_days"].to_numpy(dtype=float)
    return Chances(cells, overall, days)


@dataclass(frozen=True)
class Checked:
    """Leads of the year before last: how many, how many were expected to be won within a year, how many were."""

    leads: int
    expected: float
    won: int


def _checked(leads: pd.DataFrame) -> Checked | None:
    """The same chances with what was known a year ago, on leads then new; None where too few were known."""
    then = leads[(leads["age_days"] >= YEAR) & (leads["age_days"] < 2 * YEAR)]
    before = leads[leads["age_days"] >= 2 * YEAR].assign(age_days=leads["age_days"] - YEAR)
    with suppress(UndefinedError):
        expected = float(_chances(before).left(then.assign(age_days=0)).sum())
        won = int((then["won_days"] <= YEAR).fillna(False).sum())
        return Checked(len(then), expected, won) if len(then) else None
    return None


@dataclass(frozen=True)
class Lead:
    """One lead still open: its chance of becoming a customer within its year, and what that is worth; money."""

    id: str
    kind: str
    source: str
    chance: float
    value: float


@dataclass(frozen=True)
class Leads:
    """Open leads: how many, their expected value together, the best of them, and how such chances held a year ago."""

    open: int
    value: float
    first: tuple[Lead, ...]
    checked: Checked | None


@kept
def leads(sources: Sources) -> Leads:
    """Chance times worth of a new customer alike, of every open lead."""
    sources.require("leads")
    forecast(sources)
    rows = sources.frames["lead"]
    known, frame = _chances(rows), buyers(sources).frame
    new = frame[frame["age_days"] < YEAR]
    if not len(new):
        text = N_("nobody became a customer in the last year, so nobody says what one is worth")
        raise UndefinedError(message(text))
    each = new["value"].groupby(new["kind"].fillna("unknown")).mean()
    still = rows[rows["won_days"].isna() & (rows["age_days"] < YEAR)]
    worth = still["kind"].map(each).fillna(float(new["value"].mean())).astype(float).to_numpy()
    p = known.left(still) if len(still) else worth
    table = still.assign(p=p, value=p * worth).sort_values(["value", "lead_id"], ascending=[False, True])
    best = table.head(LISTED)[["lead_id", "kind", "source", "p", "value"]]
    first = tuple(Lead(*lead) for lead in best.itertuples(index=False, name=None))
    return Leads(len(table), float(table["value"].sum()), first, _checked(rows))
