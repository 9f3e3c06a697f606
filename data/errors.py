"""The one error that is the user's to mend."""

from __future__ import annotations

LONGEST = 600  # letters of a sentence that tells what is wrong
SHOWN = 80  # letters of a value inside it


def cut(text: str, most: int = LONGEST) -> str:
    """``text`` on one line of at most ``most`` letters: its beginning and its end, which says what to do."""
    line = " ".join(text.split())
    half = (most - 3) // 2
    return line if len(line) <= most else f"{line[:half]} … {line[-half:]}"


class InputError(ValueError):
    """Something given to Payback cannot be used. Its text is one line: what, the value, what to do; cut when long."""

    def __init__(self, text: str = "") -> None:
        super().__init__(cut(text))
