"""From what a file holds to what a contract asks for: one SQL expression a cell, in three layers.

A column of text is profiled once (which order have its dates, which sign its decimals), then read in that one way. What
stays unclear is left out with the reason (data/reasons.py), never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from data.contracts import SQL_TYPES, Column, Kind
from data.statement import identifier, literal

_EMPTY_WORDS = ("NULL", "NA", "N/A", "NAN", "NONE", "\\N", "-", "#N/A")
_TRUE_WORDS = ("true", "t", "yes", "y", "1", "是", "真")
_FALSE_WORDS = ("false", "f", "no", "n", "0", "否", "假")
_BLANK = "chr(9) || chr(10) || chr(13) || chr(32) || chr(160) || chr(12288) || chr(65279)"
CONTROL = r"[\x{0001}-\x{0008}\x{000b}\x{000c}\x{000e}-\x{001f}\x{007f}-\x{009f}\x{2028}\x{2029}]"
ZONE = r":\d\d(?:\.\d+)? ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)$"
_CLOCKS = (
    "",
    " %H:%M:%S",
    " %H:%M:%S.%f",
    " %H:%M",
    "T%H:%M:%S",
    "T%H:%M:%S.%f",
    "T%H:%M",
    " %I:%M %p",
    " %I:%M:%S %p",
)
_CLEAR_DAYS = (
    "%Y-%m-%d",
    "%d-%b-%y",
    "%d %b %y",
    "%d %b, %Y",
    "%d %B, %Y",
    "%B %d, %Y",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%Y年%m月%d日",
    "%d %b %Y",
    "%d-%b-%Y",
    "%d %B %Y",
    "%b %d, %Y",
)
_ISO = r"\d{4}[-/]\d{1,2}[-/]\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?"
_DAY_FIRST = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y")
_MONTH_FIRST = ("%m/%d/%Y", "%m.%d.%Y", "%m-%d-%Y")

_CURRENCY = r"(US|HK|CA|AU|NZ|S)?[£$€¥￥]\s*|\b(USD|EUR|GBP|CNY|RMB|JPY|CHF|HKD|SGD|AUD|CAD)\b\s*|元"

# A number as text: written so that only a decimal point, only a decimal comma, or either could be meant.
POINT_ONLY = r"[+-]?(\d{1,3}(,\d{3})+\.\d+|\d*\.(\d{1,2}|\d{4,})|\d{4,}\.\d+|0?\.\d+|\d{1,3}(,\d{3}){2,})"
COMMA_ONLY = r"[+-]?(\d{1,3}(\.\d{3})+,\d+|\d*,(\d{1,2}|\d{4,})|\d{4,},\d+|0,\d+|\d{1,3}(\.\d{3}){2,})"
EITHER = r"[+-]?[1-9]\d{0,2}[,.]\d{3}"
_POINT = r"[+-]?(\d+\.?\d*|\.\d+|\d{1,3}(,\d{3})+(\.\d*)?)([eE][+-]?\d+)?"
_COMMA = r"[+-]?(\d+,?\d*|,\d+|\d{1,3}(\.\d{3})+(,\d*)?)"


class Style(StrEnum):
    """How a column of text writes its dates or numbers."""

    CAST = "cast"  # ISO dates, plain numbers: a cast reads them
    CLEAR = "clear"  # several ways, none of which can be mistaken
    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    POINT = "point"
    COMMA = "comma"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Source:
    """Where a contract column comes from: the file's column, its DuckDB type, and of text how it is written."""

    name: str
    held: str = "VARCHAR"
    style: Style = Style.CAST
    controls: int = 0  # cells with control characters, which are taken out
    zones: tuple[str, ...] = ()  # behind the clocks of a text column, where there is more than one

    @property
    def is_text(self) -> bool:
        """Whether the cells are text still to be understood."""
        return self.held == "VARCHAR" or self.held.startswith("ENUM")

    @property
    def is_number(self) -> bool:
        """Whether the cells are numbers already."""
        return self.held.startswith(("DECIMAL", "DOUBLE", "FLOAT", "REAL")) or "INT" in self.held


def listed(words: tuple[str, ...]) -> str:
    """Words as the right side of IN."""
    return "(" + ", ".join(literal(word) for word in words) + ")"


def _formats(days: tuple[str, ...]) -> str:
    return "[" + ", ".join(literal(day + clock) for day in days for clock in _CLOCKS) + "]"


# First layer: the cell without what surrounds it, NULL when there is nothing in it.


def given(column: Column, source: Source) -> str:
    """The cell as the layers above read it."""
    cell = identifier(source.name)
    if not source.is_text:
        return cell
    text = f"cast({cell} as varchar)"
    if source.controls:
        text = f"regexp_replace({text}, {literal(CONTROL)}, '', 'g')"
    bare = f"nullif(trim({text}, {_BLANK}), '')"
    if column.kind is Kind.TEXT:
        return bare
    return f"case when upper({bare}) in {listed(_EMPTY_WORDS)} then null else {bare} end"


