"""What the data tell of those who stay: how loyal they are, how satisfied, and what is at stake with them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.churn import figures, loyalty
from metrics.churn.loyalty import Cell, Part
from metrics.context import Sources, kept
from metrics.customers import base
from metrics.reading import UndefinedError
from metrics.words.text import N_, message

ENDS = (0.2, 0.4, 0.6, 0.8)  # of the bands of the index


@dataclass(frozen=True)
class Band:
    """Customers of about the same loyalty, 0 to 1: how many, and the money they brought in the last 12 months."""

    low: float
    high: float
    customers: int
    money: float


@dataclass(frozen=True, eq=False)
class Loyalty:
    """Customers still there by loyalty, the most loyal first. ``score``: the index of each, 0 to 1; ``word``: what the
    money is."""

    word: str
    score: pd.Series
    parts: tuple[Part, ...]
    bands: tuple[Band, ...]


@kept
def by_loyalty(sources: Sources) -> Loyalty:
    """Everybody still there, and the parts of their index."""
    column, word = base.brings(sources.frames)
    life = sources.frames["customer_life"].set_index("customer_id")
    customers = sources.frames["customer_loyalty"].set_index("customer_id").join(life["tenure_days"], how="inner")
    customers = customers.loc[customers.index.intersection(figures.active_customers(sources).index)].sort_index()
    if not len(customers):
        raise UndefinedError(message(N_("there are no customers yet")))
    parts = loyalty.parts(customers, loyalty.answers(sources.frames["customer_answer"], loyalty.RECOMMEND))
    score = loyalty.index(parts)
    brought = sources.frames["customer_base"].set_index("customer_id")[f"{column}_12m"].astype(float)
    money = brought.reindex(customers.index).fillna(0.0)
    return Loyalty(word, score, loyalty.account(parts), _bands(score, money))


def _bands(score: pd.Series, money: pd.Series) -> tuple[Band, ...]:
    place = np.searchsorted(np.asarray(ENDS), score.to_numpy(), side="right")
    ends = (0.0, *ENDS, 1.0)
    return tuple(
        Band(ends[band], ends[band + 1], int((place == band).sum()), float(money[place == band].sum()))
        for band in reversed(range(len(ENDS) + 1))
    )


@kept
def satisfaction(sources: Sources) -> tuple[Cell, ...]:
    """Loyal or not against satisfied or not, with the value at risk. Raises UndefinedError where nobody was asked."""
    sources.require("surveys")
    satisfied = loyalty.answers(sources.frames["customer_answer"], loyalty.SATISFACTION)
    try:
        money = figures.at_risk(sources)["at_risk"].clip(lower=0)
    except UndefinedError:
        money = None
    return loyalty.matrix(by_loyalty(sources).score, satisfied, money)
