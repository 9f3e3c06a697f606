"""Harbour & Lane, the sample company: sixty months of an invented firm with known answers.

``write`` makes the contract tables of the company from a seed, block by block of customers, so that memory does not
grow with their number. What was planted is recorded beside the data, never in it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from data.company import (
    assumptions,
    centre,
    costs,
    frames,
    measures,
    places,
    products,
    register,
    sales,
    staffing,
    targets,
    truth,
    words,
)
from data.company.behaviour import Behaviour
from data.company.calendar import MONTHS
from data.company.effects import Effects
from data.company.parquet import Writers
from data.company.tables import BY_BLOCK
from data.company.world import NORMAL, Block, World
from data.errors import InputError

__all__ = ["CUSTOMERS", "SEED", "Effects", "write"]
CUSTOMERS, SEED = 20_000, 7
MOST = 9_000_000  # customer ids have seven digits
Progress = Callable[[str, float], None]


def write(
    out: Path,
    *,
    customers: int = CUSTOMERS,
    seed: int = SEED,
    programme: bool = True,
    effects: Effects = NORMAL,
    progress: Progress | None = None,
    truth: Path | None = None,
) -> None:
    """Write every table as ``out/<table>.parquet``, and what is true of them to ``truth`` and beside it.

    ``truth`` defaults to truth.json beside ``out``; truth_customers.parquet goes into the same folder. ``programme``
    off writes the twin of this company in which the CRM programme never came. InputError when ``customers`` is not
    between 1 and 9,000,000, or ``seed`` is negative.
    """
    if not 1 <= customers <= MOST:
        raise InputError(f"the sample company cannot have {customers:,} customers; ask for 1 to {MOST:,}")
    if seed < 0:
        raise InputError(f"the seed {seed} is below zero; give 0 or more")
    world = World(customers, seed, programme, effects)
    out.mkdir(parents=True, exist_ok=True)
    record = truth or out.parent / "truth.json"
    record.parent.mkdir(parents=True, exist_ok=True)
    found = _Found(world)
    with Writers(out) as tables, Writers(record.parent) as beside:
        for block in world.blocks():
            behaviour = Behaviour(block)
            for name, maker in BY_BLOCK.items():
                tables.add(name, maker(behaviour))
            beside.add("truth_customers", found.customers(behaviour))
            found.take(behaviour)
            if progress:
                done = block.first + block.size
                progress(f"{done:,} of {customers:,} customers", done / customers)
        for name, table in _whole(world, found):
            tables.add(name, table)
    record.write_text(json.dumps(found.summary(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


class _Found:
    """What is added up while blocks go by."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.here: Counter[str] = Counter()
        self.twin: Counter[str] = Counter()
        self.money: list[NDArray[np.float64]] = []  # margin and cost to serve of buyers, by block
        self.calls: centre.Counts = np.zeros((2, len(places.TEAMS), MONTHS))
        self.revenue: NDArray[np.int64] = np.zeros(MONTHS, dtype=np.int64)  # cents by month

    def take(self, behaviour: Behaviour) -> None:
        """Add one block."""
        sums = measures.sums(behaviour)
        self.here.update(sums)
        self.twin.update(measures.sums(_twin(behaviour)) if self.world.programme else sums)
        self.money.append(_money(behaviour))
        self.calls += centre.counted(behaviour)
        self.revenue += register.revenue(behaviour)

    def customers(self, behaviour: Behaviour) -> pa.Table:
        """One block as truth_customers.parquet holds it."""
        return truth.customers(behaviour)

    def summary(self) -> dict[str, object]:
        """As truth.json holds it."""
        margins, served = np.concatenate(self.money, axis=1)
        return truth.summary(self.world, self.here, self.twin, margins, served)


def _twin(behaviour: Behaviour) -> Behaviour:
    """The same customers where the programme never came."""
    block = behaviour.block
    return Behaviour(Block(replace(block.world, programme=False), block.number, block.first, block.size))


def _money(behaviour: Behaviour) -> NDArray[np.float64]:
    """Margin and cost to serve of each buyer over the whole data; (2, buyers)."""
    buyers = measures.ordered(behaviour, 0, MONTHS)
    margin = measures.net_sales(behaviour, 0, MONTHS)[1]
    served = behaviour.cost_to_serve[:, : MONTHS // 3].sum(axis=(1, 2))
    return np.stack([margin, served]).compress(buyers, axis=1) / 100


def _whole(world: World, found: _Found) -> Iterable[tuple[str, pa.Table]]:
    """Tables that do not grow with the customers."""
    yield "products", products.table()
    yield "words", frames.from_rows("words", ("word", "language", "written"), words.in_chinese())
    regions = [row if world.programme else (*row[:2], None) for row in places.region_rows()]
    yield "regions", frames.from_rows("regions", ("region", "name", "live_on"), regions)
    yield "sites", frames.from_rows("sites", ("site", "region", "name", "opened_on"), places.site_rows())
    yield "contact_centre", centre.table(world, found.calls)
    yield "staff", staffing.table(world)
    yield "surveys", staffing.answers_table(world)
    deals, plan = sales.tables(world)
    yield "opportunities", deals
    yield "sales_plan", plan
    yield "ledger_totals", sales.ledger_table(world, register.ledger_rows(world, found.revenue))
    yield "reconciling_items", register.items_table(world, found.revenue)
    yield "kpi_targets", targets.table()
    if world.programme:
        yield "initiatives", costs.initiatives_table()
        yield "programme_costs", costs.cost_table(world)
        before = measures.baseline(found.here)
        yield "assumptions", assumptions.table(before)
        yield "benefits_register", register.table(world, before)
