"""What the company's people booked as benefit, month by month, and what its general ledger shows of sales and cost.

Amounts follow what the programme truly does where it was measured with a control, and more than that where it was not:
before and after takes the upturn of the market along.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.company import costs, frames
from data.company.behaviour import Behaviour
from data.company.calendar import APPROVED, MONTHS, UPTURN, month_of, month_start
from data.company.places import RAMP, REGIONS
from data.company.service import INFLATION, MINUTE_COST, PIECE_COST
from data.company.streams import stream
from data.company.tables import refunded_at, refunds
from data.company.world import World

FIRST = min(region.live for region in REGIONS)
HELD_OUT = 0.1
GAINED = 0.013  # points of retention of those reached, where the programme is in full use
MARGIN, SERVED = 0.31, 0.06  # of revenue
LED, UPTURN_CLAIMED = 0.6, 0.15  # of the effect on orders and of the upturn, what sales booked as its own
DRAFT = MONTHS - 1  # the last month, which nobody approved yet
REVENUE, PROGRAMME = "4000", "7100"  # ledger accounts
LATE, CREDIT = 0.005, 0.002  # of the revenue of the last month: posted late, and a credit note not posted


@dataclass(frozen=True)
class Booked:
    """How the benefit of one lever is measured and by whom. ``low``, ``high``: ends of its interval over its value."""

    lever: str
    owner: str
    cause: str
    money_mark: str
    method: str
    evidence: str
    budget_line: str
    cost_center: str
    low: float | None = None
    high: float | None = None
    silent: int = 0  # last months for which nothing is measured


BOOKED = (
    Booked(
        *("retention", "Leonie Saltmarsh", "A", "2", "Customers held out of CRM contact against the others"),
        *("Hold-out report", "Revenue, existing customers", "110 Sales", -0.4, 2.4),
    ),
    Booked(
        *("acquisition", "Leonie Saltmarsh", "D", "3", "Estimate of the owner from leads named in the CRM"),
        *("", "Revenue, new customers", "110 Sales"),
        silent=2,
    ),
    Booked(
        *("spend", "Wei Lin", "C", "2", "Orders a customer against the year before"),
        *("Sales report by region", "Revenue, existing customers", "110 Sales"),
    ),
    Booked(
        *("handling", "Priya Calderfoot", "B", "1", "Regions live against regions not yet live; rosters cut"),
        *("Roster plan and payroll", "Wages, contact centre", "240 Service", 0.8, 1.2),
    ),
    Booked(
        *("volume", "Priya Calderfoot", "B", "2", "Regions live against regions not yet live"),
        *("Call log", "Wages, contact centre", "240 Service", 0.7, 1.3),
    ),
    Booked(
        *("mail", "Jonas Whinfell", "A", "1", "Pieces returned, held out against mailed; invoice of the mailing house"),
        *("Invoices of the mailing house", "Print and postage", "130 Marketing", 0.85, 1.15),
    ),
)


def _reach() -> NDArray[np.float64]:
    """Mean effect felt by all customers in each month of the data, of 1."""
    months = np.arange(MONTHS)
    parts = [place.share * place.adoption * np.clip((months - place.live + 1) / RAMP, 0, 1) for place in REGIONS]
    return np.asarray(np.sum(parts, axis=0) * (1 - HELD_OUT))


def _amounts(world: World, base: Mapping[str, float]) -> dict[str, NDArray[np.float64]]:
    """Money by lever and month of the data, from what the programme does; ``base``: the year before approval."""
    e, reach, months = world.effects, _reach(), np.arange(MONTHS)
    dearer = (1 + INFLATION) ** (months / 12)
    sold = base["active"] * base["spend"] / 12
    stayed = GAINED * np.sign(-e.churn_hazard) * reach / max(reach[-1], 1e-9) * np.clip((months - FIRST) / 12, 0, 1.5)
    upturn = e.market_upturn * (months >= UPTURN)
    call = base["minutes"] * MINUTE_COST * dearer
    return {
        "retention": stayed * base["active"] * base["spend"] * (MARGIN - SERVED) / 12,
        "acquisition": 0.006 * np.clip((months - FIRST - 3) / 12, 0, 1) * base["new_customers"] * base["spend"] / 30,
        "spend": sold * MARGIN * (LED * e.orders * reach + UPTURN_CLAIMED * upturn),
        "handling": base["calls"] / 12 * call * -e.handling_time * np.roll(reach, 6) * (months >= FIRST + 6) * 0.6,
        "volume": base["calls"] / 12 * call * -e.repeat_calls * base["repeat_share"] * reach,
        "mail": base["pieces"] / 12 * PIECE_COST * dearer * -e.wasted_mail * reach,
    }


def table(world: World, base: Mapping[str, float]) -> pa.Table:
    """The benefits register: a row for each lever and month since the first region went live."""
    rng, amounts = stream(world.seed, "benefits register"), _amounts(world, base)
    rows: list[tuple[object, ...]] = []
    for booked in BOOKED:
        wobble = np.exp(0.08 * rng.standard_normal(MONTHS))
        for month in range(FIRST, MONTHS):
            amount = float(amounts[booked.lever][month] * wobble[month])
            known = month < MONTHS - booked.silent
            ends = (booked.low, booked.high) if known and amount else (None, None)
            approved = month < DRAFT and known
            rows.append(
                (
                    *(booked.lever, month_start(month), _money(amount) if known else None),
                    *(None if end is None else _money(amount * end) for end in ends),
                    *(booked.method, booked.cause, booked.money_mark),
                    *(booked.evidence or None, booked.budget_line, booked.cost_center, booked.owner),
                    *("approved" if approved else "draft", booked.owner),
                    *(("Ida Marchbank", _ninth(month + 1)) if approved else (None, None)),
                )
            )
    columns = (
        *("lever", "month", "actual", "low", "high", "method", "cause", "money_mark", "evidence", "budget_line"),
        *("cost_center", "owner", "status", "entered_by", "approved_by", "approved_on"),
    )
    return frames.from_rows("benefits_register", columns, rows)


def _ninth(month: int) -> date:
    """The ninth day of a month, on which the one before it is closed."""
    return month_start(month).replace(day=9)


def _money(value: float) -> Decimal:
    return Decimal(f"{value:.2f}")


# --- The general ledger


def revenue(behaviour: Behaviour) -> NDArray[np.int64]:
    """Net revenue of one block by month of the data, refunds in the month they happen; cents."""
    orders = behaviour.orders
    sold = np.where(orders.cancelled, 0, orders.amount)
    by_month = np.bincount(np.clip(orders.month, 0, MONTHS), sold, minlength=MONTHS + 1)
    back, when = orders.back > 0, month_of(refunded_at(orders))
    amount = refunds(orders, behaviour.lines)[0]
    returned = np.bincount(np.clip(when[back], 0, MONTHS), amount[back], minlength=MONTHS + 1)
    return np.asarray(by_month - returned, dtype=np.int64)[:MONTHS]


def ledger_rows(world: World, sold: NDArray[np.int64]) -> list[tuple[str, date, Decimal, str]]:
    """Accounts of revenue and of the programme by month. ``sold``: cents by month.

    In the last month revenue stands above the orders: by what is posted late, and by a credit note not yet posted.
    """
    cents = sold.astype(object)
    cents[-1] += sum(gap_items(world, sold).values())
    rows = [(REVENUE, month_start(m), Decimal(int(cents[m])) / 100, "revenue") for m in range(MONTHS)]
    if world.programme:
        paid = np.round(costs.actual(world).sum(axis=0), 2)
        rows += [(PROGRAMME, month_start(APPROVED + at), _money(amount), "programme") for at, amount in enumerate(paid)]
    return rows


def gap_items(world: World, sold: NDArray[np.int64]) -> dict[str, int]:
    """Cents by which the ledger of the last month stands above the orders, by reason."""
    gap, last = world.effects.ledger_gap, int(sold[-1])
    return {"timing": round(last * LATE * gap), "not posted": round(last * CREDIT * gap)}


ITEMS: Mapping[str, str] = {
    "timing": "Deliveries of the last two days of September, invoiced in October",
    "not posted": "Credit note to an office customer, sent and not yet posted",
}


def items_table(world: World, sold: NDArray[np.int64]) -> pa.Table:
    """What explains the difference of the last month."""
    rows = [
        (month_start(MONTHS - 1), ITEMS[kind], Decimal(cents) / 100, kind)
        for kind, cents in gap_items(world, sold).items()
        if cents
    ]
    return frames.from_rows("reconciling_items", ("month", "item", "amount", "kind"), rows)
