"""The telephone system's report by team and month, made of the calls that were answered."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.company import frames
from data.company.behaviour import Behaviour
from data.company.calendar import MONTHS, first_days, in_data
from data.company.places import REGIONS, SITES, TEAMS
from data.company.service import MINUTE_COST
from data.company.streams import stream
from data.company.world import World
from data.contracts import Kind

Counts = NDArray[np.float64]  # (2, teams, months): calls answered and minutes


def counted(behaviour: Behaviour) -> Counts:
    """Calls and minutes of one block by team and month."""
    calls = behaviour.calls
    inside = in_data(calls.month)
    place = calls.team[inside] * MONTHS + calls.month[inside]
    size = len(TEAMS) * MONTHS
    both = (np.bincount(place, weights, size) for weights in (None, calls.minutes[inside]))
    return np.stack([part.reshape(len(TEAMS), MONTHS).astype(float) for part in both])


def table(world: World, counts: Counts) -> pa.Table:
    """A row for every team and month with a call."""
    answered, minutes = counts
    rng = stream(world.seed, "contact centre")
    shape = answered.shape
    busy = 1 + 0.25 * rng.standard_normal(shape).clip(-2, 2)
    wait = 24.0 * busy.clip(min=0.3)
    within = np.round(answered * (1 - 0.26 * busy).clip(0.2, 0.98))
    given_up = np.round(answered * (0.055 * busy).clip(0.0, 0.3))
    short = np.round(answered * 0.015 * rng.random(shape) * 2)
    passed = rng.binomial(answered.astype(np.int64), 0.085)
    handling = minutes * 60
    available = handling / (0.81 + 0.05 * rng.standard_normal(shape)).clip(0.6, 0.97)
    grows = 0.25 + 0.5 * np.arange(MONTHS)[None, :] / MONTHS
    tries = np.round(answered * grows * (0.9 + 0.2 * rng.random(shape)))
    settled = rng.binomial(tries.astype(np.int64), 0.58)
    cost = available / 60 * MINUTE_COST * 1.35
    team, month = np.nonzero(answered)

    def whole(values: NDArray[np.generic]) -> pa.Array:
        return pa.array(values[team, month].astype(np.int64))

    def seconds(values: NDArray[np.float64]) -> pa.Array:
        return pa.array(np.round(values[team, month], 1))

    return frames.table(
        "contact_centre",
        {
            "month": frames.days(first_days(month)),
            "team": frames.chosen(team, TEAMS),
            "region": frames.chosen(team // 9, [region.name for region in REGIONS]),
            "site": frames.chosen(team // 3, SITES),
            "offered": whole(answered + given_up + short),
            "answered": whole(answered),
            "answered_20s": whole(within),
            "abandoned_short": whole(short),
            "abandoned": whole(given_up),
            "transferred": whole(passed),
            "wait_seconds": seconds(answered * wait),
            "handling_seconds": seconds(handling),
            "available_seconds": seconds(available),
            "self_attempts": whole(tries),
            "self_settled": whole(settled),
            "cost": pa.array([Decimal(f"{value:.2f}") for value in cost[team, month]], frames.TYPES[Kind.MONEY]),
        },
    )
