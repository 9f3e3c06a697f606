"""Where state lives: PAYBACK_HOME, or .payback beside the working directory."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path


def home() -> Path:
    """The folder of published versions, store, rejects, scores and snapshots; made when first asked for."""
    place = _resolved(os.environ.get("PAYBACK_HOME") or ".payback", Path.cwd())
    if not place.is_dir():
        place.mkdir(parents=True, exist_ok=True)
    return place


@lru_cache(maxsize=16)
def _resolved(asked: str, here: Path) -> Path:
    """Links followed once: pages ask for the place several times a second."""
    return (here / asked).resolve()
