"""What a programme is checked for, and the answers of the sample company's roadmap, as files.

Texts come in English; data.library.answers.phrases gives the other language back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from data.library.answers import in_english

CHECKS = ("role", "thing", "success", "problem", "cause", "ladder", "function", "tier", "care", "quiz")


@dataclass(frozen=True, kw_only=True)
class Pitfall:
    """One of the twenty. ``affects``: ids of the levers it threatens, ("all",) of them, or ("cost",) the budget."""

    id: str
    group: str
    name: str
    good: str  # what "in place" looks like
    affects: tuple[str, ...]
    source: str  # section of the source document
    row: str  # of the catalogue


@dataclass(frozen=True)
class Usual:
    """What is assumed of a pitfall until somebody enters better: chance by answer 0, 1, 2, and the share lost."""

    chance: tuple[float, float, float]
    share: float
    source: str


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing looked for: its name, the row it comes from, and what else is said of it."""

    id: str
    name: str
    row: str
    more: Mapping[str, Any]


@cache
def groups() -> Mapping[str, str]:
    """The five groups of pitfalls: id -> name, in their order."""
    return MappingProxyType({row["id"]: row["name"] for row in in_english("pitfalls")["group"]})


@cache
def pitfalls() -> Mapping[str, Pitfall]:
    """The twenty pitfalls by id, in the order of the source."""
    rows = in_english("pitfalls")["pitfall"]
    return MappingProxyType({row["id"]: Pitfall(**{**row, "affects": tuple(row["affects"])}) for row in rows})


@cache
def usual() -> Usual:
    """What is assumed of every pitfall."""
    row = in_english("pitfalls")["defaults"]
    first, second, third = row["chance"]
    return Usual((first, second, third), row["share"], row["source"])


@cache
def checks(kind: str) -> Mapping[str, Check]:
    """The entries of one of :data:`CHECKS` by id, in their order."""
    return MappingProxyType({row["id"]: _check(row) for row in in_english("readiness")[kind]})


def _check(row: dict[str, Any]) -> Check:
    more = {key: cell for key, cell in row.items() if key not in ("id", "name", "row")}
    return Check(id=row["id"], name=row["name"], row=row["row"], more=MappingProxyType(more))


def roadmap_sample(part: str) -> Any:
    """The sample company's answers to one part of the roadmap. KeyError for a part there is not."""
    return in_english("roadmap_sample")[part]
