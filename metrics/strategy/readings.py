"""Strategy and capabilities, in figures."""

from __future__ import annotations

from metrics.metric import declare

METRICS = declare("strategy", "learning")
