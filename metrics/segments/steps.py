"""The five saved steps of segmentation: read from the store, changed, worked out anew and written back together.

A change in one step makes every step anew whose result hangs on it, before it or after: step 3 looks at the groups of
step 4. They are written in one transaction, with their author and the time; the others stay as they were saved.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from data.steps import Made, SavedStep, open_steps
from metrics.context import Sources
from metrics.reading import UndefinedError
from metrics.segments import criteria, facts
from metrics.segments.method import RULE, STEPS, Method, from_json, to_json
from metrics.segments.people import people, used

METHOD = "segments"
HANGS_ON = {  # whose settings an artefact is made of
    "traits": ("traits",),
    "value": ("value",),
    "needs": ("traits", "value", "needs", "groups"),
    "groups": ("traits", "groups"),
    "tests": ("traits", "needs", "groups", "tests"),
}


@dataclass(frozen=True)
class SavedMethod:
    """The method in force, and of each saved step who saved it and when; ``stale``: steps made of other data."""

    method: Method
    saved: dict[str, SavedStep]
    stale: tuple[str, ...]


def in_force(sources: Sources) -> SavedMethod:
    """The saved steps, and the usual settings where nothing is saved."""
    saved = open_steps().held(sources.published.name, METHOD)
    method = from_json({step: row.settings for step, row in saved.items()})
    stale = tuple(step for step in STEPS if step in saved and saved[step].rests_on != _rests_on(sources, method, step))
    return SavedMethod(method, saved, stale)


def _rests_on(sources: Sources, method: Method, step: str) -> str:
    """What the artefact of ``step`` is made of: the data, and the settings it hangs on."""
    text = sources.published.data_hash + "".join(to_json(method, name) for name in HANGS_ON[step])
    return hashlib.sha256(f"{step} {text}".encode()).hexdigest()[:16]


def save(sources: Sources, change: Callable[[Method], Method], author: str) -> Method:
    """Change the method in force and save all five steps. MethodError, and nothing written, when it cannot be.

    Whether the author may write is the caller's to check, where they are known.
    """
    before = in_force(sources)
    method = change(before.method)
    changed = []
    for step in STEPS:
        settings, hash = to_json(method, step), _rests_on(sources, method, step)
        row = before.saved.get(step)
        if row is None or (row.settings, row.rests_on) != (settings, hash):
            changed.append(Made(step, settings, json.dumps(_artefact(sources, method, step)), hash))
    open_steps().save(sources.published.name, METHOD, changed, author=author)
    return method


def _artefact(sources: Sources, method: Method, step: str) -> dict[str, Any]:
    """What came of one step, small enough to be kept: counts and names, no customer. Or the reason there is none."""
    try:
        return _ARTEFACTS[step](sources, method)
    except UndefinedError as error:
        return {"reason": error.reason.render()}


def _traits(sources: Sources, method: Method) -> dict[str, Any]:
    return {"used": list(used(sources, method)), "known": people(sources).coverage}


def _value(sources: Sources, method: Method) -> dict[str, Any]:
    counted = {band.name: band.customers for band in facts.band_sums(sources, method)}
    return {"customers": counted, "missing": list(facts.missing_values(sources, method))}


def _needs(sources: Sources, method: Method) -> dict[str, Any]:
    needed = facts.needs(sources, method)
    rows = {name.render(): [[*vars(trait).values()] for trait in shared] for name, shared in needed}
    return {"of": method.needs_of, "shared": rows}


def _groups(sources: Sources, method: Method) -> dict[str, Any]:
    group = facts.grouping(sources, method)
    counted = {name.render(): int((group.labels == place).sum()) for place, name in enumerate(group.names)}
    if method.by == RULE:
        return {"customers": counted}
    clusters = facts.kmeans(sources, method)
    agreement, apart = dict(clusters.agreement), dict(clusters.apart)
    return {"customers": counted, "k": clusters.k, "agreement": agreement, "apart": apart}


def _tests(sources: Sources, method: Method) -> dict[str, Any]:
    return {
        row.name.render(): {test.id: [test.passed, test.value] for test in criteria.tests(row, method)}
        for row in facts.segments(sources, method)
    }


_ARTEFACTS = {"traits": _traits, "value": _value, "needs": _needs, "groups": _groups, "tests": _tests}
