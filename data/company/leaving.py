"""What a company knows of leaving: who left, why and where to, complaints, and letters that announced higher prices.

Each table draws from a stream of its own name, and is a view of lives that were drawn without it.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.company import frames
from data.company.behaviour import Behaviour
from data.company.calendar import AFTER, MONTHS, PRICE_LETTERS, SPAN, day_of, in_data
from data.company.life import MEMORY, _recent
from data.company.places import REGIONS, SITES, TEAMS
from data.company.service import SETTLED

PRICE, SERVICE, COMPETITOR, NO_NEED, CLOSED, MOVED = range(6)
REASONS = (
    "price",
    "service",
    "better offer elsewhere",
    "no longer needed",
    "business closed",
    "moved away",
)
USUAL = (0.18, 0.12, 0.24, 0.22, 0.08, 0.16)  # reasons of those whom nothing drove
PROMISED = 18  # days within which a complaint is to be settled
CAME_BEFORE = 0.11  # share of complaints about the same matter as one before
DRIVEN = 0.6  # share of those under a driver who name it, when a reason is recorded
DESTINATIONS = ("online retailer", "supermarket", "other supplier", "own purchase", "left the market")
# destination by reason: rows as REASONS
WHERE = (
    (0.38, 0.34, 0.22, 0.06, 0.0),
    (0.25, 0.15, 0.55, 0.05, 0.0),
    (0.42, 0.18, 0.35, 0.05, 0.0),
    (0.05, 0.10, 0.05, 0.30, 0.5),
    (0.0, 0.0, 0.0, 0.0, 1.0),
    (0.15, 0.25, 0.30, 0.10, 0.2),
)


def _ids(behaviour: Behaviour) -> list[str]:
    return [f"C{number:07d}" for number in behaviour.block.numbers]


def _pick(chance: NDArray[np.float64], draw: NDArray[np.float64]) -> NDArray[np.int64]:
    """One column a row of ``chance``, whose rows sum to 1."""
    picked: NDArray[np.int64] = (draw[:, None] > np.cumsum(chance, axis=1)).sum(axis=1).clip(max=chance.shape[1] - 1)
    return picked


def departures_table(behaviour: Behaviour) -> pa.Table:
    """Everybody who left within the data; reason and destination where somebody asked and wrote it down."""
    life, met, effects = behaviour.life, behaviour.contacts, behaviour.block.world.effects
    noted, asked, named, why, where = behaviour.block.stream("departures").random((5, behaviour.block.size))
    gone = np.flatnonzero(life.left < MONTHS)
    month = np.floor(life.left[gone]).astype(np.int64)
    complained = _recent(~np.isnan(met.complained) & met.unresolved, MEMORY)[gone, month]
    written_to = _recent(met.letter, MEMORY)[gone, month]
    reason = _pick(np.tile(USUAL, (len(gone), 1)), why[gone])
    told = named[gone] < DRIVEN
    reason = np.where(told & written_to, PRICE, reason)
    reason = np.where(told & complained, SERVICE, reason)
    destination = _pick(np.array(WHERE)[reason], where[gone])
    known = noted[gone] < effects.reasons
    share = effects.destinations / effects.reasons if effects.reasons else 0.0
    return frames.table(
        "departures",
        {
            "customer_id": frames.chosen(gone, _ids(behaviour)),
            "left_on": frames.days(day_of(life.left[gone])),
            "reason": frames.chosen(reason, REASONS, ~known),
            "destination": frames.chosen(destination, DESTINATIONS, ~known | (asked[gone] >= share)),
        },
    )


def tickets_table(behaviour: Behaviour) -> pa.Table:
    """Complaints, by customer and time; those never settled stay open."""
    met, traits, life = behaviour.contacts, behaviour.traits, behaviour.life
    rng = behaviour.block.stream("tickets")
    days, minute = rng.integers(1, 21, met.complained.shape), rng.integers(480, 1170, met.complained.shape)
    desk = rng.integers(0, 3, met.complained.shape)
    first, again = behaviour.block.stream("tickets: contacts").random((2, *met.complained.shape))
    moment = np.nan_to_num(met.complained, nan=-1.0)
    there = (moment >= traits.joined[:, None]) & (moment < life.left[:, None]) & in_data(np.floor(moment))
    customer, month = np.nonzero(there)
    opened = day_of(moment[customer, month]).astype("datetime64[m]") + minute[customer, month].astype("timedelta64[m]")
    closed = opened + (days[customer, month] * 1440).astype("timedelta64[m]")
    open_still = met.unresolved[customer, month] | (closed >= AFTER)
    site = traits.site[customer]
    return frames.table(
        "tickets",
        {
            "ticket_id": frames.numbered("T", behaviour.block.numbers[customer] * 100 + month, 9),
            "customer_id": frames.chosen(customer, _ids(behaviour)),
            "opened_at": frames.moments(opened),
            "closed_at": frames.moments(closed, open_still),
            "kind": frames.chosen(np.zeros(len(customer), dtype=np.int64), ("complaint",)),
            "region": frames.chosen(traits.region[customer], [region.name for region in REGIONS]),
            "site": frames.chosen(site, SITES),
            "due_at": frames.moments(opened + np.timedelta64(PROMISED * 1440, "m")),
            "first_contact": pa.array(~met.unresolved[customer, month] & (first[customer, month] < SETTLED)),
            "is_repeat": pa.array(again[customer, month] < CAME_BEFORE),
            "team": frames.chosen(site * 3 + desk[customer, month], TEAMS),
        },
    )


def contacts_table(behaviour: Behaviour) -> pa.Table:
    """Letters that announced a price rise, sent in the first days of their months to those still there."""
    met, traits, life = behaviour.contacts, behaviour.traits, behaviour.life
    within = behaviour.block.stream("contacts").random((behaviour.block.size, SPAN)) * 0.3
    moment = np.arange(SPAN) + within
    sent = met.letter & (traits.joined[:, None] <= moment) & (life.left[:, None] > moment)
    customer, month = np.nonzero(sent[:, : max(PRICE_LETTERS) + 1])
    return frames.table(
        "contacts",
        {
            "contact_id": frames.numbered("N", behaviour.block.numbers[customer] * 100 + month, 9),
            "customer_id": frames.chosen(customer, _ids(behaviour)),
            "contacted_on": frames.days(day_of(moment[customer, month])),
            "kind": frames.chosen(np.zeros(len(customer), dtype=np.int64), ("price letter",)),
        },
    )
