"""What the churn page tells of those who stay: how loyal they are, how satisfied, and what is at stake with them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from metrics.churn import figures, loyalty
from metrics.churn.ahead import at_risk
from metrics.churn.loyalty import Cell, Part
from metrics.context import Sources
from metrics.customers import base
from metrics.reading import UndefinedError
from metrics.words.text import N_, Message, message

ENDS = (0.2, 0.4, 0.6, 0.8)  # of the bands of the index


@dataclass(frozen=True)
class Band:
    """Customers of about the same loyalty, 0 to 1: how many, and the money they brought in the last 12 months."""

    low: float
    high: float
    customers: int
    money: float


@dataclass(frozen=True)
class Loyal:
    """Customers still there by loyalty. ``mean``: of the index, 0 to 1; ``word``: what the money is.

    cells: the matrix with satisfaction, whose money is value at risk, or ``asked``, the reason there is none;
    ``answers``: customers in it. ``reason``: why there is no index.
    """

    word: str
    customers: int = 0
    mean: float = 0.0
    parts: tuple[Part, ...] = ()
    bands: tuple[Band, ...] = ()
    cells: tuple[Cell, ...] = ()
    answers: int = 0
    asked: Message | None = None
    reason: Message | None = None


@lru_cache(maxsize=2)
def loyal(sources: Sources) -> Loyal:
    """Loyalty of everybody still there, and the matrix with satisfaction. Source: catalogue D11."""
    column, word = base.brings(sources.frames)
    life = sources.frames["customer_life"].set_index("customer_id")
    held = sources.frames["customer_loyalty"].set_index("customer_id").join(life["tenure_days"], how="inner")
    held = held.loc[held.index.intersection(figures.there(sources.frames).index)].sort_index()
    if not len(held):
        return Loyal(word, reason=message(N_("there are no customers yet")))
    answers = sources.frames["customer_answer"]
    parts = loyalty.parts(held, loyalty.answers(answers, loyalty.RECOMMEND))
    score = loyalty.index(parts)
    money = sources.frames["customer_base"].set_index("customer_id")[f"{column}_12m"].astype(float).reindex(held.index)
    cells, asked = _cells(sources, score, loyalty.answers(answers, loyalty.SATISFACTION))
    return Loyal(
        word,
        len(held),
        float(score.mean()),
        loyalty.account(parts),
        _bands(score, money.fillna(0.0)),
        cells,
        sum(cell.customers for cell in cells),
        asked,
    )


def _bands(score: pd.Series, money: pd.Series) -> tuple[Band, ...]:
    place = np.searchsorted(np.asarray(ENDS), score.to_numpy(), side="right")
    ends = (0.0, *ENDS, 1.0)
    return tuple(
        Band(ends[band], ends[band + 1], int((place == band).sum()), float(money[place == band].sum()))
        for band in reversed(range(len(ENDS) + 1))
    )


def _cells(sources: Sources, score: pd.Series, satisfied: pd.Series) -> tuple[tuple[Cell, ...], Message | None]:
    supplied = sources.frames["held"].set_index("table_name")["supplied"]
    if not supplied.get("surveys", False):
        return (), message(N_("needs the table {table}, which is not here yet"), table="surveys")
    risk = at_risk(sources).frame
    money = risk["at_risk"].clip(lower=0) if len(risk) else pd.Series(0.0, index=score.index)
    try:
        return loyalty.matrix(score, satisfied, money), None
    except UndefinedError as error:
        return (), error.reason
