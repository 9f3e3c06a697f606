"""The six questions of step 1: answer, owner, day; the weights of the four directions, which sum to 100 %."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from metrics.answers.cells import AnswerError, phrase
from metrics.context import current
from metrics.strategy import facts, method
from metrics.strategy.facts import StrategyAnswers, strategy_answers
from metrics.strategy.parts import BALANCES, CHANNELS, DIRECTIONS, MARKETS, QUESTIONS
from metrics.words.text import listed
from pages.parts import edit, session
from pages.parts.session import _

BOOK = edit.answers("strategy", lambda changes, author: facts.change(current(), changes, author))
ASKED = "strategy_asked"  # weights that did not sum to 100 %, with what was asked beside them
WIDTHS = [2.6, 1.2, 0.9]
OPTIONS = {"market": MARKETS, "balance": BALANCES, "channels": CHANNELS}


def form() -> None:
    """Everything in one form, kept together or not at all."""
    now = strategy_answers(current())
    later = max((now.parts[part] for part in ("questions", "weights")), key=lambda saved: saved.at)
    edit.bar(BOOK, later, "questions", "weights")
    _offer()
    mark = edit.print_of([now.questions, now.weights, session.lang()])
    with st.form(f"strategy-{mark}", border=True):
        given = {id: _question(id, now, mark) for id in QUESTIONS}
        sent = st.form_submit_button(_("Save the answers"), disabled=not edit.may_write())
    if now.without_owner:
        names = listed((_(QUESTIONS[id]) for id in now.without_owner), apart=True)
        st.badge(_("No owner yet: {names}", names=names), icon=":material/person_alert:", color="orange")
    if sent:
        _sent(given)


def _question(id: str, now: StrategyAnswers, mark: str) -> dict[str, Any]:
    saved, off = now.questions[id], not edit.may_write()
    left, middle, right = st.columns(WIDTHS, vertical_alignment="bottom")
    with left:
        answer = _weights(now, mark) if id == "priority" else _answer(id, saved["answer"], mark)
    reader = session.reader()
    owner = middle.text_input(
        _("Owner"), reader.read(phrase(saved["owner"])), key=f"owner-{id}-{mark}", disabled=off, max_chars=80
    )
    on = right.date_input(
        _("Agreed on"),
        date.fromisoformat(saved["on"]) if saved["on"] else None,
        key=f"on-{id}-{mark}",
        disabled=off,
        format="YYYY-MM-DD",
    )
    return {"answer": answer, "owner": _kept(owner, saved["owner"]), "on": on}


def _kept(typed: str, saved: str) -> str:
    """The text as saved when what is shown of it was not changed: a text of ours stays readable in both languages."""
    return saved if typed == session.reader().read(phrase(saved)) else typed


def _answer(id: str, saved: Any, mark: str) -> Any:
    label = _(QUESTIONS[id])
    more: dict[str, Any] = {"key": f"answer-{id}-{mark}", "disabled": not edit.may_write()}
    if id in OPTIONS:
        more |= {"options": list(OPTIONS[id]), "format_func": lambda option: _(OPTIONS[id][option]), "wrap": True}
    if id == "channels":
        return st.pills(label, selection_mode="multi", default=saved, **more)
    if id in OPTIONS:
        return st.segmented_control(label, default=saved or None, **more) or ""
    return _kept(st.text_input(label, session.reader().read(phrase(saved)), max_chars=300, **more), saved)


def _weights(now: StrategyAnswers, mark: str) -> dict[str, float]:
    st.caption(_(QUESTIONS["priority"]) + " " + _("In per cent, 100 together."))
    found = {}
    places = st.columns(len(DIRECTIONS), gap="small", vertical_alignment="bottom")
    for (id, name), place in zip(DIRECTIONS.items(), places, strict=True):
        found[id] = place.number_input(
            _(name),
            0.0,
            100.0,
            float(now.weights.get(id, 0)),
            5.0,
            format="%g",
            key=f"weight-{id}-{mark}",
            disabled=not edit.may_write(),
        )
    return found


def _sent(given: Mapping[str, dict[str, Any]]) -> None:
    questions = {id: {**one, "answer": "" if id == "priority" else one["answer"]} for id, one in given.items()}
    weights = dict(given["priority"]["answer"])
    if not any(weights.values()):
        weights = {}
    done = _keep(questions, weights)
    st.session_state[ASKED] = None if done else (questions, weights)
    st.rerun()


def _keep(questions: Mapping[str, Any], weights: Mapping[str, float]) -> bool:
    """Save answers and weights together; whether they were kept."""
    made = {"questions": lambda _now: dict(questions), "weights": lambda _now: dict(weights)}
    return edit.act(BOOK, made, "questions")


def _offer() -> None:
    """Weights in the same proportions that sum to 100 %, shown before they are taken."""
    asked = st.session_state.get(ASKED)
    if not asked or not asked[1]:
        return
    try:
        scaled = method.scaled(asked[1])
    except AnswerError:
        return
    if all(abs(scaled[id] - asked[1][id]) < 1e-9 for id in scaled):
        return
    parts = listed(f"{_(name)} {scaled[id]}%" for id, name in DIRECTIONS.items())
    st.button(
        _("Scale to 100%: {weights}", weights=parts), on_click=_scale, args=(asked[0], scaled), key="scale-weights"
    )


def _scale(questions: Mapping[str, Any], weights: Mapping[str, float]) -> None:
    _keep(questions, weights)
    st.session_state[ASKED] = None
