"""customer_value: what are our customers worth, and how sure are we?"""

import streamlit as st

from metrics import report_attention, report_model, takeaways
from metrics import report_customers as story
from metrics import report_customers_basis as basis
from metrics.text import Term
from pages.parts import cards, customer_card, session
from pages.parts import customer_model as model
from pages.parts import customer_views as views

_ = session._

TILES = ("customer_value", "active_customers", "top_fifth_share", "below_zero_share", "value_per_customer")

look = session.look()
data = look.data
found = basis.readings(look, *TILES)
card = report_model.card(data)
held = story.buyers(data)

cards.opening(
    title=_("Customer value"),
    scenario=look.label,
    verdict=session.reader().read(takeaways.customer_value(found, held.word, card.horizon_months)),
)
views.tiles(look, found, card.horizon_months)
st.space("small")

left, right = st.columns(2, gap="large")
with left:
    take_away, chart = views.concentration(story.concentrated(data))
    question = _("How concentrated is the {basis}?", basis=Term(held.word))
    cards.block(question, take_away, chart, reading=found["top_fifth_share"], key="concentration")
with right:
    take_away, chart = views.tenths(story.tenths(data), card.reason)
    question = _("What is one customer worth, and how sure are we?")
    cards.block(question, take_away, chart, reading=found["value_per_customer"], key="tenths")
st.space("small")

left, right = st.columns([1.12, 1], gap="large")
with left:
    head = st.container(gap="xxsmall")
    narrowed = customer_card.filters(look)
    attention = report_attention.attention(data, narrowed.kind, narrowed.region)
    names = customer_card.names(look, attention)
    take_away, chart = views.attention(attention, held.word, names)
    cards.picture(take_away, chart, key="attention")
    st.caption(views.left_out(attention))
with head:
    question = _("Where should the next hour of attention go?")
    cards.question_line(question, chart, reading=basis.develop(data, attention), key="attention")
    st.header(take_away, anchor=False)
with right:
    head = st.container(gap="xxsmall")
    one = customer_card.chosen(look, attention, names)
    customer_card.show(look, one, card, held.word)
with head:
    customer_card.heading(look, one, card)
st.space("small")

believed = basis.back_test(data, card)
left, right = st.columns([1.12, 1], gap="large")
with left:
    take_away, chart = model.back_test(card)
    cards.block(_("Can we believe the model?"), take_away, chart, reading=believed, key="back-test")
    model.about(card)
with right:
    model.against(card, believed)
st.space("small")

left, right = st.columns([1.12, 1], gap="large")
with left:
    take_away, chart = model.calibration(card)
    question = _("Does the chance of another order hold?")
    cards.block(question, take_away, chart, reading=believed, key="calibration")
with right:
    model.second_opinion(card, believed)
