"""Facts as files: benchmarks, cases and figures of the literature, each with its source and its literal text."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Benchmark:
    """A published figure to hold ours against. ``evidence``: V read at the source, S secondary, K a rule of thumb.

    Of a lever's: who publishes it, of whom it is (``population`` by language, ``n``), under which licence it is used.
    """

    id: str
    name: Mapping[str, str]  # by language
    value: float
    unit: str
    source: str
    read: int  # year it was looked up
    evidence: str
    year: int | None = None  # of the figure, where the source says
    low: float | None = None
    high: float | None = None
    kpi: str = ""
    lever: str = ""
    publisher: str = ""
    population: Mapping[str, str] = field(default_factory=dict)
    n: str = ""
    licence: str = ""
    per_customer: bool = False  # the figure is of one customer: held against a firm it is taken times its customers


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A figure of a source document: its ``text`` as printed, and what it is read as."""

    id: str
    source: str
    text: str
    values: Mapping[str, float]
    note: Mapping[str, str]  # by language
    trap: str = ""  # the trap of the catalogue it belongs to


@dataclass(frozen=True, kw_only=True)
class CaseReading:
    """One way to understand a case. Money in its currency; ``roi`` is None where the text allows none."""

    id: str
    note: Mapping[str, str]
    invest: float
    benefit: float
    roi: float | None = None
    weeks: int | None = None  # over how many ``invest`` is spent, where not at once


@dataclass(frozen=True, kw_only=True)
class Case:
    """A case of a source document. ``years``: over how many its benefit may have come, evenly.

    ``counts``: other figures of the text by name. ``weekly``: the text counts in weeks. ``steps``: what it tells of the
    four steps of a business case, paraphrased, by language.
    """

    id: str
    name: Mapping[str, str]
    source: str
    currency: str
    text: str
    years: tuple[int, ...]
    readings: tuple[CaseReading, ...]
    trap: str = ""
    counts: Mapping[str, float] = field(default_factory=dict)
    weekly: bool = False
    steps: tuple[Mapping[str, str], ...] = ()


def _rows(name: str) -> list[dict[str, Any]]:
    """The rows of ``name``.toml; inner tables become read-only."""
    with (_FOLDER / f"{name}s.toml").open("rb") as file:
        rows: list[dict[str, Any]] = tomllib.load(file)[name]
    return [
        {key: MappingProxyType(cell) if isinstance(cell, dict) else cell for key, cell in row.items()} for row in rows
    ]


@cache
def benchmarks() -> tuple[Benchmark, ...]:
    """Every benchmark, as in benchmarks.toml."""
    return tuple(Benchmark(**row) for row in _rows("benchmark"))


@cache
def facts() -> Mapping[str, Fact]:
    """Every fact by its id, as in facts.toml."""
    return MappingProxyType({row["id"]: Fact(**row) for row in _rows("fact")})


@cache
def cases() -> Mapping[str, Case]:
    """Every case by its id, as in cases.toml."""
    return MappingProxyType({row["id"]: _case(row) for row in _rows("case")})


def _case(row: dict[str, Any]) -> Case:
    readings = tuple(CaseReading(**reading) for reading in row["reading"])
    steps = tuple(MappingProxyType(step) for step in row.get("steps", ()))
    rest = {key: cell for key, cell in row.items() if key not in ("reading", "years", "steps")}
    return Case(**rest, years=tuple(row["years"]), readings=readings, steps=steps)
