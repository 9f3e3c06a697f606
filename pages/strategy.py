"""strategy: what must CRM do for us?"""

import streamlit as st

from metrics.strategy import findings
from pages.parts import session, show
from pages.parts.strategy import editors, steps, views

_ = session._

show.opening(_("Business case, step {n} of {of}", n=1, of=4), findings.verdict)
steps.line("strategy")
steps.brief()
st.space("small")

left, right = st.columns(2, gap="large")
with left:
    show.show(findings.followed)
with right:
    show.opened(findings.problems, whole=True)
show.editing(editors.PARTS, expanded=editors.begins())
st.space("small")

found = show.show(findings.goals)
views.goal_tiles()
show.rows(found, whole=True)
st.space("small")

show.folded(findings.priorities)
show.folded(findings.stakeholders)
show.folded(findings.factors, views.warning, views.attention)
show.folded(findings.departments)
