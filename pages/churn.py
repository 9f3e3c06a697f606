"""churn: who leaves, why, where to, and whom is it worth saving?"""

import streamlit as st

from metrics.churn import findings
from pages.parts import cards, session, show
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

cards.question_line(_("What would you offer, and how much is there to spend?"), key="terms")
terms = views.terms(context)
left, right = st.columns([1.12, 1], gap="large")
with left:
    show.show(findings.asking, terms=terms)
with right:
    views.open_list(findings.first_to_ask, "first", wide=True, terms=terms, names=views.names())
st.space("small")

left, right = st.columns(2, gap="large")
with left:
    views.chosen(findings.who_left, "who-left", "grouped", findings.groupings(context))
    show.show(findings.drivers)
with right:
    show.show(findings.reasons)
    show.show(findings.destinations)
st.space("small")

more.more(terms)

with top:
    show.opening(_("Churn and retention"), lambda context: findings.verdict(context, terms))
    views.tiles(context, terms)
