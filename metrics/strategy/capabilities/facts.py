"""Step 2 in facts: scores as they stand, gaps ranked, and what each gap gives to the benefit model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.library import answers as library
from metrics.answers.cells import AnswerError, Row
from metrics.answers.store import Part, Saved, load, save
from metrics.case.levers import lever_name, lever_rows
from metrics.context import Context, Sources, kept
from metrics.scenario.kinds import KINDS
from metrics.strategy.capabilities import scores
from metrics.strategy.capabilities.scores import Capability, Position
from metrics.strategy.facts import strategy_answers
from metrics.strategy.parts import DIRECTION_OF
from metrics.words.text import N_, Message, Term, message

METHOD, SCORES = "capabilities", "scores"
WITH_THE_DATA = "capability_scores.csv"


def listed() -> list[Row]:
    """The library's capabilities, not weighed and not scored."""
    empty = dict.fromkeys(("weight", "score", "target", "peer"))
    return [
        {"id": known.id, "name": known.name, **empty, "lever": known.lever, "factor": known.factor}
        for known in library.capabilities()
    ]


def _sample() -> list[Row]:
    return [{**row, **known.sample} for row, known in zip(listed(), library.capabilities(), strict=True)]


PARTS = {SCORES: Part(SCORES, scores.checked, list, _sample)}


@dataclass(frozen=True)
class CapabilityAnswers:
    """What step 2 was answered. ``with_data``: nobody saved it, it came with the data."""

    scores: Saved
    with_data: bool
    capabilities: tuple[Capability, ...]

    @property
    def scored(self) -> int:
        """How many have a score now."""
        return sum(capability.score is not None for capability in self.capabilities)

    @property
    def gaps(self) -> list[Capability]:
        """Those with a gap to close, the largest weight times gap first."""
        return scores.ranked(self.capabilities)

    @property
    def positions(self) -> dict[Position, int]:
        """How many stand where among peers."""
        return {place: sum(each.position is place for each in self.capabilities) for place in Position}

    def score(self, column: str) -> float:
        """The weighted score now, as wanted or at peers, of those that have one. UndefinedError without any."""
        return scores.weighted([(each.weight, getattr(each, column)) for each in self.capabilities])


def capability_answers(sources: Sources) -> CapabilityAnswers:
    """As saved; else as the data brought it; else the sample's; else nothing, also where the data's cannot be used."""
    saved, with_data = load(sources, METHOD, PARTS)[SCORES], False
    if not saved.author:
        try:
            rows = supplied(sources)
        except AnswerError:
            saved, rows = Saved([]), []
        if rows:
            saved, with_data = Saved(rows), True
    return CapabilityAnswers(saved, with_data, tuple(Capability(**row) for row in saved.value))


@kept
def supplied(sources: Sources) -> list[Row]:
    """The rows of the table capability_scores, weights in per cent; AnswerError says why they cannot be used."""
    frame = sources.held.ask("capability_scores")
    known = {capability.name: capability for capability in library.capabilities()}
    scale = 100.0 if len(frame) and frame["weight"].max() <= 1 else 1.0
    return scores.checked([_row(n, row, known, scale) for n, row in enumerate(frame.to_dict("records"), 1)])


def _row(n: int, row: Mapping[Any, Any], known: Mapping[str, library.Capability], scale: float) -> Row:
    ours = known.get(str(row["capability"]))
    return {
        "id": f"data-{n}",
        "name": str(row["capability"]),
        "weight": float(row["weight"]) * scale,
        "score": float(row["score"]),
        "target": float(row["target"]),
        "peer": None if pd.isna(row["peers"]) else float(row["peers"]),
        "lever": ours.lever if ours else "",
        "factor": ours.factor if ours else "",
    }


def change(sources: Sources, changes: Mapping[str, Callable[[Any], Any]], author: str) -> dict[str, Any]:
    """Change the rows in force and keep them. AnswerError, and nothing written, when they cannot be."""
    now, make = capability_answers(sources).scores.value, changes[SCORES]
    return save(sources, METHOD, PARTS, {SCORES: lambda _saved: make(now)}, author)


def drafted(sources: Sources, rows: Sequence[Row]) -> list[Row]:
    """``rows`` with weights drafted from the strategy: each direction's weight over the capabilities that serve it."""
    grouped = [Capability(**{**row, "lever": DIRECTION_OF.get(row["lever"], "")}) for row in rows]
    weights = scores.drafted(grouped, strategy_answers(sources).weights)
    return [{**row, "weight": round(weights[row["id"]], 1)} for row in rows]


@dataclass(frozen=True)
class Carried:
    """What goes to step 3 under one kind of lever: its gaps, their share of all weight times gap, its worth a year."""

    kind: str
    name: Message
    gaps: tuple[Capability, ...]
    share: float
    worth: float | None  # money a year; None when the benefit model has no such lever, or it has no size


def carried(context: Context) -> list[Carried]:
    """Gaps by the kind of lever they feed, the largest first. Gaps that feed none come last."""
    gaps = capability_answers(context.sources).gaps
    total = sum(gap.pull or 0.0 for gap in gaps)
    worth: dict[str, float] = {}
    names: dict[str, Message] = {"": message(N_("no lever yet"))}
    for row in lever_rows(context):
        lever = context.scenario.lever(row.id)
        names.setdefault(lever.kind, lever_name(lever))
        if row.worth is not None:
            worth[lever.kind] = worth.get(lever.kind, 0.0) + row.worth
    levers = []
    for kind in dict.fromkeys(gap.lever for gap in gaps):
        name = names.get(kind) or message(N_("{lever}"), lever=Term(KINDS[kind].name))
        mine = tuple(gap for gap in gaps if gap.lever == kind)
        share = sum(gap.pull or 0.0 for gap in mine) / total
        levers.append(Carried(kind, name, mine, share, worth.get(kind)))
    return sorted(levers, key=lambda lever: (not lever.kind, -lever.share))
