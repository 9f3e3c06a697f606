"""Customers as they move from stage to stage, a year at a time, and what a customer of each stage is worth.

Stages are those of the mart customer_stage. In a year a customer of stage i moves to stage j with probability P[i, j]
and brings m[j], the mean of customers who ended such a year in j. Over a horizon that ends

    V = sum over t = 1 ... T of P^t m / (1 + d)^(t - 1/2)

which is sum of P(alive at t) x m(t) / (1 + d)^t, with m(t) what one who is alive brings then, each year counted from
its middle as everywhere on the page. No infinite horizon.

Source: Pfeifer & Carraway (2000), Modeling customer relationships as Markov chains, Journal of Interactive Marketing
14(2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from metrics.reading import UndefinedError
from metrics.words.text import N_, message

Floats = NDArray[np.float64]

STAGES = ("new", "growing", "loyal", "lapsed", "lost")
ALIVE = 3  # of STAGES, the first three ordered within the year
ONWARD = (1, 2, 2, 1, 1)  # where each stage hopes to be in a year
FEWEST = 30  # moves seen out of a stage from which its probabilities are read
YEARS = 4.0  # of orders: three years make a stage, and one more a move


@dataclass(frozen=True, eq=False)
class Lifecycle:
    """One row a stage. customers: today; money: brought in the last year by all of them; matrix: P; mean: m, money a
    customer a year; value: V, money a customer."""

    customers: Floats
    money: Floats
    matrix: Floats
    mean: Floats
    value: Floats

    @property
    def stay(self) -> Floats:
        """Probability of an order in the next year, by stage."""
        return np.asarray(self.matrix[:, :ALIVE].sum(axis=1))

    @property
    def onward(self) -> Floats:
        """Probability of being in the stage hoped for in a year."""
        return np.asarray(self.matrix[np.arange(len(STAGES)), ONWARD])

    @property
    def ahead(self) -> Floats:
        """Expected value of the stage hoped for: its probability times what a customer there is worth; money."""
        return np.asarray(self.onward * self.value[list(ONWARD)])

    @property
    def total(self) -> float:
        """Value of all customers: money."""
        return float(self.customers @ self.value)


def _probabilities(moves: ArrayLike) -> Floats:
    """Share of moves from each stage (row) to each (column). UndefinedError where too few were seen leaving one."""
    counts = np.asarray(moves, dtype=float)
    seen = counts.sum(axis=1)
    if (seen < FEWEST).any():
        few = int(np.argmin(seen))
        raise UndefinedError(
            message(
                N_("{n} moves out of one stage are too few to read probabilities from; {needed} are needed"),
                n=int(seen[few]),
                needed=FEWEST,
            )
        )
    return np.asarray(counts / seen[:, None])


def _worth(matrix: ArrayLike, mean: ArrayLike, years: int, rate: float) -> Floats:
    """V of each stage: what a customer brings over ``years`` years from today, discounted at ``rate``; money.

    matrix: rows sum to 1, shape (n, n); mean: money a year by stage in which the year ends, shape (n,).
    """
    step, brought = np.asarray(matrix, dtype=float), np.asarray(mean, dtype=float)
    total, here = np.zeros(brought.size), np.eye(brought.size)
    for year in range(1, years + 1):
        here = here @ step
        total = total + here @ brought / (1 + rate) ** (year - 0.5)
    return total


def lifecycle(steps: pd.DataFrame, column: str, years: int, rate: float) -> Lifecycle:
    """Stages out of the mart lifecycle_step, cut to the customers asked about.

    column: revenue, margin or contribution, the money counted. The moves of the last two years are taken together.
    """
    brought = _brought(steps, column)
    now = steps["years_ago"] == 0
    customers, money = (_by_stage(steps[now], values[now]) for values in (steps["customers"].astype(float), brought))
    moved = steps[(steps["years_ago"] < 2) & (steps["stage_before"] != "none")]
    counts = np.zeros((len(STAGES), len(STAGES)))
    for row in moved[["stage_before", "stage", "customers"]].itertuples(index=False):
        counts[STAGES.index(str(row[0])), STAGES.index(str(row[1]))] += float(row[2])
    matrix = _probabilities(counts)
    arrived = counts.sum(axis=0)
    mean = np.divide(_by_stage(moved, brought.loc[moved.index]), arrived, out=np.zeros(len(STAGES)), where=arrived > 0)
    return Lifecycle(customers, money, matrix, mean, _worth(matrix, mean, years, rate))


def _brought(steps: pd.DataFrame, column: str) -> pd.Series:
    if column == "contribution":
        return steps["margin"].astype(float) - steps["cost_to_serve"].fillna(0).astype(float)
    return steps[column].astype(float)


def _by_stage(steps: pd.DataFrame, values: pd.Series) -> Floats:
    return values.groupby(steps["stage"]).sum().reindex(STAGES).fillna(0.0).to_numpy(dtype=float)
