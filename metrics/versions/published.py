"""What is published now, for the top of every page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from data import warehouse
from data.contracts import TABLES
from metrics.context import current


@dataclass(frozen=True)
class State:
    """What is published, for the top of every page."""

    name: str
    sample: bool
    until: date | None
    currency: str
    version: str


def state() -> State | None:
    """What is published now; None when nothing is yet, or a sample that an earlier version built.

    OutdatedError for data of one's own that an earlier version built.
    """
    published = warehouse.current()
    if published is None:
        return None
    try:
        facts = current().facts
    except warehouse.OutdatedError:
        if published.sample:
            return None
        raise
    currency = facts.get("currency") or "XXX"
    return State(published.name, published.sample, published.until, str(currency), published.version)


def held() -> Mapping[str, tuple[bool, int]]:
    """Of every contract table: whether it was supplied, and how many rows are held."""
    frame = current().frames["held"]
    found = {str(row.table_name): (bool(row.supplied), int(row.rows)) for row in frame.itertuples()}  # type: ignore[arg-type]
    return {name: found.get(name, (False, 0)) for name in TABLES}


def today() -> date:
    """The day written beside a changed assumption (UTC)."""
    return datetime.now(UTC).date()
