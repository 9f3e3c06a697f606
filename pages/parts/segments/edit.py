"""Changing a step of segmentation: saved at once for everybody, refused with a reason, and only by who may write.

What is on a control comes from the saved settings: its key changes with them, so another's change is seen at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from data.errors import InputError
from metrics import report
from metrics.segments import steps
from metrics.segments.method import FOUND, RULE, Method, MethodError
from metrics.words.text import Message
from pages.parts import access, session

REFUSED, TURN = "segment_refused", "segment_turn"
ADDRESS = "by"


def may_write() -> bool:
    """Whether this reader may change anything."""
    who = access.user()
    return who is not None and who.may_write


def in_force() -> steps.SavedMethod:
    """The saved steps; who may not change them, or follows a link, may still look at the other way of making groups."""
    now, asked = steps.in_force(session.context().sources), st.query_params.get(ADDRESS)
    return replace(now, method=replace(now.method, by=asked)) if asked in (RULE, FOUND) else now


def save(change: Callable[[Method], Method], *, start_again: bool = True) -> bool:
    """Change the method and save its steps, as whoever is signed in; whether it was taken.

    What is refused is told on the page, and controls start again from what is saved unless told otherwise.
    """
    try:
        who = access.require_write()
        steps.save(report.current(), change, who.name)
        st.session_state[REFUSED] = None
    except MethodError as error:
        st.session_state[REFUSED] = error.reason
    except access.NotAllowedError as error:
        st.session_state[REFUSED] = error.reason
    except InputError as error:
        st.session_state[REFUSED] = Message("{why}", {"why": str(error)})
    taken = st.session_state[REFUSED] is None
    if taken or start_again:
        st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
    return taken


def refused() -> None:
    """What could not be saved, and why."""
    reason = st.session_state.get(REFUSED)
    if reason is not None:
        st.warning(session.reader().read(reason), icon=":material/edit_off:")


def key(name: str, shown: object) -> str:
    """The key of a control that shows ``shown``: another one after a change or a refusal."""
    return f"seg-{name}-{shown!r}-{st.session_state.get(TURN, 0)}"


def keep(name: str, control: str, convert: Callable[[Any], Any] = lambda value: value) -> None:
    """Save what is on ``control`` as the setting ``name``."""
    value = convert(st.session_state[control])
    save(lambda method: replace(method, **{name: value}))


def number(label: str, name: str, value: float, low: float, high: float, *, percent: bool = False) -> None:
    """A number of the settings, saved when it changes; shown in per cent where it is a share."""
    control = key(name, value)
    whole = isinstance(value, int)
    shown: Any = round(100 * value, 4) if percent else value
    st.number_input(
        label,
        int(low) if whole else float(low),
        int(high) if whole else float(high),
        shown,
        key=control,
        on_change=keep,
        args=(name, control, (lambda value: value / 100) if percent else (lambda value: value)),
        disabled=not may_write(),
        format="%d" if whole else "%.4g",
        width=172,
    )


def way() -> None:
    """How groups are made: saved as step 4 by who may write, for others kept in the address."""
    chosen = st.session_state["by_asked"]
    if not chosen:
        return
    if may_write():
        st.query_params.pop(ADDRESS, None)
        save(lambda method: replace(method, by=chosen))
    else:
        st.query_params[ADDRESS] = chosen
