"""What a programme is checked for before and after its start, and the answers of the sample company, as files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

_FOLDER = Path(__file__).parent
LANGUAGES = {"en", "zh_CN"}
CHECKS = (
    "role", "factor", "thing", "success", "problem", "cause", "stage", "ladder", "function", "tier", "quiz",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Pitfall:
    """One of the twenty. ``affects``: ids of the levers it threatens, ("all",) of them, or ("cost",) the budget."""

    id: str
    group: str
    name: Mapping[str, str]  # by language
    good: Mapping[str, str]  # what "in place" looks like
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
    """One thing looked for: its name by language, the row it comes from, and what else is said of it."""

    id: str
    name: Mapping[str, str]
    row: str
    more: Mapping[str, Any]


def _read(name: str) -> dict[str, Any]:
    with (_FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def groups() -> Mapping[str, Mapping[str, str]]:
    """The five groups of pitfalls: name by language, in their order."""
    return MappingProxyType({row["id"]: MappingProxyType(row["name"]) for row in _read("pitfalls")["group"]})


@cache
def pitfalls() -> Mapping[str, Pitfall]:
    """The twenty pitfalls by id, in the order of the source."""
    rows = _read("pitfalls")["pitfall"]
    return MappingProxyType({row["id"]: Pitfall(**{**row, "affects": tuple(row["affects"])}) for row in rows})


@cache
def usual() -> Usual:
    """What is assumed of every pitfall."""
    row = _read("pitfalls")["defaults"]
    first, second, third = row["chance"]
    return Usual((first, second, third), row["share"], row["source"])


@cache
def checks(kind: str) -> Mapping[str, Check]:
    """The entries of one of :data:`CHECKS` by id, in their order."""
    return MappingProxyType({row["id"]: _check(row) for row in _read("readiness")[kind]})


def _check(row: dict[str, Any]) -> Check:
    more = {key: cell for key, cell in row.items() if key not in ("id", "name", "row")}
    return Check(id=row["id"], name=row["name"], row=row["row"], more=MappingProxyType(more))


@cache
def _sample() -> dict[str, Any]:
    return _read("roadmap_sample")


def sample(lang: str) -> dict[str, Any]:
    """The sample company's answers by section, texts in ``lang``; dates stay dates."""
    found: dict[str, Any] = _told(_sample(), lang)
    return found


def _told(value: Any, lang: str) -> Any:
    if isinstance(value, dict):
        return value[lang] if value.keys() == LANGUAGES else {key: _told(cell, lang) for key, cell in value.items()}
    return [_told(cell, lang) for cell in value] if isinstance(value, list) else value
