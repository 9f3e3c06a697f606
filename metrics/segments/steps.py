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
from metrics.segments import facts as story
from metrics.segments import groups as segments
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
class Standing:
    """The method in force, and of each saved step who saved it and when; ``stale``: steps made of other data."""

    method: Method
    saved: dict[str, SavedStep]
    stale: tuple[str, ...]


def standing(sources: Sources) -> Standing:
    """What is in force: the saved steps, and the usual settings where nothing is saved."""
    held = open_steps().held(sources.published.name, METHOD)
    method = from_json({step: saved.settings for step, saved in held.items()})
    stale = tuple(step for step in STEPS if step in held and held[step].rests_on != rests_on(sources, method, step))
    return Standing(method, held, stale)


def rests_on(sources: Sources, method: Method, step: str) -> str:
    """What the artefact of ``step`` is made of: the data, and the settings it hangs on."""
    text = sources.published.data_hash + "".join(to_json(method, name) for name in HANGS_ON[step])
    return hashlib.sha256(f"{step} {text}".encode()).hexdigest()[:16]


def save(sources: Sources, change: Callable[[Method], Method], author: str) -> Method:
    """Change the method in force and save all five steps. MethodError, and nothing written, when it cannot be.

    Whether the author may write is the caller's to check, where they are known.
    """
    before = standing(sources)
    method = change(before.method)
    made = [
        Made(step, to_json(method, step), json.dumps(artefact(sources, method, step)), rests_on(sources, method, step))
        for step in STEPS
        if step not in before.saved
        or before.saved[step].settings != to_json(method, step)
        or before.saved[step].rests_on != rests_on(sources, method, step)
    ]
    open_steps().save(sources.published.name, METHOD, made, author=author)
    return method


def artefact(sources: Sources, method: Method, step: str) -> dict[str, Any]:
    """What came of one step, small enough to be kept: counts and names, no customer. Or the reason there is none."""
    try:
        return _ARTEFACTS[step](sources, method)
    except UndefinedError as error:
        return {"reason": error.reason.render()}


def _traits(sources: Sources, method: Method) -> dict[str, Any]:
    return {"used": list(used(sources, method)), "known": people(sources).coverage}


def _value(sources: Sources, method: Method) -> dict[str, Any]:
    found = story.bands(sources, method)
    counted = {name: int((found == band).sum()) for band, name in enumerate(segments.BANDS)}
    return {"customers": counted, "missing": list(story.missing_values(sources, method))}


def _needs(sources: Sources, method: Method) -> dict[str, Any]:
    found = story.needs(sources, method)
    rows = {
        one.name.render(): [[s.trait, s.value, s.index, s.low, s.high, s.n, s.of] for s in one.shared] for one in found
    }
    return {"of": method.needs_of, "shared": rows}


def _groups(sources: Sources, method: Method) -> dict[str, Any]:
    made = story.grouping(sources, method)
    counted = {name.render(): int((made.labels == place).sum()) for place, name in enumerate(made.names)}
    if method.by == RULE:
        return {"customers": counted}
    found = story.found(sources, method)
    return {"customers": counted, "k": found.k, "agreement": dict(found.agreement), "apart": dict(found.apart)}


def _tests(sources: Sources, method: Method) -> dict[str, Any]:
    made = story.segmented(sources, method)
    if made.reason is not None:
        raise UndefinedError(made.reason)
    return {one.name.render(): {test.id: [test.light.value, test.value] for test in one.tests} for one in made.segments}


_ARTEFACTS: dict[str, Callable[[Sources, Method], dict[str, Any]]] = {
    "traits": _traits,
    "value": _value,
    "needs": _needs,
    "groups": _groups,
    "tests": _tests,
}
