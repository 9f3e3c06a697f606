"""strategy: what must CRM do for us?"""

import streamlit as st

from metrics.strategy import findings
from pages.parts import session, show
from pages.parts.strategy import editors, form, steps, views

_ = session._


def roles() -> None:
    """Each role with its measure, to be read and to be typed."""
    show.show(findings.roles)
    editors.roles()


show.opening(_("Business case, step {n} of {of}", n=1, of=4), findings.verdict)
steps.line("strategy")

show.show(findings.priorities)
steps.brief()
form.form()
st.space("small")

left, right = st.columns(2, gap="large")
with left:
    show.show(findings.followed)
with right:
    show.opened(findings.problems, whole=True)
    editors.stages()
st.space("small")

show.show(findings.stakeholders)
editors.stakeholders()
st.space("small")

left, right = st.columns(2, gap="large")
with left:
    show.show(findings.factors)
    views.warning()
with right:
    answer = st.container()
    role = views.role()
    with answer:
        show.show(findings.attention, role=role)
show.behind(_("Answers on the five factors"), "survey-open", editors.survey)
st.space("small")

show.show(findings.departments)
show.behind(_("Weights of measures by department"), "departments-open", editors.departments)
st.space("small")

found = show.show(findings.goals)
views.goal_tiles()
show.rows(found, whole=True)
show.behind(_("Change the goals"), "goals-open", editors.goals)
show.behind(_("Twelve roles of CRM and their measures"), "roles-open", roles)
