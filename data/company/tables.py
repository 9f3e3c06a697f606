"""Tables of what customers did: views of one block's behaviour, cut at the end of the data.

Each maker takes a Behaviour and returns a contract table. A maker that draws does so from a stream of its own name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.company import faults, frames, leaving, people, surveys
from data.company.behaviour import Behaviour
from data.company.buying import Lines, Orders
from data.company.calendar import AFTER, MONTHS, day_of, first_days, in_data
from data.company.kinds import CHANNELS
from data.company.places import REGIONS, SITES, TEAMS
from data.company.products import FEE, PRODUCTS
from data.company.service import ACTIVITIES

STATUSES = ("completed", "cancelled", "refunded", faults.NO_STATUS)
COMPLETED, CANCELLED, REFUNDED = range(3)
REGION_NAMES = tuple(region.name for region in REGIONS)
ANSWERED = 0.045  # share of mail that reaches somebody and is answered
_SHOP, _PHONE = CHANNELS.index("shop"), CHANNELS.index("phone")
_O, _R, _X = (ord(letter) for letter in "ORX")  # first letters of order ids: order, refund, damaged row


def customer_ids(behaviour: Behaviour) -> list[str]:
    """Id of each customer of the block."""
    return [f"C{number:07d}" for number in behaviour.block.numbers]


def order_numbers(behaviour: Behaviour, orders: Orders) -> NDArray[np.int64]:
    """Digits of each order's id: seven of the customer, four of the order."""
    return behaviour.block.numbers[orders.customer] * 10_000 + orders.serial


def returned(lines: Lines, orders: Orders) -> NDArray[np.bool_]:
    """Lines that come back."""
    whole = orders.back_whole[lines.order] | (lines.number == 1)
    return np.asarray((orders.back[lines.order] > 0) & whole)


