"""The plan and how ready we are, in figures."""

from __future__ import annotations

from metrics.metric import declare

METRICS = declare("roadmap", "process")