def refined(column: Column, source: Source, x: str) -> str:
    """Second layer: a date without its zone, a number without currency signs and blanks between thousands."""
    if not source.is_text or source.style is Style.CAST:
        return x
    if column.kind in (Kind.DATE, Kind.TIME):
        # Local time stays local: an offset behind the clock is dropped, not applied.
        return f"regexp_replace({x}, '(:\\d\\d(\\.\\d+)?) ?(Z|UTC|GMT|[+-]\\d\\d(:?\\d\\d)?)$', '\\1')"
    if column.kind in (Kind.MONEY, Kind.NUMBER, Kind.WHOLE):
        bare = f"trim(regexp_replace(replace({x}, '−', '-'), {literal(_CURRENCY)}, '', 'gi'), {_BLANK})"
        bracketed = f"regexp_replace({bare}, '^\\((.*)\\)$', '-\\1')"
        bracketed = f"regexp_replace({bracketed}, '^([^-]*\\d)-$', '-\\1')"  # 1,000- as ledgers print it
        return f"regexp_replace({bracketed}, '(\\d)[ \\x{{00a0}}\\x{{202f}}''’](\\d{{3}})', '\\1\\2', 'g')"
    return x


# Third layer: the value.


def _strptime(x: str, days: tuple[str, ...]) -> str:
    # DuckDB reads the words infinity and epoch under any format
    return f"case when regexp_matches({x}, '\\d') then try_strptime({x}, {_formats(days)}) end"


def day_first(x: str) -> str:
    """The timestamp of a text like 31/12/2026, NULL when it is none."""
    return f"({_strptime(x, _DAY_FIRST)})"


def month_first(x: str) -> str:
    """The timestamp of a text like 12/31/2026, NULL when it is none."""
    return f"({_strptime(x, _MONTH_FIRST)})"


def iso(x: str) -> str:
    """The timestamp of a text like 2026-12-31 23:59, NULL when it is none."""
    # a cast alone would pass over what follows the clock, PM or a zone
    return f"case when {matches(x, _ISO)} then try_cast({x} as timestamp) end"


def matches(x: str, pattern: str) -> str:
    """Whether the whole text is ``pattern``."""
    return f"regexp_full_match({x}, {literal(pattern)})"


def _moment(x: str, style: Style) -> str:
    if style is Style.CAST:
        return iso(x)
    swapped = {Style.DAY_FIRST: day_first(x), Style.MONTH_FIRST: month_first(x)}
    same = f"case when {day_first(x)} = {month_first(x)} then {day_first(x)} end"
    return f"coalesce({iso(x)}, {_strptime(x, _CLEAR_DAYS)}, {swapped.get(style, same)})"


def _digits(x: str, style: Style) -> str:
    if style is Style.CAST:
        return x
    if style is Style.COMMA:
        return f"case when {matches(x, _COMMA)} then replace(replace({x}, '.', ''), ',', '.') end"
    point = f"case when {matches(x, _POINT)} then replace({x}, ',', '') end"
    return f"case when not {matches(x, EITHER)} then {point} end" if style is Style.UNCLEAR else point


def _number(x: str, kind: Kind) -> str:
    if kind is Kind.MONEY:
        return f"try_cast({x} as {SQL_TYPES[kind]})"
    if kind is Kind.NUMBER:
        return f"case when isfinite(try_cast({x} as double)) then try_cast({x} as double) end"
    exact = f"try_cast({x} as decimal(24, 4))"
    return f"case when {exact} = trunc({exact}) then try_cast({exact} as bigint) end"


def _flag(x: str, source: Source) -> str:
    if source.is_number:
        return f"case when {x} = 1 then true when {x} = 0 then false end"
    word = f"lower(cast({x} as varchar))"
    return f"case when {word} in {listed(_TRUE_WORDS)} then true when {word} in {listed(_FALSE_WORDS)} then false end"


def _text(x: str, source: Source) -> str:
    if source.held in ("DOUBLE", "FLOAT", "REAL"):  # 17850.0 is customer 17850
        return (
            f"case when {x} = trunc({x}) then cast(try_cast({x} as hugeint) as varchar) else cast({x} as varchar) end"
        )
    return x if source.is_text else f"cast({x} as varchar)"


def value(column: Column, source: Source, x: str) -> str:
    """The cell ``x`` in the contract's type, NULL when it cannot be."""
    kind = column.kind
    if kind is Kind.TEXT:
        return _spelt(column, _text(x, source))
    if kind is Kind.FLAG:
        return _flag(x, source)
    if kind in (Kind.DATE, Kind.TIME):
        known = source.is_text or source.held.startswith(("DATE", "TIMESTAMP"))
        moment = _moment(x, source.style) if source.is_text else f"try_cast({x} as timestamp)"
        return f"try_cast({moment} as timestamp)" if known else "cast(null as timestamp)"
    if source.is_text:
        return _number(_digits(x, source.style), kind)
    return _number(x, kind) if source.is_number else f"cast(null as {SQL_TYPES[kind]})"


def _spelt(column: Column, text: str) -> str:
    if column.name == "currency":
        return f"upper({text})"
    if not column.one_of:
        return text
    cases = " ".join(f"when {literal(word.lower())} then {literal(word)}" for word in column.one_of)
    return f"case lower({text}) {cases} else {text} end"
