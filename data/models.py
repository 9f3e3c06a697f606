"""The SQL files: what each promises in its head, and the order they are run in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SQL = Path(__file__).resolve().parent / "sql"
_HEAD = re.compile(r"^-- (grain|recompute|severity|table): (.+)$", re.MULTILINE)
_READS = re.compile(r"\b(?:from|join)\s+([a-z_]\w*)", re.IGNORECASE)


@dataclass(frozen=True)
class Model:
    """One SQL file: a staging view, a mart or a check."""

    name: str
    sql: str
    head: tuple[tuple[str, str], ...]

    def says(self, word: str) -> str:
        """What the head says after ``-- word:``; KeyError names the file when it says nothing."""
        for key, text in self.head:
            if key == word:
                return text
        raise KeyError(f"{self.name}.sql has no line '-- {word}: ...' in its head")

    @property
    def grain(self) -> tuple[str, ...]:
        """Columns that make a row unique; none when there is one row only."""
        text = self.says("grain")
        return () if text == "one row" else tuple(part.strip() for part in text.split(","))

    @property
    def reads(self) -> frozenset[str]:
        """Every name that stands after FROM or JOIN, the file's own CTEs among them."""
        code = re.sub(r"--[^\n]*", "", self.sql)
        return frozenset(found.lower() for found in _READS.findall(code))


@cache
def models(layer: str) -> tuple[Model, ...]:
    """The files of ``sql/<layer>``, each after those it reads."""
    files = sorted((SQL / layer).glob("*.sql"))
    texts = [(file.stem, file.read_text(encoding="utf-8")) for file in files]
    waiting = {name: Model(name, sql, tuple(_HEAD.findall(sql))) for name, sql in texts}
    ordered: list[Model] = []
    while waiting:
        ready = [model for model in waiting.values() if not (model.reads - {model.name}) & waiting.keys()]
        if not ready:
            raise ValueError(f"the files {', '.join(waiting)} of sql/{layer} read each other in a circle")
        ordered += ready
        waiting = {name: model for name, model in waiting.items() if model not in ready}
    return tuple(ordered)


@cache
def questions() -> Mapping[str, str]:
    """The SQL of every file of ``sql/questions``, by name: what is asked of a version beyond its marts."""
    return {file.stem: file.read_text(encoding="utf-8") for file in sorted((SQL / "questions").glob("*.sql"))}
