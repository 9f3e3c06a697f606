"""The balanced scorecard: how many stand how, the four perspectives with their twelve months, a measure by place."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from data.library.kpis import kpis
from metrics.metric import DECLARED
from metrics.ratio import RATIOS
from metrics.reading import UndefinedError
from metrics.scorecard import facts, findings, findings_places
from metrics.scorecard.attainment import Status
from metrics.scorecard.facts import Standing
from metrics.words.units import Unit
from pages.parts import session, show, tables
from pages.parts.session import _
from pages.parts.tables import plain

ROW = 29  # pixels of a row: four perspectives on one screen


def counts() -> None:
    """How many measures stand how, each against last month, and the score with what it stands on: one line."""
    context, reader = session.context(), session.reader()
    with show.spread():
        with st.container(horizontal=True, gap="small", width="content", vertical_alignment="center"):
            for state, (n, change) in facts.counts(context).items():
                words = f"{_(findings.STATUS_NAMES[state])} **{n}**"
                st.markdown(f":{show.COLOURS[state.value]}[{words}]{_change(state, change)}", width="content")
            score = context.read("scorecard_score")
            said = reader.read(score.reason) if score.reason else reader.share(score.known)
            st.markdown(f"{_('Score')} **{plain(said)}** {_weight()}".strip(), width="content")
            st.caption(_("(change in a month)"), width="content")
        show.why("scorecard", lambda: [score, context.read("measures_met")])


def _weight() -> str:
    """On what share of the weight the score stands, where it is not all of it."""
    try:
        weight = facts.scored(session.context())[1]
    except UndefinedError:
        return ""
    return "" if weight >= 1 else _("on {share} of the weight", share=session.reader().share(weight))


def _change(state: Status, change: int | None) -> str:
    """The change against last month, better in teal and worse in orange; none where there is none or it is unknown."""
    if not change:
        return ""
    good = state is Status.MET if change > 0 else state is Status.BELOW
    bad = state is Status.BELOW if change > 0 else state is Status.MET
    colour = "green" if good else "red" if bad else "gray"
    return f" :{colour}[({session.reader().value(change, Unit.NUMBER, signed=True)})]"


def perspective(id: str) -> None:
    """One of the four: its measures, status first, with the line of twelve months at the end."""
    context, reader = session.context(), session.reader()
    found = findings.perspective(context, id)
    with st.container(border=True, height="stretch", gap="xsmall"):
        if found.table is None:
            return
        show.beside(found, key=f"perspective-{id}", context=context)
        table = show.made(found.table)
        frame = tables.grid(table, reader).iloc[:, :7]
        line = pd.Series([_line(each) for each in table.rows], dtype=object)
        frame.insert(4, _("12 months"), line)
        column = st.column_config
        widths = dict(zip(frame.columns[:4], (90, 148, 74, 82), strict=True))
        st.dataframe(
            frame,
            hide_index=True,
            row_height=ROW,
            height=ROW * (len(frame) + 1) + 3,
            column_config={
                **{name: column.TextColumn(width=width) for name, width in widths.items()},
                _("12 months"): column.LineChartColumn(width=64),
            },
        )


def _line(each: Standing) -> list[float] | None:
    """The twelve months of one measure; nothing where no history is kept."""
    return [value for value in each.months if value is not None] or None


def library() -> None:
    """Every other measure, and those that cannot be computed with the column they lack."""
    for id, (name, _question) in facts.PERSPECTIVES.items():
        found = findings.perspective(session.context(), id, rest=True)
        if found.table is not None and show.made(found.table).rows:
            st.caption(f"**{_(name)}**")
            show.rows(found, wide=True)
    missing = [each for each in kpis().values() if not each.metric]
    said = "; ".join(f"{each.name[session.lang()]} ({each.needs})" for each in missing)
    st.caption(plain(_("Not computed for want of a column: {list}.", list=said)))


def places() -> None:
    """A measure from company to region, site and team: chosen here, kept in the address."""
    names = {id: _(DECLARED[id].name) for id in _choices()}
    asked = st.query_params.get("measure", "")
    first = asked if asked in names else next(iter(names), "")
    if not first:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        metric = st.selectbox(
            _("Measure"),
            list(names),
            index=list(names).index(first),
            format_func=names.__getitem__,
            key="measure_asked",
            on_change=_keep,
            args=("measure",),
            width=300,
        )
        region = _place("region", metric, {})
        site = _place("site", metric, {"region": region}) if region else ""
    show.show(findings_places.places, key="places", metric=metric, region=region, site=site)


def _choices() -> list[str]:
    """Ratios of the scorecard that are recorded by place, the furthest behind first, those without a target last."""
    context = session.context()
    ordered = [each.reading.id for each in (*facts.aimed(context), *facts.standings(context))]
    return [id for id in dict.fromkeys(ordered) if id in RATIOS and RATIOS[id].places]


def _place(name: str, metric: str, where: dict[str, str]) -> str:
    """One place to look into, or all; "" where the measure is not recorded by it."""
    if name not in RATIOS[metric].places:
        return ""
    frame = session.context().frames[RATIOS[metric].mart]
    for other, place in where.items():
        frame = frame[frame[other] == place]
    options = sorted(str(place) for place in frame[name].dropna().unique())
    asked = st.query_params.get(name, "")
    everything = _("All regions") if name == "region" else _("All sites")
    chosen = st.selectbox(
        everything,
        options,
        index=options.index(asked) if asked in options else None,
        key=f"place-{name}-{metric}",
        on_change=_keep_place,
        args=(name, f"place-{name}-{metric}"),
        placeholder=everything,
        label_visibility="collapsed",
        width=170,
    )
    return chosen or ""


def _keep(name: str) -> None:
    st.query_params[name] = st.session_state[f"{name}_asked"]


def _keep_place(name: str, key: str) -> None:
    if st.session_state[key]:
        st.query_params[name] = st.session_state[key]
    else:
        st.query_params.pop(name, None)
