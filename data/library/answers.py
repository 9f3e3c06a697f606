"""Steps 1 and 2 as they may begin: capabilities to choose from, roles, measures, and the sample company's answers.

Every text is there in both languages. What is stored keeps the English one; :func:`phrases` gives the other back, so
that an answer nobody has changed yet is read in either language, and what somebody typed stays as typed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

_FOLDER = Path(__file__).parent
LANGUAGES = {"en", "zh_CN"}


@dataclass(frozen=True, kw_only=True)
class Capability:
    """One capability to evaluate. ``sample``: weight and scores (now, target, peer) of the sample company."""

    id: str
    name: str
    lever: str
    factor: str
    source: str
    sample: Mapping[str, float]


@cache
def _read(name: str) -> dict[str, Any]:
    with (_FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _english(value: Any) -> Any:
    """The same with every text in two languages replaced by its English one."""
    if isinstance(value, dict):
        return value["en"] if set(value) == LANGUAGES else {key: _english(cell) for key, cell in value.items()}
    return [_english(cell) for cell in value] if isinstance(value, list) else value


def _texts(value: Any) -> Iterator[Mapping[str, str]]:
    if isinstance(value, dict):
        if set(value) == LANGUAGES:
            yield MappingProxyType(value)
        else:
            for cell in value.values():
                yield from _texts(cell)
    elif isinstance(value, list):
        for cell in value:
            yield from _texts(cell)


def in_english(name: str) -> dict[str, Any]:
    """The file called ``name`` with its English texts."""
    found: dict[str, Any] = _english(_read(name))
    return found


@cache
def phrases() -> Mapping[str, Mapping[str, str]]:
    """Every text of these files by its English form."""
    names = ("capabilities", "strategy", "readiness", "pitfalls", "roadmap_sample")
    return MappingProxyType({text["en"]: text for name in names for text in _texts(_read(name))})


@cache
def capabilities() -> tuple[Capability, ...]:
    """The capabilities of capabilities.toml, in their order."""
    rows = _english(_read("capabilities")["capability"])
    return tuple(Capability(**{**row, "sample": MappingProxyType(row["sample"])}) for row in rows)


@cache
def roles() -> Mapping[str, str]:
    """The twelve roles of CRM: id -> name."""
    return MappingProxyType({row["id"]: row["name"] for row in _english(_read("strategy")["role"])})


@cache
def measures() -> Mapping[str, str]:
    """What a department can weigh: id -> name."""
    return MappingProxyType({row["id"]: row["name"] for row in _english(_read("strategy")["measure"])})


def sample(part: str) -> Any:
    """The sample company's answers to one part of step 1, as they would be stored. KeyError for a part there is not."""
    held = _read("strategy")
    if part == "roles":
        return {row["id"]: _english(row["sample"]) for row in held["role"] if "sample" in row}
    tables = {"stakeholders": "stakeholder", "survey": "survey", "departments": "department", "criteria": "criterion"}
    return _english(held[tables.get(part, part)])
