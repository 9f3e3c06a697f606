"""Wording that is made in one place and read in two languages.

A formula does not know who will read its sentence. It returns a :class:`Message`: English source text with named
holes, and what goes in them. Whoever shows it asks for a language. Source texts are marked with :func:`N_` so that
Babel finds them.
"""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

LOCALE_DIR = Path(__file__).resolve().parents[2] / "locale"
DOMAIN = "payback"
_SPACE = "\ue000"  # a space of the text itself while its holes are filled, none of what is filled in
_WIDE = "\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"  # Chinese letters and stops
_BETWEEN = re.compile(f"(?<=[{_WIDE}]){_SPACE}(?=[{_WIDE}])")
LANGUAGES = ("en", "zh_CN")


def N_(text: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark ``text`` for translation, and return it as it is."""
    return text


@cache
def catalogue(lang: str) -> gettext.NullTranslations:
    """The translations of ``lang``, compiled from its ``.po`` on first use; English is the source text itself."""
    if lang not in LANGUAGES:
        raise ValueError(f"no such language: {lang!r}; there are {', '.join(LANGUAGES)}")
    if lang == "en":
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    source = LOCALE_DIR / lang / "LC_MESSAGES" / f"{DOMAIN}.po"
    compiled = io.BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=lang))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def translate(text: str, lang: str) -> str:
    """``text`` in ``lang``; the English source where a catalogue has none."""
    return catalogue(lang).gettext(text) if text else ""


class Written:
    """Something that is written in the reader's way when it stands in the hole of a Message."""

    def render(self, lang: str, currency: str) -> str:
        """As read in ``lang``, money in ``currency``."""
        raise NotImplementedError


@dataclass(frozen=True)
class Message(Written):
    """A sentence with holes, not yet in any language.

    A hole may hold text, a number, an :class:`~metrics.words.units.Amount` (written in the reader's way), another
    Message, or a marked text wrapped in :class:`Term` (translated too). Numbers are written as they are.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    def render(self, lang: str = "en", currency: str = "XXX") -> str:
        """The sentence in ``lang``, money in ``currency`` (ISO code)."""
        values = {
            name: value.render(lang, currency) if isinstance(value, Written) else value
            for name, value in self.values.items()
        }
        return filled(translate(self.text, lang), values)

    def __str__(self) -> str:
        return self.render()


def filled(text: str, values: Mapping[str, object]) -> str:
    """``text`` with its holes filled. A space it has beside a hole goes where Chinese would stand on both sides."""
    return _BETWEEN.sub("", text.replace(" ", _SPACE).format(**values)).replace(_SPACE, " ")


@dataclass(frozen=True)
class Term(Written):
    """A marked word inside a Message, translated with it."""

    text: str

    def render(self, lang: str, currency: str) -> str:
        """The word in ``lang``."""
        return translate(self.text, lang)


@dataclass(frozen=True)
class EachLanguage(Written):
    """A text that the data bring along in each language; English stands in for one that is missing."""

    texts: Mapping[str, str] = field(hash=False)

    def render(self, lang: str, currency: str) -> str:
        """The text in ``lang``."""
        return self.texts.get(lang, self.texts["en"])


def listed(parts: Iterable[Written | str], *, apart: bool = False) -> Written | str:
    """ "a, b, c" as the language sets it; "a; b; c" where the parts have commas of their own. "" of nothing."""
    text = N_("{first}; {rest}") if apart else N_("{first}, {rest}")
    made: Written | str = ""
    for part in parts:
        made = message(text, first=made, rest=part) if made else part
    return made


def message(text: str, **values: object) -> Message:
    """Short for ``Message(text, values)``; wrap ``text`` in :func:`N_` so that it is found."""
    return Message(text, MappingProxyType(dict(values)))


def together(*parts: Message | None, between: str = " ") -> Message:
    """Several sentences as one; those that are not there are left out."""
    said = {f"part{n}": part for n, part in enumerate(parts) if part is not None}
    return message(between.join(f"{{{name}}}" for name in said), **said)
