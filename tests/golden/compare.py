"""Two records held against each other."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from tests.golden.record import Record

EXACT = 1e-9  # relative, on any processor: where fits stop is rounded
SMALL = 1e-9  # what differs by less is zero beside zero


def same(one: Any, other: Any) -> bool:
    """Whether two pieces of a record say the same."""
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        alike = one == other or math.isclose(one, other, rel_tol=EXACT, abs_tol=SMALL)
        return alike and isinstance(one, bool) is isinstance(other, bool)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(*pair) for pair in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return bool(one == other)


def apart(one: Sequence[Any], other: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """What only ``one`` holds, and what only ``other`` holds; each counts as often as it stands there."""
    lost, new = [], list(other)
    for thing in one:
        place = next((at for at, found in enumerate(new) if same(thing, found)), None)
        if place is None:
            lost.append(thing)
        else:
            del new[place]
    return lost, new


def differences(page: str, expected: Record, found: Record) -> Iterator[str]:
    """Every difference in a line: where, what was recorded, what is there now."""
    yield from _readings(page, expected, found)
    yield from _tables(page, expected, found)


def _pairs(page: str, part: str, expected: Record, found: Record) -> Iterator[tuple[str, list[Any], list[Any]]]:
    """What is under one key on one side only, key by key."""
    before, after = expected.get(part, {}), found.get(part, {})
    for key in sorted(before.keys() | after.keys()):
        lost, new = apart(before.get(key, []), after.get(key, []))
        if lost or new:
            yield f"{page}: {part[:-1]} {key}", lost, new


def _readings(page: str, expected: Record, found: Record) -> Iterator[str]:
    for where, lost, new in _pairs(page, "readings", expected, found):
        for one, other in zip(lost, new, strict=False):
            for name in one:
                if not same(one[name], other[name]):
                    yield f"{where}, {name}: expected {one[name]!r}, found {other[name]!r}"
        yield from _left(where, lost, new)


def _tables(page: str, expected: Record, found: Record) -> Iterator[str]:
    for where, lost, new in _pairs(page, "tables", expected, found):
        for one, other in zip(lost, new, strict=False):
            yield from _cells(where, one, other)
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


def _cells(where: str, one: Record, other: Record) -> Iterator[str]:
    if one["columns"] != other["columns"]:
        yield f"{where}: expected columns of {one['columns']}, found {other['columns']}"
        return
    if one["count"] != other["count"]:
        yield f"{where}: expected {one['count']} rows, found {other['count']}"
    for number, (row, now) in enumerate(zip(one["rows"], other["rows"], strict=False), 1):
        for column, (cell, there) in enumerate(zip(row, now, strict=True), 1):
            if not same(cell, there):
                yield f"{where}, row {number} ({row[0]}), column {column}: expected {cell!r}, found {there!r}"
