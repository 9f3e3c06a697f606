"""A draft beside the saved versions: what to show when somebody saved a newer one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data.store import open_store
from metrics import bridge
from metrics.reading import UndefinedError
from metrics.report import in_force, saved, versions
from metrics.report_sources import Look
from metrics.scenario import difference
from metrics.text import N_, Message, message
from metrics.units import Amount, Unit

MOST = 8  # numbers told one by one


@dataclass(frozen=True)
class Conflict:
    """A version saved after the one a draft began from, with both side by side: (what, saved, draft)."""

    version: int
    author: str
    based_on: int
    rows: list[tuple[Message, Message, Message]]


def conflict(draft_id: str | None) -> Conflict | None:
    """The newer version that a draft would be saved over; None when there is none."""
    draft, newest = (open_store().draft(draft_id) if draft_id else None), versions()[-1]
    if draft is None or draft.dataset != newest.dataset or draft.based_on == newest.version:
        return None
    return Conflict(newest.version, newest.author, draft.based_on, list(_rows(saved(), in_force(draft_id))))


def _rows(theirs: Look, mine: Look) -> Iterator[tuple[Message, Message, Message]]:
    yield message(N_("Net present value")), _worth(theirs), _worth(mine)
    found = difference(theirs.scenario, mine.scenario)
    for path, before, after in found[:MOST]:
        held = mine.scenario.assumption(path) or theirs.scenario.assumption(path)
        owner = mine.scenario if mine.scenario.assumption(path) else theirs.scenario
        unit = held.unit if held else Unit.NUMBER
        yield owner.label(path), _written(before, unit), _written(after, unit)
    if len(found) > MOST:
        yield message(N_("and {n} more"), n=len(found) - MOST), message(""), message("")


def _worth(look: Look) -> Message:
    try:
        return _written(bridge.worth(look.scenario, look.baseline), Unit.MONEY)
    except UndefinedError as error:
        return error.reason


def _written(value: object, unit: Unit) -> Message:
    if value is None:
        return message(N_("not entered"))
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return message("{value}", value=Amount(float(value), unit) if number else str(value))  # type: ignore[arg-type]
