"""CSV files as they come: their encoding, their separator, and their rows with true line numbers.

A file with as many lines as rows is read by DuckDB. Any other (line breaks inside quotes, blank lines, rows too long
or too short) is read line by line, so that a broken row costs itself and not its neighbours.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.errors import InputError

SEPARATORS = (",", ";", "\t", "|")
_BLOCK = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_PACKED = (b"PK\x03\x04", b"PAR1", b"\x1f\x8b")  # XLSX and ZIP, Parquet, GZIP
_NO_TEXT = "{} is not text; export it as CSV, or name it .xlsx or .parquet if it is one"
_MAX_SPAN = 50  # lines one quoted value may cover before its opening quote counts as a mistake
csv.field_size_limit(1 << 24)


@dataclass(frozen=True)
class TextFile:
    """A CSV file made ready: UTF-8, its separator known."""

    path: Path
    shown: str  # the name people know it by
    encoding: str  # what it was written in
    separator: str
    header: tuple[str, ...]


@dataclass(frozen=True)
class Broken:
    """A line that is no row."""

    line: int
    text: str
    reason: str


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in _blocks(path):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _zeros_at(head: bytes, start: int) -> float:
    half = head[start::2]
    return half.count(0) / len(half) if half else 0.0


def _pairs(head: bytes) -> float:
    """Share of the bytes above 127 that stand beside another: high in Chinese text, low in Western European."""
    high = [byte > 127 for byte in head]
    beside = sum(
        1 for i, is_high in enumerate(high) if is_high and (high[i - 1 : i] == [True] or high[i + 1 : i + 2] == [True])
    )
    return beside / max(1, sum(high))


def encoding_of(path: Path, shown: str) -> tuple[str, bool]:
    """The encoding of a text file, and whether all of it decodes; InputError when it holds no text at all."""
    with path.open("rb") as file:
        head = file.read(_BLOCK)
    if head.startswith(_PACKED):
        raise InputError(_NO_TEXT.format(shown))
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding, _decodes(path, encoding)
    if len(head) > 7 and _zeros_at(head, 1) > 0.3 and _zeros_at(head, 0) < 0.1:
        return "utf-16-le", _decodes(path, "utf-16-le")
    if len(head) > 7 and _zeros_at(head, 0) > 0.3 and _zeros_at(head, 1) < 0.1:
        return "utf-16-be", _decodes(path, "utf-16-be")
    if b"\0" in head or sum(byte < 9 or 13 < byte < 32 for byte in head) > len(head) / 50:
        raise InputError(_NO_TEXT.format(shown))
    if _decodes(path, "utf-8"):
        return "utf-8", True
    if _mostly_utf8(head):
        return "utf-8", False
    if _pairs(head) > 0.5 and _decodes(path, "gb18030"):
        return "gb18030", True
    return "cp1252", _decodes(path, "cp1252")


def _mostly_utf8(head: bytes) -> bool:
    """Whether text beyond ASCII is UTF-8 but for a few bytes: a damaged file, which another encoding would garble."""
    text = head.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    return sum(sign > "\x7f" for sign in text) - bad > 10 * bad


def _as_utf8(path: Path, encoding: str, folder: Path) -> Path:
    """A copy in ``folder``, in UTF-8; a byte that is no text becomes U+FFFD, and costs its row later."""
    copy = folder / f"{path.stem}.utf8.csv"
    with (
        path.open(encoding=encoding, errors="replace", newline="") as old,
        copy.open("w", encoding="utf-8", newline="") as new,
    ):
        while text := old.read(_BLOCK):
            new.write(text)
    return copy


def _separator(first: str, known: Sequence[str]) -> str:
    """The separator under which the heading names most of the columns looked for."""
    looked_for = {name.lower() for name in known}

    def found(separator: str) -> tuple[int, int]:
        cells = next(csv.reader([first], delimiter=separator), [])
        return sum(cell.strip().lower() in looked_for for cell in cells), len(cells)

    return max(SEPARATORS, key=found)


def open_text(path: Path, known: Sequence[str], folder: Path) -> TextFile:
    """Find out how ``path`` is written; ``known`` are the contract's columns, ``folder`` takes a converted copy."""
    if path.stat().st_size == 0:
        raise InputError(f"{path.name} is empty; it needs a heading and rows")
    encoding, whole = encoding_of(path, path.name)
    ready = path if encoding == "utf-8" and whole else _as_utf8(path, encoding, folder)
    with ready.open(encoding="utf-8", newline="") as file:
        first = file.readline(_BLOCK)
    separator = _separator(first, known)
    header = tuple(cell.strip() for cell in next(csv.reader([first], delimiter=separator), []))
    if not any(header):
        raise InputError(f"{path.name} starts with a blank line; its first line has to name the columns")
    return TextFile(ready, path.name, encoding, separator, header)


def plain_lines(file: TextFile) -> int | None:
    """How many lines the file has, blank ones at its end aside; None when they end in different ways."""
    feeds = returns = 0
    tail = b""
    for block in _blocks(file.path):
        feeds += block.count(b"\n")
        returns += block.count(b"\r")
        tail = block if block.strip(b"\r\n") else tail + block
    if returns not in (0, feeds):
        return None
    return feeds - tail[len(tail.rstrip(b"\r\n")) :].count(b"\n") + 1


def _cells(text: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=separator), [])
    except csv.Error:
        return []


def _open(text: str, separator: str) -> bool:
    """Whether a quote that begins a cell is still open at the end; one inside a cell (24" screen) is just a sign."""
    between = re.escape(separator)
    left = re.sub(rf'(?:(?<={between})|^)"(?:[^"]|"")*"(?=$|{between}|\n)', "", text)
    return bool(re.search(rf'(?:{between}|^)"', left))


def _why(line: str, width: int, separator: str) -> str:
    if _open(line, separator):
        return "opens a quote that is never closed"
    return f"has {len(_cells(line, separator))} cells where the heading has {width}"


class _Lines:
    """Lines of a file that can be handed back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._waiting: deque[str] = deque()

    def next(self) -> str | None:
        return self._waiting.popleft() if self._waiting else next(self._lines, None)

    def give_back(self, lines: Sequence[str]) -> None:
        self._waiting.extendleft(reversed(lines))


def _record(lines: _Lines, line: str, separator: str) -> list[str]:
    """``line`` and those after it that its open quote takes in."""
    taken = [line]
    while _open("".join(taken), separator) and len(taken) < _MAX_SPAN and (more := lines.next()) is not None:
        taken.append(more)
    return taken


def careful_rows(file: TextFile) -> Iterator[tuple[int, list[str]] | Broken]:
    """Rows with the line they begin at, and the lines that are none. Blank lines are passed over."""
    width = len(file.header)
    with file.path.open(encoding="utf-8", errors="replace", newline=None) as opened:
        lines = _Lines(iter(opened))
        lines.next()  # the heading
        number = 2
        while (line := lines.next()) is not None:
            taken = _record(lines, line, file.separator)
            text = "".join(taken)
            row = _cells(text, file.separator)
            if len(row) == width and not _open(text, file.separator):
                yield number, row
                number += len(taken)
                continue
            lines.give_back(taken[1:])
            if line.strip():
                yield Broken(number, line.rstrip("\n"), _why(line, width, file.separator))
            number += 1
