"""What anybody would guess without a model: everything else must do better than this.

Source: Wubben & von Wangenheim (2008), Instant customer base analysis: managerial heuristics often get it right,
Journal of Marketing 72(3).
"""

from __future__ import annotations

import numpy as np

from metrics.lifetime.summary import Floats, Histories

SILENT = 90  # days after which a customer is taken to have left


def rate(known: Histories, horizon: float) -> Floats:
    """Everybody goes on at the own rate: repeat purchases a day since the first, 0 on the first day.

    Times the customer's own mean spend this is the own spend rate.
    """
    return np.asarray(known.frequency / np.maximum(known.age, 1.0) * horizon, dtype=float)


def active(known: Histories, horizon: float) -> Floats:
    """As :func:`rate` for who has bought in the last 90 days; nothing from the others."""
    return np.where(known.silence <= SILENT, rate(known, horizon), 0.0)
