"""What the data tell of contacts: stages customers reach, who owns which account, and whether requests are owned."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.churn import figures, stages
from metrics.churn.ahead import contactable
from metrics.churn.composition import UNKNOWN, texts
from metrics.churn.stages import Stage
from metrics.context import Sources, kept
from metrics.customers import base
from metrics.reading import UndefinedError
from metrics.words.text import N_, message

LATELY, QUIET, CONFIRMED, YEAR = 30, 180, 365, 365  # days
SETTLED = 7  # days within which a request is to be settled
ITEMS = ("email", "phone", "address", "confirmed")
IN_TOUCH = "touched"


@dataclass(frozen=True)
class Owner:
    """One owner: accounts, their value and its share of all accounts' value (None where that is not above 0), the share
    of the items a successor needs that are on file, and the value of accounts where one is missing."""

    name: str
    accounts: int
    value: float
    share: float | None
    on_file: float
    incomplete: float


def _owners(accounts: pd.DataFrame, items: Sequence[str]) -> tuple[Owner, ...]:
    """One row an owner, the most valuable first; accounts nobody owns are one row, last.

    accounts: one row an account: owner (empty: nobody), value (money), and ``items``, at least one, yes or no each.
    Values below 0 are nothing to lose and count as 0.
    """
    named, worth, filed = texts(accounts["owner"]), accounts["value"].astype(float).clip(lower=0), accounts[list(items)]
    total, rows = float(worth.sum()), []
    full, on_file = filed.astype(bool).all(axis=1), filed.astype(float).mean(axis=1)
    for name in sorted(named.unique()):
        mine = named == name
        value, missing = float(worth[mine].sum()), float(worth[mine & ~full].sum())
        share = value / total if total > 0 else None
        rows.append(Owner(name, int(mine.sum()), value, share, float(on_file[mine].mean()), missing))
    return tuple(sorted(rows, key=lambda owner: (owner.name == UNKNOWN, -owner.value)))


@dataclass(frozen=True)
class FirstContact:
    """Requests of a year: how many, of how many somebody answers for it, and how many were settled in time."""

    requests: int
    owned: int
    in_time: int
    open: int


def _settled(owner: pd.Series, days: pd.Series, waited: pd.Series, within: int) -> FirstContact:
    """Who was asked first answers for it until it is settled: is that written down, and is it settled in time?

    owner: empty where nobody is named; days: until it was settled, empty while open; waited: days since it came in.
    Those that came in less than ``within`` days ago and are open still are not counted: their time is not over.
    """
    over = days.notna() | (waited >= within)
    named = owner.notna() & (owner.astype(str).str.strip() != "")
    flags = over, named & over, days <= within, over & days.isna()
    return FirstContact(*(int(flag.sum()) for flag in flags))


def _until(sources: Sources) -> pd.Timestamp:
    return pd.Timestamp(sources.facts["until"])


def _touched(sources: Sources, index: pd.Index, within: int) -> pd.Series:
    """Whether each customer was in touch in the last days."""
    last = sources.frames["customer_contact"].set_index("customer_id")["last_on"].reindex(index)
    return ((_until(sources) - pd.to_datetime(last)).dt.days < within).fillna(False).astype(bool)


@kept
def stage_plan(sources: Sources) -> tuple[Stage, ...]:
    """Stages reached within 90 days by customers still there. Raises UndefinedError where nobody reaches one."""
    here = figures.active_customers(sources).index
    columns = ["first_order", "last_order", "frequency", "recency_days"]
    customers = sources.frames["customer_base"].set_index("customer_id").loc[here, columns]
    customers = customers.join(sources.frames["customer_life"].set_index("customer_id")["joined_on"])
    terms = sources.frames["contract_term"]
    ends = terms[terms["state"] == "running"].groupby("customer_id")["ends_on"].max()
    days = stages.dates(customers, ends, second_order(sources))
    about = pd.DataFrame({"askable": True, "p": np.nan, "at_risk": np.nan}, index=here)
    with suppress(UndefinedError):
        about = contactable(sources)[["askable", "p", "at_risk"]].reindex(here)
        about["askable"] = about["askable"].fillna(False).astype(bool)
    about["contacted"] = _touched(sources, here, LATELY)
    reached = stages.plan(days, _until(sources), about) if len(here) else ()
    if not reached:
        raise UndefinedError(message(N_("Nobody reaches a stage within 90 days")))
    return reached


def second_order(sources: Sources) -> int | None:
    """Usual days to a second order."""
    return stages.usual_days(sources.frames["second_order"])


@dataclass(frozen=True)
class AccountOwners:
    """Who answers for accounts. ``owners``: the most valuable first, nobody last; ``word``: what the value is.

    accounts: companies and customers under contract that are still there, or all where neither is known. covered,
    covered_value: shares of accounts and of their value that have an owner; None where there is no value.
    """

    owners: tuple[Owner, ...]
    accounts: int
    covered: float
    covered_value: float | None
    word: str

    @property
    def named(self) -> tuple[Owner, ...]:
        """Owners with a name."""
        return tuple(owner for owner in self.owners if owner.name != UNKNOWN)


@kept
def account_owners(sources: Sources) -> AccountOwners:
    """Owner by account, concentration and what a successor would find. Raises UndefinedError where none is named."""
    sources.require("customers")
    here = figures.active_customers(sources)
    kind = sources.frames["customer_base"].set_index("customer_id")["kind"].reindex(here.index)
    chosen = kind.eq("business").fillna(False).astype(bool) | here["term"].notna()
    accounts = _on_file(sources).reindex(here.index[chosen] if chosen.any() else here.index)
    if not len(accounts):
        raise UndefinedError(message(N_("no customer is active")))
    if not accounts["owner"].notna().any():
        raise UndefinedError(message(N_("no account names who looks after it")))
    accounts[IN_TOUCH] = _touched(sources, accounts.index, QUIET)
    accounts[list(ITEMS)] = accounts[list(ITEMS)].fillna(False).astype(bool)
    accounts["value"], word = _worth(sources, accounts.index)
    rows = _owners(accounts, [*ITEMS, IN_TOUCH])
    value = sum(owner.value for owner in rows)
    covered = None if value <= 0 else 1 - sum(owner.value for owner in rows if owner.name == UNKNOWN) / value
    return AccountOwners(rows, len(accounts), float(accounts["owner"].notna().mean()), covered, word)


def _on_file(sources: Sources) -> pd.DataFrame:
    """Of every customer: the owner, and whether contact data are there; never the data themselves."""
    files = sources.held.ask("account_files").set_index("customer_id")
    confirmed = (_until(sources) - pd.to_datetime(files["verified_on"])).dt.days < CONFIRMED
    return files.assign(confirmed=confirmed.fillna(False).astype(bool))


def _worth(sources: Sources, accounts: pd.Index) -> tuple[pd.Series, str]:
    """The forecast value of each account, else what it brought in the last 12 months; and the word for it."""
    column, word = base.value_basis(sources.frames)
    column, frame = f"{column}_12m", sources.frames["customer_base"]
    if sources.scores.reason is None:
        column, word, frame = "value", N_("expected value"), sources.scores.frame
    return frame.set_index("customer_id")[column].reindex(accounts).fillna(0.0).astype(float), word


@kept
def first_contact(sources: Sources) -> FirstContact:
    """Whether requests of the last year name who answers for them and are settled in time. Raises UndefinedError where
    there is none whose time is over."""
    requests = sources.held.ask("request_owners")
    came = pd.to_datetime(requests["opened_at"])
    waited = (_until(sources) - came).dt.days
    requests = requests[(waited >= 0) & (waited < YEAR)]
    if not len(requests):
        sources.require("tickets")
    days = (pd.to_datetime(requests["closed_at"]) - came.reindex(requests.index)).dt.total_seconds() / 86_400
    counted = _settled(requests["owner"], days, waited.reindex(requests.index), SETTLED)
    if not counted.requests:
        raise UndefinedError(message(N_("there is nothing to count yet")))
    return counted
