"""The capabilities page: figures, the table to score in, scores as dots, the heat map, gaps and where they go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from metrics import report
from metrics.answers.cells import Row
from metrics.drawing import Chart
from metrics.drawing import strategy as charts
from metrics.report import Context
from metrics.scenario import KINDS
from metrics.strategy import capability_facts as story
from metrics.strategy import facts as report_strategy
from metrics.strategy import made as readings
from metrics.strategy import sentences as takeaways
from metrics.strategy.capabilities import BEST, FEWEST, MOST, Capability, Position, ranked
from metrics.strategy.method import FACTORS
from metrics.words.text import N_
from metrics.words.units import Unit
from pages.parts import answer_edit as edit
from pages.parts import cards, editor, menu, session
from pages.parts.session import _, n_
from pages.parts.strategy.people import ids, read
from pages.parts.words import listed, plain

BOOK = edit.Book("capabilities", lambda changes, author: story.change(report.current(), changes, author))
SHOWN = 10  # gaps drawn
PLACES = {
    Position.BEHIND: N_("▼ behind"),
    Position.PAR: N_("● on a par"),
    Position.AHEAD: N_("▲ ahead"),
}
COLOURS = {Position.BEHIND: "red", Position.PAR: "gray", Position.AHEAD: "green"}


def verdict(context: Context, now: story.Standing) -> str:
    """The page's first sentence."""
    score, _why = readings.value_of(lambda: story.score(now, "score"))
    peer, _why = readings.value_of(lambda: story.score(now, "peer"))
    gaps = ranked(now.capabilities)
    return session.reader().read(takeaways.where(score, peer, story.positions(now), gaps[0] if gaps else None))


def tiles(context: Context, now: story.Standing) -> None:
    """Score now, wanted and of peers; how many are behind."""
    notes = {
        "score": n_("{n} scored, of 5", "{n} scored, of 5", now.scored),
        "target": _("weighted, of 5"),
        "peer": _("weighted, of 5"),
    }
    labels = {"score": _("Score now"), "target": _("Score wanted"), "peer": _("Score of peers")}
    with cards.row(most=4):
        for column, note in notes.items():
            cards.tile(readings.score(context.sources, now, column), label=labels[column], note=note)
        held = sum(story.positions(now).values())
        cards.tile(readings.behind(context.sources, now), label=_("Behind the peers"), note=_("of {n} scored", n=held))


def table(context: Context, now: story.Standing) -> None:
    """Weights and scores to type over; rows can be added and taken out."""
    count = len(now.capabilities)
    with st.container(gap="xxsmall"):
        cards.question_line(_("What matters, and how good are we at it?"), key="scores")
        st.header(_("Type a score from 0 to 5; the pictures below follow"), anchor=False)
    edit.bar(BOOK, now.held, story.SCORES, brought=now.brought)
    if now.reason is not None:
        st.caption(
            _("{file} cannot be used: {reason}", file=story.WITH_THE_DATA, reason=session.reader().read(now.reason))
        )
    if not count:
        _begin()
    _table(now)
    if count and not FEWEST <= count <= MOST:
        st.caption(_("{n} capabilities; the method asks for {least} to {most}.", n=count, least=FEWEST, most=MOST))
    if now.held.sample:
        st.caption(_("Scores of peers are invented for the sample; a source for your own goes beside them."))
    _weights(context, now)


def _begin() -> None:
    cards.nothing(
        _(
            "Nothing is scored yet. Begin with the list of 18, add rows below, or bring {file}.",
            file=story.WITH_THE_DATA,
        )
    )
    st.button(
        _("Begin with the list of 18"),
        on_click=_save,
        args=(lambda _now: story.listed(),),
        key="begin",
        disabled=not editor.may_write(),
    )


def _save(make: Callable[[list[Row]], list[Row]]) -> None:
    edit.write(BOOK, {story.SCORES: make})


def _table(now: story.Standing) -> None:
    column = st.column_config
    score: dict[str, Any] = {"width": 84, "min_value": 0, "max_value": BEST, "format": "%g", "step": 0.1}
    kinds = [kind for kind in KINDS if kind != "stated"]
    columns = {
        "name": column.TextColumn(_("Capability"), required=True),
        "weight": column.NumberColumn(_("Weight"), width=84, min_value=0, max_value=100, format="%g"),
        "score": column.NumberColumn(_("Now"), **score),
        "target": column.NumberColumn(_("Target"), **score),
        "peer": column.NumberColumn(_("Peers"), **score),
        "lever": column.SelectboxColumn(
            _("Lever"), width=150, options=kinds, format_func=lambda kind: _(KINDS[str(kind)].name)
        ),
        "factor": column.SelectboxColumn(
            _("Factor"), width=110, options=list(FACTORS), format_func=lambda id: _(FACTORS[str(id)])
        ),
    }
    rows = now.held.value

    def frame() -> pd.DataFrame:
        made = [
            {**row, "name": read(row["name"]), "lever": row["lever"] or None, "factor": row["factor"] or None}
            for row in rows
        ]
        numbers = dict.fromkeys(("weight", "score", "target", "peer"), float)
        return pd.DataFrame(made, columns=list(columns)).astype({"name": str, **numbers})

    edit.table(
        BOOK, story.SCORES, rows, ids(rows), frame, columns, alt=_("Capabilities with weights and scores"), height=470
    )


