"""Scenarios: which there are and which is in force, copied, approved and locked, compared, out as JSON and in again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from metrics import drawing as charts
from metrics import report
from metrics.drawing import Chart
from metrics.report import Context
from metrics.versions import named as story
from metrics.words.reader import Reader
from metrics.words.text import Message
from pages.parts import acts, cards, editor, session
from pages.parts.session import _
from pages.parts.words import plain

PLACE = "scenarios"


def scenarios(now: report.Standing) -> None:
    """All of it, in the order it is used."""
    found = story.listed()
    held = next((row for row in found if row.name == now.name), found[0])
    cards.question_line(_("Which scenarios are there?"), key="scenarios")
    st.header(_title(found, held), anchor=False)
    acts.refused(PLACE)
    _which(found, now)
    reason = story.locked(now)
    if reason is not None:
        st.caption(f":material/lock: {plain(session.reader().read(reason))}")
    _made(now, reason)
    st.space("small")
    compare(now)
    st.space("small")
    files(now)


def _title(found: list[story.Row], held: story.Row) -> str:
    name, n = plain(session.titled(held.name)), len(found)
    if n == 1:
        return _("Only {name}; copy it to try another", name=name)
    return _("{name} is in force, one of {n}", name=name, n=n)


def table(found: list[story.Row]) -> pd.DataFrame:
    """Name, version, who saved it and when, and whether it is approved."""
    names = (_("Scenario"), _("Version"), _("Saved by"), _("On"), _("State"))
    return pd.DataFrame([_line(row) for row in found], columns=list(names))


def _line(row: story.Row) -> tuple[str, ...]:
    newest = row.newest
    author = _("came with the data") if row.by_data else plain(newest.author)
    state = _("not approved")
    if row.approval is not None:
        state = _("approved by {author}, {day}", author=plain(row.approval.author), day=_day(row.approval.approved_at))
    return plain(session.titled(row.name)), f"v{newest.version}", author, _day(newest.made_at), state


def _day(at: str) -> str:
    return session.reader().day(datetime.fromisoformat(at).date())


def _which(found: list[story.Row], now: report.Standing) -> None:
    st.table(table(found), border="horizontal", hide_index=True)
    if len(found) < 2:
        return
    names = {row.name: session.titled(row.name) for row in found}

    def chosen() -> None:
        session.switch(st.session_state["scenario-in-force"])
        editor.start_again()

    st.session_state["scenario-in-force"] = now.name
    st.selectbox(
        _("In force"), list(names), format_func=names.__getitem__, key="scenario-in-force", on_change=chosen, width=360
    )


def _made(now: report.Standing, locked: Message | None) -> None:
    """Copy what is in force under a name; approve and lock its saved version."""
    off = not editor.may_write()

    def copy() -> None:
        acts.act(PLACE, lambda author: _copied(now, st.session_state["scenario-name"], author))

    def approve() -> None:
        acts.act(PLACE, lambda author: (story.approve(now.name, now.based_on, author), None)[1])

    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.text_input(
            _("Name of the copy"),
            key="scenario-name",
            width=280,
            max_chars=story.LONGEST,
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
    if now.drafted and locked is None:
        st.caption(_("The draft is copied with its changes. Save or discard it before approving."))


def _copied(now: report.Standing, name: str, author: str) -> None:
    made = story.copy(now.context.scenario, name or "", author)
    session.switch(made.name)
    editor.start_again()


def compare(now: report.Standing) -> None:
    """Any two versions: what moved the value lever by lever, and every number that differs."""
    looks = story.versions_to_compare(session.draft_id(), now.name)
    labels = list(looks)
    if len(labels) < 2:
        return
    reader, called = session.reader(), {label: session.scenario(label) for label in labels}
    with st.container(horizontal=True, gap="small"):
        # the choice is by label; what is in force changes, so the key goes with it
        mine = now.context.label
        first = st.selectbox(
            _("Compare"), labels, labels.index(_beside(looks, now)), format_func=called.__getitem__, key="compare-from"
        )
        second = st.selectbox(
            _("with"), labels, labels.index(mine), format_func=called.__getitem__, key=f"compare-to-{now.context.label}"
        )
    found = story.compared(looks[first], looks[second])
    names = called[first], called[second]
    question = _("What makes the difference?")
    if found.reason is not None or found.before is None or found.after is None:
        cards.question_line(question, key="compared")
        cards.nothing(reader.read(found.reason) if found.reason else _("One of the two has no net present value."))
    else:
        cards.block(question, _difference(reader, found, names), _steps(reader, found, names), key="compared")
    if found.rows:
        place = st.expander(_("Every number that differs: {n}", n=len(found.rows)), on_change="rerun", key="differing")
        if place.open:
            with place:
                st.table(differing(found, names), border="horizontal", hide_index=True)


def _beside(looks: dict[str, Context], now: report.Standing) -> str:
    """What to compare with at first: the version before, else the base case's newest, in the same money if any is."""
    others = [label for label in looks if label != now.context.label]
    alike = [label for label in others if looks[label].scenario.currency == now.context.scenario.currency]
    mine = [label for label in alike if label.rpartition(" ")[0] == now.name]
    base = [label for label in alike if label.rpartition(" ")[0] == report.BASE]
    return (mine or base or alike or others)[-1]


def _difference(reader: Reader, found: story.Compared, names: tuple[str, str]) -> str:
    moved = (found.after or 0.0) - (found.before or 0.0)
    if abs(moved) < 0.5:
        return _("Both are worth the same")
    more, less = (names[1], names[0]) if moved > 0 else names
    return _(
        "{more} is worth {money} more than {less}", more=plain(more), less=plain(less), money=reader.money(abs(moved))
    )


def _steps(reader: Reader, found: story.Compared, names: tuple[str, str]) -> Chart:
    items = [charts.Item(names[0], found.before or 0.0, total=True)]
    items += [charts.Item(reader.read(step.label), step.amount) for step in found.steps]
    return charts.bridge(reader, [*items, charts.Item(names[1], found.after or 0.0, total=True)])


def differing(found: story.Compared, names: tuple[str, str]) -> pd.DataFrame:
    """What, in the first, in the second."""
    reader = session.reader()
    rows = [tuple(plain(reader.read(part)) for part in row) for row in found.rows]
    first, second = (names[0], names[1]) if names[0] != names[1] else (names[0], f"{names[1]} ")
    return pd.DataFrame(rows, columns=[_("Assumption"), first, second])


def files(now: report.Standing) -> None:
    """Out as JSON, and in as a scenario of its own."""
    cards.question_line(_("Take a scenario away, or bring one in"), key="scenario-files")
    acts.refused("files")
    label = now.context.label.replace(" ", "-").replace("*", "-draft")
    st.download_button(
        _("Scenario as JSON"),
        story.exported(now.context),
        file_name=f"payback-{label}.json",
        mime="application/json",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        key="scenario-out",
    )
    if not editor.may_write():
        return
    file: Any = st.file_uploader(
        _("Scenario as JSON, made by Payback"), type="json", key="scenario-in", max_upload_size=2, width=420
    )
    if file is None:
        return

    def keep() -> None:
        def brought(author: str) -> None:
            made = story.copy(story.imported(file.getvalue()), st.session_state["scenario-in-name"] or "", author)
            session.switch(made.name)
            editor.start_again()

        acts.act("files", brought)

    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.text_input(_("Call it"), key="scenario-in-name", width=280, max_chars=story.LONGEST)
        st.button(_("Bring it in"), on_click=keep, icon=":material/upload:", key="scenario-in-keep")
