"""roadmap: what, when, who, and are we ready?"""

import streamlit as st

from metrics import report_roadmap as story
from metrics import takeaways_roadmap as takeaways
from pages.parts import cards, roadmap_more, roadmap_views, session, steps

_ = session._
look = session.look()
found = story.roadmap(look)

cards.opening(
    title=_("Business case, step {n} of {of}", n=4, of=4),
    scenario=look.label,
    verdict=session.reader().read(takeaways.verdict(found)),
)
steps.line("roadmap", look)
roadmap_views.tiles(found)
st.space("small")

left, right = st.columns([1.9, 1], gap="large")
with left:
    roadmap_views.plan(found)
with right:
    roadmap_views.lights(found)
st.space("small")

left, right = st.columns([1, 1], gap="large")
with left:
    roadmap_views.risks(found)
with right:
    roadmap_views.milestones(found)
st.space("small")
roadmap_more.lines(found)
