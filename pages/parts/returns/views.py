"""The pictures of return and risk that wait for the draws, and what would have to be true for it to fail."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from metrics.case import findings_money
from metrics.context import Context
from metrics.finding import Finding
from metrics.reading import UndefinedError
from metrics.returns import findings, findings_draws
from metrics.words.text import N_, message
from pages.parts import cards, session, show
from pages.parts.session import _
from pages.parts.tables import plain


def pictures(now: Context) -> None:
    """Two rows of two, or the sentence that says what is missing for all of them."""
    try:
        now.flows.net  # noqa: B018 - says first what is missing
    except UndefinedError as error:
        cards.nothing(session.reader().read(error.reason))
        return
    left, right = st.columns(2, gap="large")
    with left:
        _cash(now)
    with right:
        question = message(N_("At which discount rate does NPV turn negative?"))
        show.draw(replace(findings_money.npv_curve(now), question=question), key="curve", context=now)
    st.space("small")
    left, right = st.columns(2, gap="large")
    with left:
        show.show(findings.tornado, key="tornado", context=now)
    with right:
        _loss(now)


@st.fragment(parallel=True)
def _cash(now: Context) -> None:
    """Cumulative cash over the net cash of each year; the band of the draws follows when it is there."""
    early = findings_money.cumulative_cash(now, ranged=False, bars=True)

    def ranged() -> Finding:
        drawn = findings_money.cumulative_cash(now, bars=True)  # drawn here, while the page says so
        return early if drawn.undefined else drawn  # nothing can be drawn, and the chance says why

    question = message(N_("When is funding needed, and when is it recovered?"))
    with st.container(gap="xxsmall"):
        show.head(replace(early, question=question, table=lambda: show.made(ranged().table)), key="cash", context=now)
        st.header(session.reader().read(early.sentence), anchor="cash")
    place = st.empty()
    if not now.holds("risk"):
        with place.container():
            show.picture(early, key="cash-early")
    late = ranged()
    with place.container():
        show.picture(late, key="cash")


@st.fragment(parallel=True)
def _loss(now: Context) -> None:
    """How likely a loss is, once the draws are there."""
    place, question = st.empty(), findings_draws.loss
    if not now.holds("risk"):
        with place.container(gap="xxsmall"):
            st.caption(plain(session.reader().read(question.question)))
            st.caption(_("The simulation is running."))
    answer = question(now)
    with place.container(gap="xsmall"):
        show.draw(answer, key="loss", context=now)


def switches(now: Context) -> None:
    """NPV is zero if ...: sentences over bars, in two columns; those that cannot break it in a line below."""
    reader, answer = session.reader(), findings.switches(now)
    if answer.undefined:
        return
    show.headed(answer, key="switches", context=now)
    columns = st.columns(2, gap="large")
    for place, (words, used) in enumerate(findings.bars(now)):
        with columns[place % 2]:
            if used is None:
                st.markdown(plain(reader.read(words)))
            else:
                st.progress(used, text=f"{reader.read(words)} :gray[{reader.share(used)}]")
    show.note(answer)
