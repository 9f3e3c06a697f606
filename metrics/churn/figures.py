"""Figures of leaving over all customers: who is still there, how likely each is to go, and what goes with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from metrics.churn import renewals, risk
from metrics.churn.composition import wilson
from metrics.context import Context
from metrics.customers import concentration
from metrics.lifetime import silence as chance
from metrics.lifetime.scores import Scores
from metrics.reading import Figure, UndefinedError
from metrics.words.text import N_, message

Frames = Mapping[str, pd.DataFrame]
CONTRACT, ORDERS, RECORDED = "contract", "orders", "recorded"
KEY = "A"
NOTE_P = N_("Range: how far said and happened differed in the latest back-test, on average over tenths of customers.")
NOTE_RISK = N_("Range: that of the value of the base, from its back-tests.")
NOTE_KEPT = N_("Range: 90% interval of a share of {n} customers.")


def returning(frames: Frames) -> float:
    """Of those silent for a year, the share that ordered in the next one, over that share of those not silent.

    Customers who ordered two years ago, by whether they ordered in the year after; 0 where the history does not say.
    """
    held = frames["customer_year"]
    years = {
        year: set(held.loc[(held["years_ago"] == year) & (held["orders"] > 0), "customer_id"]) for year in range(3)
    }
    silent, kept = years[2] - years[1], years[2] & years[1]
    if not silent or not kept or not years[0] & kept:
        return 0.0
    return min((len(silent & years[0]) / len(silent)) / (len(kept & years[0]) / len(kept)), 1.0)


def there(frames: Frames) -> pd.DataFrame:
    """Who is still there, by customer_id: ordered within 365 days or under a running contract, and not known to have
    left. Column term: of the running contract, else empty. Source: decisions, Customers."""
    base = frames["customer_base"].set_index("customer_id")[["active", "held_out"]]
    terms = frames["contract_term"]
    running = terms[terms["state"].isin(["running", "due"])].groupby("customer_id")["term"].max()
    gone = frames["customer_life"].set_index("customer_id")["left_on"].notna()
    base["term"] = running.astype(float).reindex(base.index)
    here = base["active"].astype(bool) | base["term"].notna()
    return base[here & ~gone.reindex(base.index).fillna(False).astype(bool)]


def last_year(frames: Frames) -> float | None:
    """Of those who ordered in the year before last and were still there at its end, without a contract: the share that
    did not order in the last year. None where departures are not recorded or nobody is left to count."""
    life = frames["customer_life"].set_index("customer_id")
    if not len(life) or not (life["how"] == RECORDED).any():
        return None
    start = frames["data_facts"]["until"].iloc[0] - pd.Timedelta(days=365)
    here = life.index[~life["on_contract"].astype(bool) & ~(life["left_on"] <= start)]
    held = frames["customer_year"][frames["customer_year"]["orders"] > 0]
    before = pd.Index(held.loc[held["years_ago"] == 1, "customer_id"]).intersection(here)
    now = before.isin(held.loc[held["years_ago"] == 0, "customer_id"])
    return float(1 - now.mean()) if len(before) else None


def at_risk(frames: Frames, scores: Scores) -> pd.DataFrame:
    """One row a customer who is still there, by customer_id: p (chance of leaving within a year), how it was found
    (contract or orders), kept and lost (value over the horizon in either case), difference, at_risk; money.

    Raises UndefinedError where there is no forecast or it gives no probabilities.
    """
    if scores.reason is not None:
        raise UndefinedError(scores.reason)
    read = ["p_no_purchase_1y", "p_alive", "p_silent_1y", "value_1y", "value"]
    forecast = scores.frame.set_index("customer_id").reindex(columns=read)
    held = there(frames).join(forecast, how="inner").rename(columns={"p_no_purchase_1y": "p"})
    if not len(held) or held["p"].isna().any():
        raise UndefinedError(message(N_("the forecast gives no chance of leaving")))
    held = _known_there(held, last_year(frames))
    parts = risk.stake(held["modelled"], held["value_1y"], held["value"] - held["value_1y"], returning(frames))
    held = _under_contract(held, frames["contract_term"])
    held["kept"], held["lost"] = parts.kept, parts.lost
    held["difference"], held["at_risk"] = parts.difference, parts.at_risk(held["p"])
    return held[["p", "how", "kept", "lost", "difference", "at_risk", "value", "held_out"]]


def _known_there(held: pd.DataFrame, rate: float | None) -> pd.DataFrame:
    """Chances and values of customers known not to have left, from what is known beyond orders where that forecasts
    better, else at the level of last year; as forecast where ``rate`` is None. modelled: the chance that the values
    themselves carry."""
    if rate is not None and held["p_alive"].notna().all():
        alive = held["p_alive"].clip(lower=chance.EDGE)
        held["p"] = chance.given_there(held["p"], alive)
        held["value_1y"], held["value"] = held["value_1y"] / alive, held["value"] / alive
    held["modelled"] = held["p"]
    if rate is not None:
        free = held["term"].isna()
        held.loc[free, "p"] = chance.levelled(held.loc[free, "p"], rate)
        held.loc[free, "p"] = held.loc[free, "p_silent_1y"].fillna(held.loc[free, "p"])
    return held


def _under_contract(held: pd.DataFrame, terms: pd.DataFrame) -> pd.DataFrame:
    """The chance of not renewing in place of the forecast's, for running contracts whose renewals are understood."""
    held["how"] = ORDERS
    try:
        fitted = renewals.renewals(terms)
    except UndefinedError:
        return held
    under = held["term"].notna()
    if fitted.fit.identifiable:
        held.loc[under, "p"] = fitted.p_leave(held.loc[under, "term"].to_numpy(float))
        held.loc[under, "how"] = CONTRACT
    return held


