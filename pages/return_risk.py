"""return_risk: how sure is the return, and what would break it?"""

import streamlit as st

from metrics import report_return as story
from metrics import takeaways_return as takeaways
from metrics.reading import UndefinedError
from pages.parts import cards, editor, option_views, return_checks, return_more, return_views, session, workbook

_ = session._
plan = session.look()
now = story.checked(plan, return_checks.asked())
who = session.reader()
try:
    held = story.standing(plan)
    verdict = who.read(takeaways.verdict(held))
except UndefinedError as error:
    held, verdict = None, _("We cannot say how sure the return is. {reason}", reason=error.reason)

cards.opening(title=_("Return and risk"), scenario=plan.label, verdict=verdict)
editor.refusals()
return_checks.card(plan, now, held)
st.space("small")
return_views.pictures(now)
st.space("small")
return_views.switches(now)
st.space("small")
option_views.side_by_side(session.standing())
st.space("small")
return_more.tabs(plan, now)
workbook.offer()
