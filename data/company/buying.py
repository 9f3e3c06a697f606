"""What customers order: when, through which channel, what is in it, what is cancelled and what comes back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.company import kinds, products
from data.company.calendar import SPAN, UPTURN, day_of, month_of
from data.company.life import Life
from data.company.traits import Traits
from data.company.world import Block

HEADROOM = 1.25  # orders are drawn this much too often and thinned: the same draws serve every world
CANCELLED = 0.012
WITHIN = 0.45  # spread of the logarithm of order value within one customer
SPRING_PRICE = 0.75  # first order of the spring cohort
SERVED_BY_ONE = 270  # order value that goes with one machine under contract
USUAL, FIRST, FEE = range(3)


@dataclass(frozen=True)
class Orders:
    """Orders placed, refunds left out: one entry an order, by customer, then time. Money in cents."""

    customer: NDArray[np.int64]  # position in the block
    serial: NDArray[np.int64]  # number of the order within the customer; with gaps, the same in every world
    moment: NDArray[np.float64]
    at: NDArray[np.datetime64]  # to the minute
    month: NDArray[np.int64]
    channel: NDArray[np.int64]
    cancelled: NDArray[np.bool_]
    back: NDArray[np.int64]  # days until it is returned, 0 when kept
    back_whole: NDArray[np.bool_]  # all lines come back, not only the first
    resold: NDArray[np.bool_]  # what comes back keeps its value
    amount: NDArray[np.int64]
    cost: NDArray[np.int64]


@dataclass(frozen=True)
class Lines:
    """What was in the orders, in their order. Money in cents."""

    order: NDArray[np.int64]  # position in Orders
    number: NDArray[np.int64]  # from 1
    product: NDArray[np.int64]
    quantity: NDArray[np.int64]
    amount: NDArray[np.int64]
    cost: NDArray[np.int64]


@dataclass(frozen=True)
class _Wishes:
    """Orders that could be placed, in every world the same."""

    customer: NDArray[np.int64]
    moment: NDArray[np.float64]
    why: NDArray[np.int64]
    serial: NDArray[np.int64]


def _wishes(block: Block, traits: Traits) -> _Wishes:
    rng, n = block.stream("orders: when"), block.size
    months = np.arange(SPAN)
    rate = (traits.rate / 12)[:, None] * kinds.season(block.world.effects.season)[traits.kind] * HEADROOM
    count = rng.poisson(rate * (np.floor(traits.joined)[:, None] <= months))
    customer, month = np.repeat(np.divmod(np.arange(n * SPAN), SPAN), count.ravel(), axis=1)
    first = np.flatnonzero(traits.joined >= 0)
    fee_customer, fee_month = _anniversaries(traits)
    within = traits.joined - np.floor(traits.joined)
    every = np.concatenate([customer, first, fee_customer])
    moment = np.concatenate([month + rng.random(len(month)), traits.joined[first], fee_month + within[fee_customer]])
    why = np.repeat([USUAL, FIRST, FEE], [len(customer), len(first), len(fee_customer)])
    order = np.lexsort((why, moment, every))
    every = every[order]
    serial = np.arange(len(every)) - np.searchsorted(every, np.arange(n))[every] + 1
    return _Wishes(every, moment[order], why[order], serial)


def _anniversaries(traits: Traits) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Customer and month of every contract fee that could fall due: at each start of a contract year."""
    since = np.arange(SPAN) - np.floor(traits.joined)[:, None]
    due = traits.contract[:, None] & (since >= 0) & (since % 12 == 0)
    customer, month = np.nonzero(due)
    return customer, month


def _placed(block: Block, traits: Traits, life: Life, wishes: _Wishes) -> NDArray[np.bool_]:
    """Which wishes become orders in this world."""
    effects, month = block.world.effects, np.floor(wishes.moment).astype(np.int64)
    upturn = 1 + effects.market_upturn * (month >= UPTURN)
    lift = 1 + effects.orders * life.felt[wishes.customer, month]
    taken = block.stream("orders: taken").random(len(month)) * HEADROOM < upturn * lift
    there = (wishes.moment >= traits.joined[wishes.customer]) & (wishes.moment < life.left[wishes.customer])
    return np.asarray(there & (taken | (wishes.why != USUAL)))


def _when(rng: np.random.Generator, moment: NDArray[np.float64], business: NDArray[np.bool_]) -> NDArray[np.datetime64]:
    """To the minute. Companies order on weekdays: Friday before, or Monday after at the start of a month."""
    day = day_of(moment)
    late = np.maximum((day.astype(np.int64) + 3) % 7 - 4, 0) * business  # 1 on Saturday, 2 on Sunday
    friday = day - late.astype("timedelta64[D]")
    monday = day + (3 - late).astype("timedelta64[D]")
    day = np.where((late > 0) & (month_of(friday) != month_of(day)), monday, friday)
    opens, lasts = np.where(business, 480, 420), np.where(business, 600, 900)
    minute = opens + np.floor(lasts * (rng.random(len(day)) + rng.random(len(day))) / 2).astype(np.int64)
    return np.asarray(day.astype("datetime64[m]") + minute.astype("timedelta64[m]"))


