"""Contracts: how many renew at their first, second ... end, and the chance that one does not at its next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.lifetime import sbg
from metrics.lifetime.fitting import Fit
from metrics.reading import UndefinedError
from metrics.words.text import N_, message

Floats = NDArray[np.float64]
FEWEST = 50  # contracts seen from their beginning


@dataclass(frozen=True)
class Renewals:
    """Contracts seen from their first day. ``left[t]`` did not renew at their end t + 1, ``here[t]`` have come through
    t + 1 ends and wait for the next; ``came[t]`` came to that end at all."""

    left: Floats
    here: Floats
    came: Floats
    fit: Fit

    @property
    def observed(self) -> Floats:
        """Share still there after 0, 1, 2 ... ends, as far as contracts have come."""
        stayed = self.came - self.left[: self.came.size]
        kept = np.divide(stayed, self.came, out=np.ones_like(self.came), where=self.came > 0)
        return np.append(1.0, np.cumprod(kept))

    def p_leave(self, term: Floats) -> Floats:
        """Chance that a contract in its ``term``-th term does not renew at its end. Equation 7, less 1."""
        return np.asarray(1 - sbg.retention(term, self.fit), dtype=float)


def renewals(terms: pd.DataFrame) -> Renewals:
    """Counts and the sBG fit from the mart contract_term. Raises UndefinedError with too few contracts."""
    seen = terms[terms["signed_here"].astype(bool)] if len(terms) else terms
    if (n := int(seen["contract_id"].nunique())) < FEWEST:
        text = N_("{n} contracts seen from their beginning are too few; {needed} are needed")
        raise UndefinedError(message(text, n=n, needed=FEWEST))
    last = int(seen["term"].max())

    def counted(*states: str) -> Floats:
        of = seen.loc[seen["state"].isin(states), "term"].to_numpy(int)
        return np.bincount(of - 1, minlength=last).astype(float)

    left, reached, waiting = counted("left"), counted("left", "renewed"), counted("running", "due")
    through = np.append(waiting[1:], 0.0)  # in term t, so t - 1 ends lie behind
    return Renewals(left, through, reached[: max(int((reached > 0).sum()), 1)], sbg.fit(left, through))
