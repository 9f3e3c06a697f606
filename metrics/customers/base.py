"""Figures of the customer base as it stands: who is active, who stayed, who brings the money."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.reading import UndefinedError
from metrics.words.text import N_, message

Frames = Mapping[str, pd.DataFrame]

# What a customer brings, the best the data carry: (column of customer_base, word for it)
CONTRIBUTION = ("contribution", N_("contribution"))
MARGIN = ("margin", N_("margin"))
REVENUE = ("revenue", N_("revenue"))


def value_basis(frames: Frames) -> tuple[str, str]:
    """The column of customer_base that says what a customer brings, and the word for it.

    Contribution when the data carry cost of sales and cost to serve, margin when only the first, revenue when neither.
    """
    facts = frames["data_facts"]
    if len(facts) and bool(facts["has_cost"].iloc[0]):
        return CONTRIBUTION if bool(facts["has_cost_to_serve"].iloc[0]) else MARGIN
    return REVENUE


brings = value_basis  # its name in subjects that still ask by it


def contribution_to_date(frames: Frames) -> NDArray[np.float64]:
    """What each buyer has brought so far, money, shape (buyers,). Those who never bought are no customers yet."""
    column, _ = value_basis(frames)
    base = frames["customer_base"]
    return base.loc[base["order_days"] > 0, column].to_numpy(dtype=np.float64)


def _last_month(frames: Frames) -> pd.Series:
    months = frames["active_month"]
    if not len(months):
        raise UndefinedError(message(N_("the data hold no complete month of orders")))
    return months.sort_values("month").iloc[-1]


def active_customers(frames: Frames) -> float:
    """Customers with a completed order in the last 365 days."""
    base = frames["customer_base"]
    if not len(base):
        raise UndefinedError(message(N_("there are no customers yet")))
    return float(base["active"].fillna(False).sum())


def retention_rate(frames: Frames) -> float:
    """Of the customers active a year before the last month end, the share that ordered since."""
    last = _last_month(frames)
    before = 0.0 if pd.isna(last["base_12m"]) else float(last["base_12m"])
    if not before > 0:
        raise UndefinedError(
            message(N_("needs orders of 24 months; there are {held}"), held=frames["active_month"]["month"].nunique())
        )
    return float(last["kept_12m"]) / before


def revenue_year(frames: Frames) -> float:
    """Net revenue of the twelve months to the last month end, money."""
    if frames["active_month"]["month"].nunique() < 12:
        raise UndefinedError(
            message(N_("needs 12 months of orders; there are {held}"), held=frames["active_month"]["month"].nunique())
        )
    return float(_last_month(frames)["revenue_12m"])


def repeat_share(frames: Frames) -> float:
    """Share of buyers who came back on another day."""
    base = frames["customer_base"]
    buyers = base[base["order_days"] > 0]
    if not len(buyers):
        raise UndefinedError(message(N_("there are no customers yet")))
    return float((buyers["order_days"] > 1).mean())