def _lines(
    block: Block, traits: Traits, wishes: _Wishes
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Order, product and quantity of every line that could be."""
    rng, kind = block.stream("order lines"), traits.kind[wishes.customer]
    count = 1 + rng.binomial(3, kinds.of("lines")[kind])
    fee = wishes.why == FEE
    count[fee] = 1
    value = traits.spend[wishes.customer] * np.exp(WITHIN * rng.standard_normal(len(kind)) - WITHIN**2 / 2)
    order = np.repeat(np.arange(len(kind)), count)
    weight = 0.4 + rng.random(len(order))
    share = weight / np.bincount(order, weight)[order]
    product, pick = np.empty(len(order), dtype=np.int64), rng.random(len(order))
    for code, chance in enumerate(products.mix()):
        mine = kind[order] == code
        product[mine] = np.searchsorted(chance, pick[mine], side="right").clip(max=len(chance) - 1)
    product[fee[order]] = products.FEE
    quantity = np.maximum(np.round(value[order] * share / products.PRICES[product]), 1)
    machines = np.maximum(np.round(traits.spend[wishes.customer] / SERVED_BY_ONE), 1)
    return order, product, np.where(fee[order], machines[order], quantity).astype(np.int64)


def _priced(block: Block, traits: Traits, wishes: _Wishes) -> Lines:
    """Every line that could be, at the prices of its month."""
    order, product, quantity = _lines(block, traits, wishes)
    level = products.price_level(block.world.effects.growth)[np.floor(wishes.moment).astype(np.int64)]
    low = np.where((wishes.why == FIRST) & traits.discount[wishes.customer], SPRING_PRICE, 1.0)
    amount = np.round(100 * products.PRICES[product] * (level * low)[order]).astype(np.int64) * quantity
    cost = np.round(100 * products.COSTS[product] * level[order]).astype(np.int64) * quantity
    return _numbered(order, product, quantity, amount, cost)


def _numbered(order: NDArray[np.int64], *rest: NDArray[np.int64]) -> Lines:
    """Lines with their numbers within their order."""
    first = np.searchsorted(order, order)
    return Lines(order, np.arange(len(order)) - first + 1, *rest)


def _of(lines: Lines, kept: NDArray[np.bool_]) -> Lines:
    """Lines of the kept orders, which are counted anew."""
    mine = kept[lines.order]
    order = (np.cumsum(kept) - 1)[lines.order[mine]]
    return _numbered(order, *(values[mine] for values in (lines.product, lines.quantity, lines.amount, lines.cost)))


def _days_back(
    block: Block, refund: NDArray[np.float64], days: NDArray[np.int64], cancelled: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Days until an order is returned; 0 for most. Refunds are a share of all rows, their own included."""
    share = block.world.effects.refunds
    return np.where((refund < share / (1 - share)) & ~cancelled, days, 0)


def orders(block: Block, traits: Traits, life: Life) -> tuple[Orders, Lines]:
    """Every order placed in this world, with its lines; those after the end of the data included."""
    wishes = _wishes(block, traits)
    kept = _placed(block, traits, life, wishes)
    lines = _of(_priced(block, traits, wishes), kept)
    rng = block.stream("orders: what becomes of them")
    cancel, refund, whole, resold = rng.random((4, len(kept)))
    cancelled = (cancel < CANCELLED) & (wishes.why == USUAL)
    back = _days_back(block, refund, rng.integers(2, 25, len(kept)), cancelled)
    at = _when(block.stream("orders: time of day"), wishes.moment, traits.business[wishes.customer])[kept]
    count = int(kept.sum())
    return Orders(
        customer=wishes.customer[kept],
        serial=wishes.serial[kept],
        moment=wishes.moment[kept],
        at=at,
        month=month_of(at),
        channel=_channel(block, traits, wishes)[kept],
        cancelled=cancelled[kept],
        back=back[kept],
        back_whole=whole[kept] < 0.6,
        resold=resold[kept] < 0.7,
        amount=np.bincount(lines.order, lines.amount, minlength=count).astype(np.int64),
        cost=np.bincount(lines.order, lines.cost, minlength=count).astype(np.int64),
    ), lines


def _channel(block: Block, traits: Traits, wishes: _Wishes) -> NDArray[np.int64]:
    """Three orders of four come through the customer's own channel."""
    pick, loyal = block.stream("orders: channel").random((2, len(wishes.customer)))
    mix = np.cumsum([kind.channels for kind in kinds.KINDS], axis=1)[traits.kind[wishes.customer]]
    other = (pick[:, None] > mix).sum(axis=1).clip(max=3)
    return np.where(loyal < 0.75, traits.channel[wishes.customer], other)
