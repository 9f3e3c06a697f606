"""Whom to ask to stay: the offer and the budget, the plan, the first to ask, and what waiting would bring."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from metrics.churn import ahead as story
from metrics.churn import basis
from metrics.churn import sentences as takeaways
from metrics.churn.offer import Offer
from metrics.context import Sources
from metrics.drawing import staying
from metrics.value.customer import names as people
from metrics.words.units import Amount, Unit
from pages.parts import access, cards, session
from pages.parts.churn.numbers import number
from pages.parts.churn.views import nothing
from pages.parts.session import _, n_


def terms(sources: Sources) -> story.Terms:
    """The offer and the budget as the reader sets them; kept in the address."""
    usual = story.usual(sources)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        cost = number(_("Cost of a contact"), "contact_cost", usual.offer.cost, 0.01, 1e6)
        budget = number(_("Budget"), "budget", usual.budget, 0.0, 1e9)
        saved = number(_("Saved, % of would-be leavers"), "saved", 100 * usual.offer.saved, 0.0, 100.0)
        beyond = number(_("Not to be saved above, %"), "beyond", 100 * usual.offer.beyond, 0.0, 100.0)
        control = number(_("Control group, %"), "control", 100 * usual.offer.control, 0.0, 50.0)
    made = Offer(saved=saved / 100, cost=cost, beyond=beyond / 100, control=control / 100)
    return story.Terms(offer=made, budget=budget)


def asking(sources: Sources, found: story.Planned, asked: story.Terms) -> None:
    """Gain over customers asked, and who is asked, who is left alone and who is drawn to compare with."""
    reader = session.reader()
    chosen = (found.contacted + found.control, found.gained) if found.contacted else None
    chart = (
        nothing(found.reason) if found.reason else staying.asking(reader, found.curve, found.by_chance, chosen=chosen)
    )
    reading = basis.gain(sources, found, asked, story.at_risk(sources))
    cards.block(
        _("Whom is it worth asking to stay?"),
        reader.read(takeaways.asking(found)),
        chart,
        reading=reading,
        key="asking",
    )
    if found.reason is not None:
        return
    said = [
        n_("{n} asked", "{n} asked", found.contacted),
        n_("{n} drawn as control", "{n} drawn as control", found.control),
        n_("{n} not to be saved", "{n} not to be saved", found.unsavable),
        n_("{n} may not be asked", "{n} may not be asked", found.customers - found.askable),
    ]
    st.caption(" · ".join(said))


def first_to_ask(sources: Sources, found: story.Planned) -> None:
    """The list, best gain first."""
    reader = session.reader()
    cards.question_line(_("Who is asked first?"), key="first")
    st.header(reader.read(takeaways.first(found)), anchor=False)
    if found.reason is not None or not len(found.first):
        return
    named = people(sources, tuple(str(id) for id in found.first.index)) if access.may_see_people() else {}
    columns = (found.first[name].to_list() for name in ("p", "difference", "gain"))
    rows = [
        (named.get(id, id), reader.share(p), reader.money(stake), reader.money(gain))
        for id, p, stake, gain in zip(map(str, found.first.index), *columns, strict=True)
    ]
    names = [_("Customer"), _("May leave"), _("At stake"), _("Gain")]
    st.dataframe(pd.DataFrame(rows, columns=names), hide_index=True, row_height=36, height=36 * 8 + 3)


def waiting(sources: Sources, found: story.Planned, asked: story.Terms) -> None:
    """Proactive against reactive."""
    reader = session.reader()
    cards.question_line(
        _("Ask first, or wait for notice?"),
        reading=basis.gain(sources, found, asked, story.at_risk(sources)),
        key="waiting",
    )
    st.header(reader.read(takeaways.waiting(found)), anchor=False)
    if found.reason is not None:
        return
    early, late = (found.spent, found.gained), found.reactive
    rows = [
        (
            _("Asking first"),
            reader.value(found.contacted, Unit.CUSTOMERS),
            reader.money(early[0]),
            reader.money(early[1]),
        ),
    ]
    if found.heard is not None:
        rows.append((_("Waiting for notice"), "–", reader.money(late[0]), reader.money(late[1])))
    st.table(
        pd.DataFrame(rows, columns=[_("Way"), _("Contacts"), _("Cost"), _("Gain")]),
        border="horizontal",
        hide_index=True,
    )
    said = []
    if found.break_even is not None:
        said.append(
            _("Asking pays once {share} of would-be leavers are saved.", share=Amount(found.break_even, Unit.SHARE))
        )
    if found.heard is not None:
        text = _(
            "Waiting: {heard} of leavers say why they go, and half as many are saved then.",
            heard=Amount(found.heard, Unit.SHARE),
        )
        said.append(text)
    said.append(_("The saved share is an assumption until the control group has been compared."))
    st.caption(" ".join(said))
