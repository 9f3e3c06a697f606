"""capabilities: where are we behind?"""

import streamlit as st

from metrics.strategy import capability_facts as story
from pages.parts import cards, session
from pages.parts.strategy import capabilities as views
from pages.parts.strategy import steps

_ = session._
look = session.look()
now = story.standing(look.data)

verdict = views.verdict(look, now)
cards.opening(title=_("Business case, step {n} of {of}", n=2, of=4), scenario=look.label, verdict=verdict)
steps.line("capabilities", look)
steps.brief(look)
views.tiles(look, now)
st.space("small")

views.table(look, now)
st.space("small")

left, right = st.columns(2, gap="large")
with left:
    views.dots(now)
with right:
    views.heat(now)
st.space("small")

left, right = st.columns([1, 1.2], gap="large")
with left:
    views.gaps(now)
with right:
    views.carried(look, now)
