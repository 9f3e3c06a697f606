"""What a change of retention is worth: the literature's endless multiplier, and ours, cut at a horizon.

A change says whether it is in points (80 % becomes 85 %) or in per cent of the churn (20 % becomes 19 %). The two
differ by a factor of six, and most quarrels about the claim come from leaving that out.

Sources: Gupta & Lehmann (2003), Journal of Interactive Marketing 17(1), for r/(1 + d - r).
"""

from __future__ import annotations

from enum import StrEnum

from metrics.reading import UndefinedError
from metrics.words.text import N_, message


class By(StrEnum):
    """What a change of retention is counted in."""

    POINTS = "points"  # 0.05: 80 % becomes 85 %
    PERCENT = "percent"  # 0.05: churn of 20 % becomes 19 %


def raised(retention: float, change: float, by: By) -> float:
    """Retention after the change; at most 1. ``change``: a fraction, positive when fewer leave."""
    after = retention + change if by is By.POINTS else 1 - (1 - retention) * (1 - change)
    return min(max(after, 0.0), 1.0)


def _multiplier(retention: float, rate: float, *, first_margin: bool) -> float:
    """Yearly margins a customer is worth for ever: r/(1 + d - r), or (1 + d)/(1 + d - r) with the first margin in.

    retention, rate: fractions a year. Raises UndefinedError where retention is no share or the sum has no end.
    """
    if not 0 <= retention <= 1:
        raise UndefinedError(message(N_("A retention rate lies between 0% and 100%.")))
    if 1 + rate - retention <= 0:
        raise UndefinedError(message(N_("Nobody leaves and nothing is discounted, so the sum has no end.")))
    return ((1 + rate) if first_margin else retention) / (1 + rate - retention)


def gain(retention: float, after: float, rate: float, *, first_margin: bool) -> float:
    """Relative change of the endless multiplier when retention becomes ``after``: 0.275 is 27.5 % more.

    Raises UndefinedError as :func:`multiplier`, and where nothing is there to grow from.
    """
    before = _multiplier(retention, rate, first_margin=first_margin)
    if before <= 0:
        raise UndefinedError(message(N_("Nobody stays, so there is nothing to grow from.")))
    return _multiplier(after, rate, first_margin=first_margin) / before - 1


def within(retention: float, rate: float, years: float) -> float:
    """Yearly margins a customer is worth within ``years``, the first margin in; the last part of a year in proportion.

    Sum of (r/(1 + d))^t over t = 0, 1, ...; finite also when nobody leaves. Raises UndefinedError as above.
    """
    if not 0 <= retention <= 1:
        raise UndefinedError(message(N_("A retention rate lies between 0% and 100%.")))
    whole = int(years)
    step = retention / (1 + rate)
    return sum(step**t for t in range(whole)) + (years - whole) * step**whole
