"""Two records held against each other."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any

from tests.golden.record import Record

EXACT = 1e-9  # relative
FITTED = 1e-6  # of what rests on a fit or on draws
SMALL = 1e-9  # what differs by less is zero beside zero
# What rests on draws or on fitted lives of customers: readings, then tables.
FITTED_READINGS = (
    "asked_first",
    "back_test",
    "below_zero_share",
    "benefit_a_year",
    "bottom_half_share",
    "chance_of_profit",
    "churn_expected",
    "contract_value",
    "cost_benefit",
    "covered",
    "customer_value",
    "develop",
    "driver",
    "expected_gain",
    "farming",
    "misread",
    "payback*",
    "potential",
    "programme_*",
    "retention_worth",
    "rocb",
    "stages",
    "staying",
    "step_*",
    "tail",
    "tier_policy",
    "top_fifth_share",
    "value_*",
    "worth",
)
FITTED_TABLES = (
    "case.c*",
    "case.side_by_side",
    "churn.*",
    "overview.*",
    "returns.*",
    "segments.*",
    "value.*",
    "customers.*",
)


def tolerance(part: str, key: str) -> float:
    """How far, relatively, a number of this reading or table may lie from the record."""
    patterns = FITTED_READINGS if part == "readings" else FITTED_TABLES
    return FITTED if any(fnmatchcase(key, pattern) for pattern in patterns) else EXACT


def same(one: Any, other: Any, within: float) -> bool:
    """Whether two pieces of a record say the same."""
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        alike = one == other or math.isclose(one, other, rel_tol=within, abs_tol=SMALL)
        return alike and isinstance(one, bool) is isinstance(other, bool)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(*pair, within) for pair in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key], within) for key in one)
    return bool(one == other)


def apart(one: Sequence[Any], other: Sequence[Any], alike: Callable[[Any, Any], bool]) -> tuple[list[Any], list[Any]]:
    """What only ``one`` holds, and what only ``other`` holds; each counts as often as it stands there."""
    lost, new = [], list(other)
    for thing in one:
        place = next((at for at, found in enumerate(new) if alike(thing, found)), None)
        if place is None:
            lost.append(thing)
        else:
            del new[place]
    return lost, new


def differences(page: str, expected: Record, found: Record) -> Iterator[str]:
    """Every difference in a line: where, what was recorded, what is there now."""
    yield from _readings(page, expected, found)
    yield from _tables(page, expected, found)


def _pairs(page: str, part: str, expected: Record, found: Record) -> Iterator[tuple[str, str, list[Any], list[Any]]]:
    """What is under one key on one side only, key by key."""
    before, after = expected.get(part, {}), found.get(part, {})
    for key in sorted(before.keys() | after.keys()):
        within = tolerance(part, key)

        def alike(one: Any, other: Any, within: float = within) -> bool:
            return same(one, other, within)

        lost, new = apart(before.get(key, []), after.get(key, []), alike)
        if lost or new:
            yield f"{page}: {part[:-1]} {key}", key, lost, new


def _readings(page: str, expected: Record, found: Record) -> Iterator[str]:
    for where, key, lost, new in _pairs(page, "readings", expected, found):
        for one, other in zip(lost, new, strict=False):
            for name in one:
                if not same(one[name], other[name], tolerance("readings", key)):
                    yield f"{where}, {name}: expected {one[name]!r}, found {other[name]!r}"
        yield from _left(where, lost, new)


def _tables(page: str, expected: Record, found: Record) -> Iterator[str]:
    for where, key, lost, new in _pairs(page, "tables", expected, found):
        for one, other in zip(lost, new, strict=False):
            yield from _cells(where, one, other, tolerance("tables", key))
        yield from _left(where, lost, new)


def _left(where: str, lost: list[Any], new: list[Any]) -> Iterator[str]:
    shared = min(len(lost), len(new))
    for one in lost[shared:]:
        yield f"{where}: expected {_short(one)}, found nothing"
    for one in new[shared:]:
        yield f"{where}: expected nothing, found {_short(one)}"


def _short(thing: Any) -> str:
    text = str(thing)
    return text if len(text) <= 300 else f"{text[:300]} and so on"


def _cells(where: str, one: Record, other: Record, within: float) -> Iterator[str]:
    if one["columns"] != other["columns"]:
        yield f"{where}: expected columns of {one['columns']}, found {other['columns']}"
        return
    if one["count"] != other["count"]:
        yield f"{where}: expected {one['count']} rows, found {other['count']}"
    for number, (row, now) in enumerate(zip(one["rows"], other["rows"], strict=False), 1):
        for column, (cell, there) in enumerate(zip(row, now, strict=True), 1):
            if not same(cell, there, within):
                yield f"{where}, row {number} ({row[0]}), column {column}: expected {cell!r}, found {there!r}"
