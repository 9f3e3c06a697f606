"""What expected orders are worth today, year by year over a horizon that ends.

The value of a customer is money: orders expected in each year of the horizon, times margin an order, discounted from
the middle of that year at an effective yearly rate. No infinite horizon, so no pole where nobody leaves.

Source: Fader, Hardie & Lee (2005), RFM and CLV: Using iso-value curves, Journal of Marketing Research 42, equation 1,
cut at the horizon and in yearly steps.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from metrics.lifetime.summary import Floats

YEAR = 365.0  # days; a year of a horizon


def _slices(horizon_days: float, step: float = YEAR) -> Floats:
    """The ends of the steps of a horizon in days; the last may be short."""
    whole = np.arange(step, horizon_days, step)
    return np.append(whole, horizon_days)


def discount_factors(ends: Floats, yearly_rate: float) -> Floats:
    """Value today of 1 received evenly within each step: from its middle, at an effective ``yearly_rate`` above -1."""
    starts = np.append(0.0, ends[:-1])
    return np.asarray((1 + yearly_rate) ** (-(starts + ends) / 2 / YEAR), dtype=float)


def discounted_orders(
    expected: Callable[[float], Floats], horizon_days: float, yearly_rate: float, step: float = YEAR
) -> Floats:
    """Orders over the horizon, each counted at its value today.

    expected: orders to expect within so many days from now, one a customer (or row).
    """
    ends = _slices(horizon_days, step)
    by_then = np.array([expected(float(end)) for end in ends])
    by_step = np.diff(by_then, axis=0, prepend=np.zeros((1, by_then.shape[1])))
    return np.asarray(discount_factors(ends, yearly_rate) @ by_step, dtype=float)
