"""What is known of one customer beside orders and value: calls, complaints, contract, risk, roles, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import pandas as pd

from metrics.churn.ahead import at_risk
from metrics.context import Sources
from metrics.customers.buyers import buyers
from metrics.value.contracts import contracts
from metrics.value.customer import Customer
from metrics.value.customer import next_step as by_orders
from metrics.value.worth import three
from metrics.words.text import N_, Message, message
from metrics.words.units import Amount, Unit

SETTLED_IN = 30  # days within which a complaint should be closed
RENEWAL = 90  # days before its end at which a contract is spoken of
HIGH = 0.5  # chance of leaving from which it is spoken of


@dataclass(frozen=True)
class Ticket:
    """One call or complaint: when, what it was, how it stands. None: a call nobody marked as settled or not."""

    day: date
    kind: str
    settled: bool | None
    minutes: float | None = None


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
    term: int | None
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


@lru_cache(maxsize=256)
def file(sources: Sources, id: str) -> File:
    """The file of the buyer with that number."""
    row = _row(buyers(sources).frame, id) or {}
    calls, complaints = _calls(sources, id), _complaints(sources, id)
    held, risk = contracts(sources), at_risk(sources)
    under = _row(held.frame, id) if held.reason is None else None
    leaves = _row(risk.frame, id) if risk.reason is None else None
    could = three(sources)["potential"].get(id)
    base = sources.frames["customer_base"]
    control = base.loc[base["customer_id"] == id, "held_out"]
    marks = {"contract": bool(row["contract"]), "employee": bool(row["employee"]), "control": bool(control.any())}
    tickets = sorted([*(calls or ()), *(complaints or ())], key=lambda one: one.day, reverse=True)
    return File(
        calls=None if calls is None else len(calls),
        unresolved=None if calls is None else sum(one.settled is False for one in calls),
        complaints=None if complaints is None else len(complaints),
        open=None if complaints is None else sum(one.settled is False for one in complaints),
        tickets=tuple(tickets),
        term=None if under is None else int(under["term"]),
        ends_on=None if under is None else pd.Timestamp(under["ends_on"]).date(),
        renews=None if under is None else float(under["renews"]),
        contract_value=None if under is None else float(under["value"]),
        p=None if leaves is None else float(leaves["p"]),
        at_risk=None if leaves is None else float(leaves["at_risk"]),
        realised=float(row["brought"]),
        potential=None if could is None or pd.isna(could) else float(could),
        tier=None if pd.isna(row["tier"]) else str(row["tier"]),
        roles=tuple(role for role, held_ in marks.items() if held_),
        alike=_alike(sources, id),
        until=pd.Timestamp(sources.facts["until"]).date(),
    )


def _row(frame: pd.DataFrame, id: str) -> Mapping[str, Any] | None:
    """One customer's row; None when there is none."""
    return frame.loc[[id]].to_dict("records")[0] if id in frame.index else None  # type: ignore[return-value]


def _held(sources: Sources, table: str) -> bool:
    return bool(sources.frames["held"].set_index("table_name")["supplied"].get(table, False))


def _calls(sources: Sources, id: str) -> tuple[Ticket, ...] | None:
    if not _held(sources, "calls"):
        return None
    found = sources.held.query(
        "select cast(called_at as date) as day, is_repeat, resolved, minutes from staging.stg_calls cross join "
        "main.data_facts as f where customer_id = ? and called_at > f.until - interval '365' day",
        [id],
    )
    return tuple(
        Ticket(pd.Timestamp(day).date(), "repeat call" if again else "call", _flag(settled), float(minutes))
        for day, again, settled, minutes in zip(*(found[name] for name in found), strict=True)
    )


def _complaints(sources: Sources, id: str) -> tuple[Ticket, ...] | None:
    if not _held(sources, "tickets"):
        return None
    found = sources.held.query(
        "select cast(opened_at as date) as day, kind, closed_at from staging.stg_tickets "
        "cross join main.data_facts as f where customer_id = ? and opened_at > f.until - interval '365' day",
        [id],
    )
    closed = found["closed_at"].notna().to_list()
    rows = zip(found["day"], found["kind"], closed, strict=True)
    return tuple(Ticket(pd.Timestamp(day).date(), str(kind), done) for day, kind, done in rows)


def _flag(value: object) -> bool | None:
    return None if pd.isna(value) else bool(value)  # type: ignore[call-overload]


def _alike(sources: Sources, id: str) -> int:
    found = sources.held.query(
        "select count(distinct b.customer_id) as n from main.contact_match as a inner join main.contact_match as b "
        "on a.email_group = b.email_group or a.phone_group = b.phone_group "
        "where a.customer_id = ? and b.customer_id <> ?",
        [id, id],
    )
    return int(found["n"].iloc[0])


def next_step(one: Customer, found: File, sources: Sources) -> Message:
    """What to do next: an open complaint first, then a contract about to end, then the risk, then the orders."""
    if found.open:
        oldest = min(one.day for one in found.tickets if one.settled is False and "call" not in one.kind)
        return message(
            N_("Next step: settle the complaint that is open for {days} days."), days=(found.until - oldest).days
        )
    if found.ends_on is not None and (found.ends_on - found.until).days <= RENEWAL:
        return message(
            N_("Next step: talk about the contract, which ends in {days} days. {share} of such contracts renew."),
            days=max((found.ends_on - found.until).days, 0),
            share=Amount(found.renews or 0.0, Unit.SHARE),
        )
    if found.p is not None and found.p >= HIGH and found.at_risk is not None and found.at_risk > 0:
        return message(
            N_("Next step: get in touch. May leave with a chance of {p}, which puts {money} at risk."),
            p=Amount(found.p, Unit.SHARE),
            money=Amount(found.at_risk, Unit.MONEY),
        )
    return by_orders(one, sources)
