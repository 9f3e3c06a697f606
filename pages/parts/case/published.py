"""Cases of the sources as cards: the source's words, what they come to in each reading, and "load as scenario"."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from data.library import Case, CaseReading, cases
from metrics.case import findings_plan, published
from metrics.versions import named, saved
from metrics.words.reader import Reader
from metrics.words.text import N_
from pages.parts import draft, edit, session, show, tables
from pages.parts.session import _
from pages.parts.tables import plain

READINGS = {
    "gross": N_("gross return"),
    "net": N_("net return"),
    "cost": N_("cost over 25 weeks"),
    "paid_back": N_("paid back in 25 weeks"),
    "even": N_("even over the years"),
}


def library(now: saved.Standing) -> None:
    """Every case, two beside each other."""
    st.caption(_("What did others get?"))
    st.header(_("Four cases, each in every reading its words allow"), anchor=False)
    with st.grid(2, min_column_width=340):
        for case in cases().values():
            with st.container(border=True, height="stretch", gap="xsmall"):
                _card(now, case)
    st.caption(
        _(
            "The sources tell money in and out, not when: the benefit is spread evenly, each year's at its end. A "
            "scenario counts by month and so shows more. Return means what is left over what was put in."
        )
    )
    st.caption(
        _(
            "The sources put failure of CRM at 60% to 70%, each by a definition of its own, and found measured benefit "
            "in 5% of 250 firms: a range, and no rate to plan with."
        )
    )


def _card(now: saved.Standing, case: Case) -> None:
    """One case."""
    lang = session.lang()
    st.markdown(f"**{case.name[lang]}**")
    st.caption(_("{source}: {text}", source=case.source, text=f"“{case.text}”" if lang == "zh_CN" else case.text))
    reading = case.readings[0]
    if len(case.readings) > 1:
        names = {one.id: _(READINGS[one.id]) for one in case.readings}
        chosen = st.segmented_control(
            _("How the text is read"),
            list(names),
            default=reading.id,
            required=True,
            key=f"case-{case.id}-reading",
            wrap=True,
            format_func=names.__getitem__,
            label_visibility="collapsed",
        )
        reading = next(one for one in case.readings if one.id == chosen)
    answer = findings_plan.published_case(now.context, case=case, reading=reading)
    reader = Reader(lang, case.currency)
    st.caption(plain(reader.read(answer.sentence)))
    st.table(tables.frame(show.made(answer.table), reader), border="horizontal", hide_index=True)
    for step in case.steps:
        st.caption(step[lang])
    st.space("stretch")
    _load(now, case, reading)


def _load(now: saved.Standing, case: Case, reading: CaseReading) -> None:
    place, off = f"case-{case.id}", not edit.may_write()
    edit.refusals(edit.plain(place))
    years = case.years[-1]
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        if len(case.years) > 1:
            years = st.selectbox(
                _("Over"),
                case.years,
                len(case.years) - 1,
                format_func=lambda n: _("{n} years", n=n),
                key=f"case-{case.id}-years",
                width=120,
            )
        st.button(
            _("Load as scenario"),
            icon=":material/content_copy:",
            key=f"case-{case.id}-load",
            disabled=off,
            on_click=_loader(now, case, reading, years, place),
        )


def _loader(now: saved.Standing, case: Case, reading: CaseReading, years: int, place: str) -> Callable[[], None]:
    def load() -> None:
        def made(author: str) -> None:
            name = _free_name(case, reading, years)
            month0 = now.context.baseline.month0
            rows = _(published.PROGRAMME), _(published.BENEFIT)
            kept = named.copy(published.scenario(case, reading, years, name, month0, rows), name, author)
            session.switch(kept.name)
            edit.forget(draft.BOOK)

        edit.act(edit.plain(place), made)

    return load


def _free_name(case: Case, reading: CaseReading, years: int) -> str:
    """What the copy is called: case, reading and years, and a number when that is taken."""
    called = case.name[session.lang()]
    if len(case.readings) > 1:
        called = _("{case}, {reading}", case=called, reading=_(READINGS[reading.id]))
    if len(case.years) > 1:
        called = _("{case}, {n} years", case=called, n=years)
    taken = {row.name.casefold() for row in named.listed()}
    names = [called, *(f"{called} ({n})" for n in range(2, len(taken) + 3))]
    return next(name for name in names if name.casefold() not in taken)
