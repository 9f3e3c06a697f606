"""scorecard: are the four views in balance, and which measure needs action?"""

import streamlit as st

from metrics.scorecard import findings, findings_apart, findings_links, findings_places
from pages.parts import session, show
from pages.parts.scorecard import owners, views

_ = session._

show.opening(_("Balanced scorecard"), findings.verdict)
views.counts()
show.opened(findings.worst, key="worst")
for pair in (("financial", "customer"), ("process", "learning")):
    for place, id in zip(st.columns(2, gap="medium"), pair, strict=True):
        with place:
            views.perspective(id)
st.caption(_(findings.UNAPPROVED))
views.places()
st.space("small")
show.folded(findings_places.fast)
show.folded(findings_apart.pulled_apart)
show.folded(findings_links.strategy_map, owners.links)
show.behind(_("All other measures"), "scorecard-library", views.library)
show.behind(_("Edit: what owners say of the month"), "scorecard-comments", owners.comments)
show.behind(_("Edit: what was decided"), "scorecard-actions", owners.actions)
show.behind(_("Edit: which definition holds"), "scorecard-definitions", owners.definitions)
show.behind(_("Edit: who approves a definition"), "scorecard-approvals", owners.approvals)
