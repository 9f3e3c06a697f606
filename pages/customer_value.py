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

context = session.context()
sources = context.sources
card = report_model.card(sources)
held = story.buyers(sources)

top = st.container()
mode = customer_more.mode(context)
found = report_customer_modes.tiles(context, mode)
with top:
    cards.opening(
        title=customer_more.title(mode),
        scenario=context.label,
        verdict=session.reader().read(takeaways.customer_value(found, held.word, card.horizon_months)),
    )
views.tiles(context, found, card.horizon_months, mode)
st.space("small")

left, right = st.columns(2, gap="large")
with left:
    curve = story.concentrated(sources, mode)
    take_away, chart = views.concentration(curve)
    question = _("How concentrated is the {basis}?", basis=Term(held.word))
    cards.block(question, take_away, chart, reading=found["top_fifth_share"], key="concentration")
    st.caption(views.half_and_losers(context, curve, mode))
    st.caption(views.by_margin(context, mode))
with right:
    take_away, chart = views.tenths(report_customer_modes.tenths(sources, mode), card.reason)
    question = _("What is one customer worth, and how sure are we?")
    each = basis.readings(context, "value_per_customer")["value_per_customer"]
    cards.block(question, take_away, chart, reading=each, key="tenths")
st.space("small")

left, right = st.columns([1.12, 1], gap="large")
with left:
    head = st.container(gap="xxsmall")
    narrowed = customer_card.filters(context)
    attention = report_attention.attention(sources, narrowed.kind, narrowed.region, narrowed.tier, mode)
    names = customer_card.names(context, attention)
    take_away, chart = views.attention(attention, held.word, names)
    cards.picture(take_away, chart, key="attention")
    st.caption(views.left_out(attention))
with head:
    question = _("Where should the next hour of attention go?")
    cards.question_line(question, chart, reading=basis.develop(sources, attention), key="attention")
    st.header(take_away, anchor=False)
with right:
    head = st.container(gap="xxsmall")
    one = customer_card.chosen(context, attention, names)
    customer_card.show(context, one, card, held.word)
with head:
    customer_card.heading(context, one, card)
st.space("small")

customer_more.show(context, mode)
