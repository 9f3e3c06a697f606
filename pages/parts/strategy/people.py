"""Who is asked and what they weigh: stakeholders, the five factors, measures by department, the twelve roles of CRM."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from data.library import answers as library
from metrics.answers.cells import Edits, Row, phrase
from metrics.drawing import strategy as charts
from metrics.reading import UndefinedError
from metrics.report import Context
from metrics.strategy import facts as story
from metrics.strategy import made as readings
from metrics.strategy import sentences as takeaways
from metrics.strategy.method import FACTORS, GCCRM
from metrics.strategy.parts import AGREEMENT, ASKED, STAKEHOLDERS
from metrics.words.text import N_
from pages.parts import answer_edit as edit
from pages.parts import cards, session
from pages.parts.session import _
from pages.parts.strategy.form import BOOK
from pages.parts.words import listed, plain


def read(text: str) -> str:
    """A stored text in the reader's language."""
    return session.reader().read(phrase(text))


def ids(rows: Sequence[Row]) -> list[str]:
    """The ids of rows, in their order."""
    return [str(row["id"]) for row in rows]


def day(text: str) -> date | None:
    """A stored day."""
    return date.fromisoformat(text) if text else None


def stakeholders(context: Context, now: story.Standing) -> None:
    """The grid: who wants what, who agrees, who was not talked to lately."""
    rows, held = now.rows("stakeholders"), now.held["stakeholders"]
    agreeing, sponsors = story.agreeing(now), len(story.sponsors(now))
    with st.container(gap="xxsmall"):
        reading = readings.alignment(context.sources, now)
        cards.question_line(_("Who wants what, and who agrees?"), reading=reading, key="stakeholders")
        said = session.reader().read(takeaways.stakeholders(agreeing, len(rows), sponsors))
        st.header(said, anchor=False)
    if rows and not sponsors:
        st.badge(_("▼ No sponsor is named"), color="red")
    edit.bar(BOOK, held, "stakeholders")
    edit.table(
        BOOK,
        "stakeholders",
        held.value,
        ids(rows),
        lambda: _people_frame(rows),
        _people_columns(),
        alt=_("Stakeholders and their agreement"),
    )


def _people_frame(rows: Sequence[Row]) -> pd.DataFrame:
    made = [
        {
            "name": read(row["name"]),
            "role": row["role"] or None,
            "goal": read(row["goal"]) or None,
            "agreement": row["agreement"],
            "talked": day(row["talked"]),
        }
        for row in rows
    ]
    frame = pd.DataFrame(made, columns=["name", "role", "goal", "agreement", "talked"])
    return frame.astype({"name": str, "agreement": "Int64"})


def _people_columns() -> dict[str, Any]:
    column = st.column_config
    return {
        "name": column.TextColumn(_("Name"), width=150, required=True),
        "role": column.SelectboxColumn(
            _("Role"), width=110, options=list(STAKEHOLDERS), format_func=lambda id: _(STAKEHOLDERS[str(id)])
        ),
        "goal": column.TextColumn(_("Wants")),
        "agreement": column.SelectboxColumn(
            _("Agrees"),
            width=130,
            options=list(range(len(AGREEMENT))),
            format_func=lambda level: f"{level} · {_(AGREEMENT[int(level)])}",
        ),
        "talked": column.DateColumn(_("Last talked"), width=116, format="YYYY-MM-DD"),
    }


# The five factors


def factors(context: Context, now: story.Standing) -> None:
    """What those asked weigh, beside GCCRM; a warning when technology weighs more than 15 %."""
    held, reader = story.attention(now), session.reader()
    mean = held.mean if held.answers else None
    rows = [
        charts.Pair(_(name) + ("" if id == "technology" else " *"), mean[id] / 100 if mean else None, GCCRM[id] / 100)
        for id, name in FACTORS.items()
    ]
    chart = charts.paired(reader, rows, ours=N_("{share} to us"), theirs=N_("{share} in GCCRM"))
    take_away = reader.read(takeaways.factors(mean))
    reading = readings.technology(context.sources, now)
    cards.block(_("Which factors of success get our attention?"), take_away, chart, reading=reading, key="factors")
    if mean and mean["technology"] > GCCRM["technology"]:
        st.badge(_("▼ Technology gets more attention than it weighs"), color="red")
    words = _("Our assumption: GCCRM gives technology 15%, the others no number. Importance, never spending.")
    st.caption(f"\\* {words}")
    if held.left_out:
        names = listed(plain(read(name)) for name in held.left_out)
        st.caption(_("Not counted until their weights sum to 100%: {names}.", names=names))


def attention(now: story.Standing) -> None:
    """One role against all others."""
    held, reader = story.attention(now), session.reader()
    roles = held.roles or ("ceo",)
    role = st.session_state.get("attention-role") or roles[0]
    role = role if role in roles else roles[0]
    gaps = None
    if held.answers:
        try:
            gaps = held.gaps(role)
        except UndefinedError:
            gaps = None
    said = reader.read(takeaways.attention(ASKED[role], gaps))
    question = _("Who gives which factor more weight than the others?")
    if gaps is None:
        cards.question_line(question, key="attention")
        cards.nothing(said)
        return
    rows = [(_(name), gaps[id] / 100) for id, name in FACTORS.items()]
    cards.block(question, said, charts.differences(reader, rows, lead=_(FACTORS["technology"])), key="attention")
    st.segmented_control(
        _("Role"),
        list(roles),
        default=role,
        format_func=lambda id: _(ASKED[id]),
        key="attention-role",
        wrap=True,
        label_visibility="collapsed",
    )


