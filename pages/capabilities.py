"""capabilities: where are we behind?"""

import streamlit as st

from metrics.strategy.capabilities import findings
from pages.parts import session, show
from pages.parts.strategy import capabilities, steps, views

_ = session._

show.opening(_("Business case, step {n} of {of}", n=2, of=4), findings.verdict)
steps.line("capabilities")
steps.brief()
views.capability_tiles()
st.space("small")

left, right = st.columns([1, 1.2], gap="large")
with left:
    show.show(findings.gaps)
with right:
    show.opened(findings.carried, whole=True)
    capabilities.onward()
show.editing(capabilities.PARTS, expanded=capabilities.begins())
st.space("small")

show.folded(findings.distances)
show.folded(findings.heat)
show.folded(findings.radar)
