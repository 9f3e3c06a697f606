"""Customers under contract: their value by the renewals seen, and how the same reckoning did a year ago."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.churn.renewals import Renewals, renewals
from metrics.context import Sources, kept
from metrics.customers.buyers import CONTRACT, ORDERS, buyers, of_mode
from metrics.reading import UndefinedError
from metrics.value import contract_value
from metrics.value.contract_value import Renewal
from metrics.words.text import N_, message
from metrics.words.units import Amount, Unit

YEAR = 365.0
WIDE = 1.645  # standard deviations of a 90 % range
SBG, SEEN = "sbg", "seen"  # renewal by the fitted model, or as it was seen


@dataclass(frozen=True)
class Tested:
    """A year ago: contracts then running whose end has passed, how many were expected to renew, how many did."""

    contracts: int
    expected: float
    renewed: int

    @property
    def error(self) -> float:
        """Expected over what came, less one."""
        return self.expected / self.renewed - 1 if self.renewed else 0.0

    @property
    def counts(self) -> dict[str, Amount]:
        """The three of them in a sentence: n, expected, renewed."""
        counts = {"n": self.contracts, "expected": round(self.expected), "renewed": self.renewed}
        return {name: Amount(count, Unit.COUNT) for name, count in counts.items()}


@dataclass(frozen=True, eq=False)
class Contracts:
    """Customers under contract, by customer_id. Columns: term, years_left, yearly (money a year), value (over the
    horizon), renews (chance at the next end), ends_on; ``by``: sbg or seen. low and high: of the sum, 90 %."""

    frame: pd.DataFrame
    by: str
    low: float | None
    high: float | None
    tested: Tested | None

    @property
    def total(self) -> float:
        """Value of all of them: money."""
        return float(self.frame["value"].sum())


@kept
def contracts(sources: Sources) -> Contracts:
    """Customers under contract valued by the renewal curve times what each brings a year.

    UndefinedError where no contract is running, or too few have been seen.
    """
    terms = sources.frames["contract_term"]
    if not len(terms):
        raise UndefinedError(message(N_("needs the table {table}, which is not here yet"), table="contracts"))
    running = terms[terms["state"].isin(["running", "due"])]
    if not len(running):
        raise UndefinedError(message(N_("no contract is running")))
    renews, by = _renewal(renewals(terms))
    frame = _running(running, sources)
    horizon, rate = sources.scores.card["horizon_months"] / 12, float(sources.scores.card["rate_yearly"])
    frame["value"] = frame["yearly"] * contract_value.years(frame["term"], frame["years_left"], renews, horizon, rate)
    frame["renews"] = renews(frame["term"].to_numpy(dtype=float))
    tested, total = _back_test(terms, sources.facts["until"]), float(frame["value"].sum())
    if tested is None:
        return Contracts(frame, by, None, None, None)
    off = _off(tested) * abs(total)
    return Contracts(frame, by, total - off, total + off, tested)


def _renewal(fitted: Renewals) -> tuple[Renewal, str]:
    """The chance of renewing by term: the fitted model where the data determine it, else as it was seen."""
    if fitted.fit.identifiable:
        return (lambda term: 1 - fitted.p_leave(term)), SBG
    return contract_value.observed(fitted.observed), SEEN


def _running(running: pd.DataFrame, sources: Sources) -> pd.DataFrame:
    """One row a customer: of several contracts the one that ends last. What one brings a year is the mean of all years
    known, since a single year may hold a machine or a visit too many; who has bought for less than a year is taken to
    bring what the others under contract do."""
    last = running.sort_values("ends_on").groupby("customer_id").tail(1).set_index("customer_id")
    frame = last[["term", "ends_on"]].astype({"term": float})
    left = (last["ends_on"] - sources.facts["until"]).dt.days.clip(lower=0)
    frame["years_left"] = left.astype(float) / YEAR
    people = buyers(sources).frame
    full = people[people["age_days"] >= YEAR]
    frame["yearly"] = (full["brought"] / (full["age_days"] / YEAR)).astype(float).reindex(frame.index)
    frame["yearly"] = frame["yearly"].fillna(float(frame["yearly"].mean()) if frame["yearly"].notna().any() else 0.0)
    return frame


def _back_test(terms: pd.DataFrame, until: pd.Timestamp) -> Tested | None:
    """The same reckoning with what was known a year ago, on contracts whose end has come since; None where the
    contracts known then are too few."""
    cut = until - pd.Timedelta(days=365)
    known = terms[terms["starts_on"] <= cut].copy()
    over = known["ends_on"] + pd.Timedelta(days=30) <= cut
    known["state"] = known["state"].where(over, "running")
    try:
        renews, _by = _renewal(renewals(known))
    except UndefinedError:
        return None
    then = terms[(terms["starts_on"] <= cut) & (terms["ends_on"] > cut) & terms["state"].isin(["renewed", "left"])]
    if not len(then):
        return None
    expected = float(renews(then["term"].to_numpy(dtype=float)).sum())
    return Tested(len(then), expected, int((then["state"] == "renewed").sum()))


def _off(tested: Tested) -> float:
    """Half the 90 % range of a sum, as a share of it: the miss of a year ago, and the chance of so many contracts."""
    share = tested.renewed / tested.contracts
    chance = math.sqrt((1 - share) / (share * tested.contracts)) if share > 0 else 0.0
    return WIDE * math.hypot(tested.error, chance)


@dataclass(frozen=True)
class Mode:
    """Buyers of one mode: value by the model that suits them and by the champion of all; money over the horizon."""

    id: str
    customers: int
    yearly: float
    value: float | None
    by_orders: float | None


@kept
def compared(sources: Sources) -> tuple[Mode, ...]:
    """Customers under contract and without one, each by the right model, beside what orders alone say of both."""
    modes = []
    for mode in (CONTRACT, ORDERS):
        frame = of_mode(sources, mode)
        value = by_orders = float(frame["value"].sum()) if frame["value"].notna().any() else None
        if mode == CONTRACT:
            value = None
            with suppress(UndefinedError):
                value = contracts(sources).total
        modes.append(Mode(mode, len(frame), float(frame["now"].sum()), value, by_orders))
    return tuple(modes)


@kept
def values(sources: Sources) -> pd.Series:
    """Value of each buyer by the model that suits them: contract value where there is one, else the forecast."""
    own = buyers(sources).frame["value"].astype(np.float64).copy()
    with suppress(UndefinedError):
        worth = contracts(sources).frame["value"]
        both = own.index.intersection(worth.index)
        own.loc[both] = worth.loc[both]
    return own
