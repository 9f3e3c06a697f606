"""The five true kinds of customer: what is drawn from, before any effect."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.company.calendar import MONTH_OF_YEAR

CHANNELS = ("web", "shop", "phone", "partner")
FAMILIES = ("machines", "coffee", "water", "care", "supplies", "gifts", "service")


@dataclass(frozen=True)
class CustomerKind:
    """One true kind of customer.

    ``rate`` orders a year, ``rate_shape`` of their gamma; ``spend`` median order value at today's prices, ``spread``
    of its logarithm between customers; ``hazard`` of leaving a month (mean of a gamma of ``hazard_shape``), unused
    for contracts; ``calls`` and ``visits`` a year; ``season`` January to December.
    """

    name: str
    business: bool
    contract: bool
    share: float
    rate: float
    rate_shape: float
    spend: float
    spread: float
    hazard: float
    hazard_shape: float
    calls: float
    visits: float
    lines: float  # chance of each of three further lines
    channels: tuple[float, ...]
    families: tuple[float, ...]
    season: tuple[float, ...]


_WORK = (1.02, 1.0, 1.04, 1.0, 1.0, 0.97, 0.88, 0.85, 1.04, 1.05, 1.1, 1.05)
_CAFE = (0.9, 0.92, 0.97, 1.0, 1.03, 1.05, 1.05, 1.02, 0.96, 0.96, 1.05, 1.19)
_HOME = (0.92, 0.9, 0.92, 0.92, 0.92, 0.9, 0.88, 0.88, 0.94, 0.98, 1.32, 1.52)
_GIFT = (0.45, 0.7, 0.6, 0.6, 0.95, 0.75, 0.5, 0.5, 0.6, 0.75, 2.3, 3.3)

KINDS = (
    CustomerKind(
        "office on contract",
        True,
        True,
        0.11,
        9.0,
        5.0,
        168.0,
        0.36,
        0.0,
        1.0,
        4.2,
        1.3,
        0.45,
        (0.42, 0.03, 0.3, 0.25),
        (0.05, 0.42, 0.26, 0.1, 0.17, 0, 0),
        _WORK,
    ),
    CustomerKind(
        "café",
        True,
        False,
        0.10,
        15.0,
        5.0,
        172.0,
        0.38,
        0.039,
        1.8,
        4.4,
        1.7,
        0.5,
        (0.35, 0.2, 0.3, 0.15),
        (0.03, 0.5, 0.08, 0.12, 0.27, 0, 0),
        _CAFE,
    ),
    CustomerKind(
        "home regular",
        False,
        False,
        0.30,
        9.4,
        4.5,
        160.0,
        0.34,
        0.039,
        1.8,
        2.4,
        0.0,
        0.3,
        (0.62, 0.24, 0.12, 0.02),
        (0.03, 0.55, 0.18, 0.12, 0.09, 0.03, 0),
        _HOME,
    ),
    CustomerKind(
        "gift buyer",
        False,
        False,
        0.25,
        1.35,
        3.0,
        82.0,
        0.45,
        0.031,
        1.8,
        0.8,
        0.0,
        0.18,
        (0.5, 0.42, 0.06, 0.02),
        (0.04, 0.2, 0.02, 0.02, 0.12, 0.6, 0),
        _GIFT,
    ),
    CustomerKind(
        "dormant",
        False,
        False,
        0.24,
        0.16,
        1.5,
        56.0,
        0.4,
        0.03,
        1.5,
        0.3,
        0.0,
        0.12,
        (0.55, 0.35, 0.07, 0.03),
        (0.02, 0.45, 0.1, 0.1, 0.18, 0.15, 0),
        _HOME,
    ),
)
OFFICE, CAFE, HOME, GIFT, DORMANT = range(5)
BEHAVIOURS = ("office, full service", "office, refills only", "café", "home regular", "gift buyer", "dormant")
RENEWAL_ALPHA, RENEWAL_BETA = 0.7, 2.6  # sBG of contracts, before multipliers
LOST_AT_FIRST = RENEWAL_ALPHA / (RENEWAL_ALPHA + RENEWAL_BETA)  # share that does not renew the first time


def of(field: str) -> NDArray[np.float64]:
    """``field`` of every kind, in order."""
    return np.array([getattr(kind, field) for kind in KINDS], dtype=float)


def season(kept: float) -> NDArray[np.float64]:
    """Order rate of each kind in each month around its own average of 1; (kinds, months)."""
    year = np.array([kind.season for kind in KINDS])
    year = 1 + kept * (year / year.mean(axis=1, keepdims=True) - 1)
    return np.asarray(year[:, MONTH_OF_YEAR])
