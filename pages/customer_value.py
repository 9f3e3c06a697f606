"""customer_value: what are our customers worth, and how sure are we?"""

import streamlit as st

from metrics.customers import findings as customers_findings
from metrics.value import findings
from pages.parts import access, session, show
from pages.parts.value import brings, card, more, views

_ = session._

context = session.context()
top = st.container()
mode = more.mode(context)
with top:
    show.opening(more.title(mode), lambda context: findings.verdict(context, mode))
views.tiles(context, mode)
st.space("small")

left, right = st.columns(2, gap="large")
with left:
    show.choosing(customers_findings.concentration, brings.cuts, key="concentration", mode=mode)
    views.half_and_losers(context, mode)
with right:
    show.show(findings.tenths, key="tenths", mode=mode)
st.space("small")

left, right = st.columns([1.12, 1], gap="large")
with left:
    narrowed = views.fields(context, card.filters, mode)
with right:
    head = st.container(gap="xxsmall")
    chosen = card.chosen(context, **narrowed)
    card.draw(context, chosen)
with head:
    show.show(findings.customer, key="customer", number=chosen, named=access.may_see_people())
st.space("small")

more.draw(context, mode)
