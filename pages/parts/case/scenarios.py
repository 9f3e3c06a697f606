"""Scenarios: which there are and which is in force, copied, approved and locked, compared, out as JSON and in again."""

from __future__ import annotations

from typing import Any

import streamlit as st

from metrics.case import findings_scenarios
from metrics.context import BASE, Context
from metrics.versions import named, saved
from metrics.words.text import Message
from pages.parts import draft, edit, session, show
from pages.parts.session import _
from pages.parts.tables import plain

PLACE = "scenarios"


def scenarios(now: saved.Standing) -> None:
    """All of it, in the order it is used."""
    show.opened(findings_scenarios.scenarios, key="scenarios", context=now.context, name=now.name)
    edit.refusals(edit.plain(PLACE))
    _which(now)
    reason = named.locked(now)
    if reason is not None:
        st.caption(f":material/lock: {plain(session.reader().read(reason))}")
    _made(now, reason)
    st.space("small")
    _compare(now)
    st.space("small")
    _files(now)


def _which(now: saved.Standing) -> None:
    names = {row.name: session.titled(row.name) for row in named.listed()}
    if len(names) < 2:
        return

    def chosen() -> None:
        session.switch(st.session_state["scenario-in-force"])
        edit.forget(draft.BOOK)

    st.session_state["scenario-in-force"] = now.name
    st.selectbox(
        _("In force"), list(names), format_func=names.__getitem__, key="scenario-in-force", on_change=chosen, width=360
    )


def _made(now: saved.Standing, locked: Message | None) -> None:
    """Copy what is in force under a name; approve and lock its saved version."""
    off = not edit.may_write()

    def copy() -> None:
        edit.act(edit.plain(PLACE), lambda author: _copied(now, st.session_state["scenario-name"], author))

    def approve() -> None:
        edit.act(edit.plain(PLACE), lambda author: (named.approve(now.name, now.based_on, author), None)[1])

    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.text_input(
            _("Name of the copy"),
            key="scenario-name",
            width=280,
            max_chars=named.LONGEST,
            disabled=off,
            placeholder=_("such as: half the use"),
        )
        st.button(_("Copy"), icon=":material/content_copy:", on_click=copy, disabled=off, key="scenario-copy")
        if locked is None:
            with st.popover(_("Approve and lock"), icon=":material/lock:", disabled=off or now.drafted):
                st.markdown(
                    _(
                        "{name} v{n} is locked for good, under your name and with today's date. Nothing can be saved "
                        "on top of it; a copy can be changed.",
                        name=plain(session.titled(now.name)),
                        n=now.based_on,
                    )
                )
                st.button(_("Approve v{n}", n=now.based_on), on_click=approve, disabled=off, key="scenario-approve")
        if now.name in {row.name for row in named.listed()} - {BASE}:
            _archived(now, off)
    if now.drafted and locked is None:
        st.caption(_("The draft is copied with its changes. Save or discard it before approving."))


def _archived(now: saved.Standing, off: bool) -> None:
    """Out of the lists, and back to the base case."""

    def gone(author: str) -> None:
        named.archive(now.name, author)
        session.switch(BASE)
        edit.forget(draft.BOOK)

    def archive() -> None:
        edit.act(edit.plain(PLACE), gone)

    with st.popover(_("Archive"), icon=":material/archive:", disabled=off or now.drafted):
        st.markdown(
            _(
                "{name} leaves every list; the base case is in force again. All its versions and the record of their "
                "changes are kept, and its name stays taken.",
                name=plain(session.titled(now.name)),
            )
        )
        st.button(_("Archive it"), on_click=archive, disabled=off, key="scenario-archive")


def _copied(now: saved.Standing, name: str, author: str) -> None:
    made = named.copy(now.context.scenario, name or "", author)
    session.switch(made.name)
    edit.forget(draft.BOOK)


def _compare(now: saved.Standing) -> None:
    """Any two versions: what moved the value lever by lever, and every number that differs."""
    looks = named.versions_to_compare(session.draft_id(), now.name)
    labels = list(looks)
    if len(labels) < 2:
        return
    called = {label: session.scenario(label) for label in labels}
    with st.container(horizontal=True, gap="small"):
        # the choice is by label; what is in force changes, so the key goes with it
        mine = now.context.label
        first = st.selectbox(
            _("Compare"), labels, labels.index(_beside(looks, now)), format_func=called.__getitem__, key="compare-from"
        )
        second = st.selectbox(
            _("with"), labels, labels.index(mine), format_func=called.__getitem__, key=f"compare-to-{now.context.label}"
        )
    before, after = looks[first], looks[second]
    show.show(findings_scenarios.compared, key="compared", context=after, before=before)
    differing = findings_scenarios.differing(after, before=before)
    if show.made(differing.table).rows:
        show.behind(session.reader().read(differing.sentence), "differing", lambda: show.rows(differing))


def _beside(looks: dict[str, Context], now: saved.Standing) -> str:
    """What to compare with at first: the version before, else the base case's newest, in the same money if any is."""
    others = [label for label in looks if label != now.context.label]
    alike = [label for label in others if looks[label].scenario.currency == now.context.scenario.currency]
    mine = [label for label in alike if label.rpartition(" ")[0] == now.name]
    base = [label for label in alike if label.rpartition(" ")[0] == BASE]
    return (mine or base or alike or others)[-1]


def _files(now: saved.Standing) -> None:
    """Out as JSON, and in as a scenario of its own."""
    st.caption(_("Take a scenario away, or bring one in"))
    edit.refusals(edit.plain("files"))
    label = now.context.label.replace(" ", "-").replace("*", "-draft")
    st.download_button(
        _("Scenario as JSON"),
        named.exported(now.context),
        file_name=f"payback-{label}.json",
        mime="application/json",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        key="scenario-out",
    )
    if not edit.may_write():
        return
    file: Any = st.file_uploader(
        _("Scenario as JSON, made by Payback"), type="json", key="scenario-in", max_upload_size=2, width=420
    )
    if file is None:
        return

    def keep() -> None:
        def brought(author: str) -> None:
            made = named.copy(named.imported(file.getvalue()), st.session_state["scenario-in-name"] or "", author)
            session.switch(made.name)
            edit.forget(draft.BOOK)

        edit.act(edit.plain("files"), brought)

    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.text_input(_("Call it"), key="scenario-in-name", width=280, max_chars=named.LONGEST)
        st.button(_("Bring it in"), on_click=keep, icon=":material/upload:", key="scenario-in-keep")
