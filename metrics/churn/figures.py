"""Figures of leaving over all customers: who is still there, how likely each is to go, and what goes with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from metrics.churn import renewals, risk
from metrics.context import Context, Sources, kept
from metrics.customers.activity import RECORDED, active_year, classed_year
from metrics.intervals import wilson
from metrics.lifetime import ranges, silence
from metrics.reading import Figure, UndefinedError
from metrics.words.text import N_, message

CONTRACT, ORDERS = "contract", "orders"
KEY = "A"
NOTE_P = N_(
    "90% range: how far mean chances forecast on earlier days of these data missed the share that then left, together "
    "with the usual misses on other order logs."
)
NOTE_RISK = N_("Range: that of the value of the base, from its back-tests.")
NOTE_KEPT = N_("Range: 90% interval of a share of {n} customers.")


@kept
def _reactivation_rate(sources: Sources) -> float:
    """Of those silent for a year, the share that ordered in the next one, over that share of those not silent.

    Customers who ordered two years ago, by whether they ordered in the year after; 0 where the history does not say.
    """
    now, year_ago, before = (set(_ordered(sources, years)["customer_id"]) for years in range(3))
    silent, loyal = before - year_ago, before & year_ago
    if not silent or not loyal or not now & loyal:
        return 0.0
    return min((len(silent & now) / len(silent)) / (len(loyal & now) / len(loyal)), 1.0)


def _ordered(sources: Sources, years_ago: int) -> pd.DataFrame:
    """Rows of customer_year of those who ordered in the year that ended so many years ago."""
    years = sources.frames["customer_year"]
    return years[(years["years_ago"] == years_ago) & (years["orders"] > 0)]


@kept
def active_customers(sources: Sources) -> pd.DataFrame:
    """Who is active, by customer_id: the one definition, of customer_base. Column term: of the running contract."""
    base = sources.frames["customer_base"].set_index("customer_id")[["active", "held_out"]]
    terms = sources.frames["contract_term"]
    running = terms[terms["state"].isin(["running", "due"])].groupby("customer_id")["term"].max()
    base["term"] = running.astype(float).reindex(base.index)
    return base[base["active"].astype(bool)]


@kept
def silent_last_year(sources: Sources) -> float | None:
    """Of those active a year ago without a contract: the share that no longer is. None where departures are not
    recorded or nobody is left to count."""
    life = sources.frames["customer_life"].set_index("customer_id")
    if not len(life) or not (life["how"] == RECORDED).any():
        return None
    try:
        year = active_year(sources)
    except UndefinedError:
        return None
    free = year[~year.index.isin(sources.frames["contract_term"]["customer_id"])]
    return float(free["left"].mean()) if len(free) else None


@kept
def at_risk(sources: Sources) -> pd.DataFrame:
    """One row a customer who is still there, by customer_id: p (chance of leaving within a year), how it was found
    (contract or orders), kept and lost (value over the horizon in either case), difference, at_risk; money.

    Raises UndefinedError where there is no forecast or it gives no probabilities. Whoever changes it takes a copy.
    """
    scores = sources.scores
    if scores.reason is not None:
        raise UndefinedError(scores.reason)
    read = ["p_no_purchase_1y", "p_alive", "p_silent_1y", "value_1y", "value"]
    forecast = scores.frame.set_index("customer_id").reindex(columns=read)
    customers = active_customers(sources).join(forecast, how="inner").rename(columns={"p_no_purchase_1y": "p"})
    if not len(customers) or customers["p"].isna().any():
        raise UndefinedError(message(N_("the forecast gives no chance of leaving")))
    customers = _known_there(customers, silent_last_year(sources))
    first, later = customers["value_1y"], customers["value"] - customers["value_1y"]
    parts = risk.stake(customers["modelled"], first, later, _reactivation_rate(sources))
    customers = _under_contract(customers, sources.frames["contract_term"])
    customers["kept"], customers["lost"] = parts.kept, parts.lost
    customers["difference"], customers["at_risk"] = parts.difference, parts.at_risk(customers["p"])
    return customers[["p", "how", "kept", "lost", "difference", "at_risk", "value", "held_out"]]


def _known_there(customers: pd.DataFrame, rate: float | None) -> pd.DataFrame:
    """Chances and values of customers known not to have left, from what is known beyond orders where that forecasts
    better, else at the level of last year; as forecast where ``rate`` is None. modelled: the chance that the values
    themselves carry."""
    if rate is not None and customers["p_alive"].notna().all():
        alive = customers["p_alive"].clip(lower=silence.EDGE)
        customers["p"] = silence.given_there(customers["p"], alive)
        customers["value_1y"], customers["value"] = customers["value_1y"] / alive, customers["value"] / alive
    customers["modelled"] = customers["p"]
    if rate is not None:
        free = customers["term"].isna()
        customers.loc[free, "p"] = silence.levelled(customers.loc[free, "p"], rate)
        customers.loc[free, "p"] = customers.loc[free, "p_silent_1y"].fillna(customers.loc[free, "p"])
    return customers


def _under_contract(customers: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """The chance of not renewing in place of the forecast's, for running contracts whose renewals are understood."""
    customers["how"] = ORDERS
    try:
        fitted = renewals.renewals(terms)
    except UndefinedError:
        return customers
    under = customers["term"].notna()
    if fitted.fit.identifiable:
        customers.loc[under, "p"] = fitted.p_leave(customers.loc[under, "term"].to_numpy(float))
        customers.loc[under, "how"] = CONTRACT
    return customers


def p_leaving(context: Context) -> Figure:
    """The mean chance of leaving of those still there, with its range from means forecast on earlier days."""
    p, variance = float(at_risk(context.sources)["p"].mean()), context.sources.scores.card["silent_variance"]
    within = ranges.of_share(p, float(variance))
    return Figure(p, within.low, within.high, message(NOTE_P))


def covariate_trial(sources: Sources) -> Mapping[str, Any] | None:
    """How chances that take in more than orders came out on a year not seen; None where they are not used."""
    covariates = sources.scores.card.get("beyond_orders")
    return covariates["trial"] if covariates and covariates["used"] else None


def value_at_risk(context: Context) -> Figure:
    """Sum of p x (value if kept - value if lost) over those worth keeping: money."""
    stakes = at_risk(context.sources)["at_risk"]
    value, total = float(stakes[stakes > 0].sum()), context.scores.total
    if total.value <= 0:
        return Figure(value)
    low, high = (value * max(end, 0.0) / total.value for end in (total.low, total.high))
    return Figure(value, low, high, message(NOTE_RISK))


def rest_retention(sources: Sources) -> float:
    """As :func:`key_retention`, of all others: the same year, the same definition."""
    year = classed_year(sources)
    others = year.loc[year["class"] != KEY, "left"]
    if not len(others):
        raise UndefinedError(message(N_("every customer is an A customer")))
    return float((~others).mean())


def key_retention(context: Context) -> Figure:
    """Share of those still active, of the customers active a year ago that were A by what they brought until then.

    Raises UndefinedError with less than two years.
    """
    year = classed_year(context.sources)
    best = year.loc[year["class"] == KEY, "left"]
    kept = float((~best).sum())
    return Figure(kept / len(best), *wilson(kept, len(best)), message(NOTE_KEPT, n=len(best)))
