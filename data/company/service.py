"""Calls, mail, and what serving each customer costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.company import kinds
from data.company.buying import Orders
from data.company.calendar import SPAN, YEAR, day_of, month_of
from data.company.life import Contacts, Life
from data.company.places import FASTEST_TEAM, TEAMS
from data.company.traits import Traits
from data.company.world import Block

MINUTES, MINUTES_SPREAD = 7.4, 0.55
SETTLED = 0.66  # first-contact resolution
COMES_BACK = 0.83  # of calls not settled, before the programme
MINUTE_COST, PIECE_COST, INFLATION = 0.86, 0.74, 0.03  # in 2021, money; a year
UNKNOWN_CALLER = 0.05
WASTED = 0.22
ACTIVITIES = ("calls", "visits", "delivery", "returns", "administration")
QUARTERS = SPAN // 3
DELIVERY = np.array([1020, 0, 1060, 630])  # cents an order, by channel
HANDLING = np.array([80, 110, 580, 270])
VISIT, RETURN, ACCOUNT = 7900, 2000, 1450  # cents; the account is kept for companies, a quarter


@dataclass(frozen=True)
class Calls:
    """Calls answered: one entry a call, by customer. Cost in cents."""

    customer: NDArray[np.int64]
    serial: NDArray[np.int64]
    at: NDArray[np.datetime64]
    month: NDArray[np.int64]
    minutes: NDArray[np.float64]
    team: NDArray[np.int64]
    repeat: NDArray[np.bool_]
    resolved: NDArray[np.bool_]
    cost: NDArray[np.int64]
    unknown: NDArray[np.bool_]  # the caller was not recognised


@dataclass(frozen=True)
class Mail:
    """Pieces of mail sent: one entry a piece, by customer. Cost in cents."""

    customer: NDArray[np.int64]
    serial: NDArray[np.int64]
    day: NDArray[np.datetime64]
    month: NDArray[np.int64]
    cost: NDArray[np.int64]
    wasted: NDArray[np.bool_]


def teams() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Each team's pace (1 is usual) and chance to settle a call: the fastest settles least."""
    place = np.arange(len(TEAMS))
    pace = 1 + 0.12 * np.sin(place * 2.4)
    settles = SETTLED + 0.004 + 0.035 * np.sin(place * 2.4) + 0.02 * np.cos(place * 1.7)
    pace[FASTEST_TEAM], settles[FASTEST_TEAM] = 0.7, 0.47
    return pace / pace.mean(), settles


