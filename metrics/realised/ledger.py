"""The general ledger beside the records: revenue by month, what explains the difference, what is left open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from metrics.context import Context, Sources, kept
from metrics.reading import UndefinedError
from metrics.realised import facts
from metrics.realised.answers import answers
from metrics.words.text import N_, message

TOLERANCE = 0.001  # of the ledger: what may stay open when a month is closed


@dataclass(frozen=True)
class Item:
    """One reason for a difference: by how much it puts the ledger above the records."""

    month: date
    name: str
    amount: float
    kind: str
    here: bool  # entered on the page


@dataclass(frozen=True)
class Month:
    """Revenue of one month by the orders and by the ledger; money."""

    month: date
    records: float
    ledger: float
    items: tuple[Item, ...]

    @property
    def difference(self) -> float:
        """Ledger less records."""
        return round(self.ledger - self.records, 2)

    @property
    def share(self) -> float:
        """The difference over the records. UndefinedError where these are nothing."""
        if not self.records:
            raise UndefinedError(message(N_("the orders of the month come to nothing")))
        return self.difference / self.records

    @property
    def open(self) -> float:
        """What no item explains."""
        return round(self.difference - sum(item.amount for item in self.items), 2)

    @property
    def settled(self) -> bool:
        """Whether what is open is within the tolerance."""
        return abs(self.open) <= TOLERANCE * abs(self.ledger)


def items(context: Context) -> list[Item]:
    """Every reason: those of the data, and those entered on the page, which stand over one of the same name."""
    frame = context.frames["reconciling_item"]
    entered = [
        Item(date.fromisoformat(f"{row['month']}-01"), row["item"], float(row["amount"]), row["kind"], True)
        for row in answers(context.sources)["items"].value
    ]
    named = {(item.month, item.name) for item in entered}
    brought = [
        Item(day.replace(day=1), str(name), float(amount), str(kind), False)
        for day, name, amount, kind in zip(
            pd.to_datetime(frame["month"]).dt.date, frame["item"], frame["amount"], frame["kind"], strict=True
        )
    ]
    return [*(item for item in brought if (item.month, item.name) not in named), *entered]


@kept
def _revenue(sources: Sources) -> tuple[dict[date, float], dict[date, float]]:
    """Net revenue by month, of the orders and of the ledger. UndefinedError without revenue in the ledger."""
    ledger = sources.frames["ledger_month"]
    ledger = ledger[ledger["kind"] == "revenue"]
    if not len(ledger):
        text = N_("The general ledger brings no revenue; bring in the table {table}")
        raise UndefinedError(message(text, table="ledger_totals"))

    def by_month(frame: pd.DataFrame, column: str) -> dict[date, float]:
        sums = frame.assign(amount=frame[column].astype(float)).groupby("month")["amount"].sum()
        return {pd.Timestamp(month).date(): float(amount) for month, amount in sums.items()}  # type: ignore[arg-type]

    return by_month(sources.frames["order_month"], "revenue"), by_month(ledger, "amount")


def months(context: Context) -> list[Month]:
    """The months that both know, oldest first. UndefinedError without revenue in the ledger."""
    sold, booked = _revenue(context.sources)
    both = sorted(set(sold) & set(booked))
    explained = items(context)
    last = facts.last_month(context)
    found = []
    for on in both:
        if on <= last:
            mine = tuple(item for item in explained if item.month == on)
            found.append(Month(on, sold[on], booked[on], mine))
    if not found:
        raise UndefinedError(message(N_("Ledger and orders have no month in common")))
    return found


def month(context: Context, on: date) -> Month:
    """One month. UndefinedError where the ledger or the orders do not know it."""
    for each in months(context):
        if each.month == on:
            return each
    raise UndefinedError(message(N_("The ledger does not know this month yet")))


def to_close(context: Context) -> date | None:
    """The first month after the last one closed; None where every whole month is closed."""
    done, last = facts.closed(context), facts.last_month(context)
    if done is None:
        entered = [row.month for row in facts.rows(context)]
        return min([*entered, last])
    after = date(done.year + done.month // 12, done.month % 12 + 1, 1)
    return after if after <= last else None


def missing(context: Context, on: date) -> Sequence[tuple[str, list[str]]]:
    """What a month lacks before it can be closed: (lever, names of columns) of rows neither whole nor refused."""
    mine = [row for row in facts.rows(context) if row.month == on and row.status != "refused"]
    return [(row.lever, row.lacking) for row in mine if row.lacking]
