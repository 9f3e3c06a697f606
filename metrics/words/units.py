"""Units, and how a number is written for a person.

Money and counts are compact (K, M, B in English; 万, 亿 in Chinese) with three significant figures at most; the minus
is the true one (U+2212); zero is "0" without unit. Formatting is Babel's; what is decided here is how much to round.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from babel.core import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent, get_currency_name, get_currency_symbol

from metrics.words.text import N_, Message, Written, filled, message, translate


class Unit(StrEnum):
    """What a number counts. Values are the words used in JSON and files."""

    MONEY = "money"
    SHARE = "share"  # a fraction: 0.73 is written 73%
    POINTS = "points"  # a difference of shares: 0.06 is written 6 pts
    COUNT = "count"
    CUSTOMERS = "customers"
    MONTHS = "months"
    MINUTES = "minutes"
    SECONDS = "seconds"
    HOURS = "hours"
    DAYS = "days"
    RATE = "rate"  # a yearly rate: 0.1 is written 10%
    MULTIPLE = "multiple"  # 2.3 is written 2.3x
    ORDERS = "orders"
    NUMBER = "number"


MINUS = "−"
DAYS_PER_MONTH = 365.25 / 12
_SUFFIX = {
    Unit.POINTS: N_("{n} pts"),
    Unit.MONTHS: N_("{n} months"),
    Unit.MINUTES: N_("{n} min"),
    Unit.SECONDS: N_("{n} s"),
    Unit.HOURS: N_("{n} h"),
    Unit.DAYS: N_("{n} days"),
    Unit.MULTIPLE: N_("{n}x"),
}
_SCALES = {"en": ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K")), "zh_CN": ((1e8, "亿"), (1e4, "万"))}


def _significant(value: float, figures: int = 3) -> float:
    if value == 0:
        return 0.0
    return round(value, figures - 1 - math.floor(math.log10(abs(value))))


def _decimal(value: float, lang: str, figures: int = 3) -> str:
    """``value`` with at most ``figures`` significant ones after rounding, never fewer than its whole part."""
    rounded = _significant(value, figures) if abs(value) < 10 ** (figures - 1) else float(round(value))
    places = max(0, figures - 1 - math.floor(math.log10(abs(rounded)))) if rounded else 0
    return _written(rounded, places, lang)


@lru_cache(maxsize=16384)  # a picture that is drawn again says most of its numbers again
def _written(rounded: float, places: int, lang: str) -> str:
    pattern = "#,##0." + "#" * places if places else "#,##0"
    return str(format_decimal(rounded, format=pattern, locale=lang))


@lru_cache(maxsize=2048)
def _percent(rounded: float, places: int, lang: str) -> str:
    return str(format_percent(rounded, format="#,##0.#%" if places else "#,##0%", locale=lang))


def compact(value: float, lang: str) -> tuple[str, str]:
    """The digits and the scale word of ``value``: ("12.3", "M") or ("1,230", "万")."""
    scales = _SCALES[lang]
    size = abs(_significant(value))
    for step, (scale, word) in enumerate(scales):
        if size >= max(scale, 1e4):  # up to 9,999 a number is read as it is
            digits = _significant(value) / scale
            # 999,950 rounds to 1000K: then it is 1M
            if step and round(abs(digits), 6) >= scales[step - 1][0] / scale:
                scale, word = scales[step - 1]
                digits = _significant(value) / scale
            return _decimal(digits, lang), word
    return _decimal(value, lang), ""


@lru_cache(maxsize=256)
def _currency_symbol(currency: str, lang: str) -> str:
    """The sign a reader of ``lang`` expects; nothing for XXX, ISO's code for no currency."""
    if currency == "XXX":
        return ""
    symbol = str(get_currency_symbol(currency, locale=Locale.parse(lang)))
    return f"{symbol} " if symbol == currency else symbol


def around(currency: str, lang: str, scale: str = "") -> tuple[str, str]:
    """What stands before and behind the digits of money: £12.3M; in Chinese its name follows, 1,230 万英镑."""
    name = _currency_name(currency, lang)
    return ("", f" {scale}{name}") if name else (_currency_symbol(currency, lang), scale)


@lru_cache(maxsize=256)
def _currency_name(currency: str, lang: str) -> str:
    """What a currency is called after an amount; nothing where its sign stands before it."""
    if lang != "zh_CN" or currency in ("XXX", ""):
        return ""
    name = "元" if currency == "CNY" else str(get_currency_name(currency, locale=Locale.parse(lang)))
    return "" if name == currency else name


