"""Readings of the customer value page: what the programme added to the base, and who the customers are."""

from __future__ import annotations

from metrics.context import Context, Sources
from metrics.customers.acquisition import Source
from metrics.customers.known import Coverage, Internal
from metrics.customers.matching import Unique
from metrics.reading import Given, Reading
from metrics.value.basis import made
from metrics.value.equity import Equity
from metrics.value.links import Leads, Linked
from metrics.value.made import split
from metrics.words.text import N_, Message, message
from metrics.words.units import Unit


def equity(context: Context, found: Equity | Message) -> Reading:
    """Return on the customer base."""
    held, reason = split(found)
    formula = message(
        N_(
            "Customer equity with the programme less without it, both by the benefit model, over the cost of the "
            "programme to date. Shown beside net present value, never added to it."
        )
    )
    note = message(N_("It rests on the assumptions of the scenario, not on a control group."))
    return made(
        context.sources,
        "rocb",
        N_("Return on the customer base"),
        Unit.SHARE,
        None if held is None else held.rate,
        reason,
        formula,
        source="A40",
        mart="active_month",
        note=note,
        scenario=context.label,
    )


def unique(sources: Sources, found: Unique | Message) -> Reading:
    """Customers after merging exact matches."""
    held, reason = split(found)
    formula = message(
        N_("Customers who share an e-mail address or a telephone number, written alike, are taken as one.")
    )
    note = message(
        N_("Exact matches only: typing errors and moves stay apart, and people who share a telephone are one.")
    )
    return made(
        sources,
        "unique_customers",
        N_("Unique customers"),
        Unit.CUSTOMERS,
        None if held is None else float(held.unique),
        reason,
        formula,
        source="C26",
        mart="contact_match",
        note=note,
    )


def internal(sources: Sources, found: Internal | Message) -> Reading:
    """Employees among the customers."""
    held, reason = split(found)
    formula = message(N_("Customers marked as employees; they are left out of the lists of whom to develop."))
    return made(
        sources,
        "employees",
        N_("Employees among customers"),
        Unit.CUSTOMERS,
        None if held is None else float(held.employees),
        reason,
        formula,
        source="C29",
    )


def coverage(context: Context, found: Coverage | Message) -> Reading:
    """Customers known over those there could be."""
    held, reason = split(found)
    formula = message(N_("Known customers, exact matches merged, over the customers there could be by an estimate."))
    given = (
        ()
        if held is None
        else (Given(label=message(N_("Customers there could be")), value=held.market, unit=Unit.CUSTOMERS),)
    )
    return made(
        context.sources,
        "coverage",
        N_("Coverage of the market"),
        Unit.SHARE,
        None if held is None else held.share,
        reason,
        formula,
        source="C30",
        given=given,
        scenario=context.label,
    )


def lacking(sources: Sources, id: str, name: str, formula: str, source: str, reason: Message) -> Reading:
    """A figure that these data cannot give, with the reason."""
    return made(sources, id, name, Unit.MONEY, None, reason, message(formula), source=source)


def sources(sources: Sources, found: tuple[Source, ...] | Message) -> Reading:
    """Months of the source that keeps customers shortest, over those of others."""
    held, reason = split(found)
    formula = message(
        N_(
            "Months until four in ten had left (Kaplan-Meier), and cost to serve a month, over those of other "
            "customers of the same kind who came in the same months."
        )
    )
    value = held[0].lifetime if held else None
    return made(
        sources,
        "shortest_source",
        N_("Shortest stay of a source"),
        Unit.MULTIPLE,
        value,
        reason,
        formula,
        source="C16, D09; Kaplan and Meier 1958",
        mart="customer_life",
    )


def linked(sources: Sources, found: Linked | Message) -> Reading:
    """Value of customers who belong together."""
    held, reason = split(found)
    formula = message(N_("Value of linked customers, summed over each group, nobody counted twice."))
    value = None if held is None else held.value
    return made(
        sources,
        "linked",
        N_("Value of linked groups"),
        Unit.MONEY,
        value,
        reason,
        formula,
        source="C28",
        mart="customer_link",
    )


def alike(sources: Sources, found: Leads | Message) -> Reading:
    """What people who are no customers yet are expected to bring."""
    held, reason = split(found)
    formula = message(
        N_("Chance that a lead becomes a customer within its year, times the mean value of new customers of its kind.")
    )
    note = None
    if held is not None and held.checked is not None:
        note = message(
            N_("Checked on {n} leads of the year before last: {expected} expected to be won, {won} were."),
            n=held.checked.leads,
            expected=round(held.checked.expected),
            won=held.checked.won,
        )
    value = None if held is None else held.value
    return made(
        sources, "leads", N_("Value of leads"), Unit.MONEY, value, reason, formula, source="C27", mart="lead", note=note
    )
