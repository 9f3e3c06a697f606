"""overview: is CRM worth it, is it proven, what threatens it?"""

import streamlit as st

from metrics.overview import facts as story
from metrics.overview import sentences as takeaways
from pages.parts import cards, session
from pages.parts.overview import views as overview_views

_ = session._
TILES = ("programme_npv", "programme_cost", "payback", "realised_share", "proven_share")

context = session.context()
found = session.readings(*TILES, "chance_of_profit")
reader = session.reader()

cards.opening(
    title=_("Overview"),
    scenario=context.label,
    verdict=reader.read(takeaways.verdict(found, context.scenario.months)),
)
with cards.row(most=len(TILES)):
    for id in TILES:
        overview_views.tile(context, found[id])
st.space("small")

left, right = st.columns([1.12, 1], gap="large")
with left:
    moved = story.moved(context)
    take_away, chart = overview_views.bridge(moved)
    question = _("What moved net present value since {since}?", since=session.scenario(moved.since))
    cards.block(question, take_away, chart, reading=found["programme_npv"], key="bridge")
with right:
    back = story.payback_range(context)
    cards.block(
        _("In which month is the money back?"),
        reader.read(takeaways.payback_month(found["payback"])),
        overview_views.payback(back, context.scenario.months),
        reading=found["payback"],
        key="payback",
    )
    take_away, chart = overview_views.promise(story.promised_to_date(context))
    cards.block(_("Did we get what we promised?"), take_away, chart, reading=found["realised_share"], key="promise")

take_away, threats = overview_views.threats(context)
cards.question_line(_("What threatens it?"), key="threats")
st.header(take_away, anchor=False)
cards.threats(threats)
