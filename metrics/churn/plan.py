"""What the data tell of contacts: stages customers reach, who owns which account, and whether requests are owned."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.churn import figures, owners, stages
from metrics.churn.ahead import contactable
from metrics.churn.owners import NOBODY, FirstContact, Owner
from metrics.churn.stages import Stage
from metrics.context import Sources, kept
from metrics.customers import base
from metrics.reading import UndefinedError
from metrics.words.text import N_, message

LATELY, QUIET, CONFIRMED, YEAR = 30, 180, 365, 365  # days
SETTLED = 7  # days within which a request is to be settled
ITEMS = ("email", "phone", "address", "confirmed")
IN_TOUCH = "touched"


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
    try:
        about = contactable(sources)[["askable", "p", "at_risk"]].reindex(here)
        about["askable"] = about["askable"].fillna(False).astype(bool)
    except UndefinedError:
        pass
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
        return tuple(owner for owner in self.owners if owner.name != NOBODY)


@kept
def account_owners(sources: Sources) -> AccountOwners:
    """Owner by account, concentration and what a successor would find. Raises UndefinedError where none is named."""
    sources.require("customers")
    here = figures.active_customers(sources)
    kind = sources.frames["customer_base"].set_index("customer_id")["kind"].reindex(here.index)
    chosen = kind.eq("business").fillna(False).astype(bool) | here["term"].notna()
    accounts = _on_file(sources).reindex(here.index[chosen] if chosen.any() else here.index)
    if not len(accounts):
        raise UndefinedError(message(N_("there are no customers yet")))
    if not accounts["owner"].notna().any():
        raise UndefinedError(message(N_("no account names who looks after it")))
    accounts[IN_TOUCH] = _touched(sources, accounts.index, QUIET)
    accounts[list(ITEMS)] = accounts[list(ITEMS)].fillna(False).astype(bool)
    accounts["value"], word = _worth(sources, accounts.index)
    rows = owners.owners(accounts, [*ITEMS, IN_TOUCH])
    value = sum(owner.value for owner in rows)
    nobody = sum(owner.value for owner in rows if owner.name == NOBODY)
    covered = None if value <= 0 else 1 - nobody / value
    return AccountOwners(rows, len(accounts), float(accounts["owner"].notna().mean()), covered, word)


def _on_file(sources: Sources) -> pd.DataFrame:
    """Of every customer: the owner, and whether contact data are there; never the data themselves."""
    files = sources.held.ask("account_files").set_index("customer_id")
    confirmed = (_until(sources) - pd.to_datetime(files["verified_on"])).dt.days < CONFIRMED
    return files.assign(confirmed=confirmed.fillna(False).astype(bool))


def _worth(sources: Sources, accounts: pd.Index) -> tuple[pd.Series, str]:
    """The forecast value of each account, else what it brought in the last 12 months; and the word for it."""
    if sources.scores.reason is None:
        value = sources.scores.frame.set_index("customer_id")["value"]
        return value.reindex(accounts).fillna(0.0).astype(float), N_("expected value")
    column, word = base.brings(sources.frames)
    brought = sources.frames["customer_base"].set_index("customer_id")[f"{column}_12m"]
    return brought.reindex(accounts).fillna(0.0).astype(float), word


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
    counted = owners.first_contact(requests["owner"], days, waited.reindex(requests.index), SETTLED)
    if not counted.requests:
        raise UndefinedError(message(N_("there is nothing to count yet")))
    return counted
