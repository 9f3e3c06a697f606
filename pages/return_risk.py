"""return_risk: how sure is the return, and what would break it?"""

import streamlit as st

from metrics.returns import findings
from pages.parts import draft, edit, session, show, workbook
from pages.parts.case import options as option_views
from pages.parts.returns import checks, tabs, views

_ = session._
plan = session.context()
now = checks.checked(plan)

show.opening(_("Return and risk"), findings.verdict)
edit.refusals(draft.BOOK, "")
checks.card(plan, now)
st.space("small")
views.pictures(now)
st.space("small")
views.switches(now)
st.space("small")
option_views.side_by_side(session.standing())
st.space("small")
tabs.tabs(plan, now)
workbook.offer()
