"""What the customers are worth, in figures."""

from __future__ import annotations

from metrics.context import Context
from metrics.metric import Metric, declare
from metrics.reading import Figure, UndefinedError
from metrics.words.text import N_, message
from metrics.words.units import Unit


def customer_value(context: Context) -> Figure:
    """Discounted value of all customers over the horizon of the scores: money, with its back-tested range."""
    total = context.scores.total
    return Figure(total.value, total.low, total.high, context.scores.note)


def value_per_customer(context: Context) -> Figure:
    """Value of the base over its buyers: money."""
    total, buyers = context.scores.total, len(context.scores.frame)
    if not buyers:
        raise UndefinedError(message(N_("there are no customers yet")))
    low, high = (None if end is None else end / buyers for end in (total.low, total.high))
    return Figure(total.value / buyers, low, high, context.scores.note)


METRICS = declare(
    "value",
    "customer",
    Metric(
        id="customer_value",
        name=N_("Value of the base"),
        unit=Unit.MONEY,
        formula=N_("Expected orders of each customer times what an order brings, discounted over the horizon."),
        mart="customer_base",
        compute=customer_value,
        source="Fader, Hardie and Lee (2005)",
    ),
    Metric(
        id="value_per_customer",
        name=N_("Value of one customer"),
        unit=Unit.MONEY,
        mart="customer_base",
        compute=value_per_customer,
        source="Fader, Hardie and Lee (2005)",
        formula=N_("Value of the base over the number of buyers in it."),
    ),
)
