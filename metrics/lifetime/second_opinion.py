"""The same models fitted by lifetimes, an independent program, on the same rows: shown beside ours.

Its own log-likelihood is on a rescaled time, so only parameters are compared. Source: Davidson-Pilon, lifetimes 0.11.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from dataclasses import dataclass

import numpy as np

from metrics.lifetime.fitting import Fit
from metrics.lifetime.summary import Rows

CLASSES = {"bg_nbd": "BetaGeoFitter", "mbg_nbd": "ModifiedBetaGeoFitter"}
SLOW = {"pareto_nbd": "ParetoNBDFitter"}  # searches by simplex: only where rows are few
FEW_ROWS = 1_500
DAYS = 7.0  # fitted in weeks


@dataclass(frozen=True)
class Opinion:
    """What lifetimes found for one model. difference: largest relative difference from our parameters; None without."""

    params: dict[str, float] | None
    difference: float | None
    trouble: str = ""


def ask(model: str, rows: Rows, ours: Fit) -> Opinion:
    """Fit ``model`` by lifetimes. rows and our parameters: times in days."""
    import lifetimes

    name = CLASSES.get(model) or (SLOW[model] if rows.count.size <= FEW_ROWS else None)
    if name is None:
        return Opinion(None, None, "its search takes too long on so many rows")
    fitter = getattr(lifetimes, name)()
    weekly = rows.in_unit(DAYS)
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            fitter.fit(weekly.frequency, weekly.recency, weekly.age, weights=weekly.count)
    except Exception as error:  # whatever another program does must not stop ours
        return Opinion(None, None, str(error).strip().split("\n")[0])
    params = {str(key): float(value) for key, value in fitter.params_.items()}
    times = {"alpha", "beta"} & params.keys()
    params |= {key: params[key] * DAYS for key in times}
    apart = [abs(params[key] / ours.params[key] - 1) for key in params if ours.params.get(key)]
    return Opinion(params, max(apart) if apart and np.isfinite(apart).all() else None)
