"""Allowances for costs that are often forgotten, and what software costs by size of company: hints to start from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """One forgotten cost. Shares are of the first year's money of ``of``: a cost type, or "once" for all paid once."""

    id: str
    name: Mapping[str, str]  # by language
    cost_class: str
    cost_type: str
    of: str
    part: str  # once or yearly
    low: float
    likely: float
    high: float
    chance: float
    covered_by_type: bool
    words: tuple[str, ...]
    source: str
    evidence: str


@dataclass(frozen=True, kw_only=True)
class Size:
    """A size of company: what software costs it, in ``currency``, and months until a lever works in full."""

    id: str
    name: Mapping[str, str]
    currency: str
    low: float
    likely: float
    high: float
    ramp: int
    source: str
    evidence: str


def _rows(name: str) -> list[dict[str, Any]]:
    with (_FOLDER / f"{name}s.toml").open("rb") as file:
        rows: list[dict[str, Any]] = tomllib.load(file)[name]
    return [{**row, "name": MappingProxyType(row["name"])} for row in rows]


@cache
def allowances() -> tuple[Allowance, ...]:
    """Every allowance, as in allowances.toml."""
    return tuple(Allowance(**{**row, "words": tuple(row["words"])}) for row in _rows("allowance"))


@cache
def sizes() -> tuple[Size, ...]:
    """Every size, the smallest first, as in sizes.toml."""
    return tuple(Size(**row) for row in _rows("size"))
