"""What is answered of step 4: plan and checks, as saved, as the data brought them, or as the sample has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from data.library import readiness as library
from metrics.answers.cells import Row
from metrics.answers.store import Part, Saved, load, save
from metrics.context import Sources, kept
from metrics.roadmap import parts
from metrics.roadmap.plan import HEADINGS, Step

METHOD = "roadmap"


def _numbered(part: str) -> list[Row]:
    return [{**row, "id": str(n)} for n, row in enumerate(library.roadmap_sample(part), 1)]


def _vendors() -> dict[str, list[Row]]:
    offers = _numbered("vendor")
    ids = [row["id"] for row in offers]
    criteria = [{**row, "scores": dict(zip(ids, row["scores"], strict=True))} for row in _numbered("criterion")]
    return {"offers": offers, "criteria": criteria}


def _part(id: str, check: Callable[[Any], Any], empty: Any = None, sample: Callable[[], Any] | None = None) -> Part:
    return Part(id, check, partial(check, empty), sample or partial(library.roadmap_sample, id))


PARTS: Mapping[str, Part] = {
    part.id: part
    for part in (
        _part("plan", parts.plan, []),
        _part("milestones", parts.milestones),
        _part("pitfalls", parts.pitfalls),
        _part("roles", parts.roles),
        _part("order", parts.order),
        _part("things", partial(parts.ticked, "thing")),
        _part("success", partial(parts.ticked, "success")),
        _part("care", partial(parts.ticked, "care")),
        _part("matrix", parts.matrix),
        _part("choices", parts.choices),
        _part("functions", parts.functions),
        _part("aftercare", parts.aftercare),
        _part("expectations", parts.expectations, [], partial(_numbered, "expectation")),
        _part("vendors", parts.vendors, sample=_vendors),
    )
}


@dataclass(frozen=True)
class RoadmapAnswers:
    """Step 4 as answered: every part with who saved it."""

    parts: Mapping[str, Saved]

    def value(self, part: str) -> Any:
        """What is answered of one part."""
        return self.parts[part].value

    @property
    def steps(self) -> list[Step]:
        """The steps of the plan, not checked where they came with the data."""
        return parts.as_steps(self.value("plan"))

    @property
    def brought(self) -> bool:
        """Whether the plan came with the data."""
        plan = self.parts["plan"]
        return bool(plan.value) and not plan.author and not plan.sample


def answers(sources: Sources) -> RoadmapAnswers:
    """What is answered of step 4. The plan is that of the table plan where nobody has saved one."""
    saved = load(sources, METHOD, PARTS)
    if not saved["plan"].author and (brought := _table_plan(sources)):
        return RoadmapAnswers({**saved, "plan": Saved(brought)})
    return RoadmapAnswers(saved)


@kept
def _table_plan(sources: Sources) -> list[Row]:
    """The steps of the table plan, numbered in the order they begin."""
    frame = sources.held.ask("plan_steps")
    number = {str(step): n for n, step in enumerate(frame["step"], 1)}
    return [_of_row(row, number) for row in frame.to_dict("records")]


def _of_row(row: Mapping[Any, Any], number: Mapping[str, int]) -> Row:
    cells = {str(key): "" if pd.isna(value) else value for key, value in row.items()}
    heading = str(cells["heading"]).strip().lower().replace(" ", "_").replace("-", "_")
    before = str(cells["depends_on"])
    return {
        "id": str(number[str(row["step"])]),
        "name": str(row["step"]),
        "initiative": str(cells["initiative_id"]),
        "start": pd.Timestamp(row["starts_on"]).date().isoformat(),
        "end": pd.Timestamp(row["ends_on"]).date().isoformat(),
        "after": [number.get(before, parts.UNKNOWN_STEP)] if before else [],
        "owner": str(cells["owner"]),
        "heading": heading if heading in HEADINGS else "",
    }


def change(sources: Sources, changes: Mapping[str, Callable[[Any], Any]], author: str) -> dict[str, Any]:
    """Change parts together and keep them. AnswerError, and nothing written, when one cannot be.

    The plan is changed as it is in force, also where it came with the data.
    """
    if change_plan := changes.get("plan"):
        plan = answers(sources).value("plan")
        changes = {**changes, "plan": lambda _saved: change_plan(plan)}
    return save(sources, METHOD, PARTS, changes, author)
