"""The sentence above the classes of customers."""

from __future__ import annotations

from metrics.customers.buyers import Concentrated
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit


def classes(found: Concentrated) -> Message:
    """How few are A customers."""
    a, everybody = found.classes[0], sum(group.customers for group in found.classes)
    total = sum(group.money for group in found.classes)
    return message(
        N_("{n} A customers, {heads} of all, bring {money}"),
        n=Amount(a.customers, Unit.CUSTOMERS),
        heads=Amount(a.customers / everybody, Unit.SHARE),
        money=Amount(a.money / total, Unit.SHARE),
    )
