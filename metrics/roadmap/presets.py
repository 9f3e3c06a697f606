"""A rule of thumb of the literature, as a formula: the next product to be joined."""

from __future__ import annotations

from metrics.reading import UndefinedError
from metrics.words.text import N_, message


def next_product(allowance: float, probability: float) -> float:
    """Money to set aside for joining a product not yet foreseen: allowance x probability."""
    if allowance < 0 or not 0 <= probability <= 1:
        raise UndefinedError(message(N_("An allowance is 0 or more, and a probability 0 to 100%.")))
    return allowance * probability
