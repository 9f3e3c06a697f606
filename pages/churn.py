"""churn: who leaves, why, where to, and whom is it worth saving?"""

import streamlit as st

from metrics.churn import findings, findings_past
from pages.parts import session, show
from pages.parts.churn import more, views

_ = session._

context = session.context()
top = st.container()
for warning in findings.warnings(context):
    st.caption(f":orange[▼] {session.reader().read(warning)}")
st.space("small")

pictures = st.container()
terms = views.terms(context)
with pictures:
    left, right = st.columns([1, 1.12], gap="large")
with left:
    show.show(findings.at_risk)
with right:
    show.show(findings.asking, terms=terms)
st.space("small")

left, right = st.columns(2, gap="large")
with left:
    groups = findings_past.groupings(context)
    show.choosing(findings_past.who_left, lambda: {"grouped": show.choose("grouped", groups)}, key="who-left")
with right:
    show.show(findings_past.reasons)
st.space("small")

show.folded(findings.first_to_ask, key="first", terms=terms, names=views.names())
show.folded(findings_past.drivers)
show.folded(findings_past.destinations)
show.folded(findings_past.directions)
show.folded(findings.believed)
st.space("small")

more.more(terms)

with top:
    show.opening(_("Churn and retention"), lambda context: findings.verdict(context, terms))
    views.tiles(context, terms)
