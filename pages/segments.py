"""segments: which groups deserve which treatment?"""

import streamlit as st

from metrics.segments import facts as story
from metrics.segments import readings as basis
from metrics.segments import sentences as takeaways
from metrics.segments.people import people
from metrics.segments.traits import TRAITS
from metrics.words.text import Term
from pages.parts import cards, session
from pages.parts.segments import edit as segment_edit
from pages.parts.segments import moves as segment_moves
from pages.parts.segments import steps as segment_steps
from pages.parts.segments import views

_ = session._

look = session.look()
data = look.data
now = segment_edit.standing(look)
found = story.segmented(data, now.method)
readings = basis.steps(data, now.method)

cards.opening(title=_("Segments"), scenario=look.label, verdict=views.sentence(takeaways.verdict(found)))
views.tiles(readings, found, traits=len(TRAITS))
segment_steps.saved_line(now)
views.way(now.method)
st.space("small")

left, right = st.columns(2, gap="large")
with left:
    take_away, chart = views.shares(found)
    question = _("Who are many, and who bring the {basis}?", basis=Term(found.word))
    cards.block(question, take_away, chart, reading=readings[1], key="shares")
with right:
    held = basis.field(data)
    take_away, chart = views.rfm_map(story.fields(data), held.reason)
    cards.block(_("Who bought much and is silent now?"), take_away, chart, reading=held, key="rfm")
st.space("small")

views.tested(found, readings[4], people(data).by_what)
st.space("small")

segment_steps.steps(data, now, readings)
segment_moves.more(data, now.method)
