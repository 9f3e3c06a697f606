"""What is held of step 4: plan and answers, as saved, as the data brought them, or as the sample has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from data.library import readiness as library
from metrics.answers.cells import Row
from metrics.answers.held import Held, Part, held, save
from metrics.context import Sources
from metrics.reading import UndefinedError
from metrics.roadmap import parts
from metrics.roadmap.plan import HEADINGS, Step
from metrics.words.text import Message

METHOD = "roadmap"


def _sample(part: str) -> Callable[[], Any]:
    return lambda: library.roadmap_sample(part)


def _numbered(part: str) -> list[Row]:
    return [{**row, "id": str(n)} for n, row in enumerate(library.roadmap_sample(part), 1)]


def _vendors() -> dict[str, list[Row]]:
    offers = _numbered("vendor")
    ids = [row["id"] for row in offers]
    criteria = [{**row, "scores": dict(zip(ids, row["scores"], strict=True))} for row in _numbered("criterion")]
    return {"offers": offers, "criteria": criteria}


def _part(id: str, check: Callable[[Any], Any], sample: Callable[[], Any] | None = None) -> Part:
    return Part(id, check, lambda: check(None), sample or _sample(id))


def _ticked(kind: str) -> Callable[[Any], dict[str, bool]]:
    return lambda value: parts.ticked(kind, value)


PARTS: Mapping[str, Part] = {
    part.id: part
    for part in (
        Part(
            "plan", parts.plan, list, lambda: [{**row, "id": str(row["id"])} for row in library.roadmap_sample("plan")]
        ),
        _part("milestones", parts.milestones),
        _part("pitfalls", parts.pitfalls),
        _part("roles", parts.roles),
        _part("order", parts.order),
        _part("things", _ticked("thing")),
        _part("success", _ticked("success")),
        _part("matrix", parts.matrix),
        _part("choices", parts.choices),
        _part("functions", parts.functions),
        _part("aftercare", parts.aftercare),
        Part("expectations", parts.expectations, list, lambda: _numbered("expectation")),
        _part("vendors", parts.vendors, _vendors),
    )
}


@dataclass(frozen=True)
class Standing:
    """Step 4 as it stands. ``brought``: the plan came with the data. ``refused``: why that plan cannot be."""

    held: Mapping[str, Held]
    brought: bool = False
    refused: Message | None = None

    def value(self, part: str) -> Any:
        """What is held of one part."""
        return self.held[part].value

    @property
    def steps(self) -> list[Step]:
        """The steps of the plan."""
        return parts.as_steps(self.value("plan"))

    @property
    def sample(self) -> bool:
        """Whether anything shown is invented."""
        return any(one.sample for one in self.held.values())


def standing(sources: Sources) -> Standing:
    """What is held of step 4."""
    found = held(sources, METHOD, PARTS)
    if found["plan"].author:
        return Standing(found)
    rows, refused = _of_table(sources)
    if refused is not None:
        return Standing({**found, "plan": Held([])}, refused=refused)
    return Standing({**found, "plan": Held(rows)}, brought=True) if rows else Standing(found)


@lru_cache(maxsize=4)
def _of_table(sources: Sources) -> tuple[list[Row], Message | None]:
    """The steps of the table plan, numbered in the order they begin; or the reason they cannot be."""
    frame = sources.held.query("select * from raw.plan order by starts_on, step")
    number = {str(row.step): n for n, row in enumerate(frame.itertuples(), 1)}
    try:
        return parts.plan([_of_row(row, number) for row in frame.to_dict("records")]), None
    except UndefinedError as error:
        return [], error.reason


def _of_row(row: Mapping[Any, Any], number: Mapping[str, int]) -> Row:
    told = {str(key): "" if pd.isna(value) else value for key, value in row.items()}
    heading = str(told.get("heading", "")).strip().lower().replace(" ", "_").replace("-", "_")
    before = str(told.get("depends_on", ""))
    return {
        "id": str(number[str(row["step"])]),
        "name": str(row["step"]),
        "initiative": str(told.get("initiative_id", "")),
        "start": pd.Timestamp(row["starts_on"]).date(),
        "end": pd.Timestamp(row["ends_on"]).date(),
        "after": [number.get(before, 9999)] if before else [],
        "owner": str(told.get("owner", "")),
        "heading": heading if heading in HEADINGS else "",
    }


def change(sources: Sources, changes: Mapping[str, Callable[[Any], Any]], author: str) -> dict[str, Any]:
    """Change parts together and keep them. AnswerError, and nothing written, when one cannot be.

    The plan is changed as it is in force, also where it came with the data.
    """
    now = standing(sources)

    def made(id: str, change_one: Callable[[Any], Any]) -> Callable[[Any], Any]:
        return (lambda _held: change_one(now.value("plan"))) if id == "plan" else change_one

    return save(sources, METHOD, PARTS, {id: made(id, one) for id, one in changes.items()}, author)
