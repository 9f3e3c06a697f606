"""Who uses the system, whether expectations agree, and what should come first of what changes for people."""

from __future__ import annotations

import statistics
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from metrics.reading import UndefinedError
from metrics.words.text import N_, message

FORTNIGHT = 14
USERS = ("licensed", "active", "fresh")  # what is counted of them
ORDER = {  # what should begin first, first
    "culture": N_("Culture"),
    "organisation": N_("Organisation"),
    "process": N_("Process"),
    "software": N_("Software"),
}


def share(part: float | None, of: float | None) -> float:
    """``part`` of ``of`` as a fraction. UndefinedError while either is not known, or when there is none."""
    if part is None or of is None:
        raise UndefinedError(message(N_("not entered yet")))
    if of <= 0:
        raise UndefinedError(message(N_("there is no licensed user")))
    if not 0 <= part <= of:
        raise UndefinedError(message(N_("{part} of {of} cannot be; mend one of them"), part=f"{part:g}", of=f"{of:g}"))
    return part / of


def days_since(reviews: Collection[date], today: date) -> int:
    """Days from the last review to ``today``. UndefinedError without a review up to then."""
    past = [day for day in reviews if day <= today]
    if not past:
        raise UndefinedError(message(N_("no review is recorded yet")))
    return (today - max(past)).days


@dataclass(frozen=True)
class Expectation:
    """What one role expects of the system and how far that is met so far; 1 to 5."""

    role: str
    expected: float
    met: float

    @property
    def short(self) -> float:
        """How far it falls short."""
        return self.expected - self.met


def variance(rows: Sequence[Expectation]) -> float:
    """Variance of what the roles expect, squared points, n - 1 below. UndefinedError with fewer than two roles."""
    if len(rows) < 2:
        raise UndefinedError(message(N_("needs the expectations of two roles or more, has {n}"), n=len(rows)))
    return statistics.variance([row.expected for row in rows])


def inversions(days: Sequence[date]) -> int:
    """Pairs in the wrong order: an earlier item of the list on a later day. 0 when sorted, n(n - 1)/2 when reversed."""
    return sum(first > second for at, first in enumerate(days) for second in days[at + 1 :])


def before(days: Mapping[str, date]) -> list[str]:
    """Which of culture and process begin only after software is paid for: a warning each."""
    paid = days.get("software")
    return [] if paid is None else [name for name in ("culture", "process") if name in days and paid < days[name]]
