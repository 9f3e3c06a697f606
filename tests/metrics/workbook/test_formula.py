"""Formulas and their values, made together: precedence as spreadsheets have it, empty cells, texts and errors."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.workbook.formula import FAILED, Formula, Span, lift
from metrics.workbook.functions import (
    added_where,
    at,
    both,
    choose,
    first,
    known,
    most,
    moving,
    smallest,
    whole,
    within,
)

A, B, C = Formula("A1", 2.0), Formula("B1", 3.0), Formula("C1", 4.0)


@pytest.mark.parametrize(
    ("formula", "text", "value"),
    [
        (A + B * C, "A1+B1*C1", 14),
        ((A + B) * C, "(A1+B1)*C1", 20),
        (A - (B - C), "A1-(B1-C1)", 3),
        (A / (B / C), "A1/(B1/C1)", 8 / 3),
        ((A**B) ** C, "(A1^B1)^C1", 4096),
        (-(A**B), "(-(A1^B1))", -8),
        ((-A) ** 2, "(-A1)^2", 4),
        (1 - A, "1-A1", -1),
        (A + -1.5, "A1+(-1.5)", 0.5),
        ((A > B) * 1, "(A1>B1)*1", 0),
        (lift('say "x"').joined(A), '"say ""x"""&A1', 'say "x"2'),
        (choose(A.equals(2), "yes", "no"), 'IF(A1=2,"yes","no")', "yes"),
    ],
)
def test_text_and_value(formula: Formula, text: str, value: float | str) -> None:
    """Brackets stand where they are needed, and the value is that of the text."""
    assert (formula.text, formula.value) == (text, value if isinstance(value, str) else pytest.approx(value))


@given(st.floats(-1e15, 1e15, allow_nan=False))
def test_a_number_in_a_formula_keeps_every_digit(number: float) -> None:
    """What is written is read back as the same number."""
    assert float(lift(number).text.strip("()")) == number


@given(st.integers(0, 100), st.sampled_from([0.0, 0.25, 0.5, 0.75]))
def test_halves_are_rounded_as_the_model_rounds_them(whole_part: int, rest: float) -> None:
    """To the even neighbour."""
    assert whole(lift(whole_part + rest)).value == round(whole_part + rest)


def test_errors_go_through_unless_not_taken() -> None:
    """A division by zero, a text in a sum and a power out of reach; IF takes the other branch."""
    zero, text = Formula("Z1", 0.0), Formula("T1", "x")
    assert (A / zero + 1).value is FAILED
    assert (A + text).value is FAILED
    assert (Formula("L1", 1e300) ** 2).value is FAILED
    assert choose(zero > 0, A / zero, 7).value == 7
    assert math.isclose(most(A, Formula("E1", None)).value, 2.0)  # type: ignore[arg-type]


def test_looking_up() -> None:
    """INDEX, MATCH, SUMIF, COUNTIF, MIN and sums within bounds."""
    keys, amounts = Span("K1:K3", [1.0, 2.0, 2.0]), Span("M1:M3", [10.0, 20.0, 0.0])
    assert at(amounts, lift(2)).value == 20
    assert at(amounts, lift(4)).value is FAILED
    assert first(2.0, keys).value == 2
    assert not known(first(9.0, keys)).value
    assert added_where(keys, lift(2), amounts).value == 20
    assert moving(amounts).value == 2
    assert within(keys, lift(1), lift(2), amounts).value == 10
    assert smallest(Formula("A1", ""), B, C).value == 3
    assert both(A > 1, B > 9).value == 0
