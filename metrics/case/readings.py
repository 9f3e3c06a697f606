"""The business case, in figures."""

from __future__ import annotations

from metrics.metric import declare

METRICS = declare("case", "financial")
