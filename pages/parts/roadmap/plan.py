"""Changing the plan: its steps, and the step each benefit begins with."""

from __future__ import annotations

from typing import Any

import streamlit as st

from metrics.reading import UndefinedError
from metrics.roadmap import drafts, facts
from metrics.roadmap.plan import HEADINGS
from pages.parts import cards, edit, session
from pages.parts.roadmap import book
from pages.parts.roadmap.views import own, read
from pages.parts.session import _


def steps() -> None:
    """The table of steps."""
    answers = book.answers()
    names = facts.initiatives(session.context().sources)
    rows = [
        {
            **row,
            "n": row["id"],
            "name": own(row["name"]),
            "after": ", ".join(map(str, row["after"])),
            "initiative": row["initiative"] or None,
            "heading": row["heading"] or None,
        }
        for row in answers.value("plan")
    ]
    known = sorted({*names, *(row["initiative"] for row in rows if row["initiative"])})
    column = st.column_config
    columns = {
        "n": column.TextColumn(_("No."), width=48),
        "name": column.TextColumn(_("Step"), width=196, required=True),
        "initiative": column.SelectboxColumn(
            _("Initiative"), width=140, options=known, format_func=lambda id: names.get(str(id), str(id))
        ),
        "start": column.DateColumn(_("Not before"), width=100, required=True),
        "end": column.DateColumn(_("Ends"), width=96, required=True),
        "after": column.TextColumn(_("Waits for"), width=88, help=_("Numbers of steps, such as 1, 3")),
        "owner": column.TextColumn(_("Owner"), width=126),
        "heading": column.SelectboxColumn(
            _("Heading"), width=120, options=list(HEADINGS), format_func=lambda id: _(HEADINGS[str(id)])
        ),
    }
    types = {"start": "date", "end": "date", "initiative": "object", "heading": "object"}
    types |= dict.fromkeys(("n", "name", "after", "owner"), "str")
    book.bar("plan")
    if not rows:
        _draft()
    book.table("plan", rows, columns, fixed=("n",), types=types, alt=_("Steps of the plan"))


def _draft() -> None:
    """A first plan out of the levers of step 3."""
    try:
        first, tied = drafts.steps(session.context(), lambda lever: _("Ready for: {lever}", lever=read(lever)))
    except UndefinedError:
        return
    if first and edit.may_write():
        st.button(
            _("Draft a step for each lever of step 3"),
            on_click=_put,
            args=(first, tied),
            type="tertiary",
            key="draft-steps",
        )


def _put(first: list[dict[str, Any]], tied: dict[str, int]) -> None:
    edit.act(book.BOOK, {"plan": lambda _now: first, "milestones": lambda now: {**now, **tied}}, "plan")


def ties() -> None:
    """The step each benefit begins with."""
    try:
        milestones = facts.milestones(session.context())
    except UndefinedError as error:
        cards.nothing(read(error.reason))
        return
    answers = book.answers()
    numbers = {step.id: f"{step.id} {own(step.name)}" for step in answers.steps}
    tied = answers.value("milestones")
    rows = [
        {
            "id": milestone.lever,
            "lever": own(milestone.name),
            "begins": milestone.begins,
            "step": step if (step := tied.get(milestone.lever)) in numbers else None,
        }
        for milestone in milestones
    ]
    column = st.column_config
    columns = {
        "lever": column.TextColumn(_("Benefit"), width=200),
        "begins": column.DateColumn(_("Begins"), width=110),
        "step": column.SelectboxColumn(
            _("Step it begins with"), options=list(numbers), format_func=lambda id: numbers.get(int(id), str(id))
        ),
    }
    book.bar("milestones")
    book.table(
        "milestones",
        rows,
        columns,
        book.by_cell("step"),
        grows=False,
        fixed=("lever", "begins"),
        types={"begins": "date", "step": "object"},
        alt=_("Steps that benefits begin with"),
    )
