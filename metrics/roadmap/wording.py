"""Lists of names and marked states inside a sentence, each in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from metrics.answers.cells import phrase
from metrics.words.text import Message, message

COMMA = {"en": ", ", "zh_CN": "、"}


@dataclass(frozen=True)
class Listed(Message):
    """Several messages with ``between`` between them; "" stands for the comma of the language."""

    parts: tuple[Message, ...] = ()
    between: str = ""

    def render(self, lang: str = "en", currency: str = "XXX") -> str:
        """Every part in ``lang``."""
        return (self.between or COMMA[lang]).join(part.render(lang, currency) for part in self.parts)


def listed(names: Iterable[str | Message], between: str = "") -> Message:
    """``names`` as one message; texts are the library's or somebody's own."""
    parts = tuple(name if isinstance(name, Message) else phrase(name) for name in names)
    return Listed("", parts=parts, between=between)


def marked(sign: str, text: str, **values: object) -> Message:
    """A marked text after the sign of its state: ● good, ◐ partly or not known, ▼ bad."""
    return message("{sign}\u00a0{words}", sign=sign, words=message(text, **values))
