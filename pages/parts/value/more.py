"""What stands behind the first questions of the customer value page: one choice at a time, kept in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from metrics.context import Context
from metrics.customers.buyers import ALL, modes
from metrics.value.words import MODES
from metrics.words.text import N_
from pages.parts import show
from pages.parts.session import _
from pages.parts.value import blocks, brings, held, who

SHOWN: Mapping[str, tuple[str, Callable[[Context, str], None]]] = {
    "values": (N_("Three values and stages"), blocks.values),
    "money": (N_("Where revenue goes"), blocks.money),
    "brings": (N_("Who brings it"), brings.show),
    "service": (N_("Service and spending"), brings.show_policy),
    "contracts": (N_("Contracts and programme"), held.draw),
    "who": (N_("Who they are"), who.show),
    "model": (N_("Can we believe it?"), blocks.model),
}
FIRST = "values"


def mode(context: Context) -> str:
    """Everybody, or those under or without a contract, where there are both."""
    found = modes(context.sources)
    if len(found) < 2:
        return ALL
    return show.choose("mode", {id: MODES[id] for id in found}, _("Customers"))


def title(chosen_mode: str) -> str:
    """The page's name, with whom it speaks of where that is not everybody."""
    name = _("Customer value")
    return name if chosen_mode == ALL else f"{name} · {_(MODES[chosen_mode])}"


def draw(context: Context, chosen_mode: str) -> None:
    """The choice, and what was chosen."""
    chosen = show.choose("more", {id: words for id, (words, _draw) in SHOWN.items()}, _("More about"))
    with st.container(key=f"more-{chosen}", gap="medium"):
        SHOWN[chosen][1](context, chosen_mode)
