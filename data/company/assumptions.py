"""What was promised at approval, and what is believed now: assumptions only, never a result.

Targets are absolute and stand on the figures of the twelve months before approval; what is believed now stands on the
adoption measured since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from data.company import frames
from data.company.calendar import APPROVED_ON
from data.company.places import REGIONS

CURRENT_ON = date(2026, 10, 1)
LICENSED = 360  # users with a licence
PROMISED_RETENTION = 0.033  # of the target over the baseline; two points remain after adoption and realisation
MEASURED_ADOPTION = round(sum(region.share * region.adoption for region in REGIONS), 2)


@dataclass(frozen=True)
class Promise:
    """One lever: its target as a change of the baseline (or itself when ``fixed``), and how it comes."""

    lever: str
    base: str
    unit: str
    change: float
    low: float
    high: float
    relative: bool
    realisation: float
    owner: str
    start: int
    ramp: int
    more: tuple[tuple[str, float, float | None, float | None, str], ...] = ()  # part, value, low, high, unit

    def target(self, baseline: Mapping[str, float], change: float) -> float:
        """The absolute target that ``change`` stands for."""
        base = baseline[self.base]
        return round(base * (1 + change) if self.relative else base + change, 4)


_CAPACITY = (("cashable", 0.6, 0.4, 0.8, "share"), ("lag", 6.0, None, None, "months"))
_CAC = (("cac", 95.0, 80.0, 120.0, "money"),)
APPROVED_CASE = (
    Promise("retention", "retention", "share", PROMISED_RETENTION, 0.006, 0.047, False, 0.8, "Leonie Saltmarsh", 7, 12),
    Promise("acquisition", "new_customers", "customers", 0.05, 0.01, 0.08, True, 0.7, "Leonie Saltmarsh", 9, 12, _CAC),
    Promise("spend", "spend", "money", 0.045, 0.01, 0.068, True, 0.75, "Wei Lin", 7, 14),
    Promise("handling", "minutes", "minutes", -0.14, -0.18, -0.07, True, 0.9, "Priya Calderfoot", 7, 10, _CAPACITY),
    Promise("volume", "calls", "count", -0.06, -0.09, -0.02, True, 0.8, "Priya Calderfoot", 7, 10, _CAPACITY),
    Promise("mail", "wasted_share", "share", -0.14, -0.16, -0.09, False, 0.95, "Jonas Whinfell", 6, 8),
)
CURRENT_CASE = (
    Promise("retention", "retention", "share", 0.027, 0.006, 0.038, False, 0.85, "Amara Northolme", 7, 14),
    Promise("acquisition", "new_customers", "customers", 0.03, 0.0, 0.05, True, 0.7, "Wei Lin", 9, 14, _CAC),
    Promise("spend", "spend", "money", 0.05, 0.018, 0.068, True, 0.85, "Tomas Greywater", 7, 14),
    Promise("handling", "minutes", "minutes", -0.11, -0.13, -0.08, True, 0.95, "Priya Calderfoot", 7, 13, _CAPACITY),
    Promise("volume", "calls", "count", -0.045, -0.06, -0.02, True, 0.9, "Priya Calderfoot", 7, 13, _CAPACITY),
    Promise("mail", "wasted_share", "share", -0.14, -0.15, -0.12, False, 1.0, "Jonas Whinfell", 6, 13),
)
_BENCHMARKS = {"handling": 6.1, "mail": 0.05}
_COLUMNS = ("case", "name", "value", "unit", "low", "high", "source", "owner", "set_on")


def _row(
    case: str, name: str, value: float, unit: str, low: float | None, high: float | None, source: str, owner: str
) -> tuple[Any, ...]:
    on = APPROVED_ON if case == "approved" else CURRENT_ON
    return (case, name, value, unit, low, high, source, owner, on)


def _lever(
    case: str, promise: Promise, baseline: Mapping[str, float], adoption: tuple[float, float, float], source: str
) -> list[tuple[Any, ...]]:
    """Every row of one lever. An end of a range beyond what can be is cut by the baseline it moves from."""

    def row(part: str, value: float, unit: str, low: float | None = None, high: float | None = None) -> tuple[Any, ...]:
        return _row(case, f"{promise.lever}.{part}", value, unit, low, high, source, promise.owner)

    ends = sorted(promise.target(baseline, change) for change in (promise.low, promise.high))
    rows = [
        row("target", promise.target(baseline, promise.change), promise.unit, ends[0], ends[1]),
        row("adoption", adoption[0], "share", adoption[1], adoption[2]),
        row("realisation", promise.realisation, "share"),
        row("start", promise.start, "months"),
        row("ramp", promise.ramp, "months"),
    ]
    rows += [row(part, value, unit, low, high) for part, value, low, high, unit in promise.more]
    if case == "approved" and promise.lever in _BENCHMARKS:
        rows.append(row("benchmark", _BENCHMARKS[promise.lever], promise.unit))
    return rows


def table(baseline: Mapping[str, float]) -> pa.Table:
    """Assumptions of both cases on ``baseline``, the figures of measures.baseline."""
    rows = [
        _row("approved", "rate", 0.1, "rate", None, None, "Treasury, cost of capital 2023", "Ida Marchbank"),
        _row("approved", "horizon", 60, "months", None, None, "Investment board", "Ida Marchbank"),
    ]
    rows.append(
        _row("approved", "cost_factor", 1.0, "multiple", 0.95, 1.4, "Quotations of three firms", "Ida Marchbank")
    )
    rows.append(_row("approved", "users", LICENSED, "count", None, None, "Licences of the business case", ""))
    for promise in APPROVED_CASE:
        rows += _lever("approved", promise, baseline, (0.76, 0.6, 0.88), "Business case of November 2023")
    rows.append(_row("current", "rate", 0.1, "rate", None, None, "Treasury, unchanged", "Ida Marchbank"))
    rows.append(_row("current", "horizon", 60, "months", None, None, "Investment board", "Ida Marchbank"))
    rows.append(_row("current", "cost_factor", 1.0, "multiple", 0.98, 1.2, "Booked so far, orders open", ""))
    rows.append(_row("current", "users", LICENSED, "count", None, None, "Licences in October 2026", ""))
    measured = (MEASURED_ADOPTION, MEASURED_ADOPTION - 0.11, MEASURED_ADOPTION + 0.07)
    for promise in CURRENT_CASE:
        rows += _lever("current", promise, baseline, measured, "Review of October 2026, logins by region")
    return frames.from_rows("assumptions", _COLUMNS, rows)
