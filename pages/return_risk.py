"""return_risk: how sure is the return, and what would break it?"""

import streamlit as st

from metrics.reading import UndefinedError
from metrics.returns import sentences as takeaways
from metrics.returns import stress as story
from pages.parts import cards, editor, session, workbook
from pages.parts.case import options as option_views
from pages.parts.returns import checks as return_checks
from pages.parts.returns import more as return_more
from pages.parts.returns import views as return_views

_ = session._
plan = session.context()
now = story.checked(plan, return_checks.asked())
reader = session.reader()
try:
    held = story.standing(plan)
    verdict = reader.read(takeaways.verdict(held))
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
