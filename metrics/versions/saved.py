"""Scenarios as they are kept: named, in versions that never change, and one draft a what-if.

Each data set begins with the base case, made from its own tables, so that there is always one. A page holds the id of
a draft and the name of a scenario, and nothing else.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from data.kept import ConflictError
from data.store import Draft, Version, open_store
from metrics.context import BASE, Context, Kept, context, current
from metrics.scenario.assumption import ScenarioError
from metrics.scenario.scenario import Scenario
from metrics.scenario.serial import from_json, to_json
from metrics.scenario.source_case import is_case
from metrics.words.text import N_, message

TRIES = 50  # at a draft that others change at the same moment
BY_DATA = "data set"  # the author of what came with the data


@lru_cache(maxsize=8)
def _dataset(version: str) -> str:
    """What scenarios are kept under: the data set's name, and its programme when it has one of its own.

    New orders leave the scenarios in force; a new approved case starts a new series.
    """
    sources = current()
    parts = [sources.frames[mart] for mart in ("assumption", "programme_cost", "initiative")]
    if not len(parts[0]):
        return sources.published.name
    text = "".join(part.sort_values(list(part.columns[:2])).to_csv(index=False) for part in parts)
    return f"{sources.published.name}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


_VERSIONS = Kept(16)


def here() -> str:
    """What the scenarios of the published data are kept under."""
    return _dataset(current().published.version)


def versions(name: str = BASE) -> list[Version]:
    """All saved versions of ``name``, oldest first; none when there is no such scenario.

    The base case is made from the data when there is none yet.
    """
    sources, store, held = current(), open_store(), here()
    newest = store.newest(held, name)
    if newest is not None:  # versions never change, so those read once are kept until there is a newer one
        return _VERSIONS.once((store, held, name, *newest), lambda: store.versions(held, name))
    if name != BASE:
        return []
    for number, scenario in enumerate(sources.cases()):
        with suppress(ConflictError):  # another reader came at the same moment and made the same of the same data
            store.save_version(held, BASE, to_json(scenario), author=BY_DATA, based_on=number or None)
    return store.versions(held, BASE)


_PARSED = Kept(256)


def parsed(body: str) -> Scenario:
    """The scenario a version or a draft holds; made once."""
    return _PARSED.once(body, lambda: from_json(body))


def saved(number: int | None = None, name: str = BASE) -> Context:
    """The look under saved version ``number`` of ``name``; the newest when None. Of a name unknown, the base case.

    The first version of the base case is the approved one.
    """
    all_saved = versions(name) or versions()
    version = all_saved[-1] if number is None else next((v for v in all_saved if v.version == number), all_saved[-1])
    return context(current(), parsed(version.body), f"{version.name} v{version.version}")


def _newest(name: str) -> Version:
    return (versions(name) or versions())[-1]


@dataclass(frozen=True)
class Standing:
    """What is in force: a draft and the saved version it began from, or the newest saved version itself."""

    context: Context
    drafted: bool
    based_on: int
    name: str = BASE


def drafted(draft_id: str | None) -> Draft | None:
    """The draft of that id, when it belongs to the published data."""
    draft = open_store().draft(draft_id) if draft_id else None
    return draft if draft is not None and draft.dataset == here() else None


def standing(draft_id: str | None = None, name: str = BASE) -> Standing:
    """The draft of that id; the newest saved version of ``name`` when there is none."""
    draft = drafted(draft_id)
    if draft is None:
        newest = _newest(name)
        return Standing(saved(name=name), False, newest.version, newest.name)
    label = f"{draft.name} v{draft.based_on}*"
    return Standing(context(current(), parsed(draft.body), label), True, draft.based_on, draft.name)


def in_force(draft_id: str | None = None, name: str = BASE) -> Context:
    """The look under the draft of that id; under the newest saved version of ``name`` when there is none."""
    return standing(draft_id, name).context


def _based_on(draft_id: str | None) -> int:
    """The saved version a draft started from; the newest when there is no draft."""
    return standing(draft_id).based_on


def edit(draft_id: str, change: Callable[[Scenario], Scenario], author: str, name: str = BASE) -> Context:
    """Change the draft (begun from the newest saved version of ``name`` if new) and keep it at once.

    Raises ScenarioError, and writes nothing, when the change cannot be. Whether the author may write is the caller's to
    check, where they are known.
    """
    for _ in range(TRIES):  # a change is made to the newest draft; somebody else's in the meantime stays in it
        draft = drafted(draft_id) or _fresh(draft_id, author, name)
        before = parsed(draft.body)
        after = change(before)
        if after == before:
            return in_force(draft_id, draft.name)
        body = to_json(after)
        _PARSED.once(body, functools.partial(_given, after))
        if open_store().swap_draft(draft, body, author=author):
            return context(current(), after, f"{draft.name} v{draft.based_on}*")
    text = N_("Somebody else changes this draft at this moment, so your change is not in it. Make it again.")
    raise ScenarioError(message(text))


def _given(scenario: Scenario) -> Scenario:
    return scenario


def _fresh(draft_id: str, author: str, name: str) -> Draft:
    """A draft of the newest saved version of ``name``, not written yet."""
    newest = _newest(name)
    return Draft(draft_id, newest.dataset, newest.name, newest.version, newest.body, author, newest.made_at)


def save(draft_id: str, author: str) -> Version:
    """Append the draft as the next version of its scenario and forget it.

    ConflictError when a newer one was saved meanwhile, LockedError when the one it began from is approved.
    """
    store = open_store()
    draft = store.draft(draft_id)
    if draft is None:
        return versions()[-1]
    made = store.save_version(draft.dataset, draft.name, draft.body, author=author, based_on=draft.based_on)
    store.drop_draft(draft_id, author=author)
    return made


def discard(draft_id: str, author: str) -> None:
    """Throw the draft away: back to the newest saved version."""
    open_store().drop_draft(draft_id, author=author)


def rebase(draft_id: str, author: str) -> None:
    """After a conflict: keep the draft's numbers, to be saved on top of the newest version."""
    store = open_store()
    draft = store.draft(draft_id)
    if draft is not None:
        newest = versions(draft.name)[-1].version
        store.save_draft(draft_id, draft.dataset, draft.name, draft.body, author=author, based_on=newest)


def promise(now: Context) -> Context | None:
    """The first version of the base case, which ``now`` is held against; None where the two cannot be compared.

    Money of another currency, and a case of the sources, are of another programme.
    """
    first = saved(versions()[0].version)
    same = first.scenario.currency == now.scenario.currency and is_case(first.scenario) == is_case(now.scenario)
    return first if same else None
