"""The settings of the five steps on their controls: a change is kept at once, for everybody, as steps of the method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import streamlit as st

from metrics.context import current
from metrics.segments import steps
from metrics.segments.method import FOUND, PARTS, RULE, Method
from pages.parts import edit, session

ADDRESS, WAY = "by", "by_asked"


def _put(change: Callable[[Method], Method], author: str) -> edit.Outcome:
    sources = current()
    before = steps.in_force(sources).method
    after = steps.save(sources, change, author)
    names = (field.name for field in fields(Method))
    back = {name: getattr(before, name) for name in names if getattr(before, name) != getattr(after, name)}
    return edit.Outcome((lambda now: replace(now, **back)) if back else None)


BOOK = edit.Book("segments", _put)  # a change makes a method of the one in force


def in_force() -> steps.SavedMethod:
    """The saved steps; who may not change them, or follows a link, may still look at the other way of making groups."""
    now, asked = steps.in_force(session.context().sources), st.query_params.get(ADDRESS)
    return replace(now, method=replace(now.method, by=asked)) if asked in (RULE, FOUND) else now


def control(name: str, value: object, convert: Callable[[Any], Any] = lambda shown: shown, part: str = "") -> Any:
    """What a control of the setting ``name`` is made with: it shows ``value``, and ``convert`` makes the new one.

    ``part`` is its own where several make one setting.
    """
    key = edit.key(BOOK, f"{name}{part}", value)
    return {"key": key, "on_change": _keep, "args": (name, key, convert), "disabled": not edit.may_write()}


def _keep(name: str, key: str, convert: Callable[[Any], Any]) -> None:
    value = convert(st.session_state[key])
    place = next(step for step, names in PARTS.items() if name in names)
    edit.act(BOOK, lambda method: replace(method, **{name: value}), place)


def number(label: str, name: str, value: float, low: float, high: float, *, percent: bool = False) -> None:
    """A number of the settings; shown in per cent where it is a share."""
    kind: Any = int if isinstance(value, int) else float
    st.number_input(
        label,
        kind(low),
        kind(high),
        round(100 * value, 4) if percent else kind(value),
        format="%d" if kind is int else "%.4g",
        width=172,
        **control(name, value, (lambda shown: shown / 100) if percent else kind),
    )


def save() -> None:
    """All five steps as they are."""
    edit.act(BOOK, lambda method: method)


def way() -> None:
    """How groups are made: saved as step 4 by who may write, for others kept in the address."""
    by = st.session_state[WAY]
    if by and edit.may_write():
        st.query_params.pop(ADDRESS, None)
        edit.act(BOOK, lambda method: replace(method, by=by))
    elif by:
        st.query_params[ADDRESS] = by
