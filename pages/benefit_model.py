"""benefit_model: what is closing each gap worth, against what it costs?"""

import streamlit as st

from metrics.case import costs
from metrics.case import levers as story
from pages.parts import cards, editor, session, workbook
from pages.parts.case import money as benefit_money
from pages.parts.case import more as benefit_more
from pages.parts.case import tables as benefit_tables
from pages.parts.case import views as benefit_views
from pages.parts.strategy import steps

_ = session._
now = session.standing()
context = now.context
reader = session.reader()
rows = story.lever_rows(context)
spent = costs.cost_rows(context)
forgotten = costs.forgotten(spent)
editor.shown(benefit_more.token(context))

cards.opening(
    title=_("Business case, step {n} of {of}", n=3, of=4),
    scenario=context.label,
    verdict=reader.read(story.verdict(context, rows)),
)
steps.line("benefit_model", context, forgotten)
steps.brief(context)
editor.conflict()

with st.container(gap="xxsmall"):
    cards.question_line(_("What is closing each gap worth?"), key="levers")
    st.header(_("Change a target or an adoption rate; the strip below follows"), anchor=False)
benefit_tables.levers(rows)
benefit_more.together(context)
editor.refusals()
benefit_views.absent(context)
benefit_views.figures(context)
st.space("small")

left, right = st.columns([1, 1.42], gap="large")
with left:
    take_away, chart = benefit_views.gap(context)
    cards.block(_("How far are we from the benchmark?"), take_away, chart, key="gap")
with right:
    benefit_views.register(spent, forgotten)
st.space("small")
places = benefit_money.places(now)


@st.fragment
def outcome() -> None:
    """Everything a slider moves: drawn alone, so that a move costs little."""
    now = session.standing()
    editor.follow(benefit_more.token(now.context))
    benefit_money.result(places, now)
    benefit_money.answers(places, now.context)


outcome()
workbook.offer()
st.space("small")
benefit_more.tabs()
