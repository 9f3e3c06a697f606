"""Targets of the scorecard: frozen baselines, a straight way to the end of 2026, owners, and what they said."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from data.company import frames
from data.company.calendar import MONTHS, month_start

FIRST, LAST = 26, MONTHS + 2  # January 2024 to December 2026
# kpi, baseline, target at the end, upper end of a band, red limit, owner; a target to hold has no way to go
GOALS: tuple[tuple[str, float, float, float | None, float | None, str], ...] = (
    ("cost_benefit", 0.75, 0.75, None, 0.9, "Ida Marchbank"),
    ("user_month_cost", 40.0, 14.0, None, None, "Ida Marchbank"),
    ("acquisition_payback", 3.0, 2.0, None, None, "Wei Lin"),
    ("revenue_retention", 0.86, 0.93, None, None, "Wei Lin"),
    ("retention_rate", 0.684, 0.70, None, None, "Mara Ellerbeck"),
    ("satisfied", 0.55, 0.62, None, None, "Priya Calderfoot"),
    ("net_promoter", 0.02, 0.12, None, None, "Priya Calderfoot"),
    ("complaint_rate", 75.0, 64.0, None, None, "Priya Calderfoot"),
    ("complaints_in_time", 0.95, 0.95, None, 0.85, "Priya Calderfoot"),
    ("first_contact_resolution", 0.57, 0.62, None, None, "Priya Calderfoot"),
    ("handling_time", 7.4, 6.8, 7.1, 8.0, "Priya Calderfoot"),
    ("service_level", 0.70, 0.80, None, None, "Priya Calderfoot"),
    ("abandonment", 0.05, 0.05, None, 0.08, "Priya Calderfoot"),
    ("occupancy", 0.80, 0.80, 0.85, 0.95, "Priya Calderfoot"),
    ("win_rate", 0.25, 0.30, None, None, "Wei Lin"),
    ("pipeline_coverage", 3.0, 3.0, None, 1.5, "Wei Lin"),
    ("forecast_accuracy", 0.9, 0.9, None, 0.7, "Wei Lin"),
    ("use_of_system", 0.30, 0.90, None, None, "Amara Northolme"),
    ("certified", 0.10, 0.95, None, None, "Amara Northolme"),
    ("staff_turnover", 0.28, 0.20, None, None, "Amara Northolme"),
    ("duplicate_rate", 0.065, 0.03, None, None, "Jonas Whinfell"),
    ("freshness", 0.55, 0.75, None, None, "Jonas Whinfell"),
)
SAID = {  # what owners said of the last month
    "use_of_system": ("West and South log in less each month; floor walking begins there.", date(2026, 11, 30)),
    "duplicate_rate": ("Typing errors and moves are merged by hand; a matching tool is asked for.", date(2027, 1, 15)),
    "pipeline_coverage": ("Nothing is due in West next quarter; two campaigns were moved forward.", date(2026, 12, 10)),
}
COLUMNS = ("kpi", "period", "target", "upper", "baseline", "red_limit", "weight", "owner", "comment", "due_on")


def table() -> pa.Table:
    """A row for every measure and month."""
    rows: list[tuple[object, ...]] = []
    for kpi, baseline, goal, upper, red, owner in GOALS:
        for month in range(FIRST, LAST):
            way = (month - FIRST + 1) / (LAST - FIRST)
            target = goal if baseline == goal or upper is not None else baseline + way * (goal - baseline)
            comment, due = SAID.get(kpi, (None, None)) if month == MONTHS - 1 else (None, None)
            rows.append((kpi, month_start(month), round(target, 6), upper, baseline, red, 1.0, owner, comment, due))
    return frames.from_rows("kpi_targets", COLUMNS, rows)
