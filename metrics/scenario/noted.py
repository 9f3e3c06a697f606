"""Which numbers of a scenario are read while a figure is computed: so its assumptions are found, not listed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

STORE = "store"  # noted where answers are read, which anybody may change at any moment
_READ: ContextVar[dict[str, None] | None] = ContextVar("read", default=None)


def note(*paths: str) -> None:
    """Say that the numbers at ``paths`` were read."""
    read = _READ.get()
    if read is not None:
        read.update(dict.fromkeys(paths))


@contextmanager
def quietly() -> Iterator[None]:
    """Nothing read inside is recorded: comparing two scenarios rests on none of their numbers."""
    token = _READ.set(None)
    try:
        yield
    finally:
        _READ.reset(token)


@contextmanager
def noting() -> Iterator[dict[str, None]]:
    """Records the paths read inside, in order; whoever records outside gets them too."""
    read: dict[str, None] = {}
    token = _READ.set(read)
    try:
        yield read
    finally:
        _READ.reset(token)
        note(*read)


class NotedNumbers(dict[str, Any]):
    """Numbers by path that note which of them are read."""

    def __getitem__(self, path: str) -> Any:
        note(path)
        return super().__getitem__(path)

    def get(self, path: str, default: Any = None) -> Any:
        """As of any dict."""
        note(path)
        return super().get(path, default)
