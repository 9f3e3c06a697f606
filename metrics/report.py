"""The one meeting place of marts, formulas and scenarios: pages and commands ask here, and get Readings.

A page holds the id of a draft and the name of a scenario; what is in force follows from these (report_versions).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from data import company, warehouse
from metrics.context import BASE, Context, current
from metrics.lifetime import scores
from metrics.reading import Reading
from metrics.registry import METRICS
from metrics.versions.published import State, held, state, today
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

# Made elsewhere, asked for here.
__all__ = [
    "BASE",
    "BY_DATA",
    "Context",
    "Standing",
    "State",
    "current",
    "discard",
    "drafted",
    "edit",
    "held",
    "in_force",
    "rebase",
    "save",
    "saved",
    "standing",
    "state",
    "today",
    "versions",
]


def prepare(progress: Callable[[str, float], None]) -> None:
    """Build, publish and score the sample company: what a first start without data does."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "company"
        company.write(source, progress=lambda step, share: progress(step, 0.4 * share))
        warehouse.build(source, name="company", sample=True, progress=lambda s, share: progress(s, 0.4 + 0.3 * share))
    scores.score(warehouse.open_current(), progress=lambda step, share: progress(step, 0.7 + 0.3 * share))


def readings(context: Context, ids: Iterable[str] = METRICS) -> dict[str, Reading]:
    """Readings by id, in the order asked for."""
    return {id: context.read(id) for id in ids}
