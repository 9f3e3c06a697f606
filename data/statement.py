"""Writing SQL without gluing text: names are quoted, values are bound."""

from __future__ import annotations

from collections.abc import Iterable


class Raw(str):
    """A piece of SQL made by this program, not by anybody's file: it goes in as it is."""

    __slots__ = ()


def identifier(name: str) -> str:
    """``name`` quoted, so that no file's column can end a statement: ``a"b`` becomes ``"a""b"``."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """``text`` as an SQL string, where a value cannot be bound (ATTACH, settings, reader options)."""
    return "'" + text.replace("'", "''") + "'"


def names(columns: Iterable[str]) -> Raw:
    """Quoted names with commas between."""
    return Raw(", ".join(identifier(column) for column in columns))


def fill(template: str, **parts: str) -> str:
    """``template`` with its holes filled: a Raw as it is, any other text as a quoted identifier."""
    written = {hole: part if isinstance(part, Raw) else identifier(part) for hole, part in parts.items()}
    return template.format(**written)
