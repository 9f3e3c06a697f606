"""One customer: who it is, what they bring, what is expected of them, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from metrics.context import Sources, kept
from metrics.customers import base
from metrics.customers.buyers import buyers
from metrics.reading import UndefinedError
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit

OVERDUE = 2.0  # times the usual gap without an order
SHORTEST_GAP = 14  # days; nobody is overdue sooner


@dataclass(frozen=True)
class Customer:
    """One buyer. Money as on the page: value over the horizon of the forecast, ``now`` and ``next`` a year.

    What is forecast is None where the data carry no forecast. ``silent_days``: since the last order; ``usual_gap``:
    mean days between orders, None with one alone. ``name``: None where it is not known or not to be seen.
    """

    id: str
    name: str | None
    kind: str | None
    region: str | None
    acquired_by: str | None
    first_order: date
    last_order: date
    orders: int
    now: float
    next: float | None
    value: float | None
    low: float | None
    high: float | None
    returns: float | None  # probability of an order in the coming year
    silent_days: int
    usual_gap: float | None

    @property
    def called(self) -> str:
        """The name, else the number."""
        return self.name or self.id


def _cents(value: float | None) -> float | None:
    """To the cent: a forecast of less than that is a forecast of nothing."""
    return None if value is None else round(value, 2)


@kept
def customer(sources: Sources, id: str, *, named: bool = False) -> Customer:
    """The buyer with that number; UndefinedError when there is none. ``named``: the reader may see who it is."""
    frame = buyers(sources).frame
    if id not in frame.index:
        raise UndefinedError(message(N_("No customer is chosen")))
    row: dict[Any, Any] = frame.loc[[id]].to_dict("records")[0]
    row = {name: None if pd.isna(value) else value for name, value in row.items()}
    traits: dict[str, Any] = {name: row[name] for name in ("kind", "region", "acquired_by", "orders", "now")}
    ahead: dict[str, Any] = {name: _cents(row[name]) for name in ("next", "value", "low", "high")}
    return Customer(
        id=id,
        name=names(sources, (id,)).get(id) if named else None,
        **traits,
        **ahead,
        first_order=row["first_order"].date(),
        last_order=row["last_order"].date(),
        returns=None if row["silent"] is None else 1 - row["silent"],
        silent_days=int(row["age_days"] - row["recency_days"]),
        usual_gap=float(row["recency_days"]) / int(row["frequency"]) if row["frequency"] else None,
    )


@kept
def names(sources: Sources, ids: tuple[str, ...]) -> Mapping[str, str]:
    """Names by customer number. Personal data: ask only for a reader who may see them."""
    if not ids or not sources.supplied("customers"):
        return {}
    found = sources.held.ask("names_of_customers", list(ids)).dropna()
    return dict(zip(found["customer_id"], found["name"], strict=True))


@dataclass(frozen=True)
class AtTheDesk:
    """What the one who speaks to a customer should know: ``arrears``, money owed and overdue; ``note``, a text."""

    arrears: float | None
    note: str | None


@kept
def at_the_desk(sources: Sources, id: str) -> AtTheDesk:
    """Arrears and note of a customer, None where the data have none. Notes are personal data: only for who may see."""
    if not sources.supplied("customers"):
        return AtTheDesk(None, None)
    rows = sources.held.ask("at_the_desk", id).to_dict("records")
    row = {name: None if pd.isna(value) else value for name, value in rows[0].items()} if rows else {}
    owed, note = row.get("arrears"), str(row.get("note") or "").strip()
    return AtTheDesk(None if owed is None else float(owed), note or None)


def find(sources: Sources, text: str, *, named: bool) -> str | None:
    """The number of the customer meant by ``text``: a number as written or in capitals, else part of a name.

    Of several names the customer who brought most. None when nobody is meant.
    """
    frame, asked = buyers(sources).frame, text.strip()
    for id in (asked, asked.upper()):
        if id in frame.index:
            return id
    if not named or len(asked) < 2 or not names(sources, tuple(frame.index[:1])):
        return None
    matching = sources.held.ask("customers_called", asked)
    found = frame.loc[frame.index.intersection(pd.Index(matching["customer_id"]))]
    return None if found.empty else str(found["brought"].idxmax())


def best(sources: Sources) -> tuple[str, ...]:
    """The number of the customer who brought most; nothing where nobody bought."""
    brought = buyers(sources).frame["brought"]
    return (str(brought.idxmax()),) if len(brought) else ()


def orders(sources: Sources, id: str) -> list[Mapping[str, Any]]:
    """Every order of one customer, the newest first: order_id, ordered_at, status, amount, channel."""
    return sources.held.ask("orders_of_customer", id).to_dict("records")  # type: ignore[return-value]


def next_step_by_orders(buyer: Customer, sources: Sources) -> Message:
    """What the customer's own orders say to do; nothing is assumed that was not measured."""
    if buyer.usual_gap is None:
        share = Amount(base.repeat_share(sources.frames), Unit.SHARE)
        return message(N_("One day of orders so far. {share} of all buyers came back for another."), share=share)
    days, gap = buyer.silent_days, round(max(buyer.usual_gap, 1.0))
    if days > max(OVERDUE * buyer.usual_gap, SHORTEST_GAP):
        text = N_("Next step: get in touch. Silent for {days} days; usually orders every {gap} days.")
        return message(text, days=days, gap=gap)
    if buyer.now < 0:
        return message(N_("Next step: serve at lower cost. The last 12 months cost more than they brought."))
    text = N_("Nothing is overdue: last order {days} days ago, usually every {gap} days.")
    return message(text, days=days, gap=gap)
