"""The sentences of the churn page's plans: loyalty, stages, owners."""

from __future__ import annotations

from collections.abc import Sequence

from metrics.churn.loyal import Loyal
from metrics.churn.owners import Asked
from metrics.churn.plan import Owned
from metrics.churn.stages import Stage
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit, money

HIGH = 0.6  # from here on the index is called high


def _share(value: float) -> Amount:
    return Amount(value, Unit.SHARE)


def loyal(found: Loyal) -> Message:
    """How many are loyal, and what share of the money they bring."""
    if found.reason is not None:
        return message(N_("How loyal customers are is not known"))
    high = [band for band in found.bands if band.low >= HIGH]
    people = sum(band.customers for band in high) / max(found.customers, 1)
    total = sum(band.money for band in found.bands)
    if total <= 0:
        return message(N_("{share} score 60 or more of 100"), share=_share(people))
    brings = sum(band.money for band in high) / total
    return message(N_("{share} score 60 or more and bring {money}"), share=_share(people), money=_share(brings))


def satisfied(found: Loyal) -> Message:
    """How many stay without being satisfied, and what is at stake with them."""
    if not found.cells:
        return message(N_("How satisfied they are is not known"))
    held = next(cell for cell in found.cells if cell.loyal and not cell.satisfied)
    if not held.customers:
        return message(N_("Nobody stays without being satisfied"))
    text = N_("{share} stay but are not satisfied: {risk} at risk")
    return message(text, share=_share(held.customers / found.answers), risk=money(held.money))


def stages(found: Sequence[Stage]) -> Message:
    """How many contacts fall due, and how many of them were made."""
    if not found:
        return message(N_("Nobody reaches a stage within 90 days"))
    soon = sum(stage.due[0] for stage in found)
    return message(N_("{n} customers reach a stage within 30 days"), n=Amount(soon, Unit.COUNT))


def owned(found: Owned) -> Message:
    """How much value nobody answers for, and how much hangs on one person."""
    if found.reason is not None:
        return message(N_("Who answers for which account is not known"))
    if found.covered_value is None or not found.named or found.named[0].share is None:
        return message(N_("{share} of accounts have an owner"), share=_share(found.covered))
    if found.covered_value < 1:
        text = N_("Nobody answers for {share} of account value")
        return message(text, share=_share(1 - found.covered_value))
    return message(N_("One owner holds {share} of account value"), share=_share(found.named[0].share))


def asked_first(found: Asked | Message) -> Message:
    """Whether requests are settled in time by whoever was asked first."""
    if isinstance(found, Message) or not found.requests:
        return message(N_("Whether requests are settled in time is not known"))
    return message(N_("{share} of requests are settled in time"), share=_share(found.in_time / found.requests))
