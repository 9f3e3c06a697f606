"""capabilities: where are we behind?"""

import streamlit as st

from metrics.strategy import capability_facts as story
from pages.parts import cards, session
from pages.parts.strategy import capabilities as views
from pages.parts.strategy import steps

_ = session._
context = session.context()
now = story.standing(context.sources)

verdict = views.verdict(context, now)
cards.opening(title=_("Business case, step {n} of {of}", n=2, of=4), scenario=context.label, verdict=verdict)
steps.line("capabilities", context)
steps.brief(context)
views.tiles(context, now)
st.space("small")

views.table(context, now)
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
    views.carried(context, now)
