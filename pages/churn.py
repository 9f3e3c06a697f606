"""churn: who leaves, why, where to, and whom is it worth saving?"""

import streamlit as st

from metrics.churn import ahead, basis
from metrics.churn import sentences as takeaways
from pages.parts import cards, session
from pages.parts.churn import ahead as churn_ahead
from pages.parts.churn import ask as churn_ask
from pages.parts.churn import more as churn_more
from pages.parts.churn import views as churn_views

_ = session._
TILES = ("churn_expected", "value_at_risk", "key_retention", "retention_rate")

context = session.context()
sources = context.sources
found = basis.readings(context, *TILES)
top = st.container()
st.space("small")

left, right = st.columns(2, gap="large")
with left:
    churn_ahead.at_risk(context)
with right:
    churn_ahead.calibrated(context)
st.space("small")

cards.question_line(_("What would you offer, and how much is there to spend?"), key="terms")
asked = churn_ask.terms(sources)
plan = ahead.planned(sources, asked)
left, right = st.columns([1.12, 1], gap="large")
with left:
    churn_ask.asking(sources, plan, asked)
with right:
    churn_ask.first_to_ask(sources, plan)
st.space("small")

left, right = st.columns(2, gap="large")
with left:
    churn_views.who_left(sources)
    churn_views.drivers(sources)
with right:
    churn_views.why_and_where(sources)
st.space("small")

churn_more.show(churn_more.Asked(context, plan, asked, found["retention_rate"].value))

with top:
    cards.opening(
        title=_("Churn and retention"),
        scenario=context.label,
        verdict=session.reader().read(takeaways.verdict(found, plan)),
    )
    churn_views.tiles(context, found, basis.gain(sources, plan, asked, ahead.at_risk(sources)))
