"""segments: which groups deserve which treatment?"""

import streamlit as st

from metrics import report_segments as story
from metrics import report_segments_basis as basis
from metrics import takeaways_segments as takeaways
from metrics.report_segment_people import people
from metrics.segment_traits import TRAITS
from metrics.text import Term
from pages.parts import cards, segment_edit, segment_moves, segment_steps, session
from pages.parts import segment_views as views

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
