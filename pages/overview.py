"""overview: is CRM worth it, is it proven, what threatens it?"""

import streamlit as st

from metrics.overview import findings
from pages.parts import session, show
from pages.parts.overview import tiles

_ = session._

show.opening(_("Overview"), findings.verdict)
tiles.row(findings.TILES)
st.space("small")

show.show(findings.worth)

left, right = st.columns([1.12, 1], gap="large")
with left:
    show.show(findings.moved)
with right:
    show.show(findings.payback)
    show.show(findings.promise)

tiles.threats(findings.threats)
