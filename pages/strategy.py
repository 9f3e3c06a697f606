"""strategy: what must CRM do for us?"""

import streamlit as st

from metrics.strategy import facts as story
from pages.parts import cards, session
from pages.parts.strategy import form as strategy_form
from pages.parts.strategy import goals as strategy_goals
from pages.parts.strategy import people as strategy_people
from pages.parts.strategy import steps, views

_ = session._
context = session.context()
now = story.standing(context.sources)

cards.opening(title=_("Business case, step {n} of {of}", n=1, of=4), scenario=context.label, verdict=views.verdict(now))
steps.line("strategy", context)
views.tiles(context, now)
st.space("small")

strategy_form.form(now)
st.space("small")

left, right = st.columns(2, gap="large")
with left:
    views.followed(context, now)
with right:
    views.problems(context, now)
    views.stages(now)
st.space("small")

strategy_people.stakeholders(context, now)
st.space("small")

left, right = st.columns(2, gap="large")
with left:
    strategy_people.factors(context, now)
with right:
    strategy_people.attention(now)
views.behind(_("Answers on the five factors"), "survey-open", strategy_people.survey, now)
st.space("small")

strategy_people.departments(context, now)
views.behind(_("Weights of measures by department"), "departments-open", strategy_people.department_weights, now)
st.space("small")

strategy_goals.goals(context, now)
views.behind(_("Change the goals"), "goals-open", strategy_goals.rows, now)
views.behind(
    _("Twelve roles of CRM and their measures"), "roles-open", lambda now: strategy_people.roles(context, now), now
)
