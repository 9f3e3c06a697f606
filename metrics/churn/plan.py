"""What the churn page plans ahead: stages customers reach, who owns which account, and whether requests are owned."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from metrics.churn import figures, owners, stages
from metrics.churn.ahead import at_risk
from metrics.churn.owners import NOBODY, Asked, Owner
from metrics.churn.stages import Stage
from metrics.context import Sources
from metrics.customers import base
from metrics.words.text import N_, Message, message

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


@lru_cache(maxsize=2)
def stage_plan(sources: Sources) -> tuple[Stage, ...]:
    """Stages reached within 90 days by customers still there. Source: catalogue D14."""
    here = figures.there(sources.frames).index
    if not len(here):
        return ()
    columns = ["first_order", "last_order", "frequency", "recency_days"]
    held = sources.frames["customer_base"].set_index("customer_id").loc[here, columns]
    held = held.join(sources.frames["customer_life"].set_index("customer_id")["joined_on"])
    terms = sources.frames["contract_term"]
    ends = terms[terms["state"] == "running"].groupby("customer_id")["ends_on"].max()
    days = stages.dates(held, ends, stages.usual_days(sources.frames["second_order"]))
    risk = at_risk(sources).frame
    about = pd.DataFrame(index=here)
    about["contacted"] = _touched(sources, here, LATELY)
    for name, unknown in (("askable", True), ("p", np.nan), ("at_risk", np.nan)):
        about[name] = risk[name].reindex(here) if name in risk else unknown
    about["askable"] = about["askable"].fillna(False).astype(bool)
    return stages.plan(days, _until(sources), about)


def second_order(sources: Sources) -> int | None:
    """Usual days to a second order."""
    return stages.usual_days(sources.frames["second_order"])


@dataclass(frozen=True)
class Owned:
    """Who answers for accounts. ``owners``: the most valuable first, nobody last; ``word``: what the value is.

    accounts: companies and customers under contract that are still there, or all where neither is known. covered,
    covered_value: shares of accounts and of their value that have an owner; None where there is no value.
    """

    owners: tuple[Owner, ...] = ()
    accounts: int = 0
    covered: float = 0.0
    covered_value: float | None = None
    word: str = ""
    reason: Message | None = None

    @property
    def named(self) -> tuple[Owner, ...]:
        """Owners with a name."""
        return tuple(one for one in self.owners if one.name != NOBODY)


@lru_cache(maxsize=2)
def owned(sources: Sources) -> Owned:
    """Owner by account, concentration and what a successor would find. Source: catalogue D17, D18."""
    supplied = sources.frames["held"].set_index("table_name")["supplied"]
    if not supplied.get("customers", False):
        return Owned(reason=message(N_("needs the table {table}, which is not here yet"), table="customers"))
    known = _on_file(sources)
    here = figures.there(sources.frames)
    kind = sources.frames["customer_base"].set_index("customer_id")["kind"].reindex(here.index)
    chosen = kind.eq("business").fillna(False).astype(bool) | here["term"].notna()
    accounts = here.index[chosen] if chosen.any() else here.index
    held = known.reindex(accounts)
    if not len(held):
        return Owned(reason=message(N_("there are no customers yet")))
    if not held["owner"].notna().any():
        return Owned(accounts=len(held), reason=message(N_("no account names who looks after it")))
    held[IN_TOUCH] = _touched(sources, held.index, QUIET)
    held[list(ITEMS)] = held[list(ITEMS)].fillna(False).astype(bool)
    held["value"], word = _worth(sources, held.index)
    found = owners.owners(held, [*ITEMS, IN_TOUCH])
    value = sum(one.value for one in found)
    nobody = sum(one.value for one in found if one.name == NOBODY)
    covered = None if value <= 0 else 1 - nobody / value
    return Owned(found, len(held), float(held["owner"].notna().mean()), covered, word)


def _on_file(sources: Sources) -> pd.DataFrame:
    """Of every customer: the owner, and whether contact data are there; never the data themselves."""
    found = sources.held.query(
        """
        select customer_id, nullif(trim(account_manager), '') as owner, coalesce(trim(email), '') <> '' as email,
            coalesce(trim(phone), '') <> '' as phone, coalesce(trim(address), '') <> '' as address, verified_on
        from raw.customers
        """
    ).set_index("customer_id")
    confirmed = (_until(sources) - pd.to_datetime(found["verified_on"])).dt.days < CONFIRMED
    found["confirmed"] = confirmed.fillna(False).astype(bool)
    return found.drop(columns="verified_on")


def _worth(sources: Sources, accounts: pd.Index) -> tuple[pd.Series, str]:
    """The forecast value of each account, else what it brought in the last 12 months; and the word for it."""
    if sources.scores.reason is None:
        value = sources.scores.frame.set_index("customer_id")["value"]
        return value.reindex(accounts).fillna(0.0).astype(float), N_("expected value")
    column, word = base.brings(sources.frames)
    brought = sources.frames["customer_base"].set_index("customer_id")[f"{column}_12m"]
    return brought.reindex(accounts).fillna(0.0).astype(float), word


@lru_cache(maxsize=2)
def asked_first(sources: Sources) -> Asked | Message:
    """Whether requests of the last year name who answers for them and are settled in time. Source: catalogue D17."""
    held = sources.held.query("select owner, opened_at, closed_at from staging.stg_tickets")
    came = pd.to_datetime(held["opened_at"])
    waited = (_until(sources) - came).dt.days
    held = held[(waited >= 0) & (waited < YEAR)]
    if not len(held):
        return message(N_("needs the table {table}, which is not here yet"), table="tickets")
    days = (pd.to_datetime(held["closed_at"]) - came.reindex(held.index)).dt.total_seconds() / 86_400
    return owners.asked(held["owner"], days, waited.reindex(held.index), SETTLED)
