"""What a slider of the benefit model moves: the live strip, cash over time, value by rate, what adds and takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from metrics.case import cash, findings_money
from metrics.case.findings import NO_MOVE
from metrics.context import Context
from metrics.finding import Question
from metrics.reading import UndefinedError
from metrics.versions import saved
from pages.parts import cards, draft, session, show, strip, tables
from pages.parts.case import more
from pages.parts.session import _

STRIP = ("programme_npv", "payback", "benefit_a_year", "chance_of_profit")
ANSWERS: dict[str, Question[...]] = {"cash": findings_money.cumulative_cash, "curve": findings_money.npv_curve}


@dataclass(frozen=True)
class Places:
    """Where a slider's fragment draws: what stands around these does not move with it."""

    strip: strip.Strip
    answers: dict[str, Any]
    behind: Any


def places(now: saved.Standing) -> Places:
    """The questions about money, with their tables and reasons, and room for the answers."""
    answers = {}
    for place, (key, question) in zip(st.columns(2, gap="large"), ANSWERS.items(), strict=True):
        with place, st.container(gap="xxsmall"):
            show.head(question(now.context), key=key, context=now.context)
            answers[key] = st.container()
    return Places(strip.frame(now), answers, st.container())


def outcome(where: Places) -> None:
    """The strip and the pictures under the draft as it stands."""
    now = session.standing()
    draft.follow(more.token(now.context))
    _result(where, now)
    _answers(where, now.context)


def _answers(where: Places, context: Context) -> None:
    """Cash over time, value by rate, what adds and takes, and a second opinion; or what is missing for all of them."""
    reader = session.reader()
    for key, question in ANSWERS.items():
        answer = question(context)
        with where.answers[key]:
            if answer.undefined:
                cards.nothing(reader.read(answer.sentence))
                return
            st.header(reader.read(answer.sentence), anchor=key)
            show.picture(answer, key=key)
            show.note(answer)
    with where.behind:
        behind = st.expander(_("What raises and lowers NPV, and the cross-check"), on_change="rerun", key="behind")
        if behind.open:  # drawn when asked for: a slider then redraws two pictures, not three
            with behind:
                left, right = st.columns([1.15, 1], gap="large")
                with left:
                    show.show(findings_money.value_parts, key="parts", context=context)
                with right:
                    opinion(context)


def opinion(context: Context) -> None:
    """NPV, IRR and MIRR by us and by numpy-financial."""
    show.opened(findings_money.second_opinion, key="opinion", context=context)


def _result(where: Places, now: saved.Standing) -> None:
    """The live result: four figures, the difference to the saved version, two sliders, and the draft's buttons."""
    figures = [
        cards.Figure(session.name(id), cards.figure_text(reading), why=session.reader().read(reading.reason or ""))
        for id, reading in ((id, now.context.read(id)) for id in STRIP)
    ]
    figures.insert(STRIP.index("benefit_a_year") + 1, _cost(now))  # no benefit without its cost
    moves = [
        strip.Move("rate", (0.0, 40.0), 0.5, 100.0, _("Discount rate {n}", n="%.1f%%")),
        strip.Move("horizon", (12.0, 120.0), 6.0, 1.0, _("Horizon {n} months", n="%d")),
    ]
    strip.fill(where.strip, now.context.scenario, [*figures, _against(now)], moves)


def _cost(now: saved.Standing) -> cards.Figure:
    """Cost of the twelve months that the annual benefit is counted over."""
    label, flows = _("Its cost, same 12 months"), now.context.flows
    if flows.full_year is None or not flows.cost_by_item:
        return cards.Figure(label, tables.NOTHING)
    return cards.Figure(label, session.reader().money(flows.a_year(flows.cost)))


def _against(now: saved.Standing) -> cards.Figure:
    label = _("Against saved v{n}", n=now.based_on)
    try:
        moved = cash.against(now.context, saved.saved(now.based_on, now.name))
    except UndefinedError:
        return cards.Figure(label, tables.NOTHING)
    if abs(moved) < NO_MOVE:
        return cards.Figure(label, _("no change"))
    return cards.Figure(label, session.reader().money(moved, signed=True), good=moved > 0, up=moved > 0)
