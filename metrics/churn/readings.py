"""Leaving and staying, in figures."""

from __future__ import annotations

from metrics.churn import figures
from metrics.metric import Metric, declare
from metrics.words.text import N_
from metrics.words.units import Unit

METRICS = declare(
    "churn",
    "customer",
    Metric(
        id="churn_expected",
        name=N_("Leaving within a year"),
        unit=Unit.SHARE,
        better="lower",
        formula=N_("Mean chance of no order in the next 365 days, or of not renewing, of customers still there."),
        mart="customer_life",
        compute=figures.p_leaving,
    ),
    Metric(
        id="value_at_risk",
        name=N_("Value at risk"),
        unit=Unit.MONEY,
        better="lower",
        formula=N_("Chance of leaving times (value if kept less value if lost), of all customers worth keeping."),
        mart="customer_life",
        compute=figures.value_at_risk,
    ),
    Metric(
        id="key_retention",
        name=N_("Retention of A customers"),
        unit=Unit.SHARE,
        mart="customer_year",
        compute=figures.key_retention,
        formula=N_("Of those who brought the first 80% of a year's margin, the share that ordered in the year after."),
    ),
)
