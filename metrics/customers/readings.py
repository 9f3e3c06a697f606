"""Who the customers are, who brings the money, and how well their forecast held, in figures."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.context import Context
from metrics.customers import activity, base, concentration, known, model_card
from metrics.customers import leads as open_leads
from metrics.customers.buyers import ALL, forecast, of_mode
from metrics.metric import metric, of_subject
from metrics.reading import Figure, Given, UndefinedError
from metrics.words.text import N_, message
from metrics.words.units import Unit

_metric = partial(metric, perspective="customer")
_of_base = partial(_metric, mart="customer_base")
ACTIVE = N_("Customers with a completed order in the last 365 days or a live contract, less recorded departures.")


@_of_base(N_("Active customers"), Unit.CUSTOMERS, ACTIVE)
def _active_customers(context: Context, mode: str = ALL) -> Figure | float:
    """Of everybody, or of a mode alone."""
    if not len(context.frames["customer_base"]):
        raise UndefinedError(message(N_("there are no customers yet")))
    if mode == ALL:
        return float(context.frames["customer_base"]["active"].fillna(False).sum())
    text = N_(
        "Customers of this group with a completed order in the last 365 days or a live contract, less recorded "
        "departures."
    )
    return Figure(float(of_mode(context.sources, mode)["active"].astype(bool).sum()), formula=message(text))


def _last_month(context: Context) -> pd.Series:
    months = context.frames["active_month"]
    if not len(months):
        raise UndefinedError(message(N_("the data hold no complete month of orders")))
    return months.sort_values("month").iloc[-1]


@_metric(
    N_("Retention rate"),
    Unit.SHARE,
    N_(
        "Of the customers active a year ago, the share that is active now: an order in 365 days or a live contract, "
        "and not recorded as gone."
    ),
    mart="customer_spell",
)
def _retention_rate(context: Context) -> float:
    """Over the 365 days to the last day."""
    return float(1 - activity.active_year(context.sources)["left"].mean())


@_metric(
    N_("Net revenue, 12 months"),
    Unit.MONEY,
    N_("Completed orders less refunds, net of VAT, to the last month end."),
    mart="active_month",
    perspective="financial",
)
def _revenue_year(context: Context) -> float:
    """Of the twelve months to the last month end."""
    months = context.frames["active_month"]["month"].nunique()
    if months < 12:
        raise UndefinedError(message(N_("needs 12 months of orders; there are {held}"), held=months))
    return float(_last_month(context)["revenue_12m"])


@_of_base(N_("Repeat purchase rate"), Unit.SHARE, N_("Share of buyers who came back on another day."))
def _repeat_share(context: Context) -> float:
    return base.repeat_share(context.frames)


def _to_date(context: Context, mode: str) -> NDArray[np.float64]:
    """What each buyer of the mode has brought so far: money."""
    return of_mode(context.sources, mode)["brought"].to_numpy(dtype=np.float64)


@_of_base(
    N_("Share of contribution from the top 20% of customers"),
    Unit.SHARE,
    N_("What the top 20% of buyers bring, over what all bring; losses counted."),
    better="neither",
)
def _top_fifth_share(context: Context, mode: str = ALL) -> Figure | float:
    """Of the contribution, or of the best figure the data carry."""
    share = concentration.share_of_best(_to_date(context, mode), 0.2)
    text = N_("What the top 20% of these buyers brought, over what all of them did; losses counted.")
    return share if mode == ALL else Figure(share, formula=message(text))


@_of_base(
    N_("Share of contribution from the bottom 50% of customers"),
    Unit.SHARE,
    N_("What the bottom 50% of buyers bring, over what all bring; losses counted."),
)
def _bottom_half_share(context: Context) -> float:
    return concentration.share_of_rest(_to_date(context, ALL), 0.5)


@_of_base(
    N_("Unprofitable customers"), Unit.SHARE, N_("Share of buyers who cost more than they bring."), better="lower"
)
def _below_zero_share(context: Context, mode: str = ALL) -> Figure | float:
    """Unknown where only revenue is known."""
    if base.value_basis(context.frames) == base.REVENUE:
        raise UndefinedError(message(N_("the orders carry no cost, so nobody can be seen to lose money")))
    share = concentration.share_below_zero(_to_date(context, mode))
    text = N_("Share of these buyers who cost more than they bring.")
    return share if mode == ALL else Figure(share, formula=message(text))


@_of_base(
    N_("Error of the back-test"),
    Unit.SHARE,
    N_("Orders expected over orders that came, less one, on days the model had not seen."),
    better="neither",
    source="Fader, Hardie and Lee (2005)",
    perspective="learning",
)
def _back_test(context: Context) -> Figure:
    """Of the latest back-test."""
    scores, error = forecast(context.sources), model_card.card(context.sources).error
    if error is None:
        raise UndefinedError(message(N_("the history is too short for a back-test")))
    return Figure(error, note=scores.note)


@_metric(
    N_("Unique customers"),
    Unit.CUSTOMERS,
    N_("Customers who share an e-mail address or a telephone number, written alike, are taken as one."),
    mart="contact_match",
)
def _unique_customers(context: Context) -> Figure:
    text = N_("Exact matches only: typing errors and moves stay apart, and people who share a telephone are one.")
    return Figure(float(known.unique(context.sources).unique), note=message(text))


@_of_base(
    N_("Employees among customers"),
    Unit.CUSTOMERS,
    N_("Customers marked as employees; they are left out of the lists of whom to develop."),
    better="neither",
)
def _employees(context: Context) -> float:
    return float(known.internal(context.sources).employees)


@_of_base(
    N_("Coverage of the market"),
    Unit.SHARE,
    N_("Known customers, exact matches merged, over the customers there could be by an estimate."),
)
def _coverage(context: Context, market: float = 0.0) -> Figure:
    """``market``: a reader's own estimate, or 0 for that of the scenario."""
    entered = Given(label=message(N_("Customers there could be")), value=market, unit=Unit.CUSTOMERS)
    return Figure(known.coverage(context, market), given=(entered,) if market else ())


@_metric(
    N_("Shortest stay of a source"),
    Unit.MULTIPLE,
    N_(
        "Months until four in ten had left (Kaplan-Meier), and cost to serve a month, over those of other "
        "customers of the same kind who came in the same months."
    ),
    mart="customer_life",
    source="Kaplan and Meier (1958)",
)
def _shortest_source(context: Context) -> float:
    """Months of the source that keeps customers shortest, over those of others."""
    lifetime = known.origins(context.sources)[0].lifetime
    if lifetime is None:
        raise UndefinedError(message(N_("fewer than four in ten of the customers of any source have left")))
    return lifetime


@_metric(
    N_("Value of leads"),
    Unit.MONEY,
    N_("Chance that a lead becomes a customer within its year, times the mean value of new customers of its kind."),
    mart="lead",
    perspective="financial",
)
def _leads(context: Context) -> Figure:
    """With how such chances held a year ago."""
    leads = open_leads.leads(context.sources)
    if leads.checked is None:
        return Figure(leads.value)
    note = message(
        N_("Checked on {n} leads of the year before last: {expected} expected to be won, {won} were."),
        n=leads.checked.leads,
        expected=round(leads.checked.expected),
        won=leads.checked.won,
    )
    return Figure(leads.value, note=note)


METRICS = of_subject("customers")
