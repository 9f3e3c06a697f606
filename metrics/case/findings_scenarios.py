"""Scenarios in findings: which there are, what makes the difference between two, and every number that differs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from metrics.case.findings import NO_MOVE
from metrics.context import BASE, Context
from metrics.drawing.bridge import Item, levels
from metrics.finding import Finding, Table, chart, finding, word
from metrics.versions import drafts, named
from metrics.words.text import N_, Message, Term, message
from metrics.words.units import money as amount


@finding(N_("Which scenarios are there?"))
def scenarios(context: Context, *, name: str) -> Finding:
    """Each with its newest version, who saved it and when, and whether it is approved; ``name`` is in force."""
    rows = named.listed()
    return Finding(
        sentence=_scenarios(rows, name),
        table=Table(
            rows,
            word(N_("Scenario"), lambda row: _called(row.name)),
            word(N_("Version"), lambda row: f"v{row.newest.version}"),
            word(N_("Saved by"), lambda row: Term(N_("came with the data")) if row.by_data else row.newest.author),
            word(N_("On"), lambda row: _day(row.newest.made_at)),
            word(N_("Approved by"), lambda row: row.approval.author if row.approval else Term(N_("not approved"))),
            word(N_("Approved on"), lambda row: _day(row.approval.approved_at) if row.approval else None),
        ),
    )


def _scenarios(rows: Sequence[named.Row], name: str) -> Message:
    if len(rows) == 1:
        return message(N_("Only {name}; copy it to try another"), name=_called(rows[0].name))
    in_force = next((row.name for row in rows if row.name == name), rows[0].name)
    return message(N_("{name} is in force, one of {n}"), name=_called(in_force), n=len(rows))


def _called(name: str) -> Term | str:
    """The base case in the reader's language, others as somebody named them."""
    return Term(BASE) if name == BASE else name


def _day(at: str) -> date:
    return datetime.fromisoformat(at).date()


@finding(N_("What makes the difference?"))
def compared(context: Context, *, before: Context) -> Finding:
    """What moved the value from ``before`` to ``context``, lever by lever."""
    moved = named.moved(before, context)
    items = [
        Item(before.title, moved.before, total=True),
        *(Item(step.label, step.amount) for step in moved.steps),
        Item(context.title, moved.after, total=True),
    ]
    more, less = (context, before) if moved.after > moved.before else (before, context)
    apart = abs(moved.after - moved.before)
    text = N_("{more} is worth {money} more than {less}")
    sentence = message(text, more=more.title, less=less.title, money=amount(apart))
    if apart < NO_MOVE:
        sentence = message(N_("Both are worth the same"))
    return Finding(sentence=sentence, table=levels(items), chart=chart("bridge", items=items))


@finding(N_("Which numbers differ?"))
def differing(context: Context, *, before: Context) -> Finding:
    """What, in ``before``, in ``context``."""
    rows = list(drafts.differing(before.scenario, context.scenario))
    sentence = message(N_("Every number that differs: {n}"), n=len(rows))
    return Finding(
        question=sentence,
        sentence=sentence,
        table=Table(
            rows,
            word(N_("Assumption"), lambda row: row[0]),
            word(before.title, lambda row: row[1]),
            word(context.title, lambda row: row[2]),
        ),
    )
