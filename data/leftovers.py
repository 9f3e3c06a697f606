"""What programs that were killed have left behind: gone as soon as their process is."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import time
from pathlib import Path

from data.home import home

OLD = 86_400  # seconds after which a name without a process goes too
_PLACES = ("warehouse/building-*", "warehouse/current.*.tmp", "scores/*.tmp", "build-*", "example-*")
_PROCESS = re.compile(r"[-.](\d+)[-.]")


def named(stem: str) -> str:
    """``stem`` with the number of this process behind it: how a leftover is told from work in progress."""
    return f"{stem}-{os.getpid()}-"


def sweep() -> None:
    """Remove every temporary name whose process is over, or that names none and is a day old."""
    for pattern in _PLACES:
        for left in home().glob(pattern):
            with contextlib.suppress(OSError):
                if _is_over(left):
                    shutil.rmtree(left) if left.is_dir() else left.unlink()


def _is_over(left: Path) -> bool:
    found = _PROCESS.findall(left.name)
    if not found:
        return time.time() - left.stat().st_mtime > OLD
    if int(found[-1]) == os.getpid():
        return False
    try:
        os.kill(int(found[-1]), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return time.time() - left.stat().st_mtime > OLD
    return False
