"""Tiles, weights against the plan, the five usual problems and the three stages of the strategy page."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from metrics.drawing import strategy as charts
from metrics.report import Context
from metrics.strategy import facts as story
from metrics.strategy import made as readings
from metrics.strategy import sentences as takeaways
from metrics.strategy.method import TECHNOLOGY
from metrics.strategy.parts import DIRECTIONS, STAGES
from metrics.words.text import N_
from metrics.words.units import Unit
from pages.parts import answer_edit as edit
from pages.parts import cards, editor, session
from pages.parts.session import _
from pages.parts.strategy.form import BOOK


def verdict(now: story.Standing) -> str:
    """The page's first sentence."""
    rows = now.rows("stakeholders")
    said = takeaways.verdict(
        len(now.answered), now.weights, story.agreeing(now), len(rows), sponsor=bool(story.sponsors(now))
    )
    return session.reader().read(said)


def tiles(context: Context, now: story.Standing) -> None:
    """Agreement, weight of technology, conflict, coverage."""
    rows, held = now.rows("stakeholders"), story.attention(now)
    with cards.row(most=4):
        agreeing = readings.alignment(context.sources, now)
        cards.tile(
            agreeing,
            label=_("Stakeholders agreeing"),
            note=_("{n} of {of} agree", n=story.agreeing(now), of=len(rows)),
            delta=None if story.sponsors(now) or not rows else cards.Delta(_("no sponsor"), up=False, good=False),
        )
        weight = readings.technology(context.sources, now)
        cards.tile(
            weight,
            label=_("Weight of technology"),
            delta=_above(weight.value),
            note=_("{n} asked; GCCRM 15%", n=len(held.answers)),
        )
        apart = readings.conflict(context.sources, now)
        cards.tile(apart, label=_("Conflict of departments"), note=_("0 none, 1 complete"))
        covered = readings.coverage(context.sources, now)
        count = sum(1 for measure in now.held["roles"].value.values() if measure)
        cards.tile(covered, label=_("Roles with a measure"), note=_("{n} of {of} covered", n=count, of=12))


def _above(value: float | None) -> cards.Delta | None:
    if value is None:
        return None
    points = session.reader().value(value - TECHNOLOGY / 100, Unit.POINTS, signed=True)
    above = value > TECHNOLOGY / 100 + 1e-9
    return cards.Delta(points, up=above, good=False if above else None)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def followed(context: Context, now: story.Standing) -> None:
    """Weights beside the share of the levers' worth."""
    found = story.followed(context, now)
    rows = [charts.Pair(_capital(_(DIRECTIONS[one.id])), one.weight, one.share) for one in found]
    chart = charts.paired(session.reader(), rows, ours=N_("weight {share}"), theirs=N_("worth {share}"))
    take_away = session.reader().read(takeaways.followed(found))
    cards.block(_("Does the benefit model follow the strategy?"), _capital(take_away), chart, key="followed")


def problems(context: Context, now: story.Standing) -> None:
    """The five usual problems, each a light with a word and what it is made of."""
    found = readings.lights(context, now)
    passed = sum(1 for light in found if light.passed)
    with st.container(gap="xxsmall"):
        cards.question_line(_("Which of the five usual problems do we have?"), key="problems")
        st.header(_("{n} of {of} are in order", n=passed, of=len(found)), anchor=False)
    for light in found:
        sign = (
            _(":gray[○ not known]")
            if light.passed is None
            else _(":green[● in order]")
            if light.passed
            else _(":red[▼ problem]")
        )
        told = _("{goal}: {reason}", goal=f"**{_(light.name)}**", reason=session.reader().read(light.note))
        st.markdown(f"{sign} {told}")


def stages(now: story.Standing) -> None:
    """Three stages of using customer data; the middle one is the key step."""
    held, off = now.held["stages"], not editor.may_write()
    done = [id for id, there in held.value.items() if there]
    cards.question_line(_("How far are we with customer data?"), key="stages")
    edit.refused(BOOK, "stages")
    key = f"stages-{edit.print_of(held.value)}"
    st.pills(
        _("Done"),
        list(STAGES),
        selection_mode="multi",
        default=done,
        format_func=lambda id: _(STAGES[id]),
        key=key,
        on_change=_staged,
        args=(key,),
        disabled=off,
        wrap=True,
        label_visibility="collapsed",
    )
    reached = next((n for n, id in enumerate(STAGES) if not held.value[id]), len(STAGES))
    st.caption(
        _(
            "Stage {n} of {of}. The analysis of customers is the key step: without it, data decide nothing.",
            n=reached,
            of=len(STAGES),
        )
    )


def _staged(key: str) -> None:
    chosen = set(st.session_state[key])
    edit.write(BOOK, {"stages": lambda _now: {id: id in chosen for id in STAGES}})


def behind(title: str, key: str, draw: Callable[[story.Standing], None], now: story.Standing) -> None:
    """Behind a line, drawn when it is opened."""
    shown = st.expander(title, on_change="rerun", key=key)
    if shown.open:
        with shown:
            draw(now)
