"""The churn page's plans: whom to contact at which stage, and who answers for which account."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from metrics.churn import plan as story
from metrics.churn import plan_sentences as takeaways
from metrics.churn import stages
from metrics.churn import why as basis
from metrics.churn.owners import Owner
from metrics.context import Sources
from metrics.words.text import N_, Message, Term
from metrics.words.units import Unit
from pages.parts import cards, session
from pages.parts.session import _, n_

LISTED = 6  # owners shown beside nobody
STAGES = {
    stages.SECOND: N_("Second order due"),
    stages.FIRST_YEAR: N_("First year over"),
    stages.CONTRACT: N_("Contract ends in 60 days"),
    stages.SILENT: N_("Silent for twice the usual gap"),
}
SAY = {
    stages.SECOND: N_("What goes with the first order, and how to reorder"),
    stages.FIRST_YEAR: N_("Thanks, and the question what is missing"),
    stages.CONTRACT: N_("Use so far, open complaints, terms of the next year"),
    stages.SILENT: N_("Whether anything is wrong; no discount yet"),
}


def contact_plan(sources: Sources) -> None:
    """Stages customers reach, and what to say then."""
    reader, found = session.reader(), story.stage_plan(sources)
    everybody = sum(stage.due[-1] for stage in found) if found else None
    cards.question_line(_("Whom to contact at which stage?"), reading=basis.planned(sources, everybody), key="stages")
    st.header(reader.read(takeaways.stages(found)), anchor=False)
    if not found:
        return
    rows = [
        (
            _(STAGES[stage.id]),
            *(reader.value(n, Unit.COUNT) for n in stage.due),
            reader.value(stage.reachable, Unit.COUNT),
            reader.value(stage.contacted, Unit.COUNT),
            "–" if stage.leaving is None else reader.share(stage.leaving),
            "–" if stage.money is None else reader.money(stage.money),
            _(SAY[stage.id]),
        )
        for stage in found
    ]
    names = [_("Stage"), *(n_("{n} day", "{n} days", days) for days in stages.AHEAD)]
    names += [_("May be asked"), _("In touch lately"), _("May leave"), _("At risk"), _("What to say")]
    st.dataframe(pd.DataFrame(rows, columns=names), hide_index=True, row_height=36)
    said = [_("Unless they order first. In touch lately: a call, mail or visit in the last 30 days.")]
    usual = story.second_order(sources)
    if usual is not None:
        said.append(n_("A second order comes after {n} day.", "A second order comes after {n} days.", usual))
    st.caption(" ".join(said))


def account_owners(sources: Sources) -> None:
    """Who owns how much, and what a successor would find."""
    reader, found = session.reader(), story.owned(sources)
    cards.question_line(_("What goes when an owner goes?"), reading=basis.covered(sources, found), key="owners")
    st.header(reader.read(takeaways.owned(found)), anchor=False)
    if found.reason is not None:
        st.caption(reader.read(found.reason))
        return
    st.table(owner_table(found), border="horizontal", hide_index=True)
    said = [
        n_(
            "{share} of {n} account has an owner.",
            "{share} of {n} accounts have an owner.",
            found.accounts,
            share=reader.share(found.covered),
        ),
        _("Value: {basis}; incomplete: of accounts whose file lacks something.", basis=Term(found.word)),
        _("Notes of visits are in none of the tables."),
    ]
    st.caption(" ".join(said))


def owner_table(found: story.Owned) -> pd.DataFrame:
    """The most valuable owners, the others together, and nobody."""
    rows = [_row(one.name, one) for one in found.named[:LISTED]]
    rows += [_row(_("Nobody"), one) for one in found.owners if not one.name]
    names = [_("Owner"), _("Accounts"), _("Account value"), _("Share"), _("Incomplete"), _("On file")]
    return pd.DataFrame(rows, columns=names)


def _row(name: str, one: Owner) -> tuple[str, ...]:
    reader = session.reader()
    shares = ("–" if part is None else reader.share(part) for part in (one.share, one.on_file))
    share, filed = shares
    return (
        name,
        reader.value(one.accounts, Unit.COUNT),
        reader.money(one.value),
        share,
        reader.money(one.incomplete),
        filed,
    )


def first_asked(sources: Sources) -> None:
    """Whoever is asked first answers for it: written down, and settled in time?"""
    reader, found = session.reader(), story.asked_first(sources)
    known = None if isinstance(found, Message) or not found.requests else found
    value = None if known is None else known.in_time / known.requests
    reading = basis.asked_first(sources, value, found if isinstance(found, Message) else None)
    cards.question_line(_("Does whoever is asked first settle it?"), reading=reading, key="asked-first")
    st.header(reader.read(takeaways.asked_first(found)), anchor=False)
    if known is None:
        st.caption(reader.read(reading.reason or ""))
        return
    said = [
        n_("{n} request of a year", "{n} requests of a year", known.requests),
        _("{n} open still", n=reader.value(known.open, Unit.COUNT)),
        _("{n} name who answers for it", n=reader.value(known.owned, Unit.COUNT))
        if known.owned
        else _("none names who answers for it, so nobody's own time can be told"),
    ]
    st.caption(" · ".join(said))
