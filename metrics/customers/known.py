"""Who the customers are: how many there really are, employees among them, how much of the market they are, and where
they came from."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import pandas as pd

from metrics.context import Context, Sources, kept
from metrics.customers import acquisition, base, matching
from metrics.customers.acquisition import Source
from metrics.customers.buyers import buyers
from metrics.customers.matching import Unique
from metrics.reading import UndefinedError
from metrics.words.text import N_, message

MARKET = "market.customers"  # the assumption that says how many customers there could be


@kept
def unique(sources: Sources) -> Unique:
    """Customers before and after merging exact matches."""
    sources.require("customers")
    if not sources.held.ask("contact_keys")["n"].iloc[0]:
        raise UndefinedError(message(N_("no e-mail address and no telephone number is known")))
    return matching.unique(sources.frames["contact_match"], int(sources.facts["known_customers"]))


@dataclass(frozen=True)
class Internal:
    """Employees who are customers too: how many, and what they brought in the last 12 months; money."""

    employees: int
    now: float


@kept
def internal(sources: Sources) -> Internal:
    """Employees among the customers; left out of the lists of whom to develop."""
    sources.require("customers")
    frame = buyers(sources).frame
    employees = int(sources.frames["customer_base"]["is_employee"].astype(bool).sum())
    return Internal(employees, float(frame.loc[frame["employee"], "now"].sum()))


@kept
def coverage(context: Context, entered: float = 0.0) -> float:
    """Known customers over those there could be. entered: a reader's own estimate; 0 takes that of the scenario."""
    assumed = None if entered else context.scenario.assumption(MARKET)
    market = entered if assumed is None else assumed.value
    if market <= 0:
        raise UndefinedError(message(N_("nobody has estimated how many customers there could be")))
    with suppress(UndefinedError):
        return unique(context.sources).unique / market
    return float(context.sources.facts["known_customers"]) / market


@kept
def origins(sources: Sources) -> tuple[Source, ...]:
    """Each campaign or channel beside others who came at the same time, the shortest stay first; never empty."""
    life = sources.frames["customer_life"]
    seen = life[life["seen_from_start"].astype(bool)] if len(life) else life
    if not len(seen):
        raise UndefinedError(message(N_("there are no customers yet")))
    by = "acquired_by" if seen["acquired_by"].notna().any() else "channel"
    if seen[by].dropna().nunique() < 2:
        raise UndefinedError(message(N_("nothing says which campaign or channel won a customer")))
    column, _word = base.value_basis(sources.frames)
    money = sources.frames["customer_base"].set_index("customer_id")[["cost_to_serve", column]]
    money = money.reindex(seen["customer_id"]).astype(float)
    customers = pd.DataFrame(
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
    found = acquisition.sources(customers)
    if not found:
        raise UndefinedError(message(N_("no campaign or channel won enough customers to compare")))
    return found
