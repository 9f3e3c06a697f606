"""The groups of customers, in figures."""

from __future__ import annotations

from metrics.metric import declare

METRICS = declare("segments", "customer")
