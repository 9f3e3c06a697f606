"""What people do on promised and realised: enter a row, close a month, explain a gap, freeze the baseline."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import streamlit as st

from metrics.context import current
from metrics.reading import UndefinedError
from metrics.realised import closing as method
from metrics.realised import facts, findings, findings_close, findings_proof, ledger
from metrics.realised.answers import CAUSES, KINDS, MARKS, answers, change
from metrics.scenario.kinds import KINDS as LEVERS
from pages.parts import access, edit, session
from pages.parts.session import _
from pages.parts.tables import plain

BOOK = edit.answers("realised", lambda changes, author: change(current(), changes, author))
SHOWN = 18  # months that can be chosen


def lines() -> None:
    """Cost against budget, payback on actual figures, and the last month closed: a sentence each."""
    context, reader = session.context(), session.reader()
    for found in (findings.cost(context), findings.payback(context), findings_close.closing(context)):
        st.markdown(f"- {plain(reader.read(found.sentence))}")


def _months() -> list[str]:
    """The last months of the data, the newest first."""
    last = facts.last_month(session.context())
    start = last.year * 12 + last.month - 1
    return [f"{at // 12}-{at % 12 + 1:02d}" for at in range(start, start - SHOWN, -1)]


def _levers() -> dict[str, str]:
    """Levers of the plan and of the register, by their names."""
    context, reader = session.context(), session.reader()
    ids = dict.fromkeys([*(lever.id for lever in context.scenario.levers), *(row.lever for row in facts.rows(context))])
    return {id: reader.read(facts.lever_name(context, id)) for id in ids or LEVERS}


def _today() -> date:
    return datetime.now(UTC).date()


def _author() -> str:
    who = access.user()
    return who.name if who else ""


def entering() -> None:
    """A row of the register: chosen by lever and month, shown as it is, changed and kept as a draft."""
    held = answers(current())["register"]
    edit.bar(BOOK, held, "register")
    try:
        months, levers = _months(), _levers()
    except UndefinedError as error:
        st.caption(plain(session.reader().read(error.reason)))
        return
    off = not edit.may_write()
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        lever = st.selectbox(_("Lever"), list(levers), format_func=levers.__getitem__, key="row-lever", width=220)
        month = st.selectbox(_("Month"), months, key="row-month", width=120)
    found = {(row.lever, f"{row.month:%Y-%m}"): row for row in facts.rows(session.context())}
    now = method.as_row(found[lever, month]) if (lever, month) in found else {}
    key = f"{lever}|{month}"
    causes = {"": "–", **{id: _(name) for id, name in CAUSES.items()}}
    marks = {"": "–", **{id: _(name) for id, name in MARKS.items()}}
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        for name, label in (("actual", _("Realised")), ("low", _("95% from")), ("high", _("95% to"))):
            st.number_input(
                label, value=now.get(name), key=_key(key, name, now), width=150, disabled=off, format="%.2f"
            )
        _choice(_("Cause"), causes, key, "cause", now, off)
        _choice(_("Money"), marks, key, "money_mark", now, off)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        for name, label in _texts().items():
            st.text_input(label, now.get(name) or "", key=_key(key, name, now), max_chars=200, width=210, disabled=off)
    with st.container(horizontal=True, gap="small"):
        st.button(_("Keep as draft"), key="row-keep", on_click=_keep, args=(lever, month, now, "draft"), disabled=off)
        st.button(
            _("Refuse this row"), key="row-refuse", on_click=_keep, args=(lever, month, now, "refused"), disabled=off
        )


def _texts() -> dict[str, str]:
    return {
        "evidence": _("Evidence"),
        "method": _("How it was measured"),
        "budget_line": _("Budget line"),
        "cost_center": _("Cost centre"),
        "owner": _("Owner"),
    }


def _key(key: str, name: str, now: dict[str, Any]) -> str:
    """A control's key: another row, or a row that somebody changed, starts afresh."""
    return edit.key(BOOK, f"row-{name}-{key}", now.get(name))


def _choice(label: str, options: dict[str, str], key: str, name: str, now: dict[str, Any], off: bool) -> None:
    st.selectbox(
        label,
        list(options),
        index=list(options).index(now.get(name) or ""),
        format_func=options.__getitem__,
        key=_key(key, name, now),
        width=210,
        disabled=off,
    )