def refunds(orders: Orders, lines: Lines) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Amount and cost that come back, by order; cents, positive. What cannot be sold again keeps its cost."""
    back, n = returned(lines, orders), len(orders.customer)
    amount = np.bincount(lines.order[back], lines.amount[back], minlength=n).astype(np.int64)
    cost = np.bincount(lines.order[back], lines.cost[back], minlength=n).astype(np.int64)
    return amount, cost * orders.resold


def refunded_at(orders: Orders) -> NDArray[np.datetime64]:
    """When what comes back came back."""
    return np.asarray(orders.at + (orders.back * 1440).astype("timedelta64[m]"))


def _came_back(orders: Orders) -> NDArray[np.bool_]:
    """Orders with a refund within the data."""
    return np.asarray((orders.back > 0) & (refunded_at(orders) < AFTER))


def orders_table(behaviour: Behaviour) -> pa.Table:
    """Orders, their refunds, and the damaged rows, by customer and time."""
    orders, block = behaviour.orders, behaviour.block
    bought = np.flatnonzero(in_data(orders.month))
    back = np.flatnonzero(in_data(orders.month) & _came_back(orders))
    which = np.concatenate([bought, back])
    refund = np.arange(len(which)) >= len(bought)
    at = np.where(refund, refunded_at(orders)[which], orders.at[which])
    order = np.lexsort((refund, at, orders.customer[which]))
    which, refund, at = which[order], refund[order], at[order]
    sources, damage = faults.damaged(block.stream("damaged orders"), len(which), block.world.effects.malformed)
    place = np.argsort(np.concatenate([np.arange(len(which)), sources]), kind="stable")
    which, refund, at = (np.concatenate([values, values[sources]])[place] for values in (which, refund, at))
    damage = np.concatenate([np.zeros(len(order), dtype=np.int64), damage])[place]
    return _order_rows(behaviour, which, refund, at, damage)


def _order_rows(
    behaviour: Behaviour,
    which: NDArray[np.int64],
    refund: NDArray[np.bool_],
    at: NDArray[np.datetime64],
    damage: NDArray[np.int64],
) -> pa.Table:
    orders, traits = behaviour.orders, behaviour.traits
    back_amount, back_cost = refunds(orders, behaviour.lines)
    customer, channel = orders.customer[which], orders.channel[which]
    number = order_numbers(behaviour, orders)[which]
    status = np.where(refund, REFUNDED, np.where(orders.cancelled[which], CANCELLED, COMPLETED))
    elsewhere = (channel != _SHOP) & (channel != _PHONE)
    damaged = (damage > 0) & (damage != faults.REPEATED)
    return frames.table(
        "orders",
        {
            "order_id": frames.numbered(np.where(damaged, _X, np.where(refund, _R, _O)), number, 11),
            "customer_id": frames.chosen(customer, customer_ids(behaviour), damage == faults.NO_CUSTOMER),
            "ordered_at": frames.moments(at, damage == faults.NO_TIME),
            "amount": frames.money(
                np.where(refund, -back_amount[which], orders.amount[which]), damage == faults.NO_AMOUNT
            ),
            "status": frames.chosen(np.where(damage == faults.BAD_STATUS, len(STATUSES) - 1, status), STATUSES),
            "cost": frames.money(np.where(refund, -back_cost[which], orders.cost[which])),
            "currency": frames.chosen(np.zeros(len(which), dtype=np.int64), ("USD",)),
            "channel": frames.chosen(channel, CHANNELS),
            "region": frames.chosen(traits.region[customer], REGION_NAMES),
            "site": frames.chosen(traits.site[customer], SITES, elsewhere),
            "refund_of": _where(refund, frames.numbered("O", number, 11)),
        },
    )


def _where(held: NDArray[np.bool_], array: pa.Array) -> pa.Array:
    """``array`` with nothing in it where not ``held``."""
    return pa.compute.if_else(pa.array(held), array, pa.scalar(None, array.type))


def order_lines_table(behaviour: Behaviour) -> pa.Table:
    """Lines of orders and refunds, by customer and order. What comes back has negative quantity, amount and cost."""
    orders, lines = behaviour.orders, behaviour.lines
    inside = in_data(orders.month)[lines.order]
    sold = np.flatnonzero(inside)
    back = np.flatnonzero(inside & returned(lines, orders) & _came_back(orders)[lines.order])
    which = np.concatenate([sold, back])
    refund = np.arange(len(which)) >= len(sold)
    order = np.lexsort((lines.number[which], refund, lines.order[which]))
    which, refund = which[order], refund[order]
    sign = np.where(refund, -1, 1)
    cost = lines.cost[which] * sign * np.where(refund, orders.resold[lines.order[which]], True)
    number = order_numbers(behaviour, orders)[lines.order[which]]
    return frames.table(
        "order_lines",
        {
            "order_id": frames.numbered(np.where(refund, _R, _O), number, 11),
            "line_no": pa.array(lines.number[which]),
            "product_id": frames.chosen(lines.product[which], [product.id for product in PRODUCTS]),
            "quantity": pa.array((lines.quantity[which] * sign).astype(float)),
            "amount": frames.money(lines.amount[which] * sign),
            "cost": frames.money(cost),
        },
    )


def calls_table(behaviour: Behaviour) -> pa.Table:
    """Calls, by customer and time."""
    calls = behaviour.calls
    which = np.flatnonzero(in_data(calls.month) & (calls.at < AFTER))
    which = which[np.lexsort((calls.at[which], calls.customer[which]))]
    team = calls.team[which]
    number = behaviour.block.numbers[calls.customer[which]] * 10_000 + calls.serial[which]
    return frames.table(
        "calls",
        {
            "call_id": frames.numbered("K", number, 11),
            "customer_id": frames.chosen(calls.customer[which], customer_ids(behaviour), calls.unknown[which]),
            "called_at": frames.moments(calls.at[which]),
            "minutes": pa.array(calls.minutes[which]),
            "region": frames.chosen(team // 9, REGION_NAMES),
            "site": frames.chosen(team // 3, SITES),
            "team": frames.chosen(team, TEAMS),
            "is_repeat": pa.array(calls.repeat[which]),
            "resolved": pa.array(calls.resolved[which]),
            "cost": frames.money(calls.cost[which]),
        },
    )


def mail_table(behaviour: Behaviour) -> pa.Table:
    """Mail, by customer and month."""
    mail = behaviour.mail
    which = np.flatnonzero(in_data(mail.month))
    number = behaviour.block.numbers[mail.customer[which]] * 10_000 + mail.serial[which]
    drawn = behaviour.block.stream("mail: answers").random(len(mail.customer))[which]
    answered = ~mail.wasted[which] & (drawn < ANSWERED)
    return frames.table(
        "mail",
        {
            "mail_id": frames.numbered("M", number, 11),
            "customer_id": frames.chosen(mail.customer[which], customer_ids(behaviour)),
            "sent_on": frames.days(mail.day[which]),
            "cost": frames.money(mail.cost[which]),
            "answered": pa.array(answered),
            "wasted": pa.array(mail.wasted[which]),
        },
    )


def cost_to_serve_table(behaviour: Behaviour) -> pa.Table:
    """Cost to serve by customer, quarter and activity, where there was any."""
    cents = behaviour.cost_to_serve[:, : MONTHS // 3]
    customer, quarter, activity = np.nonzero(cents)
    return frames.table(
        "cost_to_serve",
        {
            "customer_id": frames.chosen(customer, customer_ids(behaviour)),
            "period": frames.days(first_days(quarter * 3)),
            "activity": frames.chosen(activity, ACTIVITIES),
            "amount": frames.money(cents[customer, quarter, activity]),
        },
    )


def contracts_table(behaviour: Behaviour) -> pa.Table:
    """Terms of service contracts that began within the data; a term's fee is the order placed on its first day."""
    orders, lines, traits = behaviour.orders, behaviour.lines, behaviour.traits
    fee = np.flatnonzero((lines.product == FEE) & in_data(np.floor(orders.moment[lines.order]).astype(np.int64)))
    order = lines.order[fee]
    customer = orders.customer[order]
    starts, ends = day_of(orders.moment[order]), day_of(orders.moment[order] + 12) - np.timedelta64(1, "D")
    term = np.round(orders.moment[order] - traits.joined[customer]).astype(np.int64) // 12 + 1
    renewed = behaviour.life.left[customer] > orders.moment[order] + 12 + 1e-9
    known = ends < AFTER
    return frames.table(
        "contracts",
        {
            "contract_id": frames.numbered("S", behaviour.block.numbers[customer], 7),
            "term": pa.array(term),
            "customer_id": frames.chosen(customer, customer_ids(behaviour)),
            "starts_on": frames.days(starts),
            "ends_on": frames.days(ends),
            "yearly_fee": frames.money(lines.amount[fee]),
            "renewed": pa.array(renewed, mask=~known),
        },
    )


BY_BLOCK: Mapping[str, Callable[[Behaviour], pa.Table]] = MappingProxyType(
    {
        "customers": people.table,
        "orders": orders_table,
        "order_lines": order_lines_table,
        "calls": calls_table,
        "mail": mail_table,
        "cost_to_serve": cost_to_serve_table,
        "contracts": contracts_table,
        "departures": leaving.departures_table,
        "tickets": leaving.tickets_table,
        "contacts": leaving.contacts_table,
        "surveys": surveys.table,
    }
)
