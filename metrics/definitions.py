"""docs/definitions.md, written from the registry: ``python -m metrics.definitions``."""

from __future__ import annotations

from metrics.metric import Metric
from metrics.registry import METRICS

_HEAD = """\
# Definitions

Every metric, written from `metrics/registry.py` by `make docs`: change that file, not this one. The same sentences
stand behind "Why?" in the pages and in `python -m metrics report --json`. A metric that cannot be computed gives its
reason; it is never zero instead.
"""
_PERSPECTIVES = {"financial": "Financial", "customer": "Customer", "process": "Process", "learning": "Learning"}


def _entry(metric: Metric) -> str:
    better = "neither way is better" if metric.better == "neither" else f"{metric.better} is better"
    mart = f" · mart `{metric.mart}`" if metric.mart else ""
    source = f"\n\nSource: {metric.source}." if metric.source else ""
    return f"### {metric.name}\n\n`{metric.id}` · {metric.unit.value} · {better}{mart}\n\n{metric.formula}{source}\n"


def render() -> str:
    """The whole document, one section a perspective; a perspective without metrics is left out."""
    parts = [_HEAD]
    for perspective, title in _PERSPECTIVES.items():
        entries = [_entry(metric) for metric in METRICS.values() if metric.perspective == perspective]
        parts += [f"## {title}\n", *entries] if entries else []
    return "\n".join(parts)


if __name__ == "__main__":
    print(render(), end="")
