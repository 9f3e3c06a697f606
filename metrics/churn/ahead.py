"""What the churn page tells of the coming year: who may leave, what goes with them, and whom it is worth asking."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from metrics.churn import figures, offer, retention
from metrics.churn.offer import Offer
from metrics.churn.past import recorded
from metrics.churn.retention import By
from metrics.context import Context, Sources
from metrics.reading import UndefinedError
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit

LISTED = 25
HORIZON = 365  # days
BANDS = (0.1, 0.25, 0.5, 0.75)  # chances of leaving at which the bands end
SET = 0.7  # chance of leaving above which nobody is taken to be saved
LATE = 0.5  # an offer made after notice keeps this share of those it would have kept before


@dataclass(frozen=True, eq=False)
class AtRisk:
    """Everybody still there, as metrics.churn.figures.at_risk, and who may be contacted; or why that is not known.

    ``level``: the share of such customers that stayed silent last year, where the chance was set to it; ``beyond``:
    that the chance takes in more than orders, where it does.
    """

    frame: pd.DataFrame
    level: float | None = None
    back: float = 0.0
    reason: Message | None = None
    beyond: Message | None = None


BEYOND = N_(
    "Calls, complaints and time as a customer are counted in: on a year not seen, chances were off by {off} on "
    "average, from orders alone by {without}."
)


@lru_cache(maxsize=2)
def at_risk(sources: Sources) -> AtRisk:
    """Chance, value if kept and lost, and whether the customer may be asked. Source: catalogue D05."""
    try:
        frame = figures.at_risk(sources.frames, sources.scores)
    except UndefinedError as error:
        return AtRisk(pd.DataFrame(), reason=error.reason)
    asked = sources.held.query("select customer_id, consent from staging.stg_customers").set_index("customer_id")
    consent = asked["consent"].reindex(frame.index) if len(asked) else pd.Series(True, index=frame.index)
    frame["askable"] = ~consent.eq(False).fillna(False).astype(bool) & ~frame["held_out"].astype(bool)
    frame["lot"] = _lots(frame.index)
    back, trial = figures.returning(sources.frames), figures.beyond_orders(sources.scores.card)
    if trial is None:
        return AtRisk(frame, figures.last_year(sources.frames), back)
    off, without = (Amount(float(trial[name]), Unit.POINTS) for name in ("off", "off_without"))
    return AtRisk(frame, None, back, beyond=message(BEYOND, off=off, without=without))


def _lots(ids: pd.Index) -> np.ndarray:
    """A number between 0 and 1 a customer, the same whenever it is drawn: the control group does not change."""
    return np.array([int(hashlib.sha256(f"control {id}".encode()).hexdigest()[:8], 16) / 2**32 for id in ids])


def warnings(sources: Sources) -> tuple[Message, ...]:
    """What a reader has to know before believing a chance of leaving within a year."""
    first, until = sources.facts["first_day"], sources.facts["until"]
    if pd.isna(first) or pd.isna(until) or sources.scores.reason is not None:
        return ()
    days, months = (until - first).days, int(sources.scores.card["horizon_months"])
    found = []
    if days < HORIZON:
        text = N_("The year ahead is longer than the {days} days of orders the chances were learnt from.")
        found.append(message(text, days=days))
    if days < months * HORIZON / 12:
        text = N_("Values reach {months} months ahead, longer than the {days} days of orders they were learnt from.")
        found.append(message(text, months=months, days=days))
    return tuple(found)


@dataclass(frozen=True)
class Band:
    """Customers of about the same chance of leaving: how many, how many are expected to go, what is at stake."""

    low: float
    high: float
    customers: int
    leaving: float
    money: float


@lru_cache(maxsize=2)
def bands(sources: Sources) -> tuple[Band, ...]:
    """Customers and value at risk by chance of leaving."""
    held = at_risk(sources).frame
    if not len(held):
        return ()
    place = np.searchsorted(np.asarray(BANDS), held["p"], side="right")
    ends = (0.0, *BANDS, 1.0)
    found = []
    for band in range(len(BANDS) + 1):
        mine = held[place == band]
        money = float(mine.loc[mine["at_risk"] > 0, "at_risk"].sum())
        found.append(Band(ends[band], ends[band + 1], len(mine), float(mine["p"].sum()), money))
    return tuple(found)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What the reader asks for: the offer, and how much money there is for it."""

    offer: Offer
    budget: float


@lru_cache(maxsize=2)
def usual(sources: Sources) -> Terms:
    """Terms to begin with: an offer worth a fiftieth of what a typical customer would take along, that keeps a tenth of
    those who would go, and money for a tenth of the customers. None of it is measured."""
    held = at_risk(sources).frame
    if not len(held):
        return Terms(offer=Offer(saved=0.1, cost=1.0, beyond=SET), budget=100.0)
    worth = held.loc[held["difference"] > 0, "difference"]
    cost = _round(float(worth.median()) / 50 if len(worth) else 1.0)
    return Terms(offer=Offer(saved=0.1, cost=cost, beyond=SET), budget=_round(cost * len(held) / 10))


