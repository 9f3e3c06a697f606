"""Rules of thumb of the literature, as formulas: work automated, and the next product to be joined."""

from __future__ import annotations

from metrics.reading import UndefinedError
from metrics.words.text import N_, message

AUTOMATED = 0.9  # the same work automated takes 10 % of the time by hand


def automation_saved(hours: float, rate: float) -> float:
    """Money saved where ``hours`` by hand at ``rate`` are automated: 0.9 x hours x rate."""
    if hours < 0 or rate < 0:
        raise UndefinedError(message(N_("Hours and rate are 0 or more.")))
    return AUTOMATED * hours * rate


def next_product(allowance: float, probability: float) -> float:
    """Money to set aside for joining a product not yet foreseen: allowance x probability."""
    if allowance < 0 or not 0 <= probability <= 1:
        raise UndefinedError(message(N_("An allowance is 0 or more, and a probability 0 to 100%.")))
    return allowance * probability
