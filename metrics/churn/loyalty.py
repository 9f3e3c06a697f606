"""A loyalty index out of four parts with documented weights, and its matrix with satisfaction.

Parts lie between 0 and 1: coming back (quarters with an order, of the last eight), tenure (five years count in full),
share (product families bought, of those customers of the kind buy: what is bought elsewhere is not known, so the share
of our range stands for it), advocacy (the answer to whether they would recommend us). A part that is not known of a
customer is left out and the others are weighted up, which is shown; it is never counted as zero.

Source: weights are ours; the matrix is that of Jones & Sasser (1995), Harvard Business Review 73(6).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from metrics.churn import composition, figures
from metrics.churn.composition import Band
from metrics.context import Sources, kept
from metrics.customers import base
from metrics.reading import UndefinedError
from metrics.words.text import N_, message

REPEAT, TENURE, SHARE, ADVOCACY = "repeat", "tenure", "share", "advocacy"
WEIGHTS: Mapping[str, float] = MappingProxyType({REPEAT: 0.35, TENURE: 0.20, SHARE: 0.25, ADVOCACY: 0.20})
FULL_TENURE = 5 * 365  # days
LOYAL, SATISFIED = 0.5, 0.75  # where the matrix is cut: half of the index; four of five
RECOMMEND = ("recommend", "nps", "推荐")
SATISFACTION = ("satisf", "csat", "满意")
ENDS = (0.2, 0.4, 0.6, 0.8)  # of the bands of the index
_SCALES = ((5.0, 1.0), (10.0, 0.0), (100.0, 0.0))  # the best answer of a scale, and its lowest


def _scaled(score: pd.Series, highest: pd.Series) -> pd.Series:
    """Answers between 0 and 1, on the smallest usual scale that holds every answer: 1 to 5, 0 to 10, or 0 to 100.

    highest: the best answer anybody gave to the question. Empty where no usual scale holds it.
    """
    shares = pd.Series(np.nan, index=score.index)
    for best, least in reversed(_SCALES):
        fits = highest.astype(float) <= best
        shares[fits] = (score[fits].astype(float) - least) / (best - least)
    return shares.where(shares.isna() | ((shares >= 0) & (shares <= 1)))


def _answers(frame: pd.DataFrame, words: tuple[str, ...]) -> pd.Series:
    """The mean answer, 0 to 1, of each customer to questions that hold one of ``words``; rows of customer_answer."""
    meant = frame["question"].astype(str).str.lower().map(lambda text: any(word in text for word in words))
    mine = frame[meant.astype(bool)]
    return _scaled(mine["score"], mine["highest"]).groupby(mine["customer_id"]).mean()


def _parts(customers: pd.DataFrame, advocacy: pd.Series) -> pd.DataFrame:
    """The four parts of each customer, 0 to 1, empty where not known.

    customers: by customer_id, the columns of customer_loyalty and tenure_days; advocacy: 0 to 1 by customer_id.
    """
    offered = customers["families_of_kind"].astype(float)
    columns = {
        REPEAT: customers["quarters_ordered"].astype(float) / customers["quarters_known"].astype(float),
        TENURE: (customers["tenure_days"].astype(float) / FULL_TENURE).clip(0, 1),
        SHARE: customers["families"].astype(float) / offered.where(offered > 0),
        ADVOCACY: advocacy.reindex(customers.index).astype(float),
    }
    return pd.DataFrame(columns, index=customers.index)


def _index(parts: pd.DataFrame, weights: Mapping[str, float] = WEIGHTS) -> pd.Series:
    """The weighted mean of the parts known of each customer, 0 to 1.

    Raises UndefinedError where a weight is below 0, they do not sum to 1, or nothing is known of anybody.
    """
    if min(weights.values()) < 0 or abs(sum(weights.values()) - 1) > 1e-9:
        raise UndefinedError(message(N_("The weights of the loyalty index do not sum to 100%.")))
    weighed = parts.notna() * pd.Series(weights)
    total = weighed.sum(axis=1)
    if not (total > 0).any():
        raise UndefinedError(message(N_("nothing is known of how loyal customers are")))
    return (parts.fillna(0.0) * weighed).sum(axis=1) / total.where(total > 0)


@dataclass(frozen=True)
class Part:
    """One part: its documented weight, what it counts for on average once unknown ones are left out, of how many
    customers it is known (a share), and its mean among them; None where it is known of nobody."""

    id: str
    weight: float
    counts: float
    known: float
    mean: float | None


def _account(parts: pd.DataFrame) -> tuple[Part, ...]:
    """Every part as it was used, of one customer at least; what they count for sums to 1."""
    weighed = parts.notna() * pd.Series(WEIGHTS)
    total = weighed.sum(axis=1)
    counts, known = weighed[total > 0].div(total[total > 0], axis=0).mean(), parts.notna().mean()
    means = {name: float(parts[name].mean()) if known[name] else None for name in WEIGHTS}
    return tuple(Part(id, of, float(counts[id]), float(known[id]), means[id]) for id, of in WEIGHTS.items())


@dataclass(frozen=True)
class Cell:
    """One of the four: how many customers, and the money at stake with them; None where that is not known."""

    loyal: bool
    satisfied: bool
    customers: int
    money: float | None


def _matrix(loyalty: pd.Series, satisfaction: pd.Series, money: pd.Series | None) -> tuple[Cell, ...]:
    """Loyal or not against satisfied or not, of those who answered; both 0 to 1, all by customer_id. The loyal and
    dissatisfied come first: they stay for want of choice. Raises UndefinedError where nobody answered."""
    known = loyalty.notna() & satisfaction.reindex(loyalty.index).notna()
    if not known.any():
        raise UndefinedError(message(N_("nobody has been asked how satisfied they are")))
    stays, happy = loyalty[known] >= LOYAL, satisfaction.reindex(loyalty.index)[known] >= SATISFIED
    worth = None if money is None else money.reindex(stays.index).fillna(0.0)
    return tuple(
        Cell(loyal, satisfied, int(mine.sum()), None if worth is None else float(worth[mine].sum()))
        for loyal, satisfied in ((True, False), (True, True), (False, False), (False, True))
        for mine in [(stays == loyal) & (happy == satisfied)]
    )


@dataclass(frozen=True, eq=False)
class Loyalty:
    """Customers still there by loyalty, the most loyal first. ``score``: the index of each, 0 to 1; ``word``: what the
    money is, of the last 12 months."""

    word: str
    score: pd.Series
    parts: tuple[Part, ...]
    bands: tuple[Band, ...]


@kept
def by_loyalty(sources: Sources) -> Loyalty:
    """Everybody still there, and the parts of their index."""
    column, word = base.value_basis(sources.frames)
    life = sources.frames["customer_life"].set_index("customer_id")
    customers = sources.frames["customer_loyalty"].set_index("customer_id").join(life["tenure_days"], how="inner")
    customers = customers.loc[customers.index.intersection(figures.active_customers(sources).index)].sort_index()
    if not len(customers):
        raise UndefinedError(message(N_("no customer is active")))
    known = _parts(customers, _answers(sources.frames["customer_answer"], RECOMMEND))
    score = _index(known)
    brought = sources.frames["customer_base"].set_index("customer_id")[f"{column}_12m"].astype(float)
    money = brought.reindex(customers.index).fillna(0.0)
    return Loyalty(word, score, _account(known), composition.bands(score, ENDS, money)[::-1])


@kept
def satisfaction(sources: Sources) -> tuple[Cell, ...]:
    """Loyal or not against satisfied or not, with the value at risk. Raises UndefinedError where nobody was asked."""
    sources.require("surveys")
    satisfied = _answers(sources.frames["customer_answer"], SATISFACTION)
    try:
        money = figures.at_risk(sources)["at_risk"].clip(lower=0)
    except UndefinedError:
        money = None
    return _matrix(by_loyalty(sources).score, satisfied, money)
