"""segments: which groups deserve which treatment?"""

import streamlit as st

from metrics import report_segments as story
from metrics import report_segments_basis as basis
from metrics import takeaways_segments as takeaways
from metrics.text import Term
from pages.parts import cards, session
from pages.parts import segment_views as views

_ = session._

look = session.look()
data = look.data
by = views.asked()
found = story.segmented(data, by)
steps = basis.steps(data, by)

cards.opening(title=_("Segments"), scenario=look.label, verdict=views.sentence(takeaways.verdict(found)))
views.steps(steps, found)
views.way()
st.space("small")

left, right = st.columns(2, gap="large")
with left:
    take_away, chart = views.shares(found)
    question = _("Who are many, and who bring the {basis}?", basis=Term(found.word))
    cards.block(question, take_away, chart, reading=steps[1], key="shares")
with right:
    held = basis.field(data)
    take_away, chart = views.rfm_map(story.fields(data), held.reason)
    cards.block(_("Who bought much and is silent now?"), take_away, chart, reading=held, key="rfm")
st.space("small")

views.tables(found, steps[2], steps[4])
st.space("small")

left, right = st.columns(2, gap="large")
with left:
    take_away, chart = views.agreement(*basis.groups(data))
    cards.block(_("Are there groups in the data?"), take_away, chart, reading=steps[3], key="agreement")
with right:
    cards.question_line(_("What is known of customers?"), reading=steps[0], key="coverage")
    st.table(views.coverage(story.people(data)), border="horizontal", hide_index=True)
