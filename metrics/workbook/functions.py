"""The functions of a spreadsheet that the workbook uses: each gives the text of a formula and the value it has."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Sequence

from metrics.workbook.formula import FAILED, Failed, Formula, Operand, Span, Value, call, lift, work


def _worked(name: str, of: Callable[..., float], *arguments: Operand) -> Formula:
    """A function of numbers."""
    held = [lift(each) for each in arguments]
    return call(name, work(of, *(each.value for each in held)), *held)


def choose(condition: Formula, yes: Operand, no: Operand) -> Formula:
    """IF: only the branch that is taken may fail."""
    chosen, other = lift(yes), lift(no)
    taken = condition.value if isinstance(condition.value, Failed) else (chosen if condition.value else other).value
    return call("IF", taken, condition, chosen, other)


def both(*conditions: Formula) -> Formula:
    """AND."""
    return call("AND", work(lambda *held: float(all(held)), *(each.value for each in conditions)), *conditions)


def known(cell: Formula) -> Formula:
    """Whether a cell holds a number."""
    return call("ISNUMBER", float(isinstance(cell.value, float)), cell)


def least(*parts: Operand) -> Formula:
    """MIN of single values."""
    return _worked("MIN", min, *parts)


def most(*parts: Operand) -> Formula:
    """MAX of single values."""
    return _worked("MAX", max, *parts)


def smallest(*cells: Formula) -> Formula:
    """MIN of the cells that hold a number; 0 where none does."""
    return call("MIN", _over(Span("", [cell.value for cell in cells]), lambda held: min(held, default=0.0)), *cells)


def within(keys: Span, low: Formula, below: Formula, amounts: Span) -> Formula:
    """The amounts whose key is ``low`` or more and less than ``below``."""
    text = f"SUMPRODUCT(({keys.text}>={low.text})*({keys.text}<{below.text})*{amounts.text})"
    inside = Span("", [0.0 if _outside(key, low.value, below.value) else 1.0 for key in keys.values])
    return Formula(text, _rowwise(operator.mul, inside, amounts))


def _outside(key: Value, low: Value, below: Value) -> bool:
    return not (isinstance(key, float) and isinstance(low, float) and isinstance(below, float) and low <= key < below)


def added(*spans: Span | Formula) -> Formula:
    """SUM."""
    values = [value for each in spans for value in (each.values if isinstance(each, Span) else (each.value,))]
    return call("SUM", _over(Span("", values), math.fsum), *spans)


def total(parts: Sequence[Formula]) -> Formula:
    """SUM of single cells, any number of them: a function takes 255 at most."""
    if len(parts) <= 100:
        return added(*parts) if parts else lift(0)
    return total([total(parts[start : start + 100]) for start in range(0, len(parts), 100)])


def moving(span: Span) -> Formula:
    """How many of its cells are not zero."""
    return Formula(f'COUNTIF({span.text},"<>0")', _over(span, lambda held: float(sum(each != 0 for each in held))))


def product(*spans: Span) -> Formula:
    """SUMPRODUCT of spans of one length, all numbers."""
    return call("SUMPRODUCT", _rowwise(lambda *held: math.prod(held), *spans), *spans)


def added_where(keys: Span, key: Formula, amounts: Span) -> Formula:
    """SUMIF: the amounts whose key is ``key``."""
    value = _rowwise(lambda held, amount: amount if held == key.value else 0.0, keys, amounts)
    return call("SUMIF", value, keys, key, amounts)


def at(span: Span, place: Formula) -> Formula:
    """INDEX: the cell at a place counted from 1."""
    where = place.value
    inside = isinstance(where, float) and 1 <= where < len(span.values) + 1
    return call("INDEX", span.values[int(where) - 1] if inside else FAILED, span, place)  # type: ignore[arg-type]


def first(key: float, span: Span) -> Formula:
    """MATCH: the place, counted from 1, of the first cell that is ``key``."""
    value = float(span.values.index(key) + 1) if key in span.values else FAILED
    return Formula(f"MATCH({lift(key).text},{span.text},0)", value)


def floor(value: Operand) -> Formula:
    """INT."""
    return _worked("INT", lambda held: float(math.floor(held)), value)


def ceiling(value: Operand) -> Formula:
    """The whole number at or above one that is not negative."""
    return _worked("ROUNDUP", lambda held, _places: float(math.ceil(held)), value, 0)


def size(value: Operand) -> Formula:
    """ABS."""
    return _worked("ABS", abs, value)


def sign(value: Operand) -> Formula:
    """SIGN: 1, 0 or -1."""
    return _worked("SIGN", lambda held: float((held > 0) - (held < 0)), value)


def whole(value: Formula) -> Formula:
    """The nearest whole number, halves to the even one, as the model rounds months; not negative."""
    return floor(value + 0.5) - both((floor(value) + 0.5).equals(value), floor(value / 2).equals(floor(value) / 2)) * 1


def exponential(value: Operand) -> Formula:
    """EXP."""
    return _worked("EXP", math.exp, value)


def _over(span: Span, of: Callable[[list[float]], float]) -> Value:
    return FAILED if any(value is FAILED for value in span.values) else float(of(span.numbers))


def _rowwise(of: Callable[..., float], *spans: Span) -> Value:
    rows: Iterable[tuple[Value, ...]] = zip(*(span.values for span in spans), strict=True)
    found = [work(of, *row) for row in rows]
    return FAILED if any(value is FAILED for value in found) else math.fsum(value for value in found if value)  # type: ignore[misc]
