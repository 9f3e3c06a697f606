"""benefit_model: what is closing each gap worth, against what it costs?"""

import streamlit as st

from metrics import report_benefit as story
from metrics import report_costs as costs
from metrics import takeaways
from pages.parts import benefit_tables, benefit_views, cards, editor, session
from pages.parts.session import _

look = session.look()
who = session.reader()
rows = story.lever_rows(look)
spent = costs.cost_rows(look)
forgotten = costs.forgotten(spent)
editor.shown((look.label, rows, spent))

cards.opening(
    title=_("Business case, step {n} of {of}", n=3, of=4),
    scenario=look.label,
    verdict=who.read(takeaways.levers(story.worth(rows))),
)
cards.stepper(benefit_views.steps(forgotten))
editor.conflict()

with st.container(gap="xxsmall"):
    cards.question_line(_("What is closing each gap worth?"), key="levers")
    st.header(_("Change a target or an adoption rate; the strip below follows"), anchor=False)
benefit_tables.levers(rows)
editor.refusals()
benefit_views.absent(look)
benefit_views.figures(look, rows)
st.space("small")

left, right = st.columns([1, 1.42], gap="large")
with left:
    take_away, chart = benefit_views.gap(look)
    cards.block(_("How far are we from the benchmark?"), take_away, chart, key="gap")
with right:
    benefit_views.register(spent, forgotten)
st.space("small")


@st.fragment
def outcome() -> None:
    """Everything a slider moves: drawn alone, so that a move costs little."""
    now = session.look()
    editor.follow((now.label, story.lever_rows(now), costs.cost_rows(now)))
    found = session.readings("programme_npv", "payback")
    benefit_views.strip(now)
    left, right = st.columns(2, gap="large")
    with left:
        take_away, chart = benefit_views.cash(now)
        cards.block(_("When is the cash back?"), take_away, chart, reading=found["payback"], key="cash")
        benefit_views.opinion(now)
    with right:
        take_away, chart = benefit_views.curve(now)
        cards.block(_("At which rate does it pay?"), take_away, chart, reading=found["programme_npv"], key="curve")
        take_away, chart = benefit_views.parts(now)
        cards.block(_("What adds, what takes?"), take_away, chart, key="parts")


outcome()
