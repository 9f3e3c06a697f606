"""customer_value: what are our customers worth, and how sure are we?"""

import streamlit as st

from metrics.customers import buyers as story
from metrics.customers import model_card as report_model
from metrics.overview import sentences as takeaways
from metrics.value import attention as report_attention
from metrics.value import basis
from metrics.value import modes as report_customer_modes
from metrics.words.text import Term
from pages.parts import cards, session
from pages.parts.value import card as customer_card
from pages.parts.value import more as customer_more
from pages.parts.value import views

_ = session._

look = session.look()
data = look.data
card = report_model.card(data)
held = story.buyers(data)

top = st.container()
mode = customer_more.mode(look)
found = report_customer_modes.tiles(look, mode)
with top:
    cards.opening(
        title=customer_more.title(mode),
        scenario=look.label,
        verdict=session.reader().read(takeaways.customer_value(found, held.word, card.horizon_months)),
    )
views.tiles(look, found, card.horizon_months, mode)
st.space("small")

left, right = st.columns(2, gap="large")
with left:
    curve = story.concentrated(data, mode)
    take_away, chart = views.concentration(curve)
    question = _("How concentrated is the {basis}?", basis=Term(held.word))
    cards.block(question, take_away, chart, reading=found["top_fifth_share"], key="concentration")
    st.caption(views.half_and_losers(look, curve, mode))
    st.caption(views.by_margin(look, mode))
with right:
    take_away, chart = views.tenths(report_customer_modes.tenths(data, mode), card.reason)
    question = _("What is one customer worth, and how sure are we?")
    each = basis.readings(look, "value_per_customer")["value_per_customer"]
    cards.block(question, take_away, chart, reading=each, key="tenths")
st.space("small")

left, right = st.columns([1.12, 1], gap="large")
with left:
    head = st.container(gap="xxsmall")
    narrowed = customer_card.filters(look)
    attention = report_attention.attention(data, narrowed.kind, narrowed.region, narrowed.tier, mode)
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

customer_more.show(look, mode)
