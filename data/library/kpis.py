"""The measures of the balanced scorecard, as in kpis.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from data.library import _rows


@dataclass(frozen=True, kw_only=True)
class Kpi:
    """One measure. ``metric``: the figure that is it, "" where it cannot be computed; ``needs``: for want of what.

    ``variants``: ids of definitions the field has of it, its own among them; ``rule``: a rule of thumb, by language.
    """

    id: str
    perspective: str
    group: str
    lead: bool
    metric: str = ""
    name: Mapping[str, str] = field(default_factory=dict)  # where no metric has one
    needs: str = ""
    first: bool = False
    rule: Mapping[str, str] = field(default_factory=dict)
    variants: tuple[str, ...] = ()


@cache
def kpis() -> Mapping[str, Kpi]:
    """Every measure by its id, in the order of the catalogue."""
    return MappingProxyType(
        {row["id"]: Kpi(**{**row, "variants": tuple(row.get("variants", ()))}) for row in _rows("kpi")}
    )
