"""segments: which groups deserve which treatment?"""

import streamlit as st

from metrics.segments import findings
from pages.parts import session, show
from pages.parts.segments import settings, steps, views

_ = session._

now = settings.in_force()
method = now.method
show.opening(_("Segments"), lambda context: findings.verdict(context, method))
views.tiles(method)
steps.saved_line(now)
views.way(method)
st.space("small")

left, right = st.columns(2, gap="large")
with left:
    show.show(findings.shares, key="shares", method=method)
with right:
    show.show(findings.rfm_map, key="rfm")
st.space("small")

views.tests(findings.tests, method)
st.space("small")

steps.steps(now)
views.moves(findings.moves)
views.composition(findings.composition, method)
