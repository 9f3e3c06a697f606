"""segments: which groups deserve which treatment?"""

import streamlit as st

from metrics.segments import facts as story
from metrics.segments import made as basis
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

context = session.context()
sources = context.sources
now = segment_edit.standing(context)
found = story.segmented(sources, now.method)
readings = basis.steps(sources, now.method)

cards.opening(title=_("Segments"), scenario=context.label, verdict=views.sentence(takeaways.verdict(found)))
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
    held = basis.field(sources)
    take_away, chart = views.rfm_map(story.fields(sources), held.reason)
    cards.block(_("Who bought much and is silent now?"), take_away, chart, reading=held, key="rfm")
st.space("small")

views.tested(found, readings[4], people(sources).by_what)
st.space("small")

segment_steps.steps(sources, now, readings)
segment_moves.more(sources, now.method)
