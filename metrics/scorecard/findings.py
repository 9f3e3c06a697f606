"""The scorecard in findings: how the measures stand, which need somebody first, and each perspective."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from metrics.context import Context
from metrics.finding import Finding, Table, finding, share, word
from metrics.reading import UndefinedError
from metrics.scorecard import facts
from metrics.scorecard.answers import answers
from metrics.scorecard.attainment import Status, Target
from metrics.scorecard.facts import PERSPECTIVES, Standing
from metrics.words.text import N_, EachLanguage, Message, Term, Written, message
from metrics.words.units import Amount, Day

WORST = 3
STATUS_NAMES = {
    Status.MET: N_("● target met"),
    Status.NEAR: N_("◐ near"),
    Status.BELOW: N_("▼ below"),
    Status.UNSURE: N_("○ cannot tell"),
}


def verdict(context: Context) -> Message:
    """How many measures meet their target, and which is furthest behind."""
    rows = facts.aimed(context)
    if not rows:
        return message(N_("No measure has a target yet, so nobody can say what needs action"))
    behind, met = facts.behind(context), sum(each.status is Status.MET for each in rows)
    if not behind:
        return message(
            N_("{met} of {n} measures meet their target; none is below 80% of the way"), met=met, n=len(rows)
        )
    text = N_("{met} of {n} measures meet their target, {below} are below; furthest behind: {name}")
    if len(behind) == 1:
        text = N_("{met} of {n} measures meet their target, one is below: {name}")
    return message(text, met=met, n=len(rows), below=len(behind), name=behind[0].reading.name)


@finding(N_("Which measures need action first?"))
def worst(context: Context) -> Finding:
    """The three furthest behind, with who answers for each, what they said, and by when they act."""
    behind = facts.behind(context)
    if not behind:
        raise UndefinedError(message(N_("No measure is below 80% of the way to its target")))
    silent = sum(not each.said for each in behind)
    return Finding(
        sentence=_first(behind, silent),
        table=Table(
            behind[:WORST],
            word(N_("Measure"), lambda each: each.reading.name),
            word(N_("Now"), _now),
            word(N_("Target"), _aim),
            share(N_("Way gone"), lambda each: each.attained),
            word(N_("Owner"), lambda each: each.target.owner or message(N_("nobody"))),
            word(N_("What its owner says"), lambda each: each.target.comment or message(N_("nothing said yet"))),
            word(N_("Due"), _due),
        ),
        readings=tuple(each.reading for each in behind[:WORST]),
    )


def _first(behind: Sequence[Standing], silent: int) -> Message:
    """Who is to act, and how many owners have said nothing of a measure that is below."""
    owner, name = behind[0].target.owner if behind[0].target else "", behind[0].reading.name
    if not owner:
        return message(N_("{name} is furthest behind and has no owner"), name=name)
    if silent == 1:
        return message(N_("{name} first: {owner}. One measure below its target has no comment"), name=name, owner=owner)
    if silent:
        text = N_("{name} first: {owner}. {n} measures below their target have no comment")
        return message(text, name=name, owner=owner, n=silent)
    return message(N_("{name} first: {owner}. Every measure below its target has a comment"), name=name, owner=owner)


def _due(each: Standing) -> Day | None:
    """By when its owner acts."""
    due = each.target.due_on if each.target else ""
    return Day(date.fromisoformat(due)) if due else None


def _state(each: Standing) -> Written:
    """A status in words, with its sign first."""
    return Term(STATUS_NAMES[each.status])


def _now(each: Standing) -> Amount | Message | None:
    """The value as read, or why there is none."""
    reading = each.reading
    return reading.reason if reading.value is None else Amount(reading.value, reading.unit)


def _aim(each: Standing) -> Amount | Message | None:
    """The target as read: a value, or a band."""
    if each.target is None:
        return None
    unit, held = each.reading.unit, each.target
    if held.upper is None:
        return Amount(held.value, unit)
    return message(N_("{low} to {high}"), low=Amount(held.value, unit), high=Amount(held.upper, unit))


def _within(each: Standing) -> Message | None:
    """The range of the value, with which range it is."""
    reading = each.reading
    if reading.low is None or reading.high is None:
        return None
    low, high = Amount(reading.low, reading.unit), Amount(reading.high, reading.unit)
    return message(N_("{low} to {high} ({mark})"), low=low, high=high, mark=reading.mark)


@finding(N_("Which measures does it hold?"))
def perspective(context: Context, id: str = "financial", rest: bool = False) -> Finding:
    """The measures of one perspective: at most five, or with ``rest`` the others."""
    first, others = facts.shown(context, id)
    rows = others if rest else first
    with_target = [each for each in rows if each.target is not None]
    met = sum(each.status is Status.MET for each in with_target)
    name, question = PERSPECTIVES[id]
    approved = answers(context.sources)["approvals"].value
    return Finding(
        question=message(question),
        sentence=_of_perspective(Term(name), met, len(with_target)),
        table=Table(
            rows,
            word(N_("Status"), lambda each: _state(each) if each.target else None),
            word(N_("Measure"), lambda each: _named(each, approved)),
            word(N_("Now"), _now),
            word(N_("Target"), _aim),
            share(N_("Way gone"), lambda each: each.attained),
            word(N_("Owner"), lambda each: _owner(each.target)),
            word(N_("Range"), _within),
            word(N_("Moves"), lambda each: Term(N_("before the result") if each.kpi.lead else N_("with the result"))),
            word(N_("Definition"), lambda each: _approved(approved.get(each.reading.id))),
            word(N_("Rule of thumb"), lambda each: EachLanguage(each.kpi.rule) if each.kpi.rule else None),
        ),
        readings=tuple(each.reading for each in rows),
    )


UNAPPROVED = N_("◇ beside a measure: nobody has approved its definition yet.")


def _named(each: Standing, approved: Mapping[str, Any]) -> Message:
    """A measure, with a mark where nobody has approved what it is defined as."""
    if each.reading.id in approved:
        return each.reading.name
    return message(N_("◇ {name}"), name=each.reading.name)


def _approved(row: Mapping[str, str] | None) -> Message:
    """Who approved what a measure is defined as, or that nobody has."""
    if row is None:
        return message(N_("○ not approved"))
    on = Day(date.fromisoformat(row["on"]))
    if row["department"]:
        return message(N_("● {who} for {department}, {day}"), who=row["by"], department=row["department"], day=on)
    return message(N_("● {who}, {day}"), who=row["by"], day=on)


def _owner(target: Target | None) -> str | None:
    return (target.owner or None) if target else None


def _of_perspective(name: Term, met: int, n: int) -> Message:
    if not n:
        return message(N_("{name}: no target set"), name=name)
    return message(N_("{name}: {met} of {n} on target"), name=name, met=met, n=n)
