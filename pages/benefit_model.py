"""benefit_model: what is closing each gap worth, against what it costs?"""

import streamlit as st

from metrics.case import findings
from pages.parts import draft, session, show, workbook
from pages.parts.case import levers, money, more
from pages.parts.strategy import steps

_ = session._
now = session.standing()
draft.shown(more.token(now.context))

show.opening(_("Business case, step {n} of {of}", n=3, of=4), findings.verdict, now.context)
steps.line("benefit_model", now.context)
steps.brief(now.context)
draft.conflict()

levers.block(now.context)
st.space("small")
left, right = st.columns([1, 1.42], gap="large")
with left:
    show.show(findings.gap_closed, key="gap", context=now.context)
with right:
    levers.register(now.context)
st.space("small")
places = money.places(now)


@st.fragment
def outcome() -> None:
    """Everything a slider moves: drawn alone, so that a move costs little."""
    money.outcome(places)


outcome()
workbook.offer()
st.space("small")
more.tabs()
