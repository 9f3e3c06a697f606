"""Who reads: a language and the currency of the data. Turns values and messages into the words on the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from metrics.words.text import N_, Message, Written, catalogue
from metrics.words.units import Unit, format_day, format_months, format_range, format_value


@dataclass(frozen=True)
class Reader:
    """One reader. The currency belongs to the data; the language decides words and grouping only."""

    lang: str = "en"
    currency: str = "XXX"

    def say(self, text: str, /, **values: object) -> str:
        """A marked text in the reader's language; holes may hold an Amount, a Term or another Message."""
        return self.read(Message(text, MappingProxyType(values)))

    def count(self, one: str, many: str, number: int, /, **values: object) -> str:
        """``one`` or ``many``, as the language counts; the hole {n} holds the number."""
        text = catalogue(self.lang).ngettext(one, many, number)
        return text.format(n=self.value(number, Unit.COUNT), **values)

    def read(self, words: Written | str) -> str:
        """A Message, an Amount or a Term in the reader's way; plain text as it is."""
        return words.render(self.lang, self.currency) if isinstance(words, Written) else words

    def value(self, value: float, unit: Unit, *, signed: bool = False) -> str:
        """A number with its unit."""
        return format_value(value, unit, self.lang, self.currency, signed=signed)

    def money(self, value: float, *, signed: bool = False) -> str:
        """An amount in the data's currency, compact."""
        return self.value(value, Unit.MONEY, signed=signed)

    def months(self, value: float) -> str:
        """A number of months without the word, rounded as everywhere."""
        return format_months(value, self.lang)

    def share(self, value: float) -> str:
        """0.73 as 73%."""
        return self.value(value, Unit.SHARE)

    def range(self, low: float, high: float, unit: Unit) -> str:
        """Low to high, with the unit."""
        return format_range(low, high, unit, self.lang, self.currency)

    def day(self, day: date) -> str:
        """A date."""
        return format_day(day, self.lang)

    def yes(self, flag: bool) -> str:
        """Yes or no."""
        return self.say(N_("yes") if flag else N_("no"))
