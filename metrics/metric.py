"""A Metric: the declaration of one figure. Each subject declares its own, in its readings.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from metrics.reading import Figure
from metrics.words.units import Unit

Better = Literal["higher", "lower", "neither"]
Perspective = Literal["financial", "customer", "process", "learning"]
Compute = TypeVar("Compute", bound=Callable[..., Figure | float])


@dataclass(frozen=True, kw_only=True)
class Metric:
    """One figure, declared once: pages, command line, files, goals and docs/definitions.md read it from here.

    ``compute`` takes a Context, and terms by name when it has any (each with a default), and gives the Figure, or its
    bare value where there is no range; it raises UndefinedError with the reason when there is none. The assumptions
    behind a figure are not listed: they are recorded while it is computed.
    """

    id: str
    name: str  # a marked text
    unit: Unit
    formula: str  # a marked text: in words, one sentence
    compute: Callable[..., Figure | float]
    better: Better = "higher"
    perspective: Perspective | None = None  # None: that of its subject; filled in by declare
    mart: str = ""  # the main one it reads, "" where it reads none
    source: str = ""  # the publication; "" where the definition is this product's own
    subject: str = ""  # the package that declares it; filled in by declare

    def figure(self, context: Any, terms: Mapping[str, Any]) -> Figure:
        """What it computes, also where that is a bare value. Raises UndefinedError as ``compute`` does."""
        computed = self.compute(context, **terms)
        return computed if isinstance(computed, Figure) else Figure(float(computed))


DECLARED: dict[str, Metric] = {}  # every metric by id, in the order declared; filled as each readings.py is imported


def declare(subject: str, perspective: Perspective, *metrics: Metric) -> tuple[Metric, ...]:
    """Make the metrics of a subject, the name of its package, known under their ids. ValueError when one is taken.

    ``perspective``: that of the metrics which name none.
    """
    for metric in metrics:
        if metric.id in DECLARED:
            raise ValueError(f"two metrics are called {metric.id}")
        DECLARED[metric.id] = replace(metric, subject=subject, perspective=metric.perspective or perspective)
    return tuple(DECLARED[metric.id] for metric in metrics)


def metric(name: str, unit: Unit, formula: str, **more: Any) -> Callable[[Compute], Compute]:
    """Make the function below compute a metric of its subject: its name, without an underscore before it, is the id.

    ``more``: perspective, mart, better and source of the Metric.
    """

    def declared(compute: Compute) -> Compute:
        id, subject = compute.__name__.removeprefix("_"), compute.__module__.split(".")[1]
        figure = Metric(id=id, name=name, unit=unit, formula=formula, compute=compute, **more)
        declare(subject, more["perspective"], figure)
        return compute

    return declared


def of_subject(subject: str) -> tuple[Metric, ...]:
    """The metrics declared so far by the package of that name."""
    return tuple(metric for metric in DECLARED.values() if metric.subject == subject)


@dataclass(frozen=True)
class Asked:
    """A metric under terms chosen on a page: what a finding rests on, computed when somebody asks why."""

    id: str
    terms: tuple[tuple[str, Any], ...] = ()


def asked(metric: str, **terms: Any) -> Asked:
    """Metric ``metric`` under ``terms``, which must be hashable."""
    return Asked(metric, tuple(sorted(terms.items())))
