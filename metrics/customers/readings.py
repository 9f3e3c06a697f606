"""Who the customers are and who brings the money, in figures."""

from __future__ import annotations

from metrics.context import Context
from metrics.customers import base, known
from metrics.customers.leads import leads
from metrics.metric import Metric, declare
from metrics.reading import Figure, Given, UndefinedError
from metrics.words.text import N_, message
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


def unique_customers(context: Context) -> Figure:
    """Customers after merging exact matches."""
    text = N_("Exact matches only: typing errors and moves stay apart, and people who share a telephone are one.")
    return Figure(float(known.unique(context.sources).unique), note=message(text))


def coverage(context: Context, market: float = 0.0) -> Figure:
    """Customers known over those there could be: ``market`` of them, or 0 for the scenario's estimate."""
    covered = known.coverage(context, market)
    entered = Given(label=message(N_("Customers there could be")), value=market, unit=Unit.CUSTOMERS)
    return Figure(covered.share, given=(entered,) if market else ())


def shortest_source(context: Context) -> float:
    """Months of the source that keeps customers shortest, over those of others."""
    lifetime = known.origins(context.sources)[0].lifetime
    if lifetime is None:
        raise UndefinedError(message(N_("fewer than four in ten of the customers of any source have left")))
    return lifetime


def value_of_leads(context: Context) -> Figure:
    """What people who are no customers yet are expected to bring, and how such chances held a year ago."""
    found = leads(context.sources)
    if found.checked is None:
        return Figure(found.value)
    note = message(
        N_("Checked on {n} leads of the year before last: {expected} expected to be won, {won} were."),
        n=found.checked.leads,
        expected=round(found.checked.expected),
        won=found.checked.won,
    )
    return Figure(found.value, note=note)


METRICS += declare(
    "customers",
    "customer",
    Metric(
        id="unique_customers",
        name=N_("Unique customers"),
        unit=Unit.CUSTOMERS,
        formula=N_("Customers who share an e-mail address or a telephone number, written alike, are taken as one."),
        mart="contact_match",
        compute=unique_customers,
    ),
    Metric(
        id="employees",
        name=N_("Employees among customers"),
        unit=Unit.CUSTOMERS,
        better="neither",
        formula=N_("Customers marked as employees; they are left out of the lists of whom to develop."),
        mart="customer_base",
        compute=lambda context: float(known.internal(context.sources).employees),
    ),
    Metric(
        id="coverage",
        name=N_("Coverage of the market"),
        unit=Unit.SHARE,
        formula=N_("Known customers, exact matches merged, over the customers there could be by an estimate."),
        mart="customer_base",
        compute=coverage,
    ),
    Metric(
        id="shortest_source",
        name=N_("Shortest stay of a source"),
        unit=Unit.MULTIPLE,
        formula=N_(
            "Months until four in ten had left (Kaplan-Meier), and cost to serve a month, over those of other "
            "customers of the same kind who came in the same months."
        ),
        mart="customer_life",
        compute=shortest_source,
        source="Kaplan and Meier (1958)",
    ),
    Metric(
        id="leads",
        name=N_("Value of leads"),
        unit=Unit.MONEY,
        perspective="financial",
        formula=N_(
            "Chance that a lead becomes a customer within its year, times the mean value of new customers of its kind."
        ),
        mart="lead",
        compute=value_of_leads,
    ),
)
