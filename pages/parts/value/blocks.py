"""Values and stages, the way of revenue, and the model card: findings with what only a page can choose or say."""

from __future__ import annotations

import streamlit as st

from metrics.context import Context
from metrics.customers import buyers, findings_model, model_card
from metrics.customers.base import KINDS
from metrics.value import findings_views, worth
from metrics.words.text import N_
from metrics.words.units import Amount, Unit
from pages.parts import access, session, show, tables
from pages.parts.session import _, n_
from pages.parts.tables import plain
from pages.parts.value import words as customer_words


def values(context: Context, mode: str) -> None:
    """Realised, potential and expected value left, stages right."""
    sources = context.sources
    groups = {by: customer_words.BY[by] for by in worth.groupings(sources)}
    kinds = {kind: KINDS.get(kind, kind) for kind in buyers.choices(sources)["kind"]}
    left, right = st.columns(2, gap="large")
    with left:
        show.choosing(findings_views.value_views, lambda: _one("by", "value_by", groups), key="value-views")
        _customer_by_customer(context)
    with right:
        stages = {"": N_("All customers"), **kinds} if kinds else {}
        show.choosing(findings_views.stages, lambda: _one("kind", "stage_kind", stages), key="stages")


def _one(choice: str, name: str, words: dict[str, str]) -> dict[str, str]:
    return {choice: show.choose(name, words)} if words else {}


def _customer_by_customer(context: Context) -> None:
    """Who could bring most more; by name for a reader who may see it."""
    behind = st.expander(_("Customer by customer"), on_change="rerun", key="three-people")
    if behind.open:
        table = tables.frame(findings_views.most_possible(context, access.may_see_people()), session.reader())
        behind.dataframe(table, hide_index=True, row_height=36, height=36 * 8 + 3)


def money(context: Context, mode: str) -> None:
    """Margin left, parts of a value right."""
    left, right = st.columns(2, gap="large")
    with left:
        show.choosing(findings_views.margins, lambda: _group(context), key="margins")
    with right:
        show.show(findings_views.parts)


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


def model(context: Context, mode: str) -> None:
    """The model card: its back-test, other models, calibration, and another program's fit."""
    card = model_card.card(context.sources)
    left, right = st.columns([1.12, 1], gap="large")
    with left:
        show.show(findings_model.back_test)
        _about(card)
    with right:
        show.opened(findings_model.rivals)
        if card.backtests:
            st.caption(n_("Mean of {n} back-test.", "Mean of {n} back-tests.", card.backtests))
    left, right = st.columns([1.12, 1], gap="large")
    with left:
        show.show(findings_model.calibration)
    with right:
        show.opened(findings_model.second_opinion)


def _about(card: model_card.Card) -> None:
    """The champion, what it was fitted on, and what to know before believing it."""
    if card.champion is None:
        return
    name = _(model_card.MODELS[card.champion])
    st.badge(_("Champion: {name}", name=name), icon=":material/check:", color="gray")
    learnt = n_("fitted on {n} customer", "fitted on {n} customers", card.learnt_on)
    tested = n_("chosen by {n} back-test", "chosen by {n} back-tests", card.backtests)
    rate = _("discounted at {rate} a year", rate=Amount(card.rate, Unit.RATE))
    st.caption(plain(" · ".join([learnt, tested, rate])))
    for warning in card.warnings:
        st.caption(f":orange[▼] {session.reader().read(warning)}")
