"""The parts of step 4 as they are kept: what each may hold, checked, with nothing that cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from data.library import readiness as library
from metrics.answers import cells
from metrics.answers.cells import AnswerError, Row, day, number, one_of, phrase, rows
from metrics.roadmap.people import ORDER, USERS
from metrics.roadmap.plan import HEADINGS, Step, schedule
from metrics.roadmap.vendors import BUY, RENT
from metrics.words.text import N_, Message, message

LARGEST = 1e15
UNKNOWN_STEP = 9999  # the largest number of a step; of one waited for that is not in the plan


def plan(value: Any) -> list[Row]:
    """Steps with a number each; a new one is given the next. PlanError when the plan cannot be."""
    given = rows(value)
    last = max((int(row["id"]) for row in given if str(row["id"]).isdigit()), default=0)
    steps = []
    for row in given:
        if not str(row["id"]).isdigit():
            last += 1
            row = {**row, "id": str(last)}
        steps.append(_step(row))
    if steps:
        schedule(as_steps(steps))
    return steps


def _step(row: Row) -> Row:
    name = cells.text(row.get("name"))
    label = phrase(name) if name else message(N_("Step {n}"), n=row["id"])
    start, end = (day(row.get(which), label) for which in ("start", "end"))
    if not start or not end:
        raise AnswerError(message(N_("{step} needs a day it starts and a day it ends."), step=label))
    return {
        "id": str(row["id"]),
        "name": name,
        "initiative": cells.text(row.get("initiative")),
        "start": start,
        "end": end,
        "after": _numbers(row.get("after"), label),
        "owner": cells.text(row.get("owner")),
        "heading": one_of(row.get("heading"), HEADINGS, label),
    }


def _numbers(value: Any, label: Message) -> list[int]:
    """Numbers of steps out of a list, or out of what was typed: "1, 3"."""
    parts = re.split(r"[,;，；、\s]+", value.strip()) if isinstance(value, str) else list(value or [])
    try:
        return sorted({int(part) for part in parts if part != ""})
    except (TypeError, ValueError):
        text = N_("{step} waits for {value}; enter the numbers of steps, such as 1, 3.")
        raise AnswerError(message(text, step=label, value=value)) from None


def as_steps(plan: list[Row]) -> list[Step]:
    """Kept rows as steps."""
    return [
        Step(
            **{**row, "id": int(row["id"]), "after": tuple(row["after"])}
            | {name: date.fromisoformat(row[name]) for name in ("start", "end")}
        )
        for row in plan
    ]


def milestones(value: Any) -> dict[str, int]:
    """The step each lever begins with; levers without one are left out."""
    given = dict(value or {})
    return {str(lever): _whole(step) for lever, step in given.items() if step not in (None, "")}


def _whole(value: Any) -> int:
    return int(number(value, 1, UNKNOWN_STEP, message(N_("Step"))) or 0)


def _each(value: Any, ids: Iterable[str], check: Callable[[Any], Any]) -> dict[str, Any]:
    given = dict(value or {})
    return {id: check(given.get(id)) for id in ids}


def pitfalls(value: Any) -> dict[str, dict[str, Any]]:
    """Answer, evidence, owner, day, chance and share of each of the twenty."""
    return _each(value, library.pitfalls(), _pitfall)


def _pitfall(value: Any) -> dict[str, Any]:
    given = dict(value or {})
    evidence = cells.text(given.get("evidence"))
    if evidence and not evidence.startswith(("https://", "http://")):
        text = N_("The evidence is {value}; enter an address that begins with https://")
        raise AnswerError(message(text, value=evidence))
    return {
        "answer": _answer(given.get("answer")),
        "evidence": evidence,
        "owner": cells.text(given.get("owner")),
        "due": day(given.get("due"), message(N_("Due"))),
        "chance": number(given.get("chance"), 0, 1, message(N_("Chance"))),
        "share": number(given.get("share"), 0, 1, message(N_("Share lost"))),
    }


def _answer(value: Any) -> int | None:
    if value not in (None, 0, 1, 2):
        raise AnswerError(message(N_("An answer is 0, 1 or 2, not {value}."), value=value))
    return None if value is None else int(value)


def roles(value: Any) -> dict[str, dict[str, Any]]:
    """Name and share of working time, per cent, of each role."""
    return _each(value, library.checks("role"), _role)


def _role(value: Any) -> dict[str, Any]:
    given, label = dict(value or {}), message(N_("Share of time"))
    return {"name": cells.text(given.get("name")), "share": number(given.get("share"), 0, 100, label)}


def order(value: Any) -> dict[str, str]:
    """The day each of the four begins; "" for none yet."""
    given = dict(value or {})
    return {id: day(given.get(id), message(name)) for id, name in ORDER.items()}


def ticked(kind: str, value: Any) -> dict[str, bool]:
    """Whether each entry of that kind is so."""
    return _each(value, library.checks(kind), bool)


def matrix(value: Any) -> dict[str, list[str]]:
    """The causes seen behind each problem."""
    causes = library.checks("cause")
    return _each(value, library.checks("problem"), lambda seen: [cause for cause in causes if cause in (seen or [])])


def choices(value: Any) -> dict[str, str]:
    """What was chosen of the ladder and of the tiers; "" for none yet."""
    given = dict(value or {})
    return {kind: one_of(given.get(kind), library.checks(kind), message(N_("Choice"))) for kind in ("ladder", "tier")}


def functions(value: Any) -> dict[str, int]:
    """0 not there, 1 partly, 2 in use, of each function; left out while not answered."""
    states = _each(value, library.checks("function"), _answer)
    return {id: state for id, state in states.items() if state is not None}


def aftercare(value: Any) -> dict[str, Any]:
    """Users counted by hand, issues, and the days of the reviews."""
    given = dict(value or {})
    label = message(N_("Review"))
    reviews = sorted({review for cell in given.get("reviews") or [] if (review := day(cell, label))})
    counts = {name: number(given.get(name), 0, 1e9, message(N_("Count"))) for name in (*USERS, "opened", "closed")}
    return {**counts, "reviews": reviews}


def expectations(value: Any) -> list[Row]:
    """What each role expects, and how far it is met."""
    label = message(N_("Expectation"))
    return [
        {"id": str(row["id"]), "role": _named(row, "role")}
        | {name: number(row.get(name), 1, 5, label) for name in ("expected", "met")}
        for row in rows(value)
    ]


def _named(row: Mapping[str, Any], column: str = "name") -> str:
    name = cells.text(row.get(column))
    if not name:
        raise AnswerError(message(N_("a row needs a name")))
    return name


def vendors(value: Any) -> dict[str, list[Row]]:
    """Criteria with weights and scores by offer, and the offers with their prices."""
    given = dict(value or {})
    offers = [_offer(row) for row in rows(given.get("offers") or [])]
    ids = [row["id"] for row in offers]
    return {"offers": offers, "criteria": [_criterion(row, ids) for row in rows(given.get("criteria") or [])]}


def _offer(row: Row) -> Row:
    once, monthly = (number(row.get(part), 0, LARGEST, message(N_("Price"))) for part in ("once", "monthly"))
    name, way = _named(row), one_of(row.get("way"), (RENT, BUY), message(N_("Way")))
    if not way:
        raise AnswerError(message(N_("{name} is neither rented nor bought. Choose one."), name=name))
    return {"id": str(row["id"]), "name": name, "way": way, "once": once or 0.0, "monthly": monthly or 0.0}


def _criterion(row: Row, offers: list[str]) -> Row:
    scores = _each(row.get("scores"), offers, lambda score: number(score, 0, 5, message(N_("Score"))))
    return {
        "id": str(row["id"]),
        "name": _named(row),
        "weight": number(row.get("weight"), 0, 100, message(N_("Weight"))) or 0.0,
        "scores": {id: score for id, score in scores.items() if score is not None},
    }
