"""realised: did we get what we promised, and was it the CRM?"""

import streamlit as st

from metrics.realised import findings, findings_close, findings_proof
from metrics.strategy.findings import goals
from pages.parts import session, show
from pages.parts.realised import views

_ = session._

show.opening(_("Promised and realised"), findings.verdict)
left, right = st.columns(2, gap="large")
with left:
    show.show(findings.standing, key="standing")
with right:
    show.show(findings_proof.caused, key="caused")
views.lines()
show.opened(findings.levers, key="levers", columns=8)
show.show(findings.progress, key="progress")
show.folded(findings.register, views.entering)
show.folded(findings_close.closing, views.closing)
show.folded(findings_close.marks)
show.folded(findings_close.rules)
show.folded(findings_close.reconciled, views.explaining)
show.folded(findings_close.fields)
show.folded(findings_proof.naive)
show.folded(findings_proof.rolled_out)
show.folded(findings_proof.power, views.planning)
show.folded(findings_proof.designs)
show.folded(goals)
show.folded(findings_close.baseline, views.freezing)