def _digits(size: float, unit: Unit, lang: str) -> str:
    """The digits of a size that has a word for its unit; from ten months on, whole months."""
    return _decimal(size, lang, 2 if unit is Unit.MONTHS else 3)


def format_months(months: float, lang: str = "en") -> str:
    """The digits of a number of months as :func:`format_value` writes them, without the word: "29", "3.4"."""
    return MINUS * (months < 0) + _digits(abs(months), Unit.MONTHS, lang)


def format_value(value: float, unit: Unit, lang: str = "en", currency: str = "XXX", *, signed: bool = False) -> str:
    """``value`` as a person reads it. ``signed`` writes a plus before what is above zero.

    A value that is not finite has no reading and must not come here: ValueError.
    """
    if not math.isfinite(value):
        raise ValueError(f"a value without a number cannot be written: {value}")
    sign = MINUS if value < 0 else "+" if signed and value > 0 else ""
    size = abs(value)
    if unit in (Unit.SHARE, Unit.RATE):
        places = 0 if size >= 0.1 else 1
        text = _percent(round(size, 2 + places), places, lang)
        return text if text in ("0%",) else sign + text
    if unit is Unit.POINTS:
        size *= 100
    if unit is Unit.MONEY:
        digits, word = compact(size, lang)
        if digits == "0":
            return "0"
        before, behind = around(currency, lang, word)
        return f"{sign}{before}{digits}{behind}"
    if unit in _SUFFIX:
        digits = _digits(size, unit, lang)
        return sign * (digits != "0") + translate(_SUFFIX[unit], lang).format(n=digits)
    if size >= 1e6 or (lang == "zh_CN" and size >= 1e5):
        digits, word = compact(size, lang)
        return f"{sign}{digits}{word}"
    digits = _decimal(size, lang)
    return digits if digits == "0" else sign + digits


def format_range(low: float, high: float, unit: Unit, lang: str = "en", currency: str = "XXX") -> str:
    """A range as a person reads it: "£3.1M to £21.8M", "19 to 33 months"."""
    scaled = low * 100 if unit is Unit.POINTS else low
    first = (
        MINUS * (scaled < 0) + _digits(abs(scaled), unit, lang)
        if unit in _SUFFIX
        else format_value(low, unit, lang, currency)
    )
    return filled(
        translate(N_("{low} to {high}"), lang), {"low": first, "high": format_value(high, unit, lang, currency)}
    )


def format_day(day: date, lang: str = "en") -> str:
    """A date as a person reads it: 31 Oct 2026 or 2026年10月31日."""
    return str(format_date(day, format="d MMM y" if lang == "en" else "y年M月d日", locale=lang))


def _format_month(day: date, lang: str = "en") -> str:
    """A month as a person reads it: Oct 2026 or 2026年10月."""
    return str(format_date(day, format="MMM y" if lang == "en" else "y年M月", locale=lang))


@dataclass(frozen=True)
class Amount(Written):
    """A number with its unit, waiting for a language: what goes into the holes of a Message."""

    value: float
    unit: Unit
    signed: bool = False

    def render(self, lang: str, currency: str) -> str:
        """As :func:`format_value`."""
        return format_value(self.value, self.unit, lang, currency, signed=self.signed)


@dataclass(frozen=True)
class Day(Written):
    """A date waiting for a language."""

    value: date

    def render(self, lang: str, currency: str) -> str:
        """As :func:`format_day`."""
        return format_day(self.value, lang)


@dataclass(frozen=True)
class Month(Written):
    """A month waiting for a language."""

    value: date

    def render(self, lang: str, currency: str) -> str:
        """As :func:`_format_month`."""
        return _format_month(self.value, lang)


def span(months: int) -> Message:
    """A horizon in words: years when it is whole years."""
    if months == 12:
        return message(N_("one year"))
    if months % 12 == 0:
        return message(N_("{n} years"), n=months // 12)
    return message(N_("{n} months"), n=months)


def money(value: float, *, signed: bool = False) -> Amount:
    """``value`` as money in a sentence."""
    return Amount(value, Unit.MONEY, signed)


def counted(one: str, many: str, n: int, **values: object) -> Message:
    """``one`` or ``many``, marked texts; the hole {n} holds the number."""
    return message(one if n == 1 else many, n=Amount(n, Unit.COUNT), **values)
