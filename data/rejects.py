"""Rows that were left out: where each stood, what it said, and why. Nothing is dropped in silence."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from data.errors import SHOWN, cut

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Reject:
    """One row left out of a table."""

    line: int
    column: str
    value: str
    reason: str

    @property
    def sentence(self) -> str:
        """What is wrong, with the value: 'line 48213: ordered_at is "31/02/2026", which is no date'."""
        if not self.column:
            return f"line {self.line:,}: {self.reason}"
        what = f'"{cut(self.value, SHOWN)}" in {self.column}' if self.value else self.column
        return f"line {self.line:,}: {what} {self.reason}"


def harmless(cell: str) -> str:
    """Text that a spreadsheet will show and not run: a formula's first sign gets an apostrophe before it."""
    return "'" + cell if cell.startswith(_FORMULA_STARTS) else cell


def write(path: Path, rejects: Iterable[Reject]) -> None:
    """Write the rows left out as CSV, for people and spreadsheets (UTF-8 with its mark)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "column", "value", "reason"])
        writer.writerows([r.line, harmless(r.column), harmless(r.value), harmless(r.reason)] for r in rejects)
