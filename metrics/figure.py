"""What a metric computes: a number, perhaps with its range and how that was made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from metrics.words.text import Message


@dataclass(frozen=True)
class Figure:
    """``low`` and ``high`` are the 10th and 90th percentile; ``note`` says how they were made, with their error."""

    value: float
    low: float | None = None
    high: float | None = None
    note: Message | None = None
    quantiles: Callable[[float], float] | None = None