def _weights(context: Context, now: story.Standing) -> None:
    """Weights drafted from step 1, only when somebody asks."""
    weights = report_strategy.standing(context.sources).weights
    if not now.capabilities or not weights:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.caption(
            _("Step 1 gives each direction a weight; shared evenly it drafts the weights here."), width="content"
        )
        st.button(
            _("Draft the weights from step 1"),
            on_click=_save,
            type="tertiary",
            key="draft-weights",
            args=(lambda rows: story.drafted(report.current(), rows),),
            disabled=not editor.may_write(),
        )


def dots(now: story.Standing) -> None:
    """Now, wanted and peers of each."""
    held = [one for one in now.capabilities if one.score is not None or one.target is not None]
    rows = [charts.Score(read(one.name), one.score, one.target, one.peer) for one in held]
    score, reason = readings.value_of(lambda: story.score(now, "score"))
    reader = session.reader()
    question = _("How far is each from where it should be?")
    if score is None or not rows:
        cards.question_line(question, key="dots")
        cards.nothing(reader.read(reason) if reason else _("Nothing is scored yet."))
        return
    target, _why = readings.value_of(lambda: story.score(now, "target"))
    said = _(
        "{now} of 5 now, {target} wanted",
        now=reader.value(score, Unit.NUMBER),
        target="–" if target is None else reader.value(target, Unit.NUMBER),
    )
    cards.block(question, said, charts.scores(reader, rows), key="dots")


def gaps(now: story.Standing) -> None:
    """The gaps that matter most."""
    reader, found = session.reader(), ranked(now.capabilities)
    said = reader.read(takeaways.ranked(found))
    question = _("Which gap matters most?")
    total = sum(one.pull or 0.0 for one in found)
    if not total:
        cards.question_line(question, key="gaps")
        cards.nothing(said)
        return
    rows = [(read(one.name), (one.pull or 0.0) / total, _made(one)) for one in found[:SHOWN]]
    cards.block(question, said, charts.pulls(reader, rows), key="gaps")


def _made(one: Capability) -> str:
    return _("weight {weight} × gap {gap}", weight=f"{one.weight:g}", gap=f"{one.gap:.1f}")


def heat(now: story.Standing) -> None:
    """Scores shaded, the number in each field; the position in words, with its sign."""
    reader, held = session.reader(), now.capabilities
    said = reader.read(takeaways.heat(story.positions(now)))
    question = _("Where are we behind, on a par, ahead?")
    if not held:
        return
    values = tuple((one.score, one.target, one.peer, one.gap) for one in held)
    grid = charts.Grid(
        rows=tuple(read(one.name) for one in held),
        columns=(_("Now"), _("Target"), _("Peers"), _("Gap"), _("Position")),
        values=tuple((*line[:3], None if line[3] is None else max(line[3], 0.0), None) for line in values),
        words=tuple(
            (*("–" if value is None else _one_place(value) for value in line), _place(one))
            for line, one in zip(values, held, strict=True)
        ),
        top=BEST,
    )
    cards.block(question, said, charts.heat(reader, grid, first=_("Capability"), above=True), key="heat")


def _one_place(value: float) -> str:
    return f"{value:.1f}".replace("-", "\u2212")


def _place(one: Capability) -> str:
    return "–" if one.position is None else _(PLACES[one.position])


def carried(context: Context, now: story.Standing) -> None:
    """What goes to step 3, lever by lever."""
    reader, found = session.reader(), story.carried(context, now)
    with st.container(gap="xxsmall"):
        cards.question_line(_("What is carried to step 3?"), Chart(None, lambda: _carried(found)), key="carried")
        st.header(reader.read(takeaways.carried(found)), anchor=False)
    if not found:
        return
    st.table(_carried(found), border="horizontal", hide_index=True)
    entry = menu.ENTRIES["benefit_model"]
    st.page_link(
        entry.file,
        label=_("To the levers of step 3"),
        icon=":material/arrow_forward:",
        query_params=session.address() or None,
    )


def _carried(found: list[story.Carried]) -> pd.DataFrame:
    reader = session.reader()
    rows = [
        (
            reader.read(one.name),
            listed((f"{plain(read(gap.name))} {_one_place(gap.gap or 0.0)}" for gap in one.gaps), apart=True),
            reader.share(one.share),
            _("not sized") if one.worth is None else reader.money(one.worth).replace("$", "\\$"),
        )
        for one in found
    ]
    names = (
        _("Lever"),
        _("Gaps in points"),
        _("Share of what is missing"),
        _("Worth a year in step 3"),
    )
    return pd.DataFrame(rows, columns=list(names))
