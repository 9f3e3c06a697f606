"""The few sentences that data commands print, in the reader's language. Everything else is names and numbers."""

from __future__ import annotations

import gettext
import io
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh_CN")
_LOCALE = Path(__file__).resolve().parent.parent / "locale"


def N_(text: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark ``text`` for translation, and return it as it is."""
    return text


@cache
def _catalogue(lang: str) -> gettext.NullTranslations:
    if lang == "en":
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with (_LOCALE / lang / "LC_MESSAGES" / "payback.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=lang))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def say(text: str, lang: str, **values: object) -> str:
    """A marked ``text`` in ``lang``, its holes filled."""
    return _catalogue(lang).gettext(text).format(**values)
