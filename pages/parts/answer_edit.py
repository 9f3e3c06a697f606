"""The answers' old names, while pages move to pages/parts/edit.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from metrics.answers.cells import Edits, edited
from metrics.answers.held import Held
from pages.parts import edit
from pages.parts.edit import print_of

__all__ = ["Book", "bar", "print_of", "refused", "table", "told", "undo", "write"]

Book = edit.answers
told = edit.saved_by
undo = edit.undo


def write(book: edit.Book, changes: Mapping[str, Callable[[Any], Any]]) -> bool | None:
    return edit.act(book, changes, next(iter(changes))) or None


def bar(book: edit.Book, held: Held, *parts: str, brought: bool = False) -> None:
    edit.bar(book, held, *parts, brought=brought)


def refused(book: edit.Book, *parts: str) -> None:
    edit.refusals(book, *parts)


def table(
    book: edit.Book,
    part: str,
    value: Any,
    ids: Sequence[str],
    frame: Any,
    columns: Any,
    *,
    apply: Callable[[Any, Edits], Any] = edited,
    **more: Any,
) -> None:
    edit.table(
        book, part, value, ids, frame, columns, change=lambda edits: {part: lambda now: apply(now, edits)}, **more
    )
