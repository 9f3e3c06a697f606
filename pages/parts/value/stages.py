"""What customers brought and could bring, and the stages of their life."""

from __future__ import annotations

import streamlit as st

from metrics.customers.buyers import choices
from metrics.customers.findings import KINDS
from metrics.report import Context
from metrics.value import findings, worth
from metrics.words.text import N_
from pages.parts import access, session, show, tables
from pages.parts.session import _
from pages.parts.value import views
from pages.parts.value import words as customer_words


def draw(context: Context, mode: str) -> None:
    """Three values left, stages right."""
    sources = context.sources
    options = {by: customer_words.BY[by] for by in worth.groupings(sources)}
    kinds = {kind: KINDS.get(kind, kind) for kind in choices(sources)["kind"]}
    left, right = st.columns(2, gap="large")
    with left:
        by = lambda: {"by": show.choose("value_by", options)} if options else {}  # noqa: E731
        views.choosing(findings.value_views, by, key="value-views")
        _people(context)
    with right:
        words = {"": N_("All customers"), **kinds}
        kind = lambda: {"kind": show.choose("stage_kind", words)} if kinds else {}  # noqa: E731
        views.choosing(findings.stages, kind, key="stages")


def _people(context: Context) -> None:
    """Customer by customer, who could bring most more."""
    behind = st.expander(_("Customer by customer"), on_change="rerun", key="three-people")
    if behind.open:
        table = findings.most_possible(context, access.may_see_people())
        with behind:
            st.dataframe(tables.frame(table, session.reader()), hide_index=True, row_height=36, height=36 * 8 + 3)
