"""One customer's file on the card: risk, potential, contract, calls and complaints, roles."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from metrics.value.file import File
from metrics.words.units import Unit
from pages.parts import session, tables
from pages.parts.session import _, n_
from pages.parts.value import words as customer_words

SHOWN = 50  # calls and complaints listed


def figures(papers: File) -> list[tuple[str, str, str]]:
    """May leave, could bring, contract: label, value, and what stands under it."""
    reader = session.reader()
    p = tables.NOTHING if papers.p is None else reader.share(papers.p)
    stake = _("not an active customer")
    if papers.at_risk is not None:
        stake = _("{money} at risk", money=reader.money(round(max(papers.at_risk, 0.0))))
    could = tables.NOTHING if papers.potential is None else reader.money(round(papers.potential))
    alike = _("no order in a year") if papers.potential is None else _("a year, against good peers")
    rows = [(_("Churn probability"), p, stake), (_("More possible"), could, alike)]
    if papers.ends_on is not None and papers.contract_value is not None:
        ends = _("ends {day}, {share} renew", day=reader.day(papers.ends_on), share=reader.share(papers.renews or 0.0))
        rows.append((_("Value by contract"), reader.money(round(papers.contract_value)), ends))
    else:
        rows.append((_("Calls, 12 months"), *_calls(papers)))
    return rows


def _calls(papers: File) -> tuple[str, str]:
    if papers.calls is None:
        return tables.NOTHING, _("no calls are held")
    reader = session.reader()
    return reader.value(papers.calls, Unit.COUNT), n_("{n} not resolved", "{n} not resolved", papers.unresolved or 0)


def roles(papers: File) -> None:
    """Chips: class, contract, employee, control group; and whether the customer may be there twice."""
    with st.container(horizontal=True, gap="small"):
        if papers.tier is not None:
            st.badge(customer_words.group("tier", papers.tier), color="gray")
        for role in papers.roles:
            st.badge(_(customer_words.ROLES[role]), color="blue" if role == "contract" else "gray")
        if papers.alike:
            text = n_(
                "{n} other has the same e-mail or telephone",
                "{n} others have the same e-mail or telephone",
                papers.alike,
            )
            st.badge(text, color="orange")


def tickets(papers: File) -> None:
    """Calls and complaints of the last year, the newest first."""
    if papers.calls is None and papers.complaints is None:
        st.caption(_("No calls and no tickets are held."))
        return
    label = " · ".join(
        part
        for part in (
            n_("{n} call", "{n} calls", papers.calls) if papers.calls is not None else "",
            n_("{n} complaint", "{n} complaints", papers.complaints) if papers.complaints is not None else "",
        )
        if part
    )
    popover = st.popover(label, type="tertiary", width="content", key="customer-tickets", on_change="rerun")
    if popover.open:
        with popover, st.container(width=400):
            st.caption(_("In the last 12 months"))
            st.table(_table(papers), border="horizontal", hide_index=True)


def _table(papers: File) -> pd.DataFrame:
    """Day, kind, minutes, and whether it is settled."""
    reader = session.reader()
    state = {True: _("settled"), False: _("open"), None: "–"}
    rows = [
        (
            reader.day(ticket.day),
            customer_words.ticket(ticket.kind),
            "–" if ticket.minutes is None else reader.value(ticket.minutes, Unit.MINUTES),
            state[ticket.settled],
        )
        for ticket in papers.tickets[:SHOWN]
    ]
    return pd.DataFrame(rows, columns=[_("Day"), _("What"), _("Length"), _("State")])
