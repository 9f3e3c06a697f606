"""What customers bring, by the best figure the data carry, and who of them came back."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from metrics.reading import UndefinedError
from metrics.words.text import N_, message

Frames = Mapping[str, pd.DataFrame]

# What a customer brings, the best the data carry: (column of customer_base, word for it)
CONTRIBUTION = ("contribution", N_("contribution"))
MARGIN = ("margin", N_("margin"))
REVENUE = ("revenue", N_("revenue"))
KINDS = {"business": N_("Business"), "consumer": N_("Consumer"), "unknown": N_("unknown"), "": N_("unknown")}


def value_basis(frames: Frames) -> tuple[str, str]:
    """The column of customer_base that says what a customer brings, and the word for it.

    Contribution when the data carry cost of sales and cost to serve, margin when only the first, revenue when neither.
    """
    facts = frames["data_facts"]
    if len(facts) and bool(facts["has_cost"].iloc[0]):
        return CONTRIBUTION if bool(facts["has_cost_to_serve"].iloc[0]) else MARGIN
    return REVENUE


def repeat_share(frames: Frames) -> float:
    """Share of buyers who came back on another day."""
    base = frames["customer_base"]
    buyers = base[base["order_days"] > 0]
    if not len(buyers):
        raise UndefinedError(message(N_("there are no customers yet")))
    return float((buyers["order_days"] > 1).mean())