def _keep(lever: str, month: str, now: dict[str, Any], status: str) -> None:
    typed = {
        name: st.session_state.get(_key(f"{lever}|{month}", name, now), now.get(name))
        for name in ("actual", "low", "high", "cause", "money_mark", *_texts())
    }
    try:
        made = method.enter(session.context(), lever, month, {**typed, "status": status}, _author())
    except UndefinedError as error:
        edit.tell(BOOK, "register", error.reason)
        return
    edit.act(BOOK, made, "register")


def closing() -> None:
    """What the next month lacks, and the button that closes it: finance alone."""
    context, reader = session.context(), session.reader()
    edit.bar(BOOK, answers(current())["closes"], "closes")
    try:
        month = ledger.to_close(context)
    except UndefinedError as error:
        st.caption(plain(reader.read(error.reason)))
        return
    if month is None:
        return
    for line in findings_close.lacks(context, month):
        st.markdown(f"- {plain(reader.read(line))}")
    who = access.user()
    if who is not None and who.local:
        st.caption(_("Nobody signs in here, so a closing is marked: not independently verified (single user)."))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        if who is not None and who.local:
            st.text_input(_("Signed by"), key="close-name", max_chars=60, width=220)
        st.button(
            _("Close {month}", month=f"{month:%Y-%m}"), key="close", on_click=_close, disabled=not edit.may_write()
        )


def _close() -> None:
    try:
        who = access.require_close()
        name = st.session_state.get("close-name", "").strip() or who.name
        made = method.close(session.context(), name, _today(), alone=who.local)
    except (UndefinedError, access.NotAllowedError) as error:
        edit.tell(BOOK, "closes", error.reason)
        return
    edit.act(BOOK, made, "closes")


def explaining() -> None:
    """What explains a gap between ledger and orders: entered by month."""
    held = answers(current())["items"]
    edit.bar(BOOK, held, "items")
    if not edit.may_write():
        return
    kinds = {id: _(name) for id, name in KINDS.items()}
    try:
        months = _months()
    except UndefinedError:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.selectbox(_("Month"), months, key="item-month", width=120)
        st.text_input(_("What explains it"), key="item-name", max_chars=120, width=280)
        st.number_input(_("Ledger above orders by"), value=None, key="item-amount", width=170, format="%.2f")
        st.selectbox(_("Kind"), list(kinds), format_func=kinds.__getitem__, key="item-kind", width=130)
        st.button(_("Add"), key="item-add", on_click=_add)
    for row in held.value:
        st.button(
            _("Take away: {item}", item=row["item"]), key=f"item-away-{row['id']}", on_click=_away, args=(row["id"],)
        )


def _add() -> None:
    state = st.session_state
    row = {name: state[f"item-{part}"] for name, part in _ITEM.items()}
    id = f"{row['month']}-{row['item']}"[:80]
    rest = {"items": lambda now: [*(each for each in now if each["id"] != id), {"id": id, **row}]}
    edit.act(BOOK, rest, "items")


_ITEM = {"month": "month", "item": "name", "amount": "amount", "kind": "kind"}


def _away(id: str) -> None:
    edit.act(BOOK, {"items": lambda now: [row for row in now if row["id"] != id]}, "items")


def planning() -> None:
    """A hold-out that has not begun: the smallest effect worth seeing, for how long, how many left out."""
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        smallest = st.number_input(
            _("Smallest effect worth seeing, a customer-month"),
            value=1.0,
            min_value=0.01,
            key="plan-smallest",
            width=330,
        )
        months = st.slider(_("Months"), 1, 36, 6, key="plan-months", width=200)
        share = st.slider(_("Share held out"), 0.05, 0.5, 0.1, 0.05, key="plan-share", width=200)
    try:
        told = findings_proof.planned(session.context(), smallest, share, months)
    except UndefinedError as error:
        told = error.reason
    st.markdown(plain(session.reader().read(told)))


def freezing() -> None:
    """The button that freezes the baseline as it is measured now."""
    edit.bar(BOOK, answers(current())["frozen"], "frozen")
    st.button(_("Freeze the baseline as measured"), key="freeze", on_click=_freeze, disabled=not edit.may_write())


def _freeze() -> None:
    try:
        made = method.freeze(session.context(), _author(), _today())
    except UndefinedError as error:
        edit.tell(BOOK, "frozen", error.reason)
        return
    edit.act(BOOK, made, "frozen")