def survey(now: story.Standing) -> None:
    """Who was asked, and their weights."""
    rows, held, column = now.rows("survey"), now.held["survey"], st.column_config
    edit.bar(BOOK, held, "survey")
    weight: dict[str, Any] = {"width": 100, "min_value": 0, "max_value": 100, "format": "%g%%"}
    columns = {
        "name": column.TextColumn(_("Name"), required=True),
        "role": column.SelectboxColumn(
            _("Role"), width=140, options=list(ASKED), format_func=lambda id: _(ASKED[str(id)])
        ),
        **{id: column.NumberColumn(_(name), **weight) for id, name in FACTORS.items()},
    }

    def frame() -> pd.DataFrame:
        made = [{**row, "name": read(row["name"]), "role": row["role"] or None} for row in rows]
        return pd.DataFrame(made, columns=list(columns)).astype({"name": str, **dict.fromkeys(FACTORS, float)})

    edit.table(BOOK, "survey", held.value, ids(rows), frame, columns, alt=_("Weights of the five factors"))


# Departments and roles


def departments(context: Context, now: story.Standing) -> None:
    """What each department weighs, shaded, and the pair that is farthest apart."""
    reader, rows = session.reader(), now.rows("departments")
    try:
        found = story.conflict(now)
    except UndefinedError:
        found = None
    names, said = library.measures(), plain(reader.read(takeaways.conflict(found)))
    values = tuple(tuple(row[name] for name in names) for row in rows)
    grid = charts.Grid(
        rows=tuple(read(row["name"]) for row in rows),
        columns=tuple(read(name) for name in names.values()),
        values=values,
        words=tuple(tuple("–" if v is None else f"{v:g}%" for v in line) for line in values),
        top=max((v for line in values for v in line if v is not None), default=100.0) or 100.0,
    )
    reading = readings.conflict(context.sources, now)
    question = _("Do departments pull in the same direction?")
    if not rows:
        cards.question_line(question, reading=reading, key="departments")
        cards.nothing(said)
        return
    cards.block(question, said, charts.heat(reader, grid, first=_("Department")), reading=reading, key="departments")
    if found is not None:
        far = [(plain(read(a)), plain(read(b)), f"{value:.2f}") for a, b, value in found.pairs[:4]]
        told = listed((_("{a} and {b} {value}", a=a, b=b, value=value) for a, b, value in far), apart=True)
        st.caption(_("Conflict, 0 to 1: {pairs}.", pairs=told))


def department_weights(now: story.Standing) -> None:
    """The same, to be typed over."""
    rows, held, column, names = now.rows("departments"), now.held["departments"], st.column_config, library.measures()
    edit.bar(BOOK, held, "departments")
    weight: dict[str, Any] = {"width": 104, "min_value": 0, "max_value": 100, "format": "%g%%"}
    columns = {
        "name": column.TextColumn(_("Department"), required=True),
        **{id: column.NumberColumn(read(name), **weight) for id, name in names.items()},
    }

    def frame() -> pd.DataFrame:
        made = [{**row, "name": read(row["name"])} for row in rows]
        return pd.DataFrame(made, columns=list(columns)).astype({"name": str, **dict.fromkeys(names, float)})

    edit.table(BOOK, "departments", held.value, ids(rows), frame, columns, alt=_("Weights of measures by department"))


def roles(context: Context, now: story.Standing) -> None:
    """Each role of CRM with its measure; those without one are named in a sentence."""
    held, named, column = now.held["roles"], library.roles(), st.column_config
    covered = sum(1 for measure in held.value.values() if measure)
    st.markdown(f"**{session.reader().read(takeaways.coverage(covered, len(named)))}**")
    without = [read(name) for id, name in named.items() if not held.value[id]]
    if without:
        st.caption(_("Without a measure: {names}.", names=listed(without)))
    edit.bar(BOOK, held, "roles")
    columns = {
        "role": column.TextColumn(_("Role of CRM"), width=320),
        "measure": column.TextColumn(_("Measure")),
    }

    def frame() -> pd.DataFrame:
        made = [(read(name), read(held.value[id]) or None) for id, name in named.items()]
        return pd.DataFrame(made, columns=list(columns)).astype({"role": str})

    edit.table(
        BOOK,
        "roles",
        held.value,
        list(named),
        frame,
        columns,
        apply=_with_measures,
        grows=False,
        fixed=("role",),
        alt=_("Roles of CRM and their measures"),
    )


def _with_measures(now: dict[str, str], edits: Edits) -> dict[str, Any]:
    return {**now, **{id: cells["measure"] for id, cells in edits.cells.items() if "measure" in cells}}
