"""A spreadsheet formula and its value, made together: what is written in the file is what was worked out here.

``a * b + 1`` of two formulas is a formula again, with the text for the cell and the value that text has now. A value
may be a number, a text, nothing (an empty cell, which counts as 0) or an error, which goes through every operation.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass


class Failed:
    """The value of a formula that has none, such as a division by zero."""

    def __repr__(self) -> str:
        return "#N/A"


FAILED = Failed()
Value = float | str | None | Failed
Operation = Callable[["Formula", "Operand"], "Formula"]
ATOM, POWER, PRODUCT, SUM, JOINED, COMPARED = range(6)  # how tightly it binds, tightest first


def _infix(sign: str, rank: int, of: Callable[[float, float], float]) -> Operation:
    """The operator ``sign`` between two formulas."""

    def operation(left: Formula, other: Operand) -> Formula:
        right = lift(other)
        text = f"{left._within(rank - (rank == POWER))}{sign}{right._within(rank - 1)}"
        return Formula(text, work(of, left.value, right.value), rank)

    return operation


def _both_ways(sign: str, rank: int, of: Callable[[float, float], float]) -> tuple[Operation, Operation]:
    """The operator ``sign`` after a formula, and before one."""
    operation = _infix(sign, rank, of)
    return operation, lambda right, other: operation(lift(other), right)


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """Text without the equals sign, and value."""

    text: str
    value: Value
    rank: int = ATOM

    __add__, __radd__ = _both_ways("+", SUM, operator.add)
    __sub__, __rsub__ = _both_ways("-", SUM, operator.sub)
    __mul__, __rmul__ = _both_ways("*", PRODUCT, operator.mul)
    __truediv__, __rtruediv__ = _both_ways("/", PRODUCT, operator.truediv)
    __pow__ = _infix("^", POWER, math.pow)
    __lt__, __le__ = _infix("<", COMPARED, operator.lt), _infix("<=", COMPARED, operator.le)
    __gt__, __ge__ = _infix(">", COMPARED, operator.gt), _infix(">=", COMPARED, operator.ge)

    def __neg__(self) -> Formula:
        """In brackets: a spreadsheet takes -2^2 for 4."""
        return Formula(f"(-{self._within(ATOM)})", work(operator.neg, self.value))

    def equals(self, other: Operand) -> Formula:
        """1 where both are the same; of texts, capital letters count for nothing."""
        return self._same("=", other, wanted=True)

    def differs(self, other: Operand) -> Formula:
        """1 where the two are not the same."""
        return self._same("<>", other, wanted=False)

    def joined(self, other: Operand) -> Formula:
        """Both as one text; a number in it is whole."""
        right = lift(other)
        return Formula(
            f"{self._within(JOINED)}&{right._within(JOINED)}", _texts(self.value) + _texts(right.value), JOINED
        )

    def _same(self, sign: str, other: Operand, *, wanted: bool) -> Formula:
        right = lift(other)
        if self.value is FAILED or right.value is FAILED:
            value: Value = FAILED
        else:
            value = float((_comparable(self.value, right.value) == _comparable(right.value, self.value)) is wanted)
        return Formula(f"{self._within(COMPARED)}{sign}{right._within(COMPARED - 1)}", value, COMPARED)

    def _within(self, rank: int) -> str:
        return self.text if self.rank <= rank else f"({self.text})"


Operand = Formula | float | str


@dataclass(frozen=True, slots=True)
class Span:
    """Cells beside or below each other."""

    text: str
    values: Sequence[Value]

    @property
    def numbers(self) -> list[float]:
        """The values that are numbers."""
        return [value for value in self.values if isinstance(value, float)]


def lift(value: Operand) -> Formula:
    """A number or text as a formula."""
    if isinstance(value, Formula):
        return value
    if isinstance(value, str):
        quoted = value.replace('"', '""')
        return Formula(f'"{quoted}"', value)
    text = f"{value:.17g}" if value != int(value) or abs(value) >= 1e15 else str(int(value))
    return Formula(text if value >= 0 else f"({text})", float(value))


def call(name: str, value: Value, *arguments: Formula | Span) -> Formula:
    """``name(arguments)``, which is ``value``."""
    return Formula(f"{name}({','.join(each.text for each in arguments)})", value)


def work(of: Callable[..., float], *values: Value) -> Value:
    """``of`` the values: an empty cell is 0; a text, an error or a number out of reach makes it an error."""
    held = [0.0 if value is None else value for value in values]
    if any(not isinstance(value, float) for value in held):
        return FAILED
    try:
        return float(of(*held))
    except (ArithmeticError, ValueError):
        return FAILED


def _comparable(value: Value, beside: Value) -> object:
    if value is None:
        return "" if isinstance(beside, str) else 0.0
    return value.casefold() if isinstance(value, str) else value


def _texts(value: Value) -> str:
    return f"{value:.0f}" if isinstance(value, float) else value if isinstance(value, str) else ""
