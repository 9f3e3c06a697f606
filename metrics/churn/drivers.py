"""What drives customers away: a hazard by month with everything at once, so that no driver speaks for another.

Discrete-time proportional hazards: in a month with characteristics x a customer leaves with probability
1 - exp(-exp(b'x)). exp of a coefficient multiplies the hazard. Fitted to counts by Fisher scoring.

Source: Prentice & Gloeckler (1978), Biometrics 34; Allison (1982), Sociological Methodology 13.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

from metrics.reading import UndefinedError
from metrics.words.text import N_, message

Floats = NDArray[np.float64]
FEWEST = 100  # leavers; with fewer nothing can be told apart
RIDGE = 1e-3  # holds a level without a single leaver in place
EVENTS = ("complaint", "letter", "silent")
CONTROLS = ("kind", "pace", "tenure", "acquired_by", "year")
AGE = "age"  # ten years older


@dataclass(frozen=True)
class Driver:
    """One driver: ``ratio`` multiplies the hazard of leaving, with its 90 % interval.

    months: customer-months with it; leavers: who left in them. Of age: those whose age is known.
    """

    id: str
    ratio: float
    low: float
    high: float
    months: int
    leavers: int

    @property
    def seen(self) -> bool:
        """Whether the interval leaves 1 out."""
        return self.low > 1 or self.high < 1


def _hazard(x: Floats, months: Floats, leavers: Floats, ridge: float = RIDGE) -> tuple[Floats, Floats]:
    """Coefficients and their covariance. x: (rows, features) with the constant first; counts: (rows,).

    ridge: on all but the constant. Raises UndefinedError when the search does not settle.
    """
    rate = leavers.sum() / months.sum()
    penalty = np.diag(np.r_[0.0, np.full(x.shape[1] - 1, ridge)])
    beta = np.zeros(x.shape[1])
    beta[0] = np.log(-np.log1p(-rate))
    for _step in range(50):
        h = np.exp(np.clip(x @ beta, -30, 3))
        p = np.clip(-np.expm1(-h), 1e-12, 1 - 1e-12)
        slope = h * np.exp(-h)  # dp/d(b'x)
        information = (x * (months * slope**2 / (p * (1 - p)))[:, None]).T @ x + penalty
        score = x.T @ ((leavers - months * p) * slope / (p * (1 - p))) - penalty @ beta
        change = np.linalg.solve(information, score)
        beta = beta + np.clip(change, -2, 2)
        if np.abs(change).max() < 1e-8:
            return beta, np.linalg.inv(information)
    raise UndefinedError(message(N_("The drivers cannot be told apart in these data.")))


def drivers(frame: pd.DataFrame, known: Sequence[str] = EVENTS) -> tuple[Driver, ...]:
    """Every driver, the strongest first; those whose interval holds 1 come last.

    frame: rows of the mart leaving_month. known: events the data can show; the others are left out. Raises
    UndefinedError with too few leavers.
    """
    left = int(frame["leavers"].sum()) if len(frame) else 0
    if left < FEWEST:
        text = N_("{n} recorded leavers are too few; {needed} are needed")
        raise UndefinedError(message(text, n=left, needed=FEWEST))
    cells = _summed(frame)
    parts = {event: cells[event] for event in known if 0 < cells[event].sum() < len(cells)}
    aged = cells[AGE].notna()
    x = _design(cells, list(parts), aged if aged.any() else None)
    beta, covariance = _hazard(x, cells["months"].to_numpy(float), cells["leavers"].to_numpy(float))
    width = ndtri(0.95) * np.sqrt(np.diag(covariance))
    rows = []
    for at, (name, mine) in enumerate((parts | ({AGE: aged} if aged.any() else {})).items(), start=1):
        ratio, low, high = np.exp(beta[at] + width[at] * np.array([0.0, -1.0, 1.0])).tolist()
        seen = cells.loc[mine, ["months", "leavers"]].sum()
        rows.append(Driver(name, ratio, low, high, int(seen["months"]), int(seen["leavers"])))
    return tuple(sorted(rows, key=lambda driver: (not driver.seen, -abs(np.log(driver.ratio)))))


def _summed(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows alike in everything the model sees, added up."""
    keys = [*CONTROLS, *EVENTS, AGE]
    summed = frame.groupby(keys, dropna=False, sort=True)[["months", "leavers"]].sum().reset_index()
    for event in EVENTS:
        summed[event] = summed[event].astype(bool)
    return summed


def _design(cells: pd.DataFrame, events: Sequence[str], aged: pd.Series | None) -> Floats:
    """The constant, events, age in decades, whether it is known, and a column for every level but the first."""
    columns = [np.ones(len(cells)), *(cells[event].to_numpy(float) for event in events)]
    if aged is not None:
        decades = -cells[AGE].astype(float) / 10  # born ten years earlier is ten years older
        columns.append((decades - decades.mean()).fillna(0.0).to_numpy(float))
        if not aged.all():
            columns.append((~aged).to_numpy(float))
    for control in CONTROLS:
        columns += [(cells[control] == value).to_numpy(float) for value in sorted(cells[control].unique(), key=str)[1:]]
    return np.column_stack(columns)
