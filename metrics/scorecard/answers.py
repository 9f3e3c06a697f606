"""What people enter on the scorecard: which definition of a measure holds, and what owners say of a month."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from data.library.kpis import kpis
from metrics.answers.cells import AnswerError, day, text
from metrics.answers.store import Part, Saved, load, save
from metrics.context import Sources
from metrics.words.text import N_, message

METHOD = "scorecard"
LONGEST = 400  # letters of a comment


def _variants(value: Any) -> dict[str, str]:
    """Measure by its id -> the definition chosen; those of the catalogue alone."""
    chosen = {str(id): str(metric) for id, metric in dict(value or {}).items()}
    for id, metric in chosen.items():
        if id not in kpis() or metric not in kpis()[id].variants:
            text = N_("{metric} is no definition of {kpi}. Choose one of the list.")
            raise AnswerError(message(text, metric=metric, kpi=id))
    return chosen


def _comments(value: Any) -> dict[str, dict[str, str]]:
    """ "metric|2026-10" -> what its owner said of the month, and by when something is done."""
    kept = {}
    for key, row in dict(value or {}).items():
        said = text(row.get("comment"))
        if len(said) > LONGEST:
            raise AnswerError(
                message(N_("A comment of {n} letters is too long. Use {most}."), n=len(said), most=LONGEST)
            )
        kept[str(key)] = {"comment": said, "due_on": day(row.get("due_on"), message(N_("Due"))) or ""}
    return kept


PARTS: Mapping[str, Part] = {
    "variants": Part("variants", _variants, dict),
    "comments": Part("comments", _comments, dict),
}


def answers(sources: Sources) -> Mapping[str, Saved]:
    """Every part as it is kept."""
    return load(sources, METHOD, PARTS)


def change(sources: Sources, changes: Mapping[str, Callable[[Any], Any]], author: str) -> dict[str, Any]:
    """Change parts and keep them. AnswerError, and nothing written, when one cannot be."""
    return save(sources, METHOD, PARTS, changes, author)
