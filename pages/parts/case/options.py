"""Do nothing, do minimum and recommended side by side, and what the minimum keeps."""

from __future__ import annotations

import streamlit as st

from metrics.case import findings_plan, initiatives
from metrics.case import options as ways
from metrics.context import Context
from metrics.programme.benefits import lever_name
from metrics.reading import UndefinedError
from metrics.versions import saved
from metrics.words.text import listed
from pages.parts import edit, session, show
from pages.parts.session import _
from pages.parts.tables import plain

PLACE = "options"


def options(now: saved.Standing) -> None:
    """The three ways as one table, then what each means."""
    side_by_side(now)
    _nothing(now.context)
    _minimum(now)


def side_by_side(now: saved.Standing) -> None:
    """The three ways as one table: nothing, the minimum, the plan."""
    show.opened(findings_plan.side_by_side, key="options", context=now.context, name=now.name)


def _nothing(context: Context) -> None:
    """What doing nothing brings, from the months before the programme."""
    reader, answer = session.reader(), findings_plan.nothing(context)
    if answer.undefined:
        st.caption(_("Do nothing: its trend is not known; {reason}.", reason=answer.sentence))
        return
    st.markdown(reader.read(answer.sentence))
    try:
        st.markdown(reader.read(findings_plan.contribution(context)))
    except UndefinedError as error:
        st.caption(_("In money: {reason}.", reason=error.reason))
    if answer.note is not None:
        st.caption(plain(reader.read(answer.note)))


def _minimum(now: saved.Standing) -> None:
    """What the minimum keeps, in words, and a way to choose otherwise."""
    reader, context = session.reader(), now.context
    least, by = ways.chosen(context.sources, now.name, context.scenario)
    known = initiatives.names(context)

    def called(id: str) -> str:
        return plain(known.get(id, (id, ""))[0]) if id else _("costs of no initiative")

    levers = {lever.id: plain(reader.read(lever_name(lever))) for lever in context.scenario.levers}
    st.markdown(
        _(
            "{name} · {levers}; paid for: {initiatives}.",
            name=f"**{_(findings_plan.WAYS['minimum'])}**",
            levers=listed(levers[id] for id in least.levers) or _("no lever"),
            initiatives=listed(map(called, least.initiatives)) or _("nothing"),
        )
    )
    st.caption(
        edit.saved_by(by)
        if by is not None
        else _(
            "Derived: the levers of hard cash and avoided cost, the costs of their own initiatives, and costs that "
            "belong to none. Others may rest on a platform that is not paid for here: then choose it too."
        )
    )
    place = st.expander(_("Choose what the minimum keeps"), on_change="rerun", key="minimum-open")
    if not place.open:
        return
    off = not edit.may_write()
    with place:
        edit.refusals(edit.plain(PLACE))
        ids = ways.initiatives_of(context.scenario)
        marks = f"{now.name}-{by.at if by else ''}"
        kept = st.multiselect(
            _("Levers"),
            list(levers),
            list(least.levers),
            format_func=lambda id: levers[id],
            key=f"minimum-levers-{marks}",
            disabled=off,
        )
        paid = st.multiselect(
            _("Initiatives paid for"),
            ids,
            list(least.initiatives),
            format_func=called,
            key=f"minimum-initiatives-{marks}",
            disabled=off,
        )

        def choose() -> None:
            edit.act(edit.plain(PLACE), lambda author: ways.choose(context.sources, now.name, kept, paid, author))

        def again() -> None:
            edit.act(edit.plain(PLACE), lambda author: ways.derive_again(context.sources, now.name, author))

        with st.container(horizontal=True, gap="small"):
            st.button(_("Keep this minimum"), on_click=choose, disabled=off, key="minimum-keep")
            st.button(
                _("Derive it again"), on_click=again, disabled=off or by is None, type="tertiary", key="minimum-derive"
            )