def _round(value: float) -> float:
    """One significant figure, at least 1."""
    scale = 10.0 ** np.floor(np.log10(max(value, 1.0)))
    return float(max(round(value / scale) * scale, 1.0))


@dataclass(frozen=True)
class Planned:
    """What the terms lead to. ``curve``: (customers contacted, gain in money), best first; ``first``: the first to ask,
    rows of the frame at risk; reactive: (cost, gain) of waiting until they say so."""

    customers: int
    askable: int
    contacted: int
    control: int
    unsavable: int
    worth: int
    spent: float
    gained: float
    break_even: float | None
    reactive: tuple[float, float]
    heard: float | None
    curve: tuple[tuple[int, float], ...]
    by_chance: tuple[tuple[int, float], ...]
    first: pd.DataFrame
    reason: Message | None = None


@lru_cache(maxsize=32)
def planned(sources: Sources, terms: Terms) -> Planned:
    """Whom to contact, and what it brings. Source: catalogue D06, D07."""
    everybody = at_risk(sources)
    if everybody.reason is not None:
        return Planned(0, 0, 0, 0, 0, 0, 0.0, 0.0, None, (0.0, 0.0), None, (), (), pd.DataFrame(), everybody.reason)
    held = everybody.frame[everybody.frame["askable"]]
    p, worth = held["p"].to_numpy(float), held["difference"].to_numpy(float)
    found = offer.plan(p, worth, terms.offer, terms.budget, held["lot"])
    gain = offer.gains(p, worth, terms.offer)
    told = recorded(sources)
    heard = told.known if told.reason is None else None
    late = offer.reactive(p, worth, terms.offer, heard=heard or 0.0, late=LATE * terms.offer.saved)
    asked = np.flatnonzero(found.contacted)
    first = held.iloc[asked].assign(gain=gain[asked]).sort_values("gain", ascending=False).head(LISTED)
    return Planned(
        customers=len(everybody.frame),
        askable=len(held),
        contacted=int(found.contacted.sum()),
        control=int(found.control.sum()),
        unsavable=int(found.unsavable.sum()),
        worth=len(found.order),
        spent=found.spent,
        gained=found.gained,
        break_even=offer.break_even(p, worth, terms.offer, found.contacted),
        reactive=late,
        heard=heard,
        curve=_running(np.sort(gain)[::-1], len(found.order)),
        by_chance=_running(gain[np.argsort(-p, kind="stable")], len(found.order)),
        first=first,
    )


def _running(gain: np.ndarray, worth: int) -> tuple[tuple[int, float], ...]:
    """The sum of gains over the first 0, ..., n customers, read at some sixty places and after those worth asking."""
    total = np.append(0.0, np.cumsum(gain))
    places = np.unique(np.append(np.linspace(0, len(gain), 61).astype(int), worth))
    return tuple((int(n), float(total[n])) for n in places)


@dataclass(frozen=True)
class Calculated:
    """A change of retention: what it was and becomes, and by how much profit grows. Shares, and money a horizon.

    without, included: of the literature's endless multiplier, the first margin out and in; ours: of the margins within
    the horizon; money: that on all active customers, by what one brings a year; None where that is not known.
    """

    before: float
    after: float
    without: float
    included: float
    ours: float
    money: float | None
    years: float
    rate: float
    reason: Message | None = None


def calculated(context: Context, start: float, change: float, by: By) -> Calculated:
    """The retention calculator. Source: catalogue D04, traps T1, T2, T13."""
    after = retention.raised(start, change, by)
    rate, years = float(context.scenario.get("rate") or 0.0), context.scenario.months / 12
    try:
        grown = [retention.gain(start, after, rate, first_margin=first) for first in (False, True)]
        before, now = (retention.within(one, rate, years) for one in (start, after))
    except UndefinedError as error:
        return Calculated(start, after, 0.0, 0.0, 0.0, None, years, rate, error.reason)
    yearly = _yearly(context.frames)
    money = None if yearly is None else (now - before) * yearly
    return Calculated(start, after, grown[0], grown[1], now / before - 1, money, years, rate)


def _yearly(frames: Mapping[str, pd.DataFrame]) -> float | None:
    """What active customers brought in the last twelve full months, in contribution or margin; None without cost."""
    months = frames["active_month"]
    if not len(months):
        return None
    last = months.sort_values("month").iloc[-1]
    value = last["contribution_12m"] if pd.notna(last["contribution_12m"]) else last["margin_12m"]
    return None if pd.isna(value) else float(value)
