"""Where state lives: PAYBACK_HOME, or .payback beside the working directory."""

from __future__ import annotations

import os
from pathlib import Path


def home() -> Path:
    """The folder of published versions, store, rejects, scores and snapshots; made when first asked for."""
    place = Path(os.environ.get("PAYBACK_HOME") or ".payback").resolve()
    place.mkdir(parents=True, exist_ok=True)
    return place
