"""docs/definitions.md, written from the registry: ``python -m metrics.definitions``."""

from __future__ import annotations

from metrics.metric import Metric
from metrics.registry import METRICS, SUBJECT_NAMES

_HEAD = """\
# Definitions

Every metric, written by `make docs` from the `readings.py` of each subject: change those, not this file. The same
sentences stand behind "Why?" in the pages and in `python -m metrics report --json`. A metric that cannot be computed
gives its reason; it is never zero instead.
"""


def _entry(metric: Metric) -> str:
    better = "neither way is better" if metric.better == "neither" else f"{metric.better} is better"
    mart = f" · mart `{metric.mart}`" if metric.mart else ""
    source = f"\n\nSource: {metric.source}." if metric.source else ""
    facts = f"`{metric.id}` · {metric.unit.value} · {metric.perspective} · {better}{mart}"
    return f"### {metric.name}\n\n{facts}\n\n{metric.formula}{source}\n"


def render() -> str:
    """The whole document, one section a subject."""
    parts = [_HEAD]
    for subject, title in SUBJECT_NAMES.items():
        entries = [_entry(metric) for metric in METRICS.values() if metric.subject == subject]
        parts += [f"## {title}\n", *entries] if entries else []
    return "\n".join(parts)


if __name__ == "__main__":
    print(render(), end="")
