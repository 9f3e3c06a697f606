"""roadmap: what, when, who, and are we ready?"""

import streamlit as st

from metrics.roadmap import findings
from pages.parts import session, show
from pages.parts.roadmap import more, views
from pages.parts.strategy import steps

_ = session._

show.opening(_("Business case, step {n} of {of}", n=4, of=4), findings.verdict)
steps.line("roadmap", session.context())
views.tiles()
st.space("small")

left, right = st.columns([1.9, 1], gap="large")
with left:
    show.show(findings.plan)
with right:
    show.opened(findings.headings)
st.space("small")

left, right = st.columns([1, 1], gap="large")
with left:
    show.show(findings.risks)
with right:
    show.opened(findings.milestones, columns=4)
st.space("small")
more.lines()
