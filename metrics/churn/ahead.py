"""What the data tell of the coming year: who may leave, what goes with them, and whom it is worth asking."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.churn import composition, figures, offer, past, retention
from metrics.churn.composition import Band
from metrics.churn.offer import Offer
from metrics.churn.retention import By
from metrics.context import Context, Sources, kept
from metrics.reading import UndefinedError
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit

LISTED = 25
BANDS = (0.1, 0.25, 0.5, 0.75)  # chances of leaving at which the bands end
SET = 0.7  # chance of leaving above which nobody is taken to be saved
LATE = 0.5  # an offer made after notice keeps this share of those it would have kept before
COVARIATES = N_(
    "Calls, complaints and time as a customer are counted in: on a year not seen, chances were off by {off} on "
    "average, from orders alone by {without}."
)


@kept
def contactable(sources: Sources) -> pd.DataFrame:
    """Everybody at risk: whether they may be asked, and a random number, 0 to 1, which draws the control group."""
    frame = figures.at_risk(sources)
    consent = sources.held.ask("consent").set_index("customer_id")["consent"].reindex(frame.index)
    askable = ~consent.eq(False).fillna(False).astype(bool) & ~frame["held_out"].astype(bool)
    return frame.assign(askable=askable, random_number=_random_numbers(frame.index))


def _random_numbers(ids: pd.Index) -> np.ndarray:
    """The same whenever they are drawn: the control group does not change."""
    return np.array([int(hashlib.sha256(f"control {id}".encode()).hexdigest()[:8], 16) / 2**32 for id in ids])


def level_silent(sources: Sources) -> float | None:
    """The share of such customers that fell silent last year, where the chances were set to it; else None."""
    return None if figures.covariate_trial(sources) else figures.silent_last_year(sources)


def covariate_note(sources: Sources) -> Message | None:
    """How much better chances are that take in more than orders, where they do."""
    trial = figures.covariate_trial(sources)
    if trial is None:
        return None
    off, without = (Amount(float(trial[name]), Unit.POINTS) for name in ("off", "off_without"))
    return message(COVARIATES, off=off, without=without)


@kept
def bands(sources: Sources) -> tuple[Band, ...]:
    """Customers and value at risk by chance of leaving."""
    frame = figures.at_risk(sources)
    return composition.bands(frame["p"], BANDS, frame["at_risk"].where(frame["at_risk"] > 0))


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What the reader asks for: the offer, and how much money there is for it."""

    offer: Offer
    budget: float


@kept
def usual(sources: Sources) -> Terms:
    """Terms to begin with: an offer worth a fiftieth of what a typical customer would take along, that keeps a tenth of
    those who would go, and money for a tenth of the customers. None of it is measured."""
    cost, budget = 1.0, 100.0
    with suppress(UndefinedError):
        frame = figures.at_risk(sources)
        worth = frame.loc[frame["difference"] > 0, "difference"]
        cost = _round(float(worth.median()) / 50 if len(worth) else 1.0)
        budget = _round(cost * len(frame) / 10)
    return Terms(offer=Offer(saved=0.1, cost=cost, unsavable_above=SET), budget=budget)


def _round(value: float) -> float:
    """One significant figure, at least 1."""
    scale = 10.0 ** np.floor(np.log10(max(value, 1.0)))
    return float(max(round(value / scale) * scale, 1.0))


@dataclass(frozen=True)
class Plan:
    """What the terms lead to. ``curve``, ``by_chance``: (customers contacted, gain in money), best first and likeliest
    to leave first; ``first``: the first to ask, rows of those at risk; ``break_even``: None when nobody is asked."""

    customers: int
    askable: int
    contacted: int
    control: int
    unsavable: int
    worth: int
    spent: float
    gained: float
    break_even: float | None
    curve: tuple[tuple[int, float], ...]
    by_chance: tuple[tuple[int, float], ...]
    first: pd.DataFrame


@kept
def plan(sources: Sources, terms: Terms) -> Plan:
    """Whom to contact, and what it brings."""
    everybody = contactable(sources)
    askable = everybody[everybody["askable"]]
    p, worth = askable["p"].to_numpy(float), askable["difference"].to_numpy(float)
    best = offer.plan(p, worth, terms.offer, terms.budget, askable["random_number"])
    gain = offer.gains(p, worth, terms.offer)
    first = askable.assign(gain=gain)[best.contacted].sort_values("gain", ascending=False).head(LISTED)
    return Plan(
        customers=len(everybody),
        askable=len(askable),
        contacted=int(best.contacted.sum()),
        control=int(best.control.sum()),
        unsavable=int(best.unsavable.sum()),
        worth=len(best.order),
        spent=best.spent,
        gained=best.gained,
        break_even=offer.break_even(p, worth, terms.offer, best.contacted),
        curve=_running(np.sort(gain)[::-1], len(best.order)),
        by_chance=_running(gain[np.argsort(-p, kind="stable")], len(best.order)),
        first=first,
    )


def _running(gain: np.ndarray, worth: int) -> tuple[tuple[int, float], ...]:
    """The sum of gains over the first 0, ..., n customers, read at some sixty places and after those worth asking."""
    total = np.append(0.0, np.cumsum(gain))
    places = np.unique(np.append(np.linspace(0, len(gain), 61).astype(int), worth))
    return tuple((int(n), float(total[n])) for n in places)


@kept
def waiting(sources: Sources, terms: Terms) -> tuple[float, float, float]:
    """The offer that waits for notice: the share of leavers who give it, and the money spent and gained then.

    Raises UndefinedError where nobody wrote reasons down.
    """
    everybody, heard = contactable(sources), past.departures(sources).reason_known
    askable, late = everybody[everybody["askable"]], LATE * terms.offer.saved
    return heard, *offer.reactive(askable["p"], askable["difference"], terms.offer, heard=heard, late=late)


@dataclass(frozen=True)
class RetentionGain:
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


def retention_gain(context: Context, start: float, change: float, by: By) -> RetentionGain:
    """The retention calculator. Raises UndefinedError where the change has no answer."""
    after = retention.raised(start, change, by)
    if change > 0 and start == 1:
        raise UndefinedError(message(N_("Nobody leaves at a retention of 100%, so it cannot be raised.")))
    rate, years = float(context.scenario.get("rate") or 0.0), context.scenario.months / 12
    without, included = (retention.gain(start, after, rate, first_margin=first) for first in (False, True))
    before, now = (retention.within(share, rate, years) for share in (start, after))
    last = context.frames["active_month"].sort_values("month").iloc[-1:]
    brought = [*last["contribution_12m"].dropna(), *last["margin_12m"].dropna()]  # in twelve full months
    money = (now - before) * float(brought[0]) if brought else None
    return RetentionGain(start, after, without, included, now / before - 1, money, years)
