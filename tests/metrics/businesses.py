"""Businesses small enough to work by hand, for tests of the benefit model."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from metrics.scenario.assumption import Assumption
from metrics.scenario.baseline import Baseline, Measured
from metrics.scenario.items import CostItem, Lever
from metrics.scenario.kinds import BASELINES, Tag
from metrics.scenario.scenario import Scenario
from metrics.words.text import message
from metrics.words.units import Unit

APPROVED = date(2025, 1, 1)

# 1,200 customers who all stay; 100 of revenue each, half of it margin; 12,000 calls of 10 minutes at 1; 10,000 letters
# at 1, a fifth of them wasted.
STEADY = {
    "customers": 1200.0,
    "retention": 1.0,
    "new_customers": 0.0,
    "returning": 0.0,
    "revenue_per_customer": 100.0,
    "margin_rate": 0.5,
    "serve_per_customer": 0.0,
    "contribution": 50.0,
    "calls": 12_000.0,
    "minutes_per_call": 10.0,
    "cost_per_minute": 1.0,
    "repeat_share": 0.2,
    "pieces": 10_000.0,
    "piece_cost": 1.0,
    "wasted_share": 0.2,
}


def baseline(**figures: float | None) -> Baseline:
    """STEADY with some figures changed; None takes a figure away."""
    values = {**STEADY, **figures}
    names = [field.name for field in fields(Baseline) if field.name in BASELINES]
    held = {name: _measured(name, values.get(name)) for name in names}
    return Baseline(month0=APPROVED, currency="USD", **held)


def _measured(name: str, value: float | None) -> Measured:
    reason = None if value is not None else message("not in the data")
    return Measured(value=value, unit=BASELINES[name].unit, mart="x", first=None, last=None, reason=reason)


def number(value: float, unit: Unit = Unit.NUMBER, low: float | None = None, high: float | None = None) -> Assumption:
    """An assumption nobody in particular answers for."""
    return Assumption(value=value, unit=unit, source="test", low=low, high=high)


def mail(target: float = 0.08, **parts: Assumption) -> Lever:
    """Wasted mail from a fifth to ``target``, at once and in full unless told otherwise."""
    return Lever(id="mail", kind="mail", target=number(target, Unit.SHARE), tag=Tag.CASH, **parts)


def spend(target: float = 112.0, **parts: Assumption) -> Lever:
    """Revenue per customer from 100 to ``target``."""
    return Lever(id="spend", kind="spend", target=number(target, Unit.MONEY), tag=Tag.REVENUE, **parts)


def cost(once: float, kind: str = "software", **more: object) -> CostItem:
    """Paid once, in month 0."""
    parts = {"id": kind, "name": kind, "cost_class": "IT", "cost_type": kind, "once": number(once, Unit.MONEY)}
    return CostItem(**{**parts, **more})  # type: ignore[arg-type]


def scenario(
    *levers: Lever, costs: tuple[CostItem, ...] = (), rate: float = 0.0, months: int = 12, **more: object
) -> Scenario:
    """A scenario of these rows."""
    parts = {
        "name": "case",
        "currency": "USD",
        "month0": APPROVED,
        "rate": number(rate, Unit.RATE),
        "horizon": number(months, Unit.MONTHS),
        "levers": levers,
        "costs": costs,
    }
    return Scenario(**{**parts, **more})  # type: ignore[arg-type]
