"""What a program says when a disk, a database or a file fails: what, and what to do; never a trace."""

from __future__ import annotations

import errno
import re

import duckdb
import sqlalchemy as sa

FAILING = (OSError, duckdb.Error, sa.exc.SQLAlchemyError, MemoryError)
LONGEST = 500  # letters of what a database says


def told(error: BaseException) -> str:
    """One line for a person."""
    if isinstance(error, MemoryError) or "Out of Memory" in str(error):
        return "there is not enough memory; close other programs, or bring in a smaller file"
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    if full or "No space left" in str(error) or "disk is full" in str(error):
        return "the disk is full; free some space and try again"
    if isinstance(error, OSError):
        what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        return f"{what}; check that the place is there and may be written"
    if isinstance(error, sa.exc.SQLAlchemyError):
        cause = str(getattr(error, "orig", None) or error)
        if "locked" in cause:
            return "the store is busy with another program; try again in a moment"
        return f"the store of scenarios cannot be used ({_line(cause)}); restore it, or move it away to begin a new one"
    return f"the data cannot be read or written ({_line(str(error))}); build them again with python -m data build"


def is_busy(error: BaseException) -> bool:
    """Whether another program holds the store, and it is only to be waited for."""
    return isinstance(error, sa.exc.OperationalError) and "locked" in str(error)


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()[:LONGEST]


def without_paths(text: str) -> str:
    """``text`` with files by their last name only: where they lie on the server is nobody's business."""
    return re.sub(r"(?<![\w:/])/(?:[^\s/\"',;:()]+/)+", "", text)