def p_leaving(context: Context) -> Figure:
    """The mean chance of leaving of those still there, with what it was off by in the latest back-test."""
    p = float(at_risk(context.frames, context.scores)["p"].mean())
    off = _calibration_error(context.scores.card)
    if off is None:
        return Figure(p)
    return Figure(p, max(p - off, 0.0), min(p + off, 1.0), message(NOTE_P))


def beyond_orders(card: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """How chances that take in more than orders came out on a year not seen; None where they are not used."""
    kept = card.get("beyond_orders")
    return kept["trial"] if kept and kept["used"] else None


def _calibration_error(card: Mapping[str, Any]) -> float | None:
    more = beyond_orders(card)
    if more is not None:
        return float(more["off"])
    tests, champion = card["backtests"], card["champion"]
    found = tests[0]["models"][champion]["ece"] if tests else None
    return None if found is None else float(found)


def value_at_risk(context: Context) -> Figure:
    """Sum of p x (value if kept - value if lost) over those worth keeping: money."""
    held = at_risk(context.frames, context.scores)["at_risk"]
    value, total = float(held[held > 0].sum()), context.scores.total
    if total.value <= 0:
        return Figure(value)
    low, high = (value * max(end, 0.0) / total.value for end in (total.low, total.high))
    return Figure(value, low, high, message(NOTE_RISK))


def classes(frames: Frames) -> pd.DataFrame:
    """Customers who ordered in the year before last, by customer_id: their class A, B or C by what they brought in it,
    and whether they ordered in the last year (kept). Raises UndefinedError with less than two years."""
    held = frames["customer_year"]
    before = held[(held["years_ago"] == 1) & (held["orders"] > 0)].set_index("customer_id")
    if not len(before):
        raise UndefinedError(message(N_("needs orders of two years")))
    column = "margin" if bool(frames["data_facts"]["has_cost"].iloc[0]) else "revenue"
    now = held[(held["years_ago"] == 0) & (held["orders"] > 0)]["customer_id"]
    found = pd.DataFrame({"money": before[column].fillna(0).astype(float)})
    found["letter"] = concentration.abc_classes(found["money"].to_numpy())
    found["kept"] = found.index.isin(now)
    return found


def key_retention(context: Context) -> Figure:
    """Share of A customers of the year before last who ordered in the last year. Source: catalogue D08."""
    held = classes(context.frames)
    best = held.loc[held["letter"] == KEY, "kept"]
    low, high = wilson(float(best.sum()), len(best), 0.9)
    return Figure(float(np.mean(best)), low, high, message(NOTE_KEPT, n=len(best)))
