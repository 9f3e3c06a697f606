"""Where revenue goes on its way to contribution, and what a longer customer's value consists of."""

from __future__ import annotations

import streamlit as st

from metrics.report import Context
from metrics.value import findings, worth
from pages.parts import show
from pages.parts.session import _, n_
from pages.parts.value import views
from pages.parts.value import words as customer_words


def draw(context: Context, mode: str) -> None:
    """Margin left, parts of a value right."""
    left, right = st.columns(2, gap="large")
    with left:
        views.choosing(findings.margins, lambda: _group(context), key="margins")
    with right:
        if not show.show(findings.parts).undefined:
            _referral(worth.taken_apart(context.sources).recommended)


def _group(context: Context) -> dict[str, str]:
    """By what revenue is split, and of which group the way is shown; of all together until one is chosen."""
    ways = worth.ways(context.sources)
    if not ways:
        return {}
    by = show.choose("margin_by", {way: customer_words.BY[way] for way in ways})
    names = ["", *(row.name for row in worth.margins(context.sources, by))]
    asked, key = st.query_params.get("margin_of", ""), f"margin_of_{by}"

    def keep() -> None:
        st.query_params["margin_of"] = st.session_state[key]

    group = st.selectbox(
        _("Group"),
        names,
        index=names.index(asked) if asked in names else 0,
        format_func=lambda name: customer_words.group(by, name) if name else _("All customers"),
        key=key,
        on_change=keep,
        label_visibility="collapsed",
        width=220,
    )
    return {"by": by, "group": group}


def _referral(recommended: int) -> None:
    """Why no part of the value is that of recommendation."""
    if not recommended:
        st.caption(_("Referral: unknown, since nobody wrote down who recommended whom."))
        return
    said = n_(
        "Referral: unknown. {n} customer came by recommendation, but nobody wrote down whose.",
        "Referral: unknown. {n} customers came by recommendation, but nobody wrote down whose.",
        recommended,
    )
    st.caption(said)