def _events(count: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Customer, month and number within the customer of every counted event, from a (customers, months) count."""
    customer, month = np.repeat(np.divmod(np.arange(count.size), count.shape[1]), count.ravel(), axis=1)
    serial = np.arange(len(customer)) - np.searchsorted(customer, np.arange(len(count)))[customer] + 1
    return customer, month, serial


@dataclass(frozen=True)
class _Answers:
    """First calls and the calls they would bring back: arrays of (2, calls), first calls in row 0."""

    customer: NDArray[np.int64]
    serial: NDArray[np.int64]
    moment: NDArray[np.float64]
    team: NDArray[np.int64]
    minutes: NDArray[np.float64]
    settled: NDArray[np.bool_]
    back: NDArray[np.bool_]  # the first call brings the second one
    unknown: NDArray[np.bool_]
    at: NDArray[np.datetime64]


def _answers(block: Block, traits: Traits, met: Contacts, life: Life) -> _Answers:
    rng, effects = block.stream("calls"), block.world.effects
    customer, month, serial = _events(met.calls)
    n = len(customer)
    moment = month + rng.random(n)
    team = traits.site[customer] * 3 + rng.integers(0, 3, n)
    pace, settles = teams()
    felt = life.felt[customer, month]
    spread = np.exp(MINUTES_SPREAD * rng.standard_normal((2, n)) - MINUTES_SPREAD**2 / 2)
    minutes = MINUTES * spread * pace[team] * (1 + effects.handling_time * felt)
    settled = rng.random((2, n)) < settles[team]
    back = ~settled[0] & (rng.random(n) < COMES_BACK * (1 + effects.repeat_calls * felt))
    minute = rng.integers(480, 1170, (2, n)).astype("timedelta64[m]")
    later = np.stack([np.zeros(n, dtype=np.int64), rng.integers(1, 7, n)]).astype("timedelta64[D]")
    at = (day_of(moment) + later).astype("datetime64[m]") + minute
    unknown = rng.random(n) < UNKNOWN_CALLER
    return _Answers(customer, serial, moment, team, np.round(minutes, 2), settled, back, unknown, at)


def calls(block: Block, traits: Traits, met: Contacts, life: Life) -> Calls:
    """Every call of this world; those not settled may come back within a week."""
    drawn = _answers(block, traits, met, life)
    there = (drawn.moment >= traits.joined[drawn.customer]) & (drawn.moment < life.left[drawn.customer])
    call, second = np.nonzero(np.stack([there, there & drawn.back], axis=1))
    at, minutes = drawn.at[second, call], drawn.minutes[second, call]
    month = np.minimum(month_of(at.astype("datetime64[D]")), SPAN - 1)
    return Calls(
        customer=drawn.customer[call],
        serial=drawn.serial[call] * 2 - 1 + second,
        at=at,
        month=month,
        minutes=minutes,
        team=drawn.team[call],
        repeat=second == 1,
        resolved=drawn.settled[second, call],
        cost=np.round(100 * minutes * MINUTE_COST * _dearer(month)).astype(np.int64),
        unknown=drawn.unknown[call],
    )


def _dearer(month: NDArray[np.int64]) -> NDArray[np.float64]:
    """Prices of labour and postage against 2021; they change with the year."""
    return np.asarray((1 + INFLATION) ** (YEAR[month] - YEAR[0]))


def mail(block: Block, met: Contacts, life: Life) -> Mail:
    """Every piece of mail. It also goes to those who left: nobody told the mailing house."""
    rng = block.stream("mail")
    customer, month, serial = _events(met.mail)
    wasted = WASTED + block.world.effects.wasted_mail * life.felt[customer, month]
    return Mail(
        customer=customer,
        serial=serial,
        day=day_of(month + rng.random(len(customer))),
        month=month,
        cost=np.round(100 * PIECE_COST * _dearer(month) * (0.9 + 0.2 * rng.random(len(customer)))).astype(np.int64),
        wasted=rng.random(len(customer)) < wasted,
    )


def cost_to_serve(block: Block, traits: Traits, life: Life, bought: Orders, called: Calls) -> NDArray[np.int64]:
    """Cents by customer, quarter and activity; the quarters after the data end included."""
    shape = (block.size, QUARTERS)
    known = ~called.unknown
    dear = 1 + (block.world.effects.discount_service * traits.discount)

    def total(customer: NDArray[np.int64], month: NDArray[np.int64], cents: NDArray[np.int64]) -> NDArray[np.float64]:
        at = customer * QUARTERS + np.minimum(month, SPAN - 1) // 3
        return np.bincount(at, cents, minlength=shape[0] * shape[1]).reshape(shape).astype(float)

    back = bought.back > 0
    parts = (
        total(called.customer[known], called.month[known], called.cost[known]),
        _visits(block, traits, life) * VISIT,
        total(bought.customer, bought.month, DELIVERY[bought.channel]) * dear[:, None],
        total(bought.customer[back], bought.month[back], np.full(back.sum(), RETURN)) * dear[:, None],
        total(bought.customer, bought.month, HANDLING[bought.channel]) + _there(traits, life) * ACCOUNT,
    )
    return np.round(block.world.effects.serving * np.stack(parts, axis=2)).astype(np.int64)


def _there(traits: Traits, life: Life) -> NDArray[np.bool_]:
    """Whether a company was a customer at some time in each quarter."""
    quarter = np.arange(QUARTERS) * 3
    there: NDArray[np.bool_] = (traits.joined[:, None] < quarter + 3) & (life.left[:, None] >= quarter)
    return there & traits.business[:, None]


def _visits(block: Block, traits: Traits, life: Life) -> NDArray[np.int64]:
    """Visits a quarter."""
    rate = kinds.of("visits")[traits.kind] * traits.need / 4
    drawn = block.stream("visits").poisson(np.repeat(rate[:, None], QUARTERS, axis=1))
    visits: NDArray[np.int64] = drawn * _there(traits, life)
    return visits
