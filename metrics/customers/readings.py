"""Who the customers are, who brings the money, and how well their forecast held, in figures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from metrics.context import Context
from metrics.customers import base, concentration, known, model_card
from metrics.customers.buyers import ALL, forecast, of_mode
from metrics.customers.leads import leads
from metrics.metric import Metric, declare
from metrics.reading import Figure, Given, UndefinedError
from metrics.words.text import N_, message
from metrics.words.units import Unit


def _to_date(context: Context, mode: str) -> NDArray[np.float64]:
    """What each buyer of the mode has brought so far: money."""
    if mode == ALL:
        return base.contribution_to_date(context.frames)
    return of_mode(context.sources, mode)["brought"].to_numpy(dtype=np.float64)


def active_customers(context: Context, mode: str = ALL) -> Figure | float:
    """Customers with an order in the last 365 days; of a mode, those of it alone."""
    if mode == ALL:
        return base.active_customers(context.frames)
    text = N_("Customers of this group with a completed order in the last 365 days.")
    return Figure(float(of_mode(context.sources, mode)["active"].astype(bool).sum()), formula=message(text))


def top_fifth_share(context: Context, mode: str = ALL) -> Figure | float:
    """What the best fifth of buyers bring of the whole."""
    share = concentration.share_of_best(_to_date(context, mode), 0.2)
    text = N_("What the best 20% of these buyers brought, over what all of them did; losses counted.")
    return share if mode == ALL else Figure(share, formula=message(text))


def bottom_half_share(context: Context) -> float:
    """What the last half of buyers bring of the whole."""
    return concentration.share_of_rest(_to_date(context, ALL), 0.5)


def below_zero_share(context: Context, mode: str = ALL) -> Figure | float:
    """Share of buyers who cost more than they bring; unknown where only revenue is known."""
    if base.value_basis(context.frames) == base.REVENUE:
        raise UndefinedError(message(N_("the orders carry no cost, so nobody can be seen to lose money")))
    share = concentration.share_below_zero(_to_date(context, mode))
    text = N_("Share of these buyers who cost more than they bring.")
    return share if mode == ALL else Figure(share, formula=message(text))


def back_test(context: Context) -> Figure:
    """How far the sum of orders was off in the latest back-test, on days the model had not seen."""
    scores, error = forecast(context.sources), model_card.card(context.sources).error
    if error is None:
        raise UndefinedError(message(N_("the history is too short for a back-test")))
    return Figure(error, note=scores.note)


METRICS = declare(
    "customers",
    "customer",
    Metric(
        id="active_customers",
        name=N_("Active customers"),
        unit=Unit.CUSTOMERS,
        mart="customer_base",
        compute=active_customers,
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
        compute=top_fifth_share,
        formula=N_("What the best 20% of buyers bring, over what all bring; losses counted."),
    ),
    Metric(
        id="bottom_half_share",
        name=N_("Brought by the last half"),
        unit=Unit.SHARE,
        mart="customer_base",
        compute=bottom_half_share,
        formula=N_("What the last half of buyers bring, over what all bring; losses counted."),
    ),
    Metric(
        id="below_zero_share",
        name=N_("Customers that lose money"),
        unit=Unit.SHARE,
        better="lower",
        mart="customer_base",
        compute=below_zero_share,
        formula=N_("Share of buyers who cost more than they bring."),
    ),
    Metric(
        id="back_test",
        name=N_("Error of the back-test"),
        unit=Unit.SHARE,
        better="neither",
        perspective="learning",
        mart="customer_base",
        compute=back_test,
        formula=N_("Orders expected over orders that came, less one, on days the model had not seen."),
        source="Fader, Hardie and Lee (2005)",
    ),
)


def unique_customers(context: Context) -> Figure:
    """Customers after merging exact matches."""
    text = N_("Exact matches only: typing errors and moves stay apart, and people who share a telephone are one.")
    return Figure(float(known.unique(context.sources).unique), note=message(text))


def coverage(context: Context, market: float = 0.0) -> Figure:
    """Customers known over those there could be: ``market`` of them, or 0 for the scenario's estimate."""
    entered = Given(label=message(N_("Customers there could be")), value=market, unit=Unit.CUSTOMERS)
    return Figure(known.coverage(context, market), given=(entered,) if market else ())


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
