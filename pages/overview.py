"""overview: is CRM worth it, is it proven, what threatens it?"""

import streamlit as st

from metrics.overview import facts as story
from metrics.overview import sentences as takeaways
from pages.parts import cards, session
from pages.parts.overview import views as overview_views

_ = session._
TILES = ("programme_npv", "programme_cost", "payback", "realised_share", "proven_share")

look = session.look()
found = session.readings(*TILES, "chance_of_profit")
who = session.reader()

cards.opening(
    title=_("Overview"),
    scenario=look.label,
    verdict=who.read(takeaways.verdict(found, look.scenario.months)),
)
with cards.row(most=len(TILES)):
    for id in TILES:
        overview_views.tile(look, found[id])
st.space("small")

left, right = st.columns([1.12, 1], gap="large")
with left:
    moved = story.moved(look)
    take_away, chart = overview_views.bridge(moved)
    question = _("What moved net present value since {since}?", since=session.scenario(moved.since))
    cards.block(question, take_away, chart, reading=found["programme_npv"], key="bridge")
with right:
    back = story.payback_range(look)
    cards.block(
        _("In which month is the money back?"),
        who.read(takeaways.payback_month(found["payback"])),
        overview_views.payback(back, look.scenario.months),
        reading=found["payback"],
        key="payback",
    )
    take_away, chart = overview_views.promise(story.promised_to_date(look))
    cards.block(_("Did we get what we promised?"), take_away, chart, reading=found["realised_share"], key="promise")

take_away, threats = overview_views.threats(look)
cards.question_line(_("What threatens it?"), key="threats")
st.header(take_away, anchor=False)
cards.threats(threats)
