"""How far long work has come, on standard error, when a person is watching."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType

_WIDTH = 30


class Bar:
    """A line that is written over again; nothing at all when standard error is no terminal."""

    def __init__(self) -> None:
        self._watched = sys.stderr.isatty()

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._watched:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def __call__(self, what: str, share: float) -> None:
        """Show that ``share`` (0 to 1) of the work is done and ``what`` comes now."""
        if self._watched:
            done = round(min(max(share, 0.0), 1.0) * _WIDTH)
            sys.stderr.write(f"\r\x1b[K[{'#' * done}{'.' * (_WIDTH - done)}] {what}")
            sys.stderr.flush()


def part(progress: Callable[[str, float], None], start: float, end: float) -> Callable[[str, float], None]:
    """For one stretch of the work: its 0 to 1 is ``start`` to ``end`` of the whole."""
    return lambda what, share: progress(what, start + share * (end - start))
