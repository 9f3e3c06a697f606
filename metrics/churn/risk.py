"""What is at stake when a customer leaves: the value if kept less the value if lost, times the chance of leaving.

A forecast value already carries the chance of leaving. Multiplied by that chance once more it would count the risk
twice; so the forecast is first taken apart into what it is if the customer stays and if they go.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
NEAREST = 0.995  # chances of leaving above this are read as this: beyond, the value if kept has no basis


@dataclass(frozen=True)
class Stake:
    """Money a customer, shape (n,): ``kept`` if they order in the coming year, ``lost`` if they do not."""

    kept: Floats
    lost: Floats

    @property
    def difference(self) -> Floats:
        """What saving one of them is worth; negative for those who cost more than they bring."""
        return np.asarray(self.kept - self.lost)

    def at_risk(self, p: ArrayLike) -> Floats:
        """p x (value if kept - value if lost), money."""
        return np.asarray(np.asarray(p, dtype=float) * self.difference)


def stake(p: ArrayLike, first_year: ArrayLike, later: ArrayLike, reactivation: float) -> Stake:
    """The value if kept and if lost out of forecasts that carry the risk.

    p: chance of leaving, fractions; first_year, later: forecast value of the coming year and of the rest of the
    horizon; reactivation: of those silent for a year, the share that orders in the next one, over the same share of
    those who were not silent; 0 where it is not known, so that whoever is lost is lost for good.

    A lost customer brings nothing in the first year: first_year = (1 - p) x kept. Later, lost ones bring
    ``reactivation`` times what kept ones do: later = (1 - p) x kept + p x reactivation x kept. With these,
    (1 - p) x kept + p x lost is the forecast.
    """
    chance = np.minimum(np.asarray(p, dtype=float), NEAREST)
    first, rest = np.asarray(first_year, dtype=float), np.asarray(later, dtype=float)
    kept_first = first / (1 - chance)
    kept_later = rest / (1 - chance + chance * reactivation)
    return Stake(kept_first + kept_later, reactivation * kept_later)
