"""Who answers for whom: accounts with an owner, what goes with an owner who leaves, and what a successor would find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

NOBODY = ""


@dataclass(frozen=True)
class Owner:
    """One owner: accounts, their value and its share of all accounts' value (None where that is not above 0), the share
    of the items a successor needs that are on file, and the value of accounts where one is missing."""

    name: str
    accounts: int
    value: float
    share: float | None
    on_file: float | None
    incomplete: float


def owners(accounts: pd.DataFrame, items: Sequence[str]) -> tuple[Owner, ...]:
    """One row an owner, the most valuable first; accounts nobody owns are one row, last.

    accounts: one row an account: owner (empty: nobody), value (money), and ``items``, yes or no each.
    Values below 0 are nothing to lose and count as 0.
    """
    named = accounts["owner"].astype(object).where(accounts["owner"].notna(), NOBODY).astype(str)
    worth = accounts["value"].astype(float).clip(lower=0)
    total = float(worth.sum())
    full = accounts[list(items)].astype(bool).all(axis=1) if items else pd.Series(True, index=accounts.index)
    filed = accounts[list(items)].astype(float).mean(axis=1) if items else pd.Series(float("nan"), index=accounts.index)
    rows = []
    for name in sorted(named.unique()):
        mine = named == name
        value = float(worth[mine].sum())
        rows.append(
            Owner(
                name,
                int(mine.sum()),
                value,
                value / total if total > 0 else None,
                float(filed[mine].mean()) if items else None,
                float(worth[mine & ~full].sum()),
            )
        )
    return tuple(sorted(rows, key=lambda owner: (owner.name == NOBODY, -owner.value)))


@dataclass(frozen=True)
class FirstContact:
    """Requests of a year: how many, of how many somebody answers for it, and how many were settled in time."""

    requests: int
    owned: int
    in_time: int
    open: int


def first_contact(owner: pd.Series, days: pd.Series, waited: pd.Series, within: int) -> FirstContact:
    """Who was asked first answers for it until it is settled: is that written down, and is it settled in time?

    owner: empty where nobody is named; days: until it was settled, empty while open; waited: days since it came in.
    Those that came in less than ``within`` days ago and are open still are not counted: their time is not over.
    """
    over = days.notna() | (waited >= within)
    named = owner.notna() & (owner.astype(str).str.strip() != "")
    return FirstContact(
        int(over.sum()), int((named & over).sum()), int((days <= within).sum()), int(days[over].isna().sum())
    )
