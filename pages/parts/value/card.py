"""Choosing customers and showing one of them: filters, search, card, orders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from metrics import report
from metrics.customers.buyers import choices
from metrics.customers.model_card import Card
from metrics.overview import sentences as takeaways
from metrics.report import Context
from metrics.value import customer as story
from metrics.value import file as papers
from metrics.value.attention import Attention
from metrics.value.basis import worth
from metrics.value.sentences import customer as sentence
from metrics.words.text import N_
from metrics.words.units import Unit
from pages.parts import access, cards, session
from pages.parts.session import _, n_
from pages.parts.value import file as customer_file
from pages.parts.value import views
from pages.parts.value import words as customer_words

ADDRESS = "customer"  # the customer shown, as written in the address
ASKED = "customer_asked"
WORDS = {
    "business": N_("Business"),
    "consumer": N_("Consumer"),
    "completed": N_("completed"),
    "cancelled": N_("cancelled"),
    "refunded": N_("refunded"),
}
MOST_ORDERS = 50


@dataclass(frozen=True)
class Narrowed:
    """What the reader narrowed the customers to; None is all."""

    kind: str | None = None
    region: str | None = None
    tier: str | None = None


def filters(context: Context) -> Narrowed:
    """Kind and region, kept in the address; nothing where there is nothing to choose."""
    found = choices(context.sources)
    if not any(found.values()):
        return Narrowed()
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        kind = _pills(found["kind"]) if found["kind"] else None
        region = _one_of("region", found["region"], _("All regions"), 160) if found["region"] else None
        tier = _one_of("tier", found["tier"], _("All classes"), 130) if found["tier"] else None
    return Narrowed(kind, region, tier)


def _pills(kinds: list[str]) -> str | None:
    return st.pills(
        _("Kind of customer"),
        kinds,
        default=_kept("kind", kinds),
        format_func=lambda kind: _(WORDS.get(kind, kind)),
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


def names(context: Context, found: Attention) -> Mapping[str, str]:
    """Names of the customers drawn or listed by name; none for a reader who may not see them."""
    if not access.may_see_people():
        return {}
    return story.names(context.sources, tuple(one.id for one in found.drawn) + found.first)


def chosen(context: Context, found: Attention, called: Mapping[str, str]) -> story.Customer | None:
    """A box to choose a customer in, and who is chosen: the one in the address, else the first to develop."""
    address = st.query_params.get(ADDRESS)
    listed = [id for id in (address, *found.first) if id] or story.best(context.sources)
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
        st.caption(_("No customer is called {asked}. Write a number as in the orders.", asked=missed))
    id = address or next(iter(listed), None)
    return story.customer(context.sources, id, named=access.may_see_people()) if id else None


def _choose(context: Context, key: str) -> None:
    """Put who is meant into the address, as a number: names are nobody else's business."""
    asked = str(st.session_state.get(key) or "")
    found = story.find(context.sources, asked, named=access.may_see_people())
    if found:
        st.query_params[ADDRESS] = found
    elif asked:
        st.session_state["customer_missed"] = asked


def show(context: Context, one: story.Customer | None, card: Card, word: str) -> None:
    """The card of one customer."""
    reader = session.reader()
    if one is None:
        return
    found = papers.file(context.sources, one.id)
    with st.container(border=True, gap="small"):
        with st.grid(3, min_column_width=110):
            for figure in (*_figures(one, card, word, found.realised), *customer_file.figures(found)):
                with st.container(gap=None):
                    _figure(*figure)
        st.markdown(reader.read(papers.next_step(one, found, context.sources)))
        customer_file.roles(found)
        st.caption(" · ".join(_profile(one)))
        with st.container(horizontal=True, gap="small"):
            _orders(context, one)
            customer_file.tickets(found)


def _figure(label: str, value: str, under: str) -> None:
    st.metric(label, value)
    st.caption(under)


def _figures(one: story.Customer, card: Card, word: str, realised: float) -> list[tuple[str, str, str]]:
    reader = session.reader()
    value = cards.NOTHING if one.value is None else reader.money(one.value)
    low, high = one.low, one.high
    within = reader.range(low, high, Unit.MONEY) if low is not None and high is not None else _("no forecast")
    returns = cards.NOTHING if one.returns is None else reader.share(one.returns)
    ago = n_("ordered {n} day ago", "ordered {n} days ago", one.silent_days)
    year = _("12 months; {money} so far", money=reader.money(realised))
    return [
        (_("Value, {span}", span=takeaways.span(card.horizon_months)), value, within),
        (_("Orders in a year"), returns, ago),
        (views.basis(word), reader.money(one.now), year),
    ]


def _profile(one: story.Customer) -> list[str]:
    """Number, kind, region, how and when won."""
    first = _("customer since {day}", day=session.reader().day(one.first_order))
    told = [one.id if one.name else None, _(WORDS.get(one.kind, one.kind)) if one.kind else None, one.region]
    return [part for part in (*told, one.acquired_by, first) if part]


def _orders(context: Context, one: story.Customer) -> None:
    label = n_("{n} order", "{n} orders", one.orders)
    popover = st.popover(label, type="tertiary", width="content", key="customer-orders", on_change="rerun")
    if popover.open:
        with popover, st.container(width=440):
            st.dataframe(_order_table(context, one), hide_index=True, row_height=36, height=320)


def _order_table(context: Context, one: story.Customer) -> pd.DataFrame:
    reader = session.reader()
    rows = [
        (
            reader.day(row.ordered_at.date()),
            _(WORDS.get(row.status, row.status)),
            reader.money(float(row.amount)),
            row.order_id,
        )
        for row in report.orders_of(context.sources, one.id).head(MOST_ORDERS).itertuples()
    ]
    return pd.DataFrame(rows, columns=[_("Day"), _("Status"), _("Amount"), _("Order")])


def heading(context: Context, one: story.Customer | None, card: Card) -> None:
    """Question and take-away of the card, with the figure behind it."""
    reading = None if one is None else worth(context.sources, one, card)
    cards.question_line(_("What is this customer worth?"), reading=reading, key="customer")
    st.header(session.reader().read(sentence(one)), anchor=False)
