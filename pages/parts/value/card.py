"""Choosing customers and showing one of them: filters, search, card, orders."""

from __future__ import annotations

from typing import Any

import streamlit as st

from metrics.context import Context
from metrics.customers import buyers
from metrics.reading import UndefinedError
from metrics.value import attention, customer, file
from metrics.value.customer import Customer
from metrics.value.findings import orders
from metrics.words.units import Unit, span
from pages.parts import access, session, tables
from pages.parts.session import _, n_
from pages.parts.tables import plain
from pages.parts.value import file as customer_file
from pages.parts.value import words as customer_words

ADDRESS = "customer"  # the customer shown, as written in the address
ASKED = "customer_asked"


def filters(context: Context) -> dict[str, Any]:
    """Kind, region and class, kept in the address; nothing where there is nothing to choose. None is all."""
    found = buyers.choices(context.sources)
    if not any(found.values()):
        return {}
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        kind = _pills(found["kind"]) if found["kind"] else None
        region = _one_of("region", found["region"], _("All regions"), 160) if found["region"] else None
        tier = _one_of("tier", found["tier"], _("All classes"), 130) if found["tier"] else None
    return {"kind": kind, "region": region, "tier": tier}


def _pills(kinds: list[str]) -> str | None:
    return st.pills(
        _("Kind of customer"),
        kinds,
        default=_kept("kind", kinds),
        format_func=lambda kind: customer_words.group("kind", str(kind)),
        key="kind_asked",
        on_change=_keep,
        args=("kind",),
        label_visibility="collapsed",
        wrap=True,
    )


def _one_of(name: str, options: list[str], everything: str, width: int) -> str | None:
    kept = _kept(name, options)
    return st.selectbox(
        everything,
        options,
        index=None if kept is None else options.index(kept),
        format_func=lambda option: customer_words.group(name, option),
        key=f"{name}_asked",
        on_change=_keep,
        args=(name,),
        placeholder=everything,
        label_visibility="collapsed",
        width=width,
    )


def _kept(name: str, options: list[str]) -> str | None:
    """What the address says, if it can be chosen."""
    asked = st.query_params.get(name)
    return asked if asked in options else None


def _keep(name: str) -> None:
    """Put the choice into the address, in the words of the data: it holds in either language."""
    asked = st.session_state[f"{name}_asked"]
    if asked:
        st.query_params[name] = asked
    else:
        st.query_params.pop(name, None)


def chosen(context: Context, **narrowed: Any) -> str:
    """A box to choose a customer in, and who is chosen: the one in the address, else the first to develop."""
    address = st.query_params.get(ADDRESS)
    try:
        first = attention.attention(context.sources, **narrowed).first
    except UndefinedError:
        first = ()
    called = customer.names(context.sources, first) if access.may_see_people() else {}
    listed = [id for id in (address, *first) if id] or customer.best(context.sources)
    st.selectbox(
        _("Customer"),
        list(dict.fromkeys(listed)),
        format_func=lambda id: f"{called[id]} · {id}" if id in called else id,
        key=f"{ASKED}-{address}",
        accept_new_options=True,
        on_change=_choose,
        args=(context, f"{ASKED}-{address}"),
        label_visibility="collapsed",
        placeholder=_("Number or name of a customer"),
    )
    missed = st.session_state.pop("customer_missed", None)
    if missed:
        st.caption(plain(_("No customer is called {asked}. Write a number as in the orders.", asked=missed)))
    return address or next(iter(listed), "")


def _choose(context: Context, key: str) -> None:
    """Put who is meant into the address, as a number: names are nobody else's business."""
    asked = str(st.session_state.get(key) or "")
    found = customer.find(context.sources, asked, named=access.may_see_people())
    if found:
        st.query_params[ADDRESS] = found
    elif asked:
        st.session_state["customer_missed"] = asked


def draw(context: Context, id: str) -> None:
    """The card of one customer; nothing where there is no such one."""
    try:
        buyer = customer.customer(context.sources, id, named=access.may_see_people())
    except UndefinedError:
        return
    reader, papers = session.reader(), file.file(context.sources, id)
    with st.container(border=True, gap="small"):
        with st.grid(3, min_column_width=110):
            for figure in (*_figures(context, buyer, papers.realised, papers.p), *customer_file.figures(papers)):
                with st.container(gap=None):
                    _figure(*figure)
        st.markdown(plain(reader.read(file.next_step(buyer, papers, context.sources))))
        customer_file.roles(papers)
        _at_the_desk(context, id)
        st.caption(plain(" · ".join(_profile(buyer))))
        with st.container(horizontal=True, gap="small"):
            _orders(context, buyer)
            customer_file.tickets(papers)


def _at_the_desk(context: Context, id: str) -> None:
    """What is owed and overdue; and the note, for a reader who may know people."""
    known = customer.at_the_desk(context.sources, id)
    if known.arrears:
        st.markdown(f":orange[▼] {_('{money} is owed and overdue', money=session.reader().money(known.arrears))}")
    if known.note and access.may_see_people():
        st.caption(plain(_("Note: {text}", text=known.note)))


def _figure(label: str, value: str, under: str) -> None:
    st.metric(label, value)
    st.caption(under)


def _figures(context: Context, one: Customer, to_date: float, p: float | None) -> list[tuple[str, str, str]]:
    reader, sources = session.reader(), context.sources
    basis, months = buyers.buyers(sources).word, int(sources.scores.card["horizon_months"])
    value = tables.NOTHING if one.value is None else reader.money(one.value)
    low, high = one.low, one.high
    within = reader.range(low, high, Unit.MONEY) if low is not None and high is not None else _("no forecast")
    stays = one.returns if p is None else 1 - p
    returns = tables.NOTHING if stays is None else reader.share(stays)
    ago = n_("ordered {n} day ago", "ordered {n} days ago", one.silent_days)
    year = _("12 months; {money} so far", money=reader.money(to_date))
    return [
        (_("Value, {span}", span=span(months)), value, within),
        (_("Orders in a year") if p is None else _("Still active in a year"), returns, ago),
        (_(basis.capitalize()), reader.money(one.now), year),
    ]


def _profile(one: Customer) -> list[str]:
    """Number, kind, region, how and when won."""
    first = _("customer since {day}", day=session.reader().day(one.first_order))
    told = [one.id if one.name else None, customer_words.group("kind", one.kind) if one.kind else None, one.region]
    return [part for part in (*told, one.acquired_by, first) if part]


def _orders(context: Context, one: Customer) -> None:
    label = n_("{n} order", "{n} orders", one.orders)
    popover = st.popover(label, type="tertiary", width="content", key="customer-orders", on_change="rerun")
    if popover.open:
        with popover, st.container(width=440):
            table = tables.frame(orders(context, one.id), session.reader())
            st.dataframe(table, hide_index=True, row_height=36, height=320)
