"""What stands behind the first questions of the customer value page: one choice at a time, kept in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from metrics.customers.buyers import ALL, CONTRACT, ORDERS, modes
from metrics.report import Context
from metrics.words.text import N_
from pages.parts.session import _
from pages.parts.value import brings as customer_brings
from pages.parts.value import held as customer_held
from pages.parts.value import money as customer_money
from pages.parts.value import stages as customer_stages
from pages.parts.value import trust as customer_trust
from pages.parts.value import who as customer_who

MODES = {ALL: N_("All customers"), CONTRACT: N_("Under contract"), ORDERS: N_("Without a contract")}
SHOWN: Mapping[str, tuple[str, Callable[[Context, str], None]]] = {
    "values": (N_("Three values and stages"), customer_stages.show),
    "money": (N_("Where revenue goes"), customer_money.show),
    "brings": (N_("Who brings it"), customer_brings.show),
    "service": (N_("Service and spending"), customer_brings.show_policy),
    "contracts": (N_("Contracts and programme"), customer_held.show),
    "who": (N_("Who they are"), customer_who.show),
    "model": (N_("Can we believe it?"), customer_trust.show),
}
FIRST = "values"


def kept(name: str, options: list[str], first: str) -> str:
    """What the address says, if it can be chosen; else ``first``."""
    asked = st.query_params.get(name)
    return asked if asked in options else first


def pills(name: str, label: str, words: Mapping[str, str], first: str) -> str:
    """One of several, kept in the address."""
    options = list(words)

    def keep() -> None:
        st.query_params[name] = st.session_state[f"{name}_asked"] or first

    chosen = st.pills(
        label,
        options,
        default=kept(name, options, first),
        format_func=lambda option: _(words[option]),
        key=f"{name}_asked",
        on_change=keep,
        label_visibility="collapsed",
        required=True,
        wrap=True,
    )
    return chosen or first


def mode(context: Context) -> str:
    """Everybody, or those under or without a contract, where there are both."""
    found = modes(context.sources)
    if len(found) < 2:
        return ALL
    return pills("mode", _("Customers"), {id: MODES[id] for id in found}, ALL)


def title(chosen_mode: str) -> str:
    """The page's name, with whom it speaks of where that is not everybody."""
    name = _("Customer value")
    return name if chosen_mode == ALL else f"{name} · {_(MODES[chosen_mode])}"


def show(context: Context, chosen_mode: str) -> None:
    """The choice, and what was chosen."""
    chosen = pills("more", _("More about"), {id: words for id, (words, _draw) in SHOWN.items()}, FIRST)
    with st.container(key=f"more-{chosen}", gap="medium"):
        SHOWN[chosen][1](context, chosen_mode)
