"""What people enter on the scorecard: which definition of a measure holds, and what owners say of a month."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from data.library.kpis import kpis
from metrics.answers.cells import AnswerError, day, rows, text
from metrics.answers.store import Part, Saved, load, save
from metrics.context import Sources
from metrics.metric import DECLARED
from metrics.ratio import RATIOS
from metrics.scorecard.links import MOST
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


def _links(value: Any) -> list[dict[str, str]]:
    """Links of the strategy map, each from one measure to another that it is thought to move before: twelve at most."""
    kept: list[dict[str, str]] = []
    for row in list(value or []):
        link = {name: str(row.get(name) or "") for name in ("id", "from", "to", "why")}
        for end in (link["from"], link["to"]):
            if end not in RATIOS:
                text = N_("{metric} has no monthly series. Choose one of the list.")
                raise AnswerError(message(text, metric=end or "?"))
        if link["from"] == link["to"]:
            raise AnswerError(message(N_("A link goes from one measure to another. Choose two.")))
        if not any((each["from"], each["to"]) == (link["from"], link["to"]) for each in kept):
            kept.append({**link, "id": f"{link['from']}-{link['to']}"})
    if len(kept) > MOST:
        raise AnswerError(
            message(N_("A map of {n} links cannot be read. Draw {most} at most."), n=len(kept), most=MOST)
        )
    return kept


def _sample_links() -> list[dict[str, str]]:
    """What the owners of the sample company believe."""
    drawn = (
        ("satisfied", "leaving_rate", "Who is content stays."),
        ("handling_time", "leaving_rate", "Quick answers keep customers."),
        ("use_of_system", "first_contact_resolution", "Who sees the history settles more."),
        ("first_contact_resolution", "satisfied", "Settled at once is what customers like."),
        ("certified", "use_of_system", "Who is trained uses it."),
    )
    return [{"id": "", "from": one, "to": other, "why": why} for one, other, why in drawn]


def _actions(value: Any) -> list[dict[str, str]]:
    """What was decided of a measure: by whom, until when, with which effect in the end; newest last."""
    kept: list[dict[str, str]] = []
    for row in rows(value):
        metric, decision = str(row.get("metric") or ""), text(row.get("decision"))
        if metric not in DECLARED:
            raise AnswerError(message(N_("{metric} is no measure. Choose one of the list."), metric=metric or "?"))
        if not decision:
            raise AnswerError(message(N_("A decision has no words. Say what was decided.")))
        due = day(row.get("due_on"), message(N_("Due"))) or ""
        told = {name: text(row.get(name)) for name in ("owner", "effect")}
        kept.append({"id": str(row["id"]), "metric": metric, "decision": decision, "due_on": due, **told})
    return kept


def _approvals(value: Any) -> dict[str, dict[str, str]]:
    """Measure -> who last approved what it is defined as, on which day; department is theirs to say."""
    kept: dict[str, dict[str, str]] = {}
    for metric, row in dict(value or {}).items():
        if metric not in DECLARED:
            raise AnswerError(message(N_("{metric} is no measure. Choose one of the list."), metric=metric))
        on = day(row.get("on"), message(N_("Approved on")))
        kept[str(metric)] = {"by": text(row.get("by")), "on": on, "department": text(row.get("department"))}
    return kept


def _sample_approvals() -> dict[str, dict[str, str]]:
    """Whom the sample company has asked so far."""
    asked = (
        ("Ida Marchbank", "Finance", "cost_benefit user_month_cost acquisition_payback revenue_retention"),
        ("Mara Ellerbeck", "Marketing", "retention_rate satisfied net_promoter win_rate"),
        ("Priya Calderfoot", "Service", "complaint_rate complaints_in_time handling_time service_level abandonment"),
        ("Amara Northolme", "Staff", "use_of_system certified staff_turnover"),
    )
    return {
        metric: {"by": who, "on": "2026-03-02", "department": department}
        for who, department, metrics in asked
        for metric in metrics.split()
    }


def effects(log: Sequence[Mapping[str, str]]) -> tuple[int, int]:
    """How many decisions have an effect written down, and how many there are."""
    return sum(bool(row["effect"]) for row in log), len(log)


PARTS: Mapping[str, Part] = {
    "approvals": Part("approvals", _approvals, dict, _sample_approvals),
    "actions": Part("actions", _actions, list),
    "links": Part("links", _links, list, _sample_links),
    "variants": Part("variants", _variants, dict),
    "comments": Part("comments", _comments, dict),
}


def answers(sources: Sources) -> Mapping[str, Saved]:
    """Every part as it is kept."""
    return load(sources, METHOD, PARTS)


def change(sources: Sources, changes: Mapping[str, Callable[[Any], Any]], author: str) -> dict[str, Any]:
    """Change parts and keep them. AnswerError, and nothing written, when one cannot be."""
    return save(sources, METHOD, PARTS, changes, author)
