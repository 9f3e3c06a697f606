"""The table of capabilities to score in, its first rows, its drafted weights, and the way on to step 3."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from metrics.answers.cells import AnswerError, Row, edited, phrase
from metrics.context import current
from metrics.programme.benefits import lever_name
from metrics.scenario.kinds import KINDS
from metrics.strategy.capabilities import drafts, facts
from metrics.strategy.capabilities.scores import BEST, FEWEST, MOST
from metrics.strategy.facts import strategy_answers
from metrics.strategy.method import FACTORS
from metrics.words.text import N_, listed
from pages.parts import cards, draft, edit, menu, session
from pages.parts.session import _
from pages.parts.strategy import editors

BOOK = edit.answers("capabilities", lambda changes, author: facts.change(current(), changes, author))
NUMBERS = ("weight", "score", "target", "peer")


def editor() -> None:
    """Weights and scores to type over; rows can be added and taken out."""
    answers = facts.capability_answers(current())
    count = len(answers.capabilities)
    with st.container(gap="xxsmall"):
        st.caption(_("What matters, and how good are we at it?"))
        st.header(_("Type a score from 0 to 5; the pictures below follow"), anchor=False)
    edit.bar(BOOK, answers.scores, facts.SCORES, brought=answers.with_data)
    if not answers.scores.author:
        _refused()
    if not count:
        _begin()
    _table(answers.scores.value)
    if count:
        _slide(answers.scores.value)
    if count and not FEWEST <= count <= MOST:
        st.caption(_("{n} capabilities; the method asks for {least} to {most}.", n=count, least=FEWEST, most=MOST))
    if answers.scores.sample:
        st.caption(_("Scores of peers are invented for the sample; a source for your own goes beside them."))
    if count and strategy_answers(current()).weights:
        _weights()


def _refused() -> None:
    """Why the scores that came with the data cannot be used, where they cannot."""
    try:
        facts.supplied(current())
    except AnswerError as error:
        reason = session.reader().read(error.reason)
        st.caption(_("{file} cannot be used: {reason}", file=facts.WITH_THE_DATA, reason=reason))


def _begin() -> None:
    cards.nothing(
        _(
            "Nothing is scored yet. Begin with the list of 18, add rows below, or bring {file}.",
            file=facts.WITH_THE_DATA,
        )
    )
    st.button(
        _("Begin with the list of 18"),
        on_click=_save,
        args=(lambda _now: facts.listed(),),
        key="begin",
        disabled=not edit.may_write(),
    )


def _save(make: Callable[[list[Row]], list[Row]]) -> None:
    edit.act(BOOK, {facts.SCORES: make}, facts.SCORES)


def _table(rows: list[Row]) -> None:
    column = st.column_config
    score: dict[str, Any] = {"width": 84, "min_value": 0, "max_value": BEST, "format": "%g", "step": 0.1}
    kinds = {id: kind.name for id, kind in KINDS.items() if id != "stated"}
    columns = {
        "name": column.TextColumn(_("Capability"), required=True),
        "weight": column.NumberColumn(_("Weight"), width=84, min_value=0, max_value=100, format="%g"),
        "score": column.NumberColumn(_("Now"), **score),
        "target": column.NumberColumn(_("Target"), **score),
        "peer": column.NumberColumn(_("Peers"), **score),
        "lever": editors.chosen(_("Lever"), 150, kinds),
        "factor": editors.chosen(_("Factor"), 110, FACTORS),
    }
    edit.table(
        BOOK,
        facts.SCORES,
        rows,
        [str(row["id"]) for row in rows],
        lambda: editors.frame(rows, columns, ("name",), dict.fromkeys(NUMBERS, float)),
        columns,
        change=lambda edits: {facts.SCORES: lambda now: edited(now, edits)},
        alt=_("Capabilities with weights and scores"),
        height=470,
    )


def _slide(rows: list[Row]) -> None:
    """The weight of one capability, moved while the pictures below follow."""
    names = {str(row["id"]): session.reader().read(phrase(str(row["name"]))) for row in rows}
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        id = st.selectbox(_("Weight of"), list(names), format_func=names.__getitem__, key="weight-of", width=340)
        held = next(row["weight"] for row in rows if str(row["id"]) == id)

        def moved() -> None:
            weight = float(st.session_state[f"weight-{id}"])
            _save(lambda now: [{**row, "weight": weight} if str(row["id"]) == id else row for row in now])

        st.slider(
            _("Weight, 0 to 100"),
            0.0,
            100.0,
            float(held or 0.0),
            step=1.0,
            format="%g",
            key=f"weight-{id}",
            on_change=moved,
            disabled=not edit.may_write(),
            width=300,
        )


def _weights() -> None:
    """Weights drafted from step 1, only when somebody asks."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.caption(
            _("Step 1 gives each direction a weight; shared evenly it drafts the weights here."), width="content"
        )
        st.button(
            _("Draft the weights from step 1"),
            on_click=_save,
            type="tertiary",
            key="draft-weights",
            args=(lambda rows: facts.drafted(current(), rows),),
            disabled=not edit.may_write(),
        )


def _draft(found: Sequence[drafts.Draft]) -> None:
    draft.change(lambda plan, author, on: drafts.drafted(plan, found, author, on), "levers")


def onward() -> None:
    """To step 3, once there is a gap to carry there; drafted where its levers still claim nothing."""
    if facts.capability_answers(current()).gaps:
        found = drafts.drafts(session.context())
        if found and edit.may_write():
            names = listed([lever_name(each.lever) for each in found])
            st.button(
                _("Draft in step 3: {levers}", levers=session.reader().read(names)),
                on_click=_draft,
                args=(found,),
                type="tertiary",
                key="draft-levers",
                help=_(
                    "Each goes from its baseline the share of the way to its benchmark that the targets of step 2 go "
                    "from today's scores to 5. A lever that moves already stays as it is."
                ),
            )
        entry = menu.ENTRIES["benefit_model"]
        st.page_link(
            entry.file,
            label=_("To the levers of step 3"),
            icon=":material/arrow_forward:",
            query_params=session.address() or None,
        )


def begins() -> bool:
    """Whether nothing is scored yet, so that editing is what comes first."""
    return not facts.capability_answers(current()).scored


PARTS = {"scores": (N_("Scores and weights"), editor)}
