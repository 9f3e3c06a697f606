"""Odd data sets: what a person may bring in one day, from one row to two hundred, made by chance under a seed.

Sizes, missing columns and tables, signs, gaps, duplicates, one day, the far future, no money. Every table but orders is
drawn from its contract, so that a new column is tried without a word here.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from hypothesis import strategies as st

from data.contracts import TABLES, Column, Kind, Table

SHAPES = ("usual", "one day", "two days", "forty years", "once each", "one customer", "far future", "gap")
MONEY = ("usual", "zero", "tiny", "huge", "negative", "mixed", "flat", "refunds above sales")
HOSTILE = '[x](https://evil.example) ![p](https://evil.example/p.png) <a href="https://evil.example">k</a>'
POOL = 12  # different values an id of something else than a customer or an order takes


@dataclass(frozen=True)
class Odd:
    """How a data set is odd."""

    rows: int
    customers: int
    shape: str
    money: str
    cost: str  # none, usual, above: what orders cost
    others: tuple[str, ...]  # tables beside orders
    missing: float  # share of optional columns left out
    blanks: float  # share of optional cells left empty
    twice: bool  # some rows stand twice
    seed: int
    hostile: bool = False  # texts that a browser would follow or fetch


def shops() -> st.SearchStrategy[Odd]:
    """Any odd data set."""
    names = [name for name in TABLES if name != "orders"]
    return st.builds(
        Odd,
        rows=st.one_of(st.integers(1, 5), st.integers(1, 200)),
        customers=st.integers(1, 60),
        shape=st.sampled_from(SHAPES),
        money=st.sampled_from(MONEY),
        cost=st.sampled_from(["none", "usual", "above"]),
        others=st.one_of(st.just(()), st.lists(st.sampled_from(names), unique=True, max_size=len(names)).map(tuple)),
        missing=st.sampled_from([0.0, 0.3, 1.0]),
        blanks=st.sampled_from([0.0, 0.3]),
        twice=st.booleans(),
        seed=st.integers(0, 2**32 - 1),
    )


def write(odd: Odd, folder: Path) -> None:
    """The files of a data set, as CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = Random(odd.seed)
    days = _days(odd, chance)
    for name in ("orders", *odd.others):
        table = TABLES[name]
        columns = [column for column in table.columns if column.required or chance.random() >= odd.missing]
        if name == "orders":
            columns = [column for column in columns if column.name not in ("cost", "currency")]
            columns += [table.column("cost")] if odd.cost != "none" else []
        rows = [_row(odd, table, columns, place, days, chance) for place in range(odd.rows)]
        if odd.twice:
            rows += rows[: max(1, len(rows) // 10)]
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([[column.name for column in columns], *rows])


def _days(odd: Odd, chance: Random) -> Sequence[date]:
    first = date(2021, 3, 14)
    spans = {"one day": 1, "two days": 2, "forty years": 40 * 365}
    if odd.shape == "far future":
        return [first + timedelta(days=chance.randrange(400)) for _ in range(odd.rows)] + [date(2150, 1, 1)]
    if odd.shape == "gap":
        return [
            first + timedelta(days=chance.choice([chance.randrange(60), 1500 + chance.randrange(60)]))
            for _ in range(50)
        ]
    return [first + timedelta(days=chance.randrange(spans.get(odd.shape, 1100))) for _ in range(odd.rows)]


def _row(
    odd: Odd, table: Table, columns: Sequence[Column], place: int, days: Sequence[date], chance: Random
) -> list[str]:
    if table.name == "orders":
        return _order(odd, columns, place, days, chance)
    return [_cell(odd, table, column, place, days, chance) for column in columns]


def _order(odd: Odd, columns: Sequence[Column], place: int, days: Sequence[date], chance: Random) -> list[str]:
    amount, status = _amount(odd, chance), "completed"
    if odd.money == "refunds above sales" and place % 2:
        amount, status = -3 * abs(amount), "refunded"
    elif amount < 0:
        status = "refunded"
    customer = (
        place if odd.shape == "once each" else 0 if odd.shape == "one customer" else chance.randrange(odd.customers)
    )
    cost = amount * (2.0 if odd.cost == "above" else chance.random())
    known = {
        "order_id": f"o{place}",
        "customer_id": f"c{customer}",
        "ordered_at": chance.choice(days).isoformat(),
        "status": status,
        "amount": f"{amount:.2f}",
        "cost": f"{cost:.2f}",
    }
    return [known.get(column.name) or _cell(odd, TABLES["orders"], column, place, days, chance) for column in columns]


def _amount(odd: Odd, chance: Random) -> float:
    usual = round(chance.lognormvariate(3, 1), 2)
    return {
        "zero": 0.0,
        "tiny": 0.01,
        "huge": usual * 1e9,
        "negative": -usual,
        "mixed": usual * chance.choice([-1, 1]),
        "flat": 10.0,
    }.get(odd.money, usual)


def _cell(odd: Odd, table: Table, column: Column, place: int, days: Sequence[date], chance: Random) -> str:
    if not column.required and chance.random() < odd.blanks:
        return ""
    if column.one_of:
        return chance.choice(column.one_of)
    if column.kind in (Kind.DATE, Kind.TIME):
        return (chance.choice(days) + timedelta(days=chance.randrange(-40, 400))).isoformat()
    if column.kind is Kind.FLAG:
        return chance.choice(["yes", "no"])
    if column.kind is Kind.TEXT:
        return _text(odd, table, column, place, chance)
    if column.kind is Kind.WHOLE:
        return str(chance.choice([0, 1, 2, chance.randrange(100)]))
    return f"{_amount(odd, chance):.2f}"


def _text(odd: Odd, table: Table, column: Column, place: int, chance: Random) -> str:
    if column.name == "currency":
        return "EUR"
    if column.name == table.key[0] and column.name != "customer_id" and len(table.key) == 1:
        return f"{column.name[:2]}{place}"
    if "customer" in column.name or column.name == "related_id":
        return f"c{place if table.name == 'customers' else chance.randrange(odd.customers)}"
    return f"{HOSTILE if odd.hostile else column.name} {chance.randrange(POOL)}"
