"""Figures of leaving over all customers: who is still there, how likely each is to go, and what goes with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from metrics.churn import renewals, risk
from metrics.churn.composition import wilson
from metrics.context import Context, Sources, kept
from metrics.customers import concentration
from metrics.lifetime import silence
from metrics.reading import Figure, UndefinedError
from metrics.words.text import N_, message

CONTRACT, ORDERS, RECORDED = "contract", "orders", "recorded"
KEY = "A"
NOTE_P = N_("Range: how far said and happened differed in the latest back-test, on average over tenths of customers.")
NOTE_RISK = N_("Range: that of the value of the base, from its back-tests.")
NOTE_KEPT = N_("Range: 90% interval of a share of {n} customers.")


@kept
def _reactivation_rate(sources: Sources) -> float:
    """Of those silent for a year, the share that ordered in the next one, over that share of those not silent.

    Customers who ordered two years ago, by whether they ordered in the year after; 0 where the history does not say.
    """
    now, year_ago, before = (set(ordered(sources, years)["customer_id"]) for years in range(3))
    silent, loyal = before - year_ago, before & year_ago
    if not silent or not loyal or not now & loyal:
        return 0.0
    return min((len(silent & now) / len(silent)) / (len(loyal & now) / len(loyal)), 1.0)


def ordered(sources: Sources, years_ago: int) -> pd.DataFrame:
    """Rows of customer_year of those who ordered in the year that ended so many years ago."""
    years = sources.frames["customer_year"]
    return years[(years["years_ago"] == years_ago) & (years["orders"] > 0)]


@kept
def active_customers(sources: Sources) -> pd.DataFrame:
    """Who is still there, by customer_id: ordered within 365 days or under a running contract, and not known to have
    left. Column term: of the running contract, else empty."""
    base = sources.frames["customer_base"].set_index("customer_id")[["active", "held_out"]]
    terms = sources.frames["contract_term"]
    running = terms[terms["state"].isin(["running", "due"])].groupby("customer_id")["term"].max()
    gone = sources.frames["customer_life"].set_index("customer_id")["left_on"].notna()
    base["term"] = running.astype(float).reindex(base.index)
    here = base["active"].astype(bool) | base["term"].notna()
    return base[here & ~gone.reindex(base.index).fillna(False).astype(bool)]


@kept
def silent_last_year(sources: Sources) -> float | None:
    """Of those who ordered in the year before last and were still there at its end, without a contract: the share that
    did not order in the last year. None where departures are not recorded or nobody is left to count."""
    life = sources.frames["customer_life"].set_index("customer_id")
    if not len(life) or not (life["how"] == RECORDED).any():
        return None
    start = sources.facts["until"] - pd.Timedelta(days=365)
    here = life.index[~life["on_contract"].astype(bool) & ~(life["left_on"] <= start)]
    before = pd.Index(ordered(sources, 1)["customer_id"]).intersection(here)
    return float(1 - before.isin(ordered(sources, 0)["customer_id"]).mean()) if len(before) else None


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
    """The mean chance of leaving of those still there, with what it was off by in the latest back-test."""
    p, off = float(at_risk(context.sources)["p"].mean()), _calibration_error(context.sources)
    return Figure(p) if off is None else Figure(p, max(p - off, 0.0), min(p + off, 1.0), message(NOTE_P))


def covariate_trial(sources: Sources) -> Mapping[str, Any] | None:
    """How chances that take in more than orders came out on a year not seen; None where they are not used."""
    covariates = sources.scores.card.get("beyond_orders")
    return covariates["trial"] if covariates and covariates["used"] else None


def _calibration_error(sources: Sources) -> float | None:
    trial, card = covariate_trial(sources), sources.scores.card
    if trial is not None:
        return float(trial["off"])
    error = card["backtests"][0]["models"][card["champion"]]["ece"] if card["backtests"] else None
    return None if error is None else float(error)


def value_at_risk(context: Context) -> Figure:
    """Sum of p x (value if kept - value if lost) over those worth keeping: money."""
    stakes = at_risk(context.sources)["at_risk"]
    value, total = float(stakes[stakes > 0].sum()), context.scores.total
    if total.value <= 0:
        return Figure(value)
    low, high = (value * max(end, 0.0) / total.value for end in (total.low, total.high))
    return Figure(value, low, high, message(NOTE_RISK))


def key_retention(context: Context) -> Figure:
    """Share of those who ordered in the last year, of the A customers of the year before by what they brought in it.

    Raises UndefinedError with less than two years.
    """
    before = ordered(context.sources, 1)
    if not len(before):
        raise UndefinedError(message(N_("needs orders of two years")))
    brought = before["margin" if context.sources.facts["has_cost"] else "revenue"].fillna(0).to_numpy(float)
    best = before.loc[concentration.abc_classes(brought) == KEY, "customer_id"]
    kept = best.isin(ordered(context.sources, 0)["customer_id"])
    return Figure(float(kept.mean()), *wilson(float(kept.sum()), len(kept)), message(NOTE_KEPT, n=len(kept)))
