"""Who brings the money: Lorenz curve, shares of the best and the rest, ABC classes.

Customers are ordered by contribution, best first, losses last. Where some lose money the curve climbs above 100 %
before it falls back: that is said beside it, never hidden.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from metrics.reading import UndefinedError
from metrics.words.text import N_, message

FEWEST = 50  # with fewer customers a share of them says nothing


def _ranked(contribution: ArrayLike) -> NDArray[np.float64]:
    """Contributions, best first. Raises UndefinedError when there is no total to share."""
    values = np.sort(np.asarray(contribution, dtype=np.float64))[::-1]
    if values.size < FEWEST:
        raise UndefinedError(
            message(
                N_("{n} customers are too few to speak of shares; {needed} are needed"), n=values.size, needed=FEWEST
            )
        )
    if not np.isfinite(values).all():
        raise UndefinedError(message(N_("the contribution of some customers is not known")))
    if values.sum() <= 0:
        raise UndefinedError(message(N_("customers together lose money, so nobody has a share of a gain")))
    return values


def lorenz(contribution: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Share of customers, best first, against the share of contribution they bring; both start at 0 and end at 1.

    contribution: money, shape (n,), losses negative. Between two customers the curve is straight.
    """
    values = _ranked(contribution)
    customers = np.arange(values.size + 1) / values.size
    return customers, np.concatenate(([0.0], np.cumsum(values) / values.sum()))


def share_of_best(contribution: ArrayLike, part: float) -> float:
    """What the best ``part`` of customers (0.2 for a fifth) bring of the whole."""
    customers, money = lorenz(contribution)
    return float(np.interp(part, customers, money))


def share_of_rest(contribution: ArrayLike, part: float) -> float:
    """What the last ``part`` of customers (0.5 for the bottom half) bring of the whole."""
    return 1.0 - share_of_best(contribution, 1.0 - part)


def share_below_zero(contribution: ArrayLike) -> float:
    """Share of customers who cost more than they bring."""
    values = np.asarray(contribution, dtype=np.float64)
    if values.size == 0:
        raise UndefinedError(message(N_("there are no customers yet")))
    return float(np.mean(values < 0))


def abc_classes(contribution: ArrayLike, a: float = 0.80, b: float = 0.95) -> NDArray[np.str_]:
    """Class of each customer in the order given: A up to share ``a`` of the contribution, B up to ``b``, C the rest.

    A customer belongs to the class in which their own contribution begins, so the best one is always A; whoever
    brings nothing or loses money is C.
    """
    values = np.asarray(contribution, dtype=np.float64)
    _ranked(values)
    order = np.argsort(-values, kind="stable")
    before = np.concatenate(([0.0], np.cumsum(values[order])[:-1])) / values.sum()
    ranked = np.where((values[order] <= 0) | (before >= b), "C", np.where(before >= a, "B", "A"))
    classes = np.empty(values.size, dtype="<U1")
    classes[order] = ranked
    return classes
