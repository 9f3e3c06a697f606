"""The one meeting place of marts, formulas and scenarios: pages and commands ask here, and get Readings.

A page holds the id of a draft and the name of a scenario; what is in force follows from these (report_versions).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from data import company, warehouse
from data.contracts import TABLES
from metrics.context import BASE, Context, current
from metrics.lifetime import scores
from metrics.reading import Reading
from metrics.registry import METRICS
from metrics.versions.saved import (
    BY_DATA,
    Standing,
    discard,
    drafted,
    edit,
    in_force,
    rebase,
    save,
    saved,
    standing,
    versions,
)

# Made beside this file, asked for here.
__all__ = [
    "BASE",
    "BY_DATA",
    "Context",
    "Standing",
    "current",
    "discard",
    "drafted",
    "edit",
    "in_force",
    "rebase",
    "save",
    "saved",
    "standing",
    "versions",
]


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


def prepare(progress: Callable[[str, float], None]) -> None:
    """Build, publish and score the sample company: what a first start without data does."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "company"
        company.write(source, progress=lambda step, share: progress(step, 0.4 * share))
        warehouse.build(source, name="company", sample=True, progress=lambda s, share: progress(s, 0.4 + 0.3 * share))
    scores.score(warehouse.open_current(), progress=lambda step, share: progress(step, 0.7 + 0.3 * share))


def today() -> date:
    """The day written beside a changed assumption (UTC)."""
    return datetime.now(UTC).date()


def readings(context: Context, ids: Iterable[str] = METRICS) -> dict[str, Reading]:
    """Readings by id, in the order asked for."""
    return {id: context.read(id) for id in ids}
