"""What people typed, shown as they typed it: signs that Markdown would take for its own are made harmless."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pages.parts.session import _

_SIGNS = re.compile(r"([\\`*_\[\]<>#|~$])")
_COLON = re.compile(r":(?=[A-Za-z])")


def plain(text: str) -> str:
    """``text`` for a caption or a table that reads Markdown."""
    return _COLON.sub("\\\\:", _SIGNS.sub(r"\\\1", text))


def listed(parts: Iterable[str], *, apart: bool = False) -> str:
    """ "a, b, c" as the language sets it; "a; b; c" where the parts have commas of their own."""
    made = ""
    for part in parts:
        if not made:
            made = part
        else:
            made = _("{first}; {rest}", first=made, rest=part) if apart else _("{first}, {rest}", first=made, rest=part)
    return made
