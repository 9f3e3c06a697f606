"""The segments page over time and by trait: who moved between groups, and what each group is made of."""

from __future__ import annotations

import streamlit as st

from metrics.context import Sources
from metrics.drawing import flows
from metrics.segments import made as basis
from metrics.segments import moves as story
from metrics.segments import sentences as takeaways
from metrics.segments.method import Method
from metrics.segments.people import used
from metrics.segments.traits import KNOWN_TRAITS
from metrics.words.text import message
from pages.parts import cards, session
from pages.parts.segments.views import nothing, sentence, shared_value, value_name
from pages.parts.session import _, n_

BACK, TRAIT = "back", "trait"  # kept in the address


def more(sources: Sources, method: Method) -> None:
    """Two lines; what is behind one is drawn when it is opened."""
    held = st.expander(_("How do customers move between groups?"), on_change="rerun", key="open-moves")
    if held.open:
        with held:
            moves(sources)
    held = st.expander(_("Who are the customers of each group?"), on_change="rerun", key="open-made")
    if held.open:
        with held:
            made_of(sources, method)


def moves(sources: Sources) -> None:
    """From each group of RFM to each, between two dates."""
    reader = session.reader()
    years = _chosen(BACK, [f"{ago}" for ago in story.BACK])
    st.pills(
        _("Since"),
        [f"{ago}" for ago in story.BACK],
        default=years,
        key="asked-back",
        on_change=_keep,
        args=(BACK,),
        format_func=lambda ago: n_("{n} year ago", "{n} years ago", int(ago)),
        label_visibility="collapsed",
        wrap=True,
    )
    found = story.moved(sources, int(years))
    names = [reader.read(name) for name in found.groups]
    if found.moves is None or found.first is None or found.last is None:
        chart = nothing(found.reason)
    else:
        table = found.moves.table
        rows = [
            flows.Flow(before if before < len(names) else None, after, int(n))
            for before, row in enumerate(table)
            for after, n in enumerate(row)
            if n
        ]
        chart = flows.migration(reader, names, rows, first=reader.day(found.first), last=reader.day(found.last))
    question = _("Who went where, by RFM?")
    cards.block(question, reader.read(takeaways.moved(found)), chart, reading=basis.stayed(sources, found), key="moves")
    if found.moves is not None:
        st.caption(
            n_(
                "{n} customer is in the same group; {new} were no customers then. Grey stayed, blue moved; thin "
                "bands are in the table only.",
                "{n} customers are in the same group; {new} were no customers then. Grey stayed, blue moved; thin "
                "bands are in the table only.",
                found.moves.stayed,
                new=f"{found.moves.new:,}",
            )
        )
        st.table(chart.table(), border="horizontal", hide_index=True)


def made_of(sources: Sources, method: Method) -> None:
    """Each group by the values of one trait."""
    traits = list(used(sources, method))
    if not traits:
        cards.nothing(_("No trait of customers is in use."))
        return
    reader, start = session.reader(), "kind" if "kind" in traits else traits[0]
    trait = _chosen(TRAIT, traits, start)
    st.pills(
        _("By"),
        traits,
        default=trait,
        key="asked-trait",
        on_change=_keep,
        args=(TRAIT,),
        wrap=True,
        format_func=lambda id: _(KNOWN_TRAITS[id].name),
        label_visibility="collapsed",
    )
    found = story.made_of(sources, method, trait)
    if found.reason is not None:
        cards.nothing(reader.read(found.reason))
        return
    values = [value_name(value) if value else _("others") for value in found.values]
    totals = [max(int(row.sum()), 1) for row in found.counts]
    grid = flows.Grid(
        groups=[sentence(name) for name in found.groups],
        values=values,
        shares=[[int(n) / total for n in row] for row, total in zip(found.counts, totals, strict=True)],
        counts=[[int(n) for n in row] for row in found.counts],
    )
    told = takeaways.telling(found)
    named = shared_value(trait, told) if told in ("yes", "no") or told.isdigit() else value_name(told)
    words = takeaways.made_of(found, message("{value}", value=named))
    chart, reading = flows.composition(reader, grid), basis.composed(sources, found)
    cards.block(_("What is each group made of?"), sentence(words), chart, reading=reading, key="made-of")
    if found.unknown:
        st.caption(
            n_(
                "Unknown of {n} customer, who is left out.",
                "Unknown of {n} customers, who are left out.",
                found.unknown,
            )
        )


def _chosen(name: str, among: list[str], usual: str = "") -> str:
    held = st.session_state.get(f"asked-{name}") or st.query_params.get(name)
    return held if held in among else usual or among[0]


def _keep(name: str) -> None:
    chosen = st.session_state[f"asked-{name}"]
    if chosen:
        st.query_params[name] = chosen
