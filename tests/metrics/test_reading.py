"""A reading has a value or a reason; never both, never neither, never a NaN."""

from __future__ import annotations

import pytest

from metrics.reading import Basis, Reading, UndefinedError
from metrics.words.text import N_, message
from metrics.words.units import Amount, Unit

BASIS = Basis(formula=message("sum"), source="A09")


def reading(**more: object) -> Reading:
    return Reading(id="x", name=message("x"), unit=Unit.MONEY, basis=BASIS, **more)  # type: ignore[arg-type]


def test_a_reading_without_value_says_why() -> None:
    with pytest.raises(ValueError, match="value or a reason"):
        reading(value=None)
    with pytest.raises(ValueError, match="value or a reason"):
        reading(value=1.0, reason=message("no cost"))
    assert reading(value=None, reason=message("no cost")).reason == message("no cost")


@pytest.mark.parametrize("field", ["value", "low", "high"])
def test_nan_and_infinity_are_no_readings(field: str) -> None:
    for bad in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="give the reason instead"):
            reading(**{"value": 1.0, field: bad})


def test_a_reading_with_a_range_answers_any_quantile_and_one_without_its_value() -> None:
    assert reading(value=3.0).quantile(0.9) == 3.0
    assert reading(value=3.0, quantiles=lambda p: 10 * p).quantile(0.25) == 2.5
    with pytest.raises(UndefinedError, match="no cost"):
        reading(value=None, reason=message("no cost")).quantile(0.5)
    with pytest.raises(ValueError, match="between 0 and 1"):
        reading(value=3.0).quantile(1.0)


def test_a_message_is_written_when_its_reader_is_known() -> None:
    sentence = message("{cost} before {other}", cost=Amount(2e6, Unit.MONEY), other=message("n {n}", n=3))
    assert sentence.render("en", "GBP") == "£2M before n 3"
    assert N_("x") == "x"
