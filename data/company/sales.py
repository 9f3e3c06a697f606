"""Deals with companies: opened, qualified, won or lost; and what each team planned and forecast."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pyarrow as pa

from data.company import frames
from data.company.calendar import LAST_DAY, MONTHS, month_start
from data.company.places import REGIONS, TEAMS
from data.company.streams import stream
from data.company.world import World

SELLERS = tuple(name for name in TEAMS if name.endswith(("-1", "-2", "-3")))  # one team a site
SELLING = "sales and marketing"  # kind of a ledger account
HOPEFUL = "North-3"  # forecasts too high
DEALS = 3.2  # a team and month, at 20,000 customers
WON = 0.27
FAR = 4  # months after the data for which deals are due
NEW, QUALIFIED, OFFERED, DECIDING, CLOSED = "new", "qualified", "offered", "deciding", "closed"


def ledger_table(world: World, others: Sequence[tuple[object, ...]]) -> pa.Table:
    """What the general ledger holds: ``others``, and of selling one account by month, dearer every year."""
    rng, base = stream(world.seed, "ledger: sales and marketing"), 11_500 * max(world.customers / 20_000, 0.05)
    rows = [
        ("6100", month_start(month), _money(base * 1.03 ** (month / 12) * (0.92 + 0.16 * rng.random())), SELLING)
        for month in range(MONTHS)
    ]
    return frames.from_rows("ledger_totals", ("account", "month", "amount", "kind"), [*rows, *others])


def _money(value: float) -> Decimal:
    return Decimal(f"{value:.2f}")


def tables(world: World) -> tuple[pa.Table, pa.Table]:
    """Deals by team and day, and the plan by team and month."""
    deals: list[tuple[object, ...]] = []
    plan: list[tuple[object, ...]] = []
    for team in SELLERS:
        region = next(region for region in REGIONS if team.startswith(region.name))
        rng = stream(world.seed, f"deals: {team}")
        won = np.zeros(MONTHS)
        for month in range(MONTHS):
            for _deal in range(int(rng.poisson(DEALS * max(world.customers / 20_000, 0.1)))):
                deal = _deal_row(rng.random(8), month, team, region.name, f"D{len(deals) + 1:07d}")
                deals.append(deal)
                closed = deal[8]
                if deal[9] and isinstance(closed, date):
                    won[(closed.year - 2021) * 12 + closed.month - 11] += float(deal[4])  # type: ignore[arg-type]
        plan += _plan_rows(world, team, region.name, won)
    columns = (
        *("opportunity_id", "customer_id", "team", "region", "amount", "stage", "opened_on", "qualified_on"),
        *("closes_on", "won"),
    )
    return (
        frames.from_rows("opportunities", columns, deals),
        frames.from_rows("sales_plan", ("month", "team", "region", "target", "forecast"), plan),
    )


def _deal_row(draw: np.ndarray, month: int, team: str, region: str, id: str) -> tuple[object, ...]:
    """One deal: qualified some weeks after it was opened, decided some weeks later, open while that lies ahead."""
    opened = month_start(month) + timedelta(days=int(draw[0] * 27))
    qualified = opened + timedelta(days=3 + int(draw[1] * 24))
    takes = 18 + int(-np.log(1 - 0.98 * draw[2]) * 44)
    closes = qualified + timedelta(days=takes)
    amount = 1_900 * np.exp(0.7 * _normal(draw[3], draw[4]))
    done = closes <= LAST_DAY
    if not done and region == "West" and (closes.year, closes.month) > (LAST_DAY.year, LAST_DAY.month):
        closes += timedelta(days=92)  # nothing is due in the quarter after the data
    known = qualified <= LAST_DAY
    stage = CLOSED if done else (NEW if not known else (QUALIFIED, OFFERED, DECIDING)[int(draw[5] * 3)])
    won = bool(draw[6] < WON) if done else None
    return (id, None, team, region, _money(amount), stage, opened, qualified if known else None, closes, won)


def _normal(one: float, other: float) -> float:
    """A standard normal number of two uniform ones. Source: Box & Muller 1958."""
    return float(np.sqrt(-2 * np.log(1 - 0.999 * one)) * np.cos(2 * np.pi * other))


def _plan_rows(world: World, team: str, region: str, won: np.ndarray) -> list[tuple[object, ...]]:
    """Target and forecast of every month, and of the months for which deals are due already."""
    rng = stream(world.seed, f"forecasts: {team}")
    over = 1 + world.effects.hopeful_forecast * (team == HOPEFUL)
    usual = float(won[6:].mean()) if len(won) > 6 else 0.0
    rows: list[tuple[object, ...]] = []
    for month in range(MONTHS + FAR):
        expected = won[month] if month < MONTHS else usual
        forecast = max(expected * over * (1 + 0.06 * float(rng.standard_normal())), 0.0)
        target = usual * 1.04
        rows.append((month_start(month), team, region, _money(target), _money(forecast)))
    return rows
