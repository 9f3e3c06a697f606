"""A small company to test the benefit model on, with round figures that can be worked by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from metrics.scenario.assumption import Assumption
from metrics.scenario.baseline import Baseline, Measured
from metrics.scenario.items import CostItem, Lever
from metrics.scenario.kinds import BASELINES, Tag
from metrics.scenario.scenario import Scenario
from metrics.words.units import Unit

MONTH_0 = date(2023, 11, 1)
KEPT = 0.9**12  # a month keeps nine of ten

# 1,000 customers, 100 leaving and 100 coming each month: the base stands still.
FIGURES: dict[str, float | None] = {
    "customers": 1000,
    "retention": KEPT,
    "new_customers": 1200,
    "returning": 0,
    "revenue_per_customer": 800,
    "margin_rate": 0.31,
    "serve_per_customer": 24,
    "contribution": 224,
    "calls": 12000,
    "minutes_per_call": 6,
    "cost_per_minute": 2,
    "repeat_share": 0.2,
    "pieces": 240000,
    "piece_cost": 0.7,
    "wasted_share": 0.22,
}


def given(value: float, unit: Unit = Unit.NUMBER, **more: Any) -> Assumption:
    """An assumption somebody made."""
    return Assumption(value=value, unit=unit, source="a document", **more)


def baseline(**changed: float | None) -> Baseline:
    """FIGURES, with some ``changed``; None for one that the data lack."""
    figures = {
        name: Measured(value=value, unit=BASELINES[name].unit, mart="active_month", first=MONTH_0, last=MONTH_0)
        for name, value in {**FIGURES, **changed}.items()
    }
    return Baseline(month0=MONTH_0, currency="USD", **figures)


def lever(kind: str, target: float, **parts: Any) -> Lever:
    """A lever at full effect from month 1 unless ``parts`` say otherwise; numbers are wrapped."""
    numbers = {
        name: given(value) if isinstance(value, (int, float)) else value
        for name, value in parts.items()
        if name != "id"
    }
    if kind in ("handling", "volume"):
        numbers = {"tag": Tag.CAPACITY, "cashable": given(1.0), **numbers}
    return Lever(id=parts.get("id", kind), kind=kind, target=given(target), **numbers)


def cost(id: str = "software", **parts: Any) -> CostItem:
    """A cost item; numbers for ``once`` and ``yearly`` are wrapped."""
    numbers = {name: given(parts.pop(name), Unit.MONEY) for name in ("once", "yearly") if name in parts}
    tags = {"cost_class": "IT", "cost_type": "software", **parts}
    return CostItem(id=id, name=id, **tags, **numbers)


def scenario(
    *levers: Lever, costs: tuple[CostItem, ...] = (), horizon: int = 12, rate: float = 0.1, **more: Any
) -> Scenario:
    """A scenario of these levers and costs."""
    return Scenario(
        name="test",
        currency="USD",
        month0=MONTH_0,
        rate=given(rate, Unit.RATE),
        horizon=given(horizon, Unit.MONTHS),
        levers=levers,
        costs=costs,
        **more,
    )


def frames(months: int = 24, last: str = "2023-10-01") -> dict[str, pd.DataFrame]:
    """Marts of a company with these months of history up to ``last``, the same each month."""
    at = pd.date_range(end=last, periods=months, freq="MS")
    old = at >= at[0] + pd.DateOffset(months=12)
    return {
        "active_month": pd.DataFrame(
            {
                "month": at,
                "active": 1000,
                "new_customers": 20,
                "base_12m": [950.0 if seen else None for seen in old],
                "kept_12m": [665.0 if seen else None for seen in old],
                "revenue_12m": 800_000.0,
                "margin_12m": 248_000.0,
            }
        ),
        "call_month": pd.DataFrame(
            {
                "month": at,
                "region": "north",
                "calls": 1000,
                "repeat_calls": 200,
                "minutes": 6000.0,
                "cost": 12000.0,
            }
        ),
        "mail_month": pd.DataFrame({"month": at, "pieces": 20000, "wasted": 4400, "cost": 14000.0}),
        "serve_month": pd.concat(
            pd.DataFrame({"month": at, "activity": activity, "amount": amount})
            for activity, amount in (("calls", 12000.0), ("visits", 2000.0))
        ),
        "data_facts": pd.DataFrame({"currency": ["USD"]}),
    }
