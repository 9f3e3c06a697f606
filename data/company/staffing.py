"""The people who work with customers: training, certificates, hours, logins, and who leaves. One row a month each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.company import frames
from data.company.calendar import MONTHS, month_start
from data.company.places import REGIONS, SITES, TEAMS
from data.company.streams import stream
from data.company.world import World

A_TEAM = 6  # people
LEAVE = 0.021  # a month: some 22 % a year
OUTDATED = 0.23  # users whose training is older than a year at the end
STEADY = 0.72  # share of users who have been there long enough to have grown old in it
FADE_AFTER, FADES_BELOW = 5, 0.6  # months from going live; adoption below which logins fall then
HOURS = 146.0  # a month
COLUMNS = (
    *("staff_id", "month", "team", "region", "site", "should_use", "certified", "trained_on", "training_hours"),
    *("work_hours", "customer_hours", "logins", "leaves"),
)
Row = tuple[object, ...]


def _logins(draw: float, since: int, adoption: float, fades: float) -> int:
    """Days with a login in the month: none before going live, up to a plateau, then less where few took to it."""
    if since < 0:
        return 0
    level = 17.0 * adoption * min((since + 1) / 3, 1.0)
    if since > FADE_AFTER and adoption < FADES_BELOW:
        level *= max(1 - fades * 0.06 * (since - FADE_AFTER), 0.3)
    return int(np.floor(max(level + 6 * (draw - 0.5), 0.0)))


def rows(world: World) -> Iterator[Row]:
    """Every person and month, team by team; a place is filled again the month after somebody left."""
    effects, number = world.effects, 0
    for team, name in enumerate(TEAMS):
        region = REGIONS[team // 9]
        for place in range(A_TEAM):
            rng = stream(world.seed, f"staff: {name} {place}")
            uses, dated = rng.random(2)
            draw = rng.random((MONTHS, 6))
            number, hired = number + 1, -12
            for month in range(MONTHS):
                leaves = bool(draw[month, 0] < LEAVE)
                since = month - region.live if world.programme else -1
                yield (
                    f"P{number:05d}",
                    month_start(month),
                    name,
                    region.name,
                    SITES[team // 3],
                    bool(uses < 0.9),
                    _certified(month, hired, since, float(draw[0, 1]), effects.certified),
                    _trained(month, hired, since, float(dated), draw[:, 2], effects.training_old),
                    round(float(1.2 + 2.6 * draw[month, 3] + (7 if 0 <= since < 3 else 0)), 2),
                    round(HOURS * (0.92 + 0.16 * float(draw[month, 4])), 2),
                    round(HOURS * (0.58 + 0.1 * float(draw[month, 4]) + 0.04 * min(max(since, 0), 12) / 12), 2),
                    _logins(float(draw[month, 5]), since, region.adoption, effects.logins_fade),
                    leaves,
                )
                if leaves:
                    number, hired = number + 1, month + 1


def _certified(month: int, hired: int, since: int, draw: float, share: float) -> bool:
    """Certified from four months after going live, or after coming, whichever is later."""
    return bool(since >= 0 and month - max(hired, month - since) >= 4 and draw < share / 0.93)


def _trained(month: int, hired: int, since: int, draw: float, months: NDArray[np.float64], old: float) -> date | None:
    """Last training: before going live, then again within a year, but for those who let it grow old."""
    if since < 0:
        return None
    live = month - since
    first = max(live - 1, hired, 0)
    if draw < old / STEADY or month - first < 9:
        return month_start(min(first, month))
    return month_start(month - int(months[month] * 9))


def table(world: World) -> pa.Table:
    """As the contract has it."""
    return frames.from_rows("staff", COLUMNS, list(rows(world)))


def answers_table(world: World) -> pa.Table:
    """Whether staff would recommend us as an employer: asked twice a year, two in three answer."""
    found: list[Row] = []
    for team, name in enumerate(TEAMS):
        rng = stream(world.seed, f"staff answers: {name}")
        for month in range(2, MONTHS, 6):
            for place in range(A_TEAM):
                told, score, day = rng.random(3)
                sent = month_start(month).replace(day=1 + int(day * 20))
                value = float(np.searchsorted(np.cumsum((*[0.03] * 6, 0.08, 0.17, 0.21, 0.19)), score))
                known = told < 0.66
                id = f"E{team:03d}{month:02d}{place:02d}"
                what = (sent, sent if known else None, "employee recommend", value if known else None)
                found.append((id, None, *what, REGIONS[team // 9].name, SITES[team // 3], name))
    columns = ("survey_id", "customer_id", "sent_on", "answered_on", "question", "score", "region", "site", "team")
    return frames.from_rows("surveys", columns, found)
