"""Who each customer is, from the first day: kind, place, when they came, how they order and leave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln

from data.company import kinds, places
from data.company.calendar import MONTHS, SPRING
from data.company.effects import Effects
from data.company.world import Block

OLDEST = 300  # months before the data that the first customers came
SPRING_RUSH = 0.5  # extra consumers won in the spring of the discount, as a share of the usual
BY_DISCOUNT = 0.5  # share of the consumers of that spring who came for it


@dataclass(frozen=True)
class Traits:
    """One entry a customer of the block."""

    kind: NDArray[np.int64]
    behaviour: NDArray[np.int64]
    region: NDArray[np.int64]
    site: NDArray[np.int64]
    joined: NDArray[np.float64]  # moment; negative before the data begin
    discount: NDArray[np.bool_]  # won by the 2023 spring discount
    held_out: NDArray[np.bool_]
    employee: NDArray[np.bool_]
    copy_of: NDArray[np.int64]  # position of the customer this row repeats, -1 when none
    rate: NDArray[np.float64]  # orders a year
    spend: NDArray[np.float64]  # typical order value at today's prices
    need: NDArray[np.float64]  # how much service they ask for; 1 on average
    hazard: NDArray[np.float64]  # of leaving, a month, before multipliers (no contract)
    theta: NDArray[np.float64]  # chance of not renewing, before multipliers (contract)
    mail_rate: NDArray[np.float64]  # pieces a month
    channel: NDArray[np.int64]  # preferred

    @property
    def business(self) -> NDArray[np.bool_]:
        """Companies rather than people."""
        flags: NDArray[np.bool_] = kinds.of("business").astype(bool)[self.kind]
        return flags

    @property
    def contract(self) -> NDArray[np.bool_]:
        """Held by a service contract."""
        flags: NDArray[np.bool_] = kinds.of("contract").astype(bool)[self.kind]
        return flags


def driven(effects: Effects) -> float:
    """Average multiplier of the hazard: each driver times the share of time it works. Thins the oldest customers."""
    return 1 + 0.006 * effects.complaint + 0.035 * effects.price_letter + 0.05 * effects.no_contact


def _exposed(month: NDArray[np.generic]) -> NDArray[np.int64]:
    """Months before the data in which somebody who came in ``month`` could have left: from the month after."""
    return np.maximum(-month.astype(np.int64) - 1, 0)


def _surviving(kind: int, months: NDArray[np.int64], effects: Effects) -> NDArray[np.float64]:
    """Share of customers of ``kind`` still there after so many months."""
    what = kinds.KINDS[kind]
    if what.contract:
        years = months // 12
        mixed = np.exp(
            betaln(kinds.RENEWAL_ALPHA, kinds.RENEWAL_BETA + years) - betaln(kinds.RENEWAL_ALPHA, kinds.RENEWAL_BETA)
        )
        return np.asarray(_between(mixed, (1 - kinds.LOST_AT_FIRST) ** years.astype(float), effects.renewal_spread))
    scale = what.hazard / what.hazard_shape
    return np.asarray((1 + scale * driven(effects) * months) ** -what.hazard_shape)


def _between(values: NDArray[np.float64], alike: NDArray[np.float64] | float, spread: float) -> NDArray[np.float64]:
    """``values`` at a spread of 1, ``alike`` at 0, and in between in proportion."""
    return np.asarray(spread * values + (1 - spread) * alike)


def _arrivals(effects: Effects, kind: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Months a customer of ``kind`` who is in the data can have come, and the cumulated chance of each.

    Those from before the data are only those still there when it begins: the stock that a steady flow leaves behind.
    """
    months = np.arange(-OLDEST, MONTHS)
    weight = (1 + effects.growth) ** (months / 24)  # half of growth is customers, half is prices
    weight = weight * np.where(months < 0, _surviving(kind, _exposed(months), effects), 1)
    if not kinds.KINDS[kind].business:
        weight[np.isin(months, SPRING)] *= 1 + SPRING_RUSH
    return months, np.cumsum(weight) / weight.sum()


def _joined(rng: np.random.Generator, kind: NDArray[np.int64], effects: Effects) -> NDArray[np.float64]:
    pick, within = rng.random((2, len(kind)))
    joined = np.empty(len(kind))
    for code in range(len(kinds.KINDS)):
        months, chance = _arrivals(effects, code)
        mine = kind == code
        joined[mine] = months[np.searchsorted(chance, pick[mine], side="right").clip(max=len(months) - 1)]
    return np.asarray(joined + within)


