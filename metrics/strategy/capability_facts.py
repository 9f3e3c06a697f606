"""What the capabilities page tells: scores as they stand, gaps ranked, and what each gap gives to the benefit model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from data.library import answers as library
from metrics.answers.cells import AnswerError, Row
from metrics.answers.held import Held, Part, held, save
from metrics.case.levers import lever_name, lever_rows
from metrics.context import Context, Sources
from metrics.scenario import KINDS
from metrics.strategy import capabilities as formulas
from metrics.strategy import facts as report_strategy
from metrics.strategy.capabilities import Capability, Position
from metrics.strategy.parts import KINDS_OF
from metrics.words.text import N_, Message, Term, message

METHOD, SCORES = "capabilities", "scores"
WITH_THE_DATA = "capability_scores.csv"


def listed() -> list[Row]:
    """The library's capabilities, not weighed and not scored."""
    return [
        {
            "id": one.id,
            "name": one.name,
            "weight": None,
            "score": None,
            "target": None,
            "peer": None,
            "lever": one.lever,
            "factor": one.factor,
        }
        for one in library.capabilities()
    ]


def _sample() -> list[Row]:
    return [{**row, **one.sample} for row, one in zip(listed(), library.capabilities(), strict=True)]


PARTS = {SCORES: Part(SCORES, formulas.checked, list, _sample)}


@dataclass(frozen=True)
class Standing:
    """Step 2 as it stands. ``brought``: nobody saved it, it came with the data."""

    held: Held
    brought: bool
    capabilities: tuple[Capability, ...]
    reason: Message | None = None  # why what came with the data cannot be used

    @property
    def scored(self) -> int:
        """How many have a score now."""
        return sum(1 for one in self.capabilities if one.score is not None)


def standing(sources: Sources) -> Standing:
    """As saved; else as the data brought it; else the sample's; else nothing."""
    found, brought, reason = held(sources, METHOD, PARTS)[SCORES], False, None
    if not found.author:
        rows, reason = _of_table(sources)
        if rows:
            found, brought = Held(rows), True
    return Standing(found, brought, tuple(formulas.of_rows(found.value)), reason)


@lru_cache(maxsize=4)
def _of_table(sources: Sources) -> tuple[list[Row], Message | None]:
    """The rows of the table capability_scores, or why they cannot be; weights that are shares come as per cent."""
    frame = sources.held.query(
        "select capability, weight, score, target, peers from raw.capability_scores order by weight desc, capability"
    )
    by_name = {one.name: one for one in library.capabilities()}
    scale = 100.0 if len(frame) and frame["weight"].max() <= 1 else 1.0
    rows = [_of_row(n, row, by_name, scale) for n, row in enumerate(frame.to_dict("records"), 1)]
    try:
        return formulas.checked(rows), None
    except AnswerError as error:
        return [], error.reason


def _of_row(n: int, row: Mapping[Any, Any], by_name: Mapping[str, library.Capability], scale: float) -> Row:
    known = by_name.get(str(row["capability"]))
    return {
        "id": f"data-{n}",
        "name": str(row["capability"]),
        "weight": float(row["weight"]) * scale,
        "score": float(row["score"]),
        "target": float(row["target"]),
        "peer": None if pd.isna(row["peers"]) else float(row["peers"]),
        "lever": known.lever if known else "",
        "factor": known.factor if known else "",
    }


def change(sources: Sources, changes: Mapping[str, Callable[[Any], Any]], author: str) -> dict[str, Any]:
    """Change the rows in force and keep them. AnswerError, and nothing written, when they cannot be."""
    now, make = standing(sources).held.value, changes[SCORES]
    return save(sources, METHOD, PARTS, {SCORES: lambda _saved: make(now)}, author)


def drafted(sources: Sources, rows: Sequence[Row]) -> list[Row]:
    """``rows`` with weights drafted from the strategy: each direction's weight over the capabilities that serve it."""
    weights = report_strategy.standing(sources).weights
    group = {kind: direction for direction, kinds in KINDS_OF.items() for kind in kinds}
    grouped = [Capability(**{**row, "lever": group.get(row["lever"], "")}) for row in rows]
    made = formulas.drafted(grouped, weights)
    return [{**row, "weight": round(made[row["id"]], 1)} for row in rows]


# Figures


def score(now: Standing, column: str) -> float:
    """The weighted score now, as wanted or at peers, of the capabilities that have one. UndefinedError without any."""
    return formulas.weighted([(one.weight, getattr(one, column)) for one in now.capabilities])


def positions(now: Standing) -> dict[Position, int]:
    """How many stand where among peers."""
    return {where: sum(1 for one in now.capabilities if one.position is where) for where in Position}


@dataclass(frozen=True)
class Carried:
    """What goes to step 3 under one kind of lever: its gaps, their share of all weight times gap, its worth a year."""

    kind: str
    name: Message
    gaps: tuple[Capability, ...]
    share: float
    worth: float | None  # money a year; None when the benefit model has no such lever, or it has no size


def carried(context: Context, now: Standing) -> list[Carried]:
    """Gaps by the kind of lever they feed, the largest first. Gaps that feed none come last."""
    gaps = formulas.ranked(now.capabilities)
    total = sum(one.pull or 0.0 for one in gaps)
    worth: dict[str, float] = {}
    names: dict[str, Message] = {}
    for row in lever_rows(context):
        lever = context.scenario.lever(row.id)
        names.setdefault(lever.kind, lever_name(lever))
        if row.worth is not None:
            worth[lever.kind] = worth.get(lever.kind, 0.0) + row.worth
    found = []
    for kind in dict.fromkeys(one.lever for one in gaps):
        mine = tuple(one for one in gaps if one.lever == kind)
        name = names.get(kind) or (message(N_("{lever}"), lever=Term(KINDS[kind].name)) if kind else None)
        share = sum(one.pull or 0.0 for one in mine) / total
        found.append(Carried(kind, name or message(N_("no lever yet")), mine, share, worth.get(kind)))
    return sorted(found, key=lambda one: (not one.kind, -one.share))
