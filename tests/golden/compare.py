"""Two records held against each other: strictly for the test, by their numbers alone while tables change their form."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any

from tests.golden.record import Record

EXACT = 1e-9  # relative
FITTED = 1e-6  # of what rests on a fit or on draws, and of sentences, which only repeat figures compared already
SMALL = 1e-9  # what differs by less is zero beside zero
NUMBER = re.compile(r"⟦([^|⟧\\]*)\\?\|([^⟧]*)⟧")  # Markdown in a table escapes the bar
# What rests on draws or on fitted lives of customers: readings on any page, then tables by page.
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
FITTED_TABLES = {
    "overview": ("table-payback",),
    "benefit_model": ("case.compared", "case.cumulative_cash", "case.side_by_side", "table-*", "Way | *"),
    "return_risk": (
        "case.cumulative_cash",
        "case.side_by_side",
        "returns.benefit_split",
        "returns.certainty",
        "returns.loss",
        "returns.payback",
        "returns.switches",
        "returns.tornado",
        "returns.weights",
        "table-bands",
        "table-cash",
        "table-loss",
        "table-percentiles",
        "table-returns-benefit-split",
        "table-switches",
        "table-tornado",
        "table-weights",
        "Way | *",
    ),
    "customer_value": ("*",),
    "segments": ("table-agreement", "table-shares", "table-tests", "Groups | *", "Segment | *", "Value band | *"),
    "churn": ("*",),
}


def tolerance(page: str, part: str, key: str) -> float:
    """How far, relatively, a number of this reading or table may lie from the record."""
    patterns = FITTED_READINGS if part == "readings" else FITTED_TABLES.get(page, ())
    return FITTED if any(fnmatchcase(key, pattern) for pattern in patterns) else EXACT


def close(one: float, other: float, within: float) -> bool:
    """Whether two numbers are the same but for rounding."""
    return one == other or math.isclose(one, other, rel_tol=within, abs_tol=SMALL)


def same(one: Any, other: Any, within: float) -> bool:
    """Whether two pieces of a record say the same; numbers inside texts count as numbers."""
    if isinstance(one, bool) or isinstance(other, bool) or one is None or other is None:
        return one is other
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return close(one, other, within)
    if isinstance(one, str) and isinstance(other, str):
        return one == other or (shape(one) == shape(other) and same(_inside(one), _inside(other), within))
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(*pair, within) for pair in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key], within) for key in one)
    return False


def shape(thing: Any) -> str:
    """What is left of a piece of a record without its numbers; their units stay."""
    if isinstance(thing, str):
        return NUMBER.sub(r"⟦|\2⟧", thing)
    if isinstance(thing, list):
        return f"[{', '.join(shape(part) for part in thing)}]"
    if isinstance(thing, dict):
        return f"{{{', '.join(f'{key}: {shape(part)}' for key, part in sorted(thing.items()))}}}"
    return "⟦⟧" if isinstance(thing, (int, float)) and not isinstance(thing, bool) else str(thing)


def _inside(text: str) -> list[float]:
    return [float(number) for number, _unit in NUMBER.findall(text)]


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
    yield from _words(page, expected, found)


def _pairs(page: str, part: str, expected: Record, found: Record) -> Iterator[tuple[str, str, list[Any], list[Any]]]:
    """What is under one key on one side only, key by key."""
    before, after = expected.get(part, {}), found.get(part, {})
    for key in sorted(before.keys() | after.keys()):
        within = tolerance(page, part, key)

        def alike(one: Any, other: Any, within: float = within) -> bool:
            return same(one, other, within)

        lost, new = apart(before.get(key, []), after.get(key, []), alike)
        if lost or new:
            yield f"{page}: {part[:-1]} {key}", key, lost, new


def _readings(page: str, expected: Record, found: Record) -> Iterator[str]:
    for where, key, lost, new in _pairs(page, "readings", expected, found):
        for one, other in zip(lost, new, strict=False):
            for name in one:
                if not same(one[name], other[name], tolerance(page, "readings", key)):
                    yield f"{where}, {name}: expected {one[name]!r}, found {other[name]!r}"
        yield from _left(where, lost, new)


def _tables(page: str, expected: Record, found: Record) -> Iterator[str]:
    for where, key, lost, new in _pairs(page, "tables", expected, found):
        for one, other in zip(lost, new, strict=False):
            yield from _cells(where, one, other, tolerance(page, "tables", key))
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
    if not same(one["columns"], other["columns"], within):
        yield f"{where}: expected the columns {one['columns']}, found {other['columns']}"
        return
    if one["count"] != other["count"]:
        yield f"{where}: expected {one['count']} rows, found {other['count']}"
    for number, (row, now) in enumerate(zip(one["rows"], other["rows"], strict=False), 1):
        for column, cell, there in zip(one["columns"], row, now, strict=True):
            if not same(cell, there, within):
                yield f"{where}, row {number} ({row[0]}), column {column!r}: expected {cell!r}, found {there!r}"


def _words(page: str, expected: Record, found: Record) -> Iterator[str]:
    for part in ("sentences", "texts"):
        lost, new = unsaid(expected.get(part, []), found.get(part, []))
        yield from (f"{page}: {part[:-1]} expected and not found: {_short(one)}" for one in lost)
        yield from (f"{page}: {part[:-1]} found and not expected: {_short(one)}" for one in new)


def unsaid(one: Sequence[Any], other: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """Sentences that only one side has; compared with those of the same shape only, for there are many."""
    held: dict[str, tuple[list[Any], list[Any]]] = {}
    for side, sentences in enumerate((one, other)):
        for sentence in sentences:
            held.setdefault(shape(sentence), ([], []))[side].append(sentence)
    pairs = [apart(*sides, lambda a, b: same(a, b, FITTED)) for sides in held.values()]
    return [one for lost, _new in pairs for one in lost], [one for _lost, new in pairs for one in new]


def numbers(tables: Sequence[Record]) -> list[float]:
    """Every number of these tables, whether a cell is a number or holds some; sorted."""

    def within(cell: Any) -> list[float]:
        if isinstance(cell, str):
            return _inside(cell)
        if isinstance(cell, list):
            return [number for part in cell for number in within(part)]
        return [float(cell)] if isinstance(cell, (int, float)) and not isinstance(cell, bool) else []

    return sorted(number for table in tables for row in table["rows"] for cell in row for number in within(cell))


def recounted(one: Sequence[float], other: Sequence[float], within: float) -> tuple[list[float], list[float]]:
    """Which numbers of two sorted lists stand on one side only, however they are spread over rows and columns."""
    lost: list[float] = []
    new: list[float] = []
    here = there = 0
    while here < len(one) and there < len(other):
        if close(one[here], other[there], within):
            here, there = here + 1, there + 1
        elif one[here] < other[there]:
            lost.append(one[here])
            here += 1
        else:
            new.append(other[there])
            there += 1
    return lost + list(one[here:]), new + list(other[there:])


def changes(page: str, expected: Record, found: Record) -> Iterator[str]:
    """As :func:`differences`, blind to the form of tables: of each, by key, the numbers lost and the numbers new."""
    yield from _readings(page, expected, found)
    before, after = expected.get("tables", {}), found.get("tables", {})
    for key in sorted(before.keys() | after.keys()):
        sides = numbers(before.get(key, [])), numbers(after.get(key, []))
        lost, new = recounted(*sides, tolerance(page, "tables", key))
        state = " (missing)" if key not in after else " (new)" if key not in before else ""
        if lost or new or state:
            yield f"{page}: table {key}{state}: numbers lost {lost}, numbers new {new}"
    yield from _words(page, expected, found)
