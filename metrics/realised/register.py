"""The benefits register: what came with the data, what was entered here, and what each row may be counted as.

A row of the page stands over a row of the data for the same lever and month; both are kept. Two marks say how a benefit
is known, as the cause of it (A to D) and as money (1 to 3); they are never merged into one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from metrics.answers.cells import Row
from metrics.scenario.kinds import KINDS, Tag


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One lever in one month. Money signed, positive when good; None is not measured, which is not zero."""

    lever: str
    month: date
    actual: float | None = None
    planned: float | None = None  # as the row says; the approved case stands over it
    low: float | None = None
    high: float | None = None
    cause: str = ""
    money_mark: str = ""
    method: str = ""
    evidence: str = ""
    budget_line: str = ""
    cost_center: str = ""
    owner: str = ""
    status: str = "draft"
    entered_by: str = ""
    approved_by: str = ""
    approved_on: str = ""
    here: bool = False  # entered on the page
    over: bool = False  # it stands over another row that came with the data
    capacity: bool = False  # freed time: money only where the ledger shows it

    @property
    def approved(self) -> bool:
        """Whether finance has approved it."""
        return self.status == "approved"

    @property
    def realised(self) -> float | None:
        """What it counts for as realised cash: an approved amount; of freed time only what the ledger shows."""
        if not self.approved or self.actual is None:
            return None
        return self.actual if not self.capacity or self.money_mark == "1" else 0.0

    @property
    def freed(self) -> float:
        """Freed time that is not cash: approved, and not seen in the ledger."""
        return self.actual if self.approved and self.actual and self.capacity and self.money_mark != "1" else 0.0

    @property
    def proven(self) -> float:
        """Lower end of its interval, where a control shows the cause (A, B), money is more than calculated (1, 2) and

        the interval excludes zero; else 0.
        """
        if not self.realised or self.cause not in ("A", "B") or self.money_mark not in ("1", "2"):
            return 0.0
        return self.low if self.low is not None and self.low > 0 else 0.0

    @property
    def booked(self) -> float:
        """What of it is seen in the general ledger or a reduced budget line."""
        return self.realised or 0.0 if self.money_mark == "1" else 0.0

    @property
    def lacking(self) -> list[str]:
        """What it needs before it can be approved: names of columns."""
        if self.actual is None:
            return ["actual"]
        return [name for name in ("cause", "money_mark", "evidence") if not getattr(self, name)]


def entries(
    brought: pd.DataFrame, here: Mapping[str, Row], tags: Mapping[str, Tag], names: Mapping[str, str] | None = None
) -> list[Entry]:
    """Every row, by month and lever. ``brought``: the mart; ``here``: rows of the page; ``tags``: of known levers.

    names: the lever that a text of a file means, by what it is called in small letters.
    """
    rows: dict[tuple[str, date], list[Entry]] = {}
    for record in brought.to_dict("records"):  # one lever may be booked on several days of a month
        entry = _brought(record, tags, names or {})
        rows.setdefault((entry.lever, entry.month), []).append(entry)
    for key, row in here.items():
        lever, _bar, month = key.partition("|")
        on = date.fromisoformat(f"{month}-01")
        before = rows.get((lever, on), [])
        planned = [entry.planned for entry in before if entry.planned is not None]
        rows[lever, on] = [
            Entry(
                lever=lever,
                month=on,
                planned=sum(planned) if planned else None,
                here=True,
                over=bool(before),
                capacity=_tag(lever, tags) is Tag.CAPACITY,
                **row,
            )
        ]
    return sorted((entry for day in rows.values() for entry in day), key=lambda entry: (entry.month, entry.lever))


def _brought(record: Mapping[Any, Any], tags: Mapping[str, Tag], names: Mapping[str, str]) -> Entry:
    def words(name: str) -> str:
        value = record[name]
        return "" if pd.isna(value) else str(value)

    def number(name: str) -> float | None:
        value = record[name]
        return None if pd.isna(value) else float(value)

    lever = names.get(words("lever").strip().casefold(), words("lever"))
    return Entry(
        lever=lever,
        month=pd.Timestamp(str(record["month"])).date().replace(day=1),
        actual=number("actual"),
        planned=number("planned"),
        low=number("low"),
        high=number("high"),
        status=words("status") or "draft",
        entered_by=words("entered_by"),
        approved_by=words("approved_by"),
        approved_on=words("approved_on")[:10],
        capacity=_tag(lever, tags) is Tag.CAPACITY,
        cause=words("cause"),
        money_mark=words("money_mark"),
        method=words("method"),
        evidence=words("evidence"),
        budget_line=words("budget_line"),
        cost_center=words("cost_center"),
        owner=words("owner"),
    )


def _tag(lever: str, tags: Mapping[str, Tag]) -> Tag | None:
    """What kind of benefit a lever is; that of its kind where no plan knows it."""
    if lever in tags:
        return tags[lever]
    return KINDS[lever].tag if lever in KINDS else None


def total(rows: Iterable[Entry], part: str) -> float:
    """The sum of one property of rows, what is not known left out."""
    return sum(getattr(row, part) or 0.0 for row in rows)
