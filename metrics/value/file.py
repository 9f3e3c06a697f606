"""What is known of one customer beside orders and value: calls, complaints, contract, risk, roles, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from metrics.churn.figures import active_customers, at_risk
from metrics.context import Sources, kept
from metrics.customers.buyers import buyers
from metrics.reading import UndefinedError
from metrics.value.attention import attention
from metrics.value.contracts import contracts
from metrics.value.customer import Customer, next_step_by_orders
from metrics.value.worth import value_views
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit

RENEWAL = 90  # days before its end at which a contract is spoken of
HIGH = 0.5  # chance of leaving from which it is spoken of


@dataclass(frozen=True)
class Ticket:
    """One call or complaint: when, what it was, how it stands. None: a call nobody marked as settled or not."""

    day: date
    kind: str
    settled: bool | None
    minutes: float | None = None
    complaint: bool = False


@dataclass(frozen=True)
class File:
    """One customer's file. Counts of the last 365 days are None where that table is not held.

    p, at_risk: chance of leaving within a year and the money it puts at risk; value: by the contract's renewals, where
    there is a running one; potential: a year; roles: contract, employee, control (left alone to measure against);
    alike: other customers with the same e-mail address or telephone number.
    """

    calls: int | None
    unresolved: int | None
    complaints: int | None
    open: int | None
    tickets: tuple[Ticket, ...]
    ends_on: date | None
    renews: float | None
    contract_value: float | None
    p: float | None
    at_risk: float | None
    realised: float
    potential: float | None
    tier: str | None
    roles: tuple[str, ...]
    alike: int
    until: date


@kept
def file(sources: Sources, id: str) -> File:
    """The file of the buyer with that number."""
    buyer = buyers(sources).frame.loc[[id]].to_dict("records")[0]
    calls, complaints = _calls(sources, id), _complaints(sources, id)
    contract = _row(lambda: contracts(sources).frame, id)
    leaves = _row(lambda: at_risk(sources), id)
    base = sources.frames["customer_base"]
    control = base.loc[base["customer_id"] == id, "held_out"].any()
    marks = {"contract": buyer["contract"], "employee": buyer["employee"], "control": control}
    return File(
        calls=None if calls is None else len(calls),
        unresolved=None if calls is None else sum(call.settled is False for call in calls),
        complaints=None if complaints is None else len(complaints),
        open=None if complaints is None else sum(complaint.settled is False for complaint in complaints),
        tickets=tuple(sorted([*(calls or ()), *(complaints or ())], key=lambda ticket: ticket.day, reverse=True)),
        ends_on=contract["ends_on"].date() if contract else None,
        renews=contract.get("renews"),
        contract_value=contract.get("value"),
        p=leaves.get("p"),
        at_risk=leaves.get("at_risk"),
        realised=float(buyer["brought"]),
        potential=_given(value_views(sources)["potential"].get(id)),
        tier=_given(buyer["tier"]),
        roles=tuple(role for role, mark in marks.items() if bool(mark)),
        alike=int(sources.held.ask("contacts_alike", id, id)["n"].iloc[0]),
        until=pd.Timestamp(sources.facts["until"]).date(),
    )


def _row(table: Callable[[], pd.DataFrame], id: str) -> dict[Any, Any]:
    """One customer's row of what ``table`` makes; empty where it has none, or there is no such table."""
    try:
        return table().loc[[id]].to_dict("records")[0]
    except (KeyError, UndefinedError):
        return {}


def _given(value: Any) -> Any:
    return None if pd.isna(value) else value


def _calls(sources: Sources, id: str) -> tuple[Ticket, ...] | None:
    if not sources.supplied("calls"):
        return None
    rows = sources.held.ask("calls_of_customer", id).itertuples(index=False, name=None)
    return tuple(
        Ticket(
            pd.Timestamp(day).date(),
            "repeat call" if again else "call",
            None if pd.isna(settled) else bool(settled),
            float(minutes),
        )
        for day, again, settled, minutes in rows
    )


def _complaints(sources: Sources, id: str) -> tuple[Ticket, ...] | None:
    if not sources.supplied("tickets"):
        return None
    rows = sources.held.ask("complaints_of_customer", id).itertuples(index=False, name=None)
    return tuple(
        Ticket(pd.Timestamp(day).date(), str(kind), bool(pd.notna(closed)), complaint=True)
        for day, kind, closed in rows
    )


def next_step(buyer: Customer, file: File, sources: Sources) -> Message:
    """What to do next: an open complaint first, then a contract about to end, then the risk, then the orders."""
    if file.open:
        oldest = min(t.day for t in file.tickets if t.settled is False and t.complaint)
        return message(
            N_("Next step: settle the complaint that is open for {days} days."), days=(file.until - oldest).days
        )
    if file.ends_on is not None and (file.ends_on - file.until).days <= RENEWAL:
        return message(
            N_("Next step: talk about the contract, which ends in {days} days. {share} of such contracts renew."),
            days=max((file.ends_on - file.until).days, 0),
            share=Amount(file.renews or 0.0, Unit.SHARE),
        )
    if file.p is not None and file.p >= HIGH and file.at_risk is not None and file.at_risk > 0:
        return message(
            N_("Next step: get in touch. May leave with a chance of {p}, which puts {money} at risk."),
            p=Amount(file.p, Unit.SHARE),
            money=Amount(file.at_risk, Unit.MONEY),
        )
    if _to_develop(buyer, sources):
        return message(
            N_(
                "Next step: develop. Brought less in the last year than half of the active customers; {next} is "
                "expected in the next, no less than from half of them."
            ),
            next=Amount(buyer.next or 0.0, Unit.MONEY),
        )
    return next_step_by_orders(buyer, sources)


def _to_develop(buyer: Customer, sources: Sources) -> bool:
    """Whether the customer stands in the quadrant to develop, as the page's matrix has it."""
    try:
        field = attention(sources)
    except UndefinedError:
        return False
    if buyer.next is None or buyer.id not in active_customers(sources).index:
        return False
    return buyer.now < field.cuts[0] and buyer.next >= field.cuts[1]
