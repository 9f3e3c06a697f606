"""Steps 4 and 5 of the segments page: how groups are made and how surely they are found again; thresholds of tests."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from metrics.context import Sources
from metrics.drawing import segments as charts
from metrics.reading import Reading
from metrics.segments import facts as story
from metrics.segments import made as basis
from metrics.segments import sentences as takeaways
from metrics.segments.clusters import COUNTS, STABLE
from metrics.segments.inputs import BY_ID
from metrics.segments.method import FOUND, Method
from metrics.segments.people import people
from metrics.words.text import Term
from metrics.words.units import Amount, Unit
from pages.parts import cards, session
from pages.parts.segments import edit
from pages.parts.segments.views import sentence
from pages.parts.session import _, n_


def groups(sources: Sources, method: Method, reading: Reading) -> None:
    """Step 4: by rule or found in the data; how many, by which inputs, and how surely they are found again."""
    held = people(sources)
    if method.by != FOUND:
        st.caption(_("Groups are made by rule now; k-means would find what follows. Choose it above to use it."))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        control = edit.key("k", method.k)
        st.selectbox(
            _("How many groups"),
            [0, *COUNTS],
            [0, *COUNTS].index(method.k),
            key=control,
            on_change=edit.keep,
            format_func=lambda k: f"{k}" if k else _("as the data choose"),
            args=("k", control),
            disabled=not edit.may_write(),
            width=200,
        )
        control = edit.key("inputs", method.inputs)
        st.pills(
            _("Inputs"),
            [id for id in BY_ID if id in held.inputs.columns],
            selection_mode="multi",
            default=list(story.available(sources, method)),
            key=control,
            on_change=edit.keep,
            args=("inputs", control, tuple),
            format_func=lambda id: _(BY_ID[id].name, family=Term(held.family)),
            disabled=not edit.may_write(),
            wrap=True,
        )
    found, reason = basis.groups(sources, method)
    reader = session.reader()
    if found is None:
        cards.nothing(reader.read(reason) if reason else "")
        return
    left, right = st.columns(2, gap="large")
    with left:
        chart = charts.agreement(reader, found.agreement, chosen=found.k, needed=STABLE)
        cards.block(
            _("Are there groups in the data?"),
            reader.read(takeaways.agreement(found)),
            chart,
            reading=reading,
            key="agreement",
        )
    with right:
        best = max(found.apart, key=lambda pair: pair[1])
        words = _("{k} groups stand farthest apart, silhouette {value}", k=best[0], value=f"{best[1]:.2f}")
        with st.container(gap="xxsmall"):
            cards.question_line(_("How many groups stand apart?"), reading=reading, key="apart")
            st.header(words, anchor=False)
        st.caption(
            _(
                "Of the numbers found again by {least} or more, the one that stands farthest apart is taken. "
                "Silhouette: 1 is apart, 0 touching.",
                least=Amount(STABLE, Unit.SHARE),
            )
        )
        st.table(_apart(found.agreement, found.apart), border="horizontal", hide_index=True)


def _apart(agreement: tuple[tuple[int, float], ...], apart: tuple[tuple[int, float], ...]) -> pd.DataFrame:
    reader, again = session.reader(), dict(agreement)
    rows = [(f"{k}", reader.share(again[k]), f"{value:.2f}") for k, value in apart]
    return pd.DataFrame(rows, columns=[_("Groups"), _("Agreement"), _("Silhouette")])


def tests(sources: Sources, method: Method, _reading: Reading) -> None:
    """Step 5: the thresholds of the seven tests."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        edit.number(_("Big enough: customers"), "least", method.least, 1, 1_000_000)
        edit.number(_("and of all, %"), "least_share", method.least_share, 0, 100, percent=True)
        edit.number(_("Profitable: above"), "profit", method.profit, -1e6, 1e6)
        edit.number(_("Reachable, %"), "reached", method.reached, 0, 100, percent=True)
        edit.number(_("Identifiable: traits known, %"), "known", method.known, 0, 100, percent=True)
        edit.number(_("Understandable: traits"), "traits", method.traits, 0, 20)
        edit.number(_("Relevant: off average, %"), "different", method.different, 0, 1000, percent=True)
        edit.number(_("Campaign: reached, %"), "campaign", method.campaign, 0, 100, percent=True)
    passed = story.segmented(sources, method)
    if passed.reason is not None:
        cards.nothing(session.reader().read(passed.reason))
        return
    failed = [one for one in passed.segments if not one.passes]
    st.caption(
        n_(
            "{n} group fails a test: {names}.",
            "{n} groups fail a test: {names}.",
            len(failed),
            names=", ".join(sentence(one.name) for one in failed),
        )
        if failed
        else _("Every group passes.")
    )
