"""What steps 1 and 2 show beside their findings: tiles, tables that stand open, lines that open."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from metrics.strategy import facts, findings
from metrics.strategy.capabilities.facts import capability_answers
from metrics.strategy.method import TECHNOLOGY, State
from metrics.strategy.parts import ASKED
from pages.parts import cards, session, show
from pages.parts.session import _, n_


def warning() -> None:
    """Where technology gets more attention than its share of success."""
    if (session.context().read("technology_weight").value or 0.0) > TECHNOLOGY / 100:
        st.badge(_("▼ Technology gets more attention than it weighs"), color="red")


def attention() -> None:
    """Whose weights are held against all others'."""
    roles, answer = facts.attention(facts.strategy_answers(session.context().sources)).roles, st.container()
    role = show.choose("role", {role: ASKED[role] for role in roles or ("ceo",)})
    with answer:
        show.show(findings.attention, role=role)


def goal_tiles() -> None:
    """The two meters; never one sum."""
    context = session.context()
    with cards.row(most=2, least=220):
        for horizon in ("short", "long"):
            states = [goal.state for goal in facts.of_term(context, horizon)]
            note = n_("{got} of {n} goal", "{got} of {n} goals", len(states), got=states.count(State.PASS))
            cards.tile(context.read(f"success_{horizon}"), note=note)


def capability_tiles() -> None:
    """Score now, wanted and of peers; how many are behind."""
    context = session.context()
    answers = capability_answers(context.sources)
    notes: Mapping[str, str] = {
        "capability_score": n_("{n} scored, of 5", "{n} scored, of 5", answers.scored),
        "capability_target": _("weighted, of 5"),
        "capability_peer": _("weighted, of 5"),
        "behind": _("of {n} scored", n=sum(answers.positions.values())),
    }
    with cards.row(most=4):
        for id, note in notes.items():
            cards.tile(context.read(id), note=note)
