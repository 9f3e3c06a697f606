"""The open part of the roadmap page: tiles, plan with its eight lights, top risks and what begins when."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from data.library import readiness as library
from metrics.answers.cells import phrase
from metrics.drawing import Chart, gantt
from metrics.drawing import roadmap as charts
from metrics.reading import Reading
from metrics.roadmap import made as readings
from metrics.roadmap import sentences as takeaways
from metrics.roadmap.facts import Milestone, Roadmap
from metrics.roadmap.lights import Light, State
from metrics.roadmap.plan import HEADINGS, Schedule
from metrics.roadmap.wording import listed
from metrics.words.text import N_, Message
from pages.parts import cards, session
from pages.parts.session import _

MARKS = {State.DONE: "●", State.PARTLY: "◐", State.MISSING: "▼"}
WORDS = {State.DONE: N_("complete"), State.PARTLY: N_("partly"), State.MISSING: N_("missing")}
COLOURS = {State.DONE: "green", State.PARTLY: "gray", State.MISSING: "red"}


def read(words: Message | str) -> str:
    """A message of the report, a library's text or somebody's own, in the reader's language; "$" stays a sign."""
    found = session.reader().read(words if isinstance(words, Message) else phrase(words))
    return found.replace("$", "\\$")


def name(reading: Reading) -> str:
    """What a figure of this page is called."""
    found = reading.name
    return session.reader().read(found) if isinstance(found, Message) else reading.id


def head(
    question: str, take_away: str, *, key: str, chart: Chart | None = None, reading: Reading | None = None
) -> None:
    """Question and answer above a table."""
    with st.container(gap="xxsmall"):
        cards.question_line(question, chart, reading=reading, key=key)
        st.header(take_away, anchor=False)


def tiles(found: Roadmap) -> None:
    """Four figures."""
    most = {"plan_complete": _("of {n}", n=len(HEADINGS))}
    with cards.row(most=4):
        for reading in readings.tiles(found):
            note = most.get(reading.id, "")
            if reading.id == "risk_money":
                note = read(library.pitfalls()[found.top[0].id].name) if found.top else ""
            elif reading.id == "readiness":
                note = _("of 40 points")
            elif reading.id == "plan_length" and isinstance(found.scheduled, Schedule):
                note = _("to {day}", day=session.reader().day(found.scheduled.end))
            cards.tile(reading, label=name(reading), note=note)


def plan(found: Roadmap) -> None:
    """The plan as a Gantt, or why there is none."""
    question = _("What comes when, and what decides the end?")
    if not isinstance(found.scheduled, Schedule):
        head(question, _("No plan to draw yet"), key="gantt")
        cards.nothing(_("{reason} Enter steps below, or bring the table plan.", reason=found.scheduled))
        return
    bars = [
        gantt.Bar(
            one.step.id,
            session.reader().read(phrase(one.step.name)),
            one.start,
            one.end,
            one.step.start,
            one.step.after,
            one.critical,
            one.slack,
            one.step.owner,
            _brings(found, one.step.id),
        )
        for one in found.scheduled.placed.values()
    ]
    chart = gantt.gantt(session.reader(), bars, today=found.context.sources.published.until)
    cards.block(question, session.reader().read(takeaways.path(found.scheduled)), chart, key="gantt")
    words = _(
        "◆ and bold: critical. +n: days pushed back by what is waited for; grey: as planned. ▸ benefits that begin."
    )
    st.caption(f"{words} {_('Invented plan of the sample company.')}" if found.now.held["plan"].sample else words)


def _brings(found: Roadmap, step: int) -> str:
    held = [one for one in found.milestones if one.step is not None and one.step.step.id == step]
    return session.reader().read(listed([one.name for one in held]))


def lights(found: Roadmap) -> None:
    """Eight headings, each with its mark, its word and what is missing."""
    head(
        _("Is the plan complete?"),
        read(takeaways.completeness(found.lights)),
        key="lights",
        chart=Chart(None, lambda: _lights(found)),
    )
    rows = [(mark(light), f"**{_(HEADINGS[light.id])}**  \n{_lacks(light)}") for light in found.lights]
    st.table(pd.DataFrame(rows, columns=[_("State"), _("Heading")]), border="horizontal", hide_index=True)


def _lights(found: Roadmap) -> pd.DataFrame:
    rows = [(_(HEADINGS[light.id]), _(WORDS[light.state]), _lacks(light)) for light in found.lights]
    return pd.DataFrame(rows, columns=[_("Heading"), _("State"), _("What is missing")])


def mark(light: Light) -> str:
    """Sign and word in colour."""
    return f":{COLOURS[light.state]}[{MARKS[light.state]}\u00a0{_(WORDS[light.state])}]"


def _lacks(light: Light) -> str:
    return read(light.missing) if light.missing is not None else _("nothing missing")


def risks(found: Roadmap) -> None:
    """The five largest by money."""
    rows = [
        charts.AtRisk(
            session.reader().read(phrase(library.pitfalls()[risk.id].name)),
            risk.money or 0.0,
            risk.affected or 0.0,
            risk.share,
            risk.chance or 0.0,
            risk.owner,
        )
        for risk in found.top
    ]
    reading = readings.at_risk(found)
    nothing = read(reading.reason) if reading.reason else ""
    chart = charts.at_risk(session.reader(), rows, nothing)
    take_away = read(takeaways.risks(found.top))
    cards.block(_("Which pitfalls put most money at risk?"), take_away, chart, reading=reading, key="risks")
    st.caption(_("The same benefit can be threatened by several pitfalls: these amounts do not add up."))


def milestones(found: Roadmap) -> None:
    """Each benefit with its step: when it begins, what it is worth, and what comes too early."""
    question = _("Which benefit begins with which step?")
    if not found.milestones:
        head(question, _("No benefit to begin"), key="begin")
        cards.nothing(_("The scenario has no lever yet; set one on the benefit model page."))
        return
    head(
        question,
        read(takeaways.milestones(found.milestones)),
        key="begin",
        chart=Chart(None, lambda: _milestones(found)),
    )
    rows = [(read(one.name), _worth(one), _state(one)) for one in found.milestones]
    names = [_("Benefit"), _("Worth a year"), _("Step")]
    st.table(pd.DataFrame(rows, columns=names), border="horizontal", hide_index=True)


def _worth(one: Milestone) -> str:
    return "–" if one.worth is None else session.reader().money(one.worth).replace("$", "\\$")


def _state(one: Milestone) -> str:
    if one.step is None:
        return f":gray[◐ {_('hangs on no step')}]"
    name = read(one.step.step.name)
    if one.late:
        return f":red[▼ {_('{n} days too early', n=one.late)}]  \n{name}"
    return f":green[● {_('in time')}]  \n{name}"


def _milestones(found: Roadmap) -> pd.DataFrame:
    reader = session.reader()
    rows = [
        (
            reader.read(one.name),
            reader.day(one.begins),
            "–" if one.step is None else reader.day(one.step.end),
            "–" if one.worth is None else reader.money(one.worth),
            str(one.late),
            "–" if one.lost is None else reader.money(one.lost),
        )
        for one in found.milestones
    ]
    names = (
        _("Benefit"),
        _("Begins"),
        _("Step is done"),
        _("Worth a year"),
        _("Days too early"),
        _("What the wait costs"),
    )
    return pd.DataFrame(rows, columns=list(names)).map(lambda cell: cell.replace("$", "\\$"))