def _leaving(
    rng: np.random.Generator, kind: NDArray[np.int64], joined: NDArray[np.float64], effects: Effects
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Hazard and theta. Those who were there before the data are the steadier ones: the posterior of having stayed."""
    age = _exposed(np.floor(joined))
    shape = kinds.of("hazard_shape")[kind]
    scale = kinds.of("hazard")[kind] / shape
    hazard = rng.gamma(shape, 1.0) * scale / (1 + scale * driven(effects) * age)
    theta = rng.beta(kinds.RENEWAL_ALPHA, kinds.RENEWAL_BETA + age // 12)
    return hazard, _between(theta, kinds.LOST_AT_FIRST, effects.renewal_spread)


def _copies(rng: np.random.Generator, size: int, count: int) -> NDArray[np.int64]:
    """For each customer the position of the one it repeats, or -1. A repeated customer repeats nobody."""
    copy_of = np.full(size, -1)
    order = rng.permutation(size)
    copies, others = order[:count], order[count:]
    if len(others):
        copy_of[copies] = others[rng.integers(0, len(others), count)]
    return copy_of


def _as_original(values: NDArray[np.int64], copy_of: NDArray[np.int64]) -> NDArray[np.int64]:
    """``values`` with a repeated customer's own in place of the copy's."""
    return np.where(copy_of >= 0, values[np.maximum(copy_of, 0)], values)


def _employees(block: Block, copy_of: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Who works for the company; nobody twice."""
    people = block.stream("employees").permutation(np.flatnonzero(copy_of < 0))
    flags = np.zeros(block.size, dtype=bool)
    flags[people[: block.count(block.world.effects.employees)]] = True
    return flags


def traits(block: Block) -> Traits:
    """Who the customers of ``block`` are."""
    rng, n, effects = block.stream("traits"), block.size, block.world.effects
    copy_of = _copies(block.stream("copies"), n, block.count(effects.duplicates))
    employee = _employees(block, copy_of)
    pick = np.searchsorted(np.cumsum(kinds.of("share")), rng.random(n), side="right").clip(max=kinds.DORMANT)
    kind = _as_original(np.where(employee, kinds.HOME, pick), copy_of)
    shares = np.cumsum([place.share for place in places.REGIONS])
    region = _as_original(np.searchsorted(shares, rng.random(n), side="right").clip(max=7), copy_of)
    joined = _joined(rng, kind, effects)
    hazard, theta = _leaving(rng, kind, joined, effects)
    large = (kind == kinds.OFFICE) & (rng.random(n) < 0.4)
    small = (kind == kinds.OFFICE) & ~large
    rate_shape = kinds.of("rate_shape")[kind]
    size = np.where(large, 1.35, np.where(small, 0.75, 1.0))
    won = rng.random(n) < BY_DISCOUNT
    spread = kinds.of("spread")[kind]
    needy = effects.needy * np.where(kinds.of("business")[kind] > 0, 0.6, 1.0)
    return Traits(
        kind=kind,
        behaviour=np.where(large, 0, np.where(small, 1, kind + 1)),
        region=region,
        site=region * 3 + rng.integers(0, 3, n),
        joined=joined,
        discount=won & np.isin(np.floor(joined), SPRING) & (kinds.of("business")[kind] == 0),
        held_out=rng.random(n) < 0.1,
        employee=employee,
        copy_of=copy_of,
        rate=_alike(rng.gamma(rate_shape) / rate_shape * kinds.of("rate")[kind] * size, kinds.of("rate"), effects),
        spend=_alike(
            kinds.of("spend")[kind] * size * np.exp(spread * rng.standard_normal(n)), kinds.of("spend"), effects
        ),
        need=np.exp(needy * rng.standard_normal(n) - needy**2 / 2),
        hazard=hazard,
        theta=theta,
        mail_rate=rng.gamma(2.0, 1.85 / 3 / 2, n),
        channel=_channel(rng.random(n), kind),
    )


def _alike(values: NDArray[np.float64], usual: NDArray[np.float64], effects: Effects) -> NDArray[np.float64]:
    """``values``, or where customers are all alike the mean over kinds of what is ``usual``."""
    return _between(values, float(usual @ kinds.of("share")), effects.unequal)


def _channel(pick: NDArray[np.float64], kind: NDArray[np.int64]) -> NDArray[np.int64]:
    """Channel from each kind's own mix."""
    mix = np.cumsum([what.channels for what in kinds.KINDS], axis=1)
    channel: NDArray[np.int64] = (pick[:, None] > mix[kind]).sum(axis=1).clip(max=3)
    return channel
