"""What the customer value page tells of who the customers are: how many there really are, employees among them, links
between them, how much of the market they are, and where they came from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from metrics.context import Context, Sources
from metrics.customers import acquisition, base, matching
from metrics.customers.acquisition import Source
from metrics.customers.buyers import buyers
from metrics.customers.matching import Unique
from metrics.words.text import N_, Message, message

MARKET = "market.customers"  # the assumption that says how many customers there could be


def _missing(table: str) -> Message:
    return message(N_("needs the table {table}, which is not here yet"), table=table)


def _supplied(sources: Sources, table: str) -> bool:
    held = sources.frames["held"].set_index("table_name")["supplied"]
    return bool(held.get(table, False))


@lru_cache(maxsize=2)
def unique(sources: Sources) -> Unique | Message:
    """Customers before and after merging exact matches. Source: catalogue C26."""
    if not _supplied(sources, "customers"):
        return _missing("customers")
    keys = sources.held.query("select count(email_key) + count(phone_key) as n from staging.stg_contact_keys")[
        "n"
    ].iloc[0]
    if not keys:
        return message(N_("no e-mail address and no telephone number is known"))
    return matching.unique(sources.frames["contact_match"], int(sources.facts["known_customers"]))


@dataclass(frozen=True)
class Internal:
    """Employees who are customers too: how many, what they brought in a year, and their value; money. ``share`` of the
    value of all."""

    employees: int
    now: float
    value: float | None
    share: float | None


@lru_cache(maxsize=2)
def internal(sources: Sources) -> Internal | Message:
    """Employees among the customers; left out of the lists of whom to develop. Source: catalogue C29."""
    if not _supplied(sources, "customers"):
        return _missing("customers")
    frame = buyers(sources).frame
    mine = frame[frame["employee"]]
    known = bool(frame["value"].notna().any())
    value, total = float(mine["value"].sum()), float(frame["value"].sum())
    employees = int(sources.frames["customer_base"]["is_employee"].astype(bool).sum())
    return Internal(employees, float(mine["now"].sum()), value if known else None, value / total if total else None)


@dataclass(frozen=True)
class Coverage:
    """Customers known and active, against how many there could be by an assumption."""

    known: int
    active: int
    market: float

    @property
    def share(self) -> float:
        """Known, of those there could be."""
        return self.known / self.market


def coverage(context: Context, entered: float | None = None) -> Coverage | Message:
    """How much of the market is known. entered: a reader's own estimate; else the scenario's. Source: catalogue C30."""
    assumed = context.scenario.assumption(MARKET)
    market = entered or (None if assumed is None else assumed.value)
    if not market or market <= 0:
        return message(N_("nobody has estimated how many customers there could be"))
    held, found = context.sources.frames["customer_base"], unique(context.sources)
    known = int(context.sources.facts["known_customers"]) if isinstance(found, Message) else found.unique
    return Coverage(known, int(held["active"].fillna(False).astype(bool).sum()), float(market))


@lru_cache(maxsize=2)
def won(sources: Sources) -> tuple[Source, ...] | Message:
    """Each source beside others who came at the same time. Source: catalogue C16, D09."""
    life = sources.frames["customer_life"]
    seen = life[life["seen_from_start"].astype(bool)] if len(life) else life
    if not len(seen):
        return message(N_("there are no customers yet"))
    by = "acquired_by" if seen["acquired_by"].notna().any() else "channel"
    if seen[by].dropna().nunique() < 2:
        return message(N_("nothing says which campaign or channel won a customer"))
    column, _word = base.brings(sources.frames)
    money = sources.frames["customer_base"].set_index("customer_id")[["cost_to_serve", column]]
    money = money.reindex(seen["customer_id"]).astype(float)
    held = pd.DataFrame(
        {
            "kind": seen["kind"].fillna("unknown").to_numpy(),
            "source": seen[by].to_numpy(),
            "joined": (seen["joined_on"].dt.year * 12 + seen["joined_on"].dt.month).to_numpy(),
            "tenure_days": seen["tenure_days"].to_numpy(dtype=float),
            "left": seen["left_on"].notna().to_numpy(),
            "cost_to_serve": money["cost_to_serve"].to_numpy(),
            "brought": money[column].to_numpy(),
        }
    ).dropna(subset=["source"])
    found = acquisition.sources(held)
    return found or message(N_("no campaign or channel won enough customers to compare"))
