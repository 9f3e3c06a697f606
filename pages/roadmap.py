"""roadmap: what, when, who, and are we ready?"""

import streamlit as st

from metrics.roadmap import facts as story
from metrics.roadmap import sentences as takeaways
from pages.parts import cards, session
from pages.parts.roadmap import more as roadmap_more
from pages.parts.roadmap import views as roadmap_views
from pages.parts.strategy import steps

_ = session._
context = session.context()
found = story.roadmap(context)

cards.opening(
    title=_("Business case, step {n} of {of}", n=4, of=4),
    scenario=context.label,
    verdict=session.reader().read(takeaways.verdict(found)),
)
steps.line("roadmap", context)
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
