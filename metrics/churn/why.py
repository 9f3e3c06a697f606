"""Readings of the churn page's plans: loyalty, stages, owners. No metric declares them."""

from __future__ import annotations

from metrics.churn import loyalty
from metrics.churn.basis import made
from metrics.churn.loyal import Loyal
from metrics.churn.plan import QUIET, SETTLED, Owned
from metrics.context import Sources
from metrics.customers import model_card as report_model
from metrics.reading import Given, Reading
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit

PARTS = {
    loyalty.REPEAT: N_("Coming back"),
    loyalty.TENURE: N_("Tenure"),
    loyalty.SHARE: N_("Share of our range"),
    loyalty.ADVOCACY: N_("Would recommend us"),
}


def loyal(sources: Sources, found: Loyal) -> Reading:
    """The mean of the loyalty index."""
    formula = message(
        N_(
            "Weighted mean of four parts: quarters with an order of the last eight; years with us, five in full; "
            "product families bought of those the kind buys; the answer to whether they would recommend us."
        )
    )
    given = tuple(Given(label=message(PARTS[id]), value=weight, unit=Unit.SHARE) for id, weight in WEIGHTS)
    note = message(N_("What is not known of a customer is left out and the other weights grow; it is never zero."))
    value = None if found.reason is not None else found.mean
    return made(
        sources,
        "loyalty",
        N_("Loyalty index"),
        Unit.SHARE,
        value,
        found.reason,
        formula,
        mart="customer_loyalty",
        source="D11",
        given=given,
        note=note,
    )


def judged(sources: Sources) -> Message | None:
    """What the tenth likeliest to leave held of all who left, in the latest back-test; None without one."""
    held, tests = report_model.card(sources).calibration, sources.scores.card["backtests"]
    silent = [(group.customers, group.customers * (1 - group.came), group.said) for group in held]
    left = sum(gone for _n, gone, _said in silent)
    if len(silent) < 2 or left <= 0:
        return None
    n, gone, _said = min(silent, key=lambda row: row[2])
    lift = gone / n / (left / sum(row[0] for row in silent))
    brier = tests[0]["models"][sources.scores.card["champion"]]["brier"]
    if brier is None:
        return None
    return message(
        N_("Likeliest tenth: {share} of them left, {lift} the average. Brier score {brier}."),
        share=Amount(gone / n, Unit.SHARE),
        lift=Amount(lift, Unit.MULTIPLE),
        brier=f"{brier:.3f}",
    )


WEIGHTS = tuple(loyalty.WEIGHTS.items())


def satisfied(sources: Sources, found: Loyal) -> Reading:
    """Share of those who answered that are loyal without being satisfied."""
    formula = message(
        N_(
            "Loyal: an index of 50 or more. Satisfied: 75 of 100 or more, which is four of five. Last answers of two "
            "years; who did not answer is not in it."
        )
    )
    held = sum(cell.customers for cell in found.cells if cell.loyal and not cell.satisfied)
    value = held / found.answers if found.answers else None
    return made(
        sources,
        "loyal_unhappy",
        N_("Loyal but not satisfied"),
        Unit.SHARE,
        value,
        found.asked or found.reason,
        formula,
        mart="customer_answer",
        source="D11; Jones and Sasser 1995",
    )


def planned(sources: Sources, customers: int | None) -> Reading:
    """How many customers reach a stage."""
    formula = message(
        N_(
            "A stage is a day that can be known: the usual days to a second order; a year after joining; 60 days "
            "before a contract ends; twice the usual gap after the last order."
        )
    )
    value = None if customers is None else float(customers)
    reason = None if customers is not None else message(N_("nobody reaches a stage within 90 days"))
    return made(
        sources,
        "stages",
        N_("Customers who reach a stage"),
        Unit.CUSTOMERS,
        value,
        reason,
        formula,
        mart="customer_life",
        source="D14",
    )


def covered(sources: Sources, found: Owned) -> Reading:
    """Share of accounts with an owner."""
    formula = message(
        N_(
            "Accounts still there with an account manager, over companies and customers under contract. On file: "
            "e-mail, telephone, address, data confirmed within a year, in touch within {days} days."
        ),
        days=QUIET,
    )
    value = None if found.reason is not None else found.covered
    note = message(N_("Notes of visits are in none of the tables, so a successor's file is judged without them."))
    return made(
        sources,
        "covered",
        N_("Accounts with an owner"),
        Unit.SHARE,
        value,
        found.reason,
        formula,
        mart="customer_contact",
        source="D17, D18",
        note=note,
    )


def asked_first(sources: Sources, value: float | None, reason: Message | None) -> Reading:
    """Share of requests settled in time."""
    formula = message(
        N_("Requests of the last year settled within {days} days, over all whose {days} days are over."), days=SETTLED
    )
    return made(
        sources, "asked_first", N_("Settled in time"), Unit.SHARE, value, reason, formula, mart="held", source="D17"
    )
