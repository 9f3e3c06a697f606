"""What people typed, shown as they typed it: signs that Markdown would take for its own are made harmless."""

from __future__ import annotations

import re

_SIGNS = re.compile(r"([\\`*_\[\]<>#|~$])")
_COLON = re.compile(r":(?=[A-Za-z])")


def plain(text: str) -> str:
    """``text`` for a caption or a table that reads Markdown."""
    return _COLON.sub("\\\\:", _SIGNS.sub(r"\\\1", text))
