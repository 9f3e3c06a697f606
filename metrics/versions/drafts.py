"""A draft beside the saved versions: what to show when somebody saved a newer one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from metrics.context import Context
from metrics.programme import bridge
from metrics.reading import UndefinedError
from metrics.scenario.scenario import Scenario
from metrics.scenario.serial import difference
from metrics.versions.saved import drafted, in_force, saved, versions
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import Amount, Unit

MOST = 8  # numbers told one by one
ENDS = {"low": N_("low end"), "high": N_("high end")}
CHOSEN = {
    "currency": N_("Currency"),
    "month0": N_("Month 0"),
    "timing": N_("A flow counts at the"),
    "include_soft": N_("Count soft benefits as cash"),
    "prices": N_("Rate and flows are"),
    "rate_after_tax": N_("The discount rate is after tax"),
    "group_profit": N_("The firm has other profit: a loss saves tax"),
    "correlations": N_("Rank correlations"),
}


@dataclass(frozen=True)
class Conflict:
    """A version saved after the one a draft began from, with both side by side: (what, saved, draft)."""

    version: int
    author: str
    based_on: int
    rows: list[tuple[Message, Message, Message]]


def conflict(draft_id: str | None) -> Conflict | None:
    """The newer version that a draft would be saved over; None when there is none."""
    draft = drafted(draft_id)
    if draft is None:
        return None
    newest = versions(draft.name)[-1]
    if draft.based_on == newest.version:
        return None
    rows = list(_rows(saved(name=draft.name), in_force(draft_id, draft.name)))
    return Conflict(newest.version, newest.author, draft.based_on, rows)


def _rows(theirs: Context, mine: Context) -> Iterator[tuple[Message, Message, Message]]:
    yield message(N_("Net present value")), _worth(theirs), _worth(mine)
    rows = list(differing(theirs.scenario, mine.scenario))
    yield from rows[:MOST]
    if len(rows) > MOST:
        yield message(N_("and {n} more"), n=len(rows) - MOST), message(""), message("")


def differing(before: Scenario, after: Scenario) -> Iterator[tuple[Message, Message, Message]]:
    """(what, before, after) of everything that differs, as read."""
    for path, old, new in difference(before, after):
        if path == "name":
            continue
        owner = after if after.assumption(path) else before
        assumption = owner.assumption(path)
        unit = assumption.unit if assumption else Unit.NUMBER
        yield _called(owner, path), _written(old, unit), _written(new, unit)


def _called(scenario: Scenario, path: str) -> Message:
    """``path`` in words, also where it is no number: the end of a range, a word, amounts by month."""
    head, _dot, last = path.rpartition(".")
    if last in ENDS:
        return message(N_("{what}, {end}"), what=scenario.label(head), end=Term(ENDS[last]))
    return message(CHOSEN[path]) if path in CHOSEN else scenario.label(path)


def _worth(context: Context) -> Message:
    try:
        return _written(bridge.worth(context.scenario, context.baseline), Unit.MONEY)
    except UndefinedError as error:
        return error.reason


def _written(value: object, unit: Unit) -> Message:
    if value is None:
        return message(N_("not entered"))
    if isinstance(value, tuple):
        if not all(isinstance(amount, float) for amount in value):
            return message(N_("{n} entries"), n=len(value))
        return message(N_("{total} in {n} months"), total=Amount(sum(value), Unit.MONEY), n=len(value))
    if isinstance(value, bool):
        return message(N_("yes")) if value else message(N_("no"))
    number = isinstance(value, (int, float))
    return message("{value}", value=Amount(float(value), unit) if number else str(value))  # type: ignore[arg-type]
