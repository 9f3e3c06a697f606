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

look = session.look()
data = look.data
found = basis.readings(look, *TILES)
top = st.container()
st.space("small")

left, right = st.columns(2, gap="large")
with left:
    churn_ahead.at_risk(look)
with right:
    churn_ahead.calibrated(look)
st.space("small")

cards.question_line(_("What would you offer, and how much is there to spend?"), key="terms")
asked = churn_ask.terms(data)
plan = ahead.planned(data, asked)
left, right = st.columns([1.12, 1], gap="large")
with left:
    churn_ask.asking(data, plan, asked)
with right:
    churn_ask.first_to_ask(data, plan)
st.space("small")

left, right = st.columns(2, gap="large")
with left:
    churn_views.who_left(data)
    churn_views.drivers(data)
with right:
    churn_views.why_and_where(data)
st.space("small")

churn_more.show(churn_more.Asked(look, plan, asked, found["retention_rate"].value))

with top:
    cards.opening(
        title=_("Churn and retention"),
        scenario=look.label,
        verdict=session.reader().read(takeaways.verdict(found, plan)),
    )
    churn_views.tiles(look, found, basis.gain(data, plan, asked, ahead.at_risk(data)))
