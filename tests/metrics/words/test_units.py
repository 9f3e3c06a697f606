"""How numbers are written for people. The examples are those of the visual target, with K for thousands."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.words.text import filled
from metrics.words.units import Unit, format_day, format_range, format_value


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        (12_300_000, Unit.MONEY, "£12.3M", "1,230 万英镑"),
        (700_000, Unit.MONEY, "£700K", "70 万英镑"),
        (412, Unit.MONEY, "£412", "412 英镑"),
        (9_100, Unit.MONEY, "£9,100", "9,100 英镑"),
        (123_000_000, Unit.MONEY, "£123M", "1.23 亿英镑"),
        (-1_800_000, Unit.MONEY, "−£1.8M", "−180 万英镑"),
        (999_950, Unit.MONEY, "£1M", "100 万英镑"),
        (0, Unit.MONEY, "0", "0"),
        (0.002, Unit.MONEY, "£0.002", "0.002 英镑"),
        (0.73, Unit.SHARE, "73%", "73%"),
        (0.0996, Unit.SHARE, "10%", "10%"),
        (0.034, Unit.SHARE, "3.4%", "3.4%"),
        (0, Unit.SHARE, "0%", "0%"),
        (24, Unit.MONTHS, "24 months", "24 个月"),
        (28.76, Unit.MONTHS, "29 months", "29 个月"),
        (3.42, Unit.MONTHS, "3.4 months", "3.4 个月"),
        (0.06, Unit.POINTS, "6 pts", "6 个百分点"),
        (23_570, Unit.CUSTOMERS, "23,570", "23,570"),
    ],
)
def test_a_value_is_written_for_each_reader(value: float, unit: Unit, english: str, chinese: str) -> None:
    assert format_value(value, unit, "en", "GBP") == english
    assert format_value(value, unit, "zh_CN", "GBP") == chinese


def test_a_change_carries_its_sign() -> None:
    assert format_value(0.06, Unit.POINTS, signed=True) == "+6 pts"
    assert format_value(-0.06, Unit.POINTS, signed=True) == "−6 pts"
    assert format_value(1_600_000, Unit.MONEY, "en", "GBP", signed=True) == "+£1.6M"


def test_a_data_set_without_a_currency_shows_plain_numbers() -> None:
    assert format_value(1_230_000, Unit.MONEY, "en", "XXX") == "1.23M"


def test_the_currency_is_the_data_sets_whatever_the_language() -> None:
    assert format_value(1_230_000, Unit.MONEY, "zh_CN", "USD") == "123 万美元"
    assert format_value(1_230_000, Unit.MONEY, "zh_CN", "CNY") == "123 万元"


def test_a_range_is_two_values() -> None:
    assert format_range(3.1e6, 21.8e6, Unit.MONEY, "en", "GBP") == "£3.1M to £21.8M"
    assert format_range(19.2, 33, Unit.MONTHS) == "19 to 33 months"
    assert format_range(-0.01, 0.02, Unit.POINTS) == "−1 to 2 pts"


def test_a_day_is_written_for_each_reader() -> None:
    assert format_day(date(2026, 10, 31)) == "31 Oct 2026"
    assert format_day(date(2026, 10, 31), "zh_CN") == "2026年10月31日"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_not_a_number_is_never_written(value: float) -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        format_value(value, Unit.MONEY)


SCALE = {"": 1.0, "K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12, "万": 1e4, "亿": 1e8}


def read_back(text: str) -> float:
    """The number a written amount stands for."""
    body = text.replace("−", "-").replace(",", "")
    word = body[-1] if body[-1] in SCALE else ""
    return float(body.removesuffix(word)) * SCALE[word]


@given(st.floats(min_value=1e-3, max_value=1e14), st.sampled_from([-1, 1]), st.sampled_from(["en", "zh_CN"]))
def test_what_is_read_is_what_was_meant_to_three_figures(size: float, sign: int, lang: str) -> None:
    value = sign * size
    assert read_back(format_value(value, Unit.MONEY, lang)) == pytest.approx(value, rel=5.001e-3)


def test_chinese_has_no_space_between_its_words() -> None:
    """A hole that is filled with Chinese joins its neighbours; digits, Latin and the data keep their space."""
    assert format_range(1e5, 2e5, Unit.MONEY, "zh_CN", "USD") == "10 万美元至 20 万美元"
    assert format_range(0.1, 0.4, Unit.SHARE, "zh_CN") == "10% 至 40%"
    assert filled("以 {day} 计", {"day": "2023年11月30日"}) == "以 2023年11月30日计"
    assert filled("由 {name} 负责", {"name": "王 伟"}) == "由王 伟负责"
    assert filled("{a} {b}", {"a": "概率 99%。", "b": "尚未验证。"}) == "概率 99%。尚未验证。"
