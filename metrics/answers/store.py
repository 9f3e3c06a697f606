"""What people answered, kept in the store: read, changed on top of what others saved meanwhile, with author and time.

A part of a method is one JSON value. Where nobody has saved one, the sample company has invented answers, marked so,
and any other data set has none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from data.steps import Made, SavedStep, open_steps
from metrics.context import Sources
from metrics.reading import UndefinedError
from metrics.scenario import noted

SAMPLE = "company"  # the data set that comes with answers


@dataclass(frozen=True)
class Saved:
    """One part: its value, who saved it and when (UTC, ISO 8601); both "" when nobody has. ``sample``: invented.

    The value is shared by all readers: who changes it makes a new one.
    """

    value: Any
    author: str = ""
    at: str = ""
    sample: bool = False


@dataclass(frozen=True)
class Part:
    """One part of a method. ``check`` gives a value as it is kept, or raises AnswerError."""

    id: str
    check: Callable[[Any], Any]
    empty: Callable[[], Any]
    sample: Callable[[], Any] | None = None


_RUN: ContextVar[dict[tuple[str, str], Mapping[str, SavedStep]] | None] = ContextVar("run", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """Within it every part is read from the store once: a page shows one state, whatever others save meanwhile."""
    token = _RUN.set({})
    try:
        yield
    finally:
        _RUN.reset(token)


def _held(dataset: str, method: str) -> Mapping[str, SavedStep]:
    """What the store holds of a method."""
    run = _RUN.get()
    if run is None:
        return open_steps().held(dataset, method)
    if (dataset, method) not in run:
        run[dataset, method] = open_steps().held(dataset, method)
    return run[dataset, method]


def _is_sample(sources: Sources) -> bool:
    """Whether the data are the sample company's."""
    return sources.published.sample and sources.published.name == SAMPLE


def load(sources: Sources, method: str, parts: Mapping[str, Part]) -> Mapping[str, Saved]:
    """Every part of ``method``: as saved, else the sample's, else empty. One that can no longer be read is empty.

    Read and checked once for each state of the store.
    """
    noted.note(noted.STORE)
    steps = _held(sources.published.name, method)
    key = (load, method, tuple(steps.values()))
    return sources.once(
        key, lambda: MappingProxyType({id: _loaded(sources, part, steps.get(id)) for id, part in parts.items()})
    )


def _loaded(sources: Sources, part: Part, step: SavedStep | None) -> Saved:
    if step is not None:
        return Saved(_read(part, step.settings), step.author, step.saved_at)
    if _is_sample(sources) and part.sample is not None:
        return Saved(part.check(part.sample()), sample=True)
    return Saved(part.empty())


def _read(part: Part, text: str) -> Any:
    try:
        return part.check(json.loads(text))
    except (UndefinedError, ValueError, TypeError, KeyError, AttributeError):
        return part.empty()


def save(
    sources: Sources, method: str, parts: Mapping[str, Part], changes: Mapping[str, Callable[[Any], Any]], author: str
) -> dict[str, Any]:
    """Change the parts named in ``changes``, each made from its value now, and keep them together.

    Raises AnswerError, and writes nothing, when one of them cannot be. Whether the author may write is the caller's to
    check, where they are known. Returns what was kept.
    """
    now = load(sources, method, parts)
    values = {id: parts[id].check(change(now[id].value)) for id, change in changes.items()}
    steps = [Made(id, json.dumps(value, ensure_ascii=False, sort_keys=True), "", "") for id, value in values.items()]
    open_steps().save(sources.published.name, method, steps, author=author)
    if (run := _RUN.get()) is not None:
        run.clear()
    return values
