"""Who the customers are and who brings the money, in figures."""

from __future__ import annotations

from metrics.customers import base
from metrics.metric import Metric, declare
from metrics.words.text import N_
from metrics.words.units import Unit

METRICS = declare(
    "customers",
    "customer",
    Metric(
        id="active_customers",
        name=N_("Active customers"),
        unit=Unit.CUSTOMERS,
        mart="customer_base",
        compute=lambda context: base.active_customers(context.frames),
        formula=N_("Customers with a completed order in the last 365 days."),
    ),
    Metric(
        id="retention_rate",
        name=N_("Retention rate"),
        unit=Unit.SHARE,
        formula=N_("Of the customers active a year ago, the share that ordered since."),
        mart="active_month",
        compute=lambda context: base.retention_rate(context.frames),
    ),
    Metric(
        id="revenue_year",
        name=N_("Net revenue, 12 months"),
        unit=Unit.MONEY,
        perspective="financial",
        mart="active_month",
        compute=lambda context: base.revenue_year(context.frames),
        formula=N_("Completed orders less refunds, net of VAT, to the last month end."),
    ),
    Metric(
        id="repeat_share",
        name=N_("Repeat purchase rate"),
        unit=Unit.SHARE,
        formula=N_("Share of buyers who came back on another day."),
        mart="customer_base",
        compute=lambda context: base.repeat_share(context.frames),
    ),
    Metric(
        id="top_fifth_share",
        name=N_("Held by the best fifth"),
        unit=Unit.SHARE,
        better="neither",
        mart="customer_base",
        compute=lambda context: base.top_fifth_share(context.frames),
        formula=N_("What the best 20% of buyers bring, over what all bring; losses counted."),
    ),
    Metric(
        id="bottom_half_share",
        name=N_("Brought by the last half"),
        unit=Unit.SHARE,
        mart="customer_base",
        compute=lambda context: base.bottom_half_share(context.frames),
        formula=N_("What the last half of buyers bring, over what all bring; losses counted."),
    ),
    Metric(
        id="below_zero_share",
        name=N_("Customers that lose money"),
        unit=Unit.SHARE,
        better="lower",
        mart="customer_base",
        compute=lambda context: base.below_zero_share(context.frames),
        formula=N_("Share of buyers who cost more than they bring."),
    ),
)
