"""churn: who leaves, why, where to, and whom is it worth saving?"""

import streamlit as st

from metrics.churn import findings, findings_past
from pages.parts import session, show
from pages.parts.churn import more, views

_ = session._

context = session.context()
top = st.container()
st.space("small")

left, right = st.columns(2, gap="large")
with left:
    show.show(findings.at_risk)
with right:
    show.show(findings.believed)
    for warning in findings.warnings(context):
        st.caption(f":orange[▼] {session.reader().read(warning)}")
st.space("small")

st.caption(_("What would you offer, and how much is there to spend?"))
terms = views.terms(context)
left, right = st.columns([1.12, 1], gap="large")
with left:
    show.show(findings.asking, terms=terms)
with right:
    show.opened(findings.first_to_ask, key="first", wide=True, terms=terms, names=views.names())
st.space("small")

left, right = st.columns(2, gap="large")
with left:
    groups = findings_past.groupings(context)
    show.choosing(findings_past.who_left, lambda: {"grouped": show.choose("grouped", groups)}, key="who-left")
    show.show(findings_past.drivers)
with right:
    show.show(findings_past.reasons)
    show.show(findings_past.destinations)
st.space("small")

more.more(terms)

with top:
    show.opening(_("Churn and retention"), lambda context: findings.verdict(context, terms))
    views.tiles(context, terms)
