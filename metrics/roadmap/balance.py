"""What comes first, what weighs most, and the five problems that sink programmes. Source: B09, G03, G04; trap T9."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from metrics.reading import UndefinedError
from metrics.text import N_, message

ORDER = {  # what should begin first, first
    "culture": N_("Culture"),
    "organisation": N_("Organisation"),
    "process": N_("Process"),
    "software": N_("Software"),
}
TECHNOLOGY, MOST_TECHNOLOGY = "technology", 15.0  # per cent of importance, never of spending


def inversions(days: Sequence[date]) -> int:
    """Pairs in the wrong order: an earlier item of the list on a later day. 0 when sorted, n(n - 1)/2 when reversed."""
    return sum(first > second for at, first in enumerate(days) for second in days[at + 1 :])


def before(days: Mapping[str, date]) -> list[str]:
    """Which of culture and process begin only after software is paid for: a warning each."""
    paid = days.get("software")
    return [] if paid is None else [name for name in ("culture", "process") if name in days and paid < days[name]]


def weighed(weights: Mapping[str, float]) -> Mapping[str, float]:
    """``weights`` themselves, in per cent. UndefinedError unless none is negative and they sum to 100."""
    if any(part < 0 for part in weights.values()):
        raise UndefinedError(message(N_("A weight is below zero. Enter 0% or more.")))
    total = sum(weights.values())
    if abs(total - 100) > 1e-6:
        raise UndefinedError(message(N_("The weights sum to {total}%; make them 100%."), total=f"{total:g}"))
    return weights
