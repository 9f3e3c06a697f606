"""What customers under contract are worth: what one brings a year, as long as the contract goes on.

A contract in its term n with f years left brings c until its end, renews with probability r(n), brings c for another
year, renews with r(n + 1), and so on to the end of the horizon; each stretch is discounted from its middle. Who does
not renew is lost, so the value is a lower bound for those who go on buying without a contract.

Source: Fader & Hardie (2007), How to project customer retention, Journal of Interactive Marketing 21(1), equation 7;
Fader & Hardie (2010), Customer-base valuation in a contractual setting, Marketing Science 29(1).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Renewal = Callable[[Floats], Floats]  # probability of renewing at the end of term 1, 2, ...


def years(term: ArrayLike, left: ArrayLike, renews: Renewal, horizon: float, rate: float) -> Floats:
    """Discounted years of contract to expect within ``horizon`` years, shape (n,).

    term: the running term, 1 for the first; left: years until it ends, 0 or more; rate: a year.
    """
    n, end = np.asarray(term, dtype=float), np.minimum(np.asarray(left, dtype=float), horizon)
    total = end * _discount(0.5 * end, rate)
    here = np.ones(n.size)
    start = end
    for step in range(int(np.ceil(horizon)) + 1):
        here = here * renews(n + step)
        length = np.clip(horizon - start, 0.0, 1.0)
        total = total + here * length * _discount(start + 0.5 * length, rate)
        start = start + length
    return np.asarray(total)


def _discount(at: Floats, rate: float) -> Floats:
    return np.asarray((1 + rate) ** -at)


def observed(curve: ArrayLike) -> Renewal:
    """Renewal as it was seen: the share that renewed at each end; beyond the last end seen, as at that one.

    curve: share of contracts still there after 0, 1, 2 ... ends (Kaplan-Meier).
    """
    share = np.asarray(curve, dtype=float)
    kept = np.divide(share[1:], share[:-1], out=np.zeros(share.size - 1), where=share[:-1] > 0)

    def renews(term: Floats) -> Floats:
        place = np.clip(term.astype(int) - 1, 0, kept.size - 1)
        return np.asarray(kept[place])

    return renews
