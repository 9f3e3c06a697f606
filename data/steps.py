"""Saved steps of a method: the settings of each, what came of them, who saved it and when.

Settings and artefact are opaque text here (metrics knows what they mean). A step is overwritten; the audit line of each
write keeps the settings that came in, so what was asked before can be read there. All steps that change together are
written in one transaction with their audit lines: either all are there or none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa

from data.store import Store, now, open_store

_META = sa.MetaData()

_STEPS = sa.Table(
    "saved_step",
    _META,
    sa.Column("dataset", sa.String(200), primary_key=True),
    sa.Column("method", sa.String(100), primary_key=True),
    sa.Column("step", sa.String(100), primary_key=True),
    sa.Column("settings", sa.Text, nullable=False),
    sa.Column("artefact", sa.Text, nullable=False),
    sa.Column("rests_on", sa.String(100), nullable=False),
    sa.Column("author", sa.String(200), nullable=False),
    sa.Column("saved_at", sa.String(32), nullable=False),
)


@dataclass(frozen=True)
class SavedStep:
    """One step as it was saved. ``rests_on`` tells the data and the settings its artefact was made of."""

    dataset: str
    method: str
    step: str
    settings: str
    artefact: str
    rests_on: str
    author: str
    saved_at: str


@dataclass(frozen=True)
class Made:
    """One step to be saved."""

    step: str
    settings: str
    artefact: str
    rests_on: str


class Steps:
    """The saved steps in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        _META.create_all(store.engine)

    def held(self, dataset: str, method: str) -> dict[str, SavedStep]:
        """Every saved step of ``method``, by name."""
        query = sa.select(_STEPS).where(_STEPS.c.dataset == dataset, _STEPS.c.method == method)
        with self._store.engine.connect() as connection:
            return {row["step"]: SavedStep(**row) for row in connection.execute(query).mappings()}

    def save(self, dataset: str, method: str, made: Sequence[Made], *, author: str) -> None:
        """Write ``made`` over what was there; an audit line each, and nothing for a step that is the same already."""
        held, at = self.held(dataset, method), now()
        with self._store.engine.begin() as connection:
            for one in made:
                before = held.get(one.step)
                if before is not None and Made(one.step, before.settings, before.artefact, before.rests_on) == one:
                    continue
                changed = before is None or before.settings != one.settings
                action = f"{method} step {'saved' if changed else 'refreshed'}"
                self._store.note(connection, author, action, f"{dataset}/{method}/{one.step}", one.settings)
                mine = (_STEPS.c.dataset == dataset, _STEPS.c.method == method, _STEPS.c.step == one.step)
                connection.execute(sa.delete(_STEPS).where(*mine))
                row = SavedStep(dataset, method, one.step, one.settings, one.artefact, one.rests_on, author, at)
                connection.execute(sa.insert(_STEPS).values(**vars(row)))


@cache
def _steps(store: Store) -> Steps:
    return Steps(store)


def open_steps() -> Steps:
    """The saved steps of this installation."""
    return _steps(open_store())
