"""What should come first: culture, organisation, process, and software last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from metrics.words.text import N_

ORDER = {  # what should begin first, first
    "culture": N_("Culture"),
    "organisation": N_("Organisation"),
    "process": N_("Process"),
    "software": N_("Software"),
}


def inversions(days: Sequence[date]) -> int:
    """Pairs in the wrong order: an earlier item of the list on a later day. 0 when sorted, n(n - 1)/2 when reversed."""
    return sum(first > second for at, first in enumerate(days) for second in days[at + 1 :])


def before(days: Mapping[str, date]) -> list[str]:
    """Which of culture and process begin only after software is paid for: a warning each."""
    paid = days.get("software")
    return [] if paid is None else [name for name in ("culture", "process") if name in days and paid < days[name]]
