"""The draft's old names, while pages move to pages/parts/edit.py and draft.py."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.parts import draft, edit
from pages.parts.draft import change, conflict, discard, follow, save, shown
from pages.parts.edit import may_write

__all__ = ["change", "conflict", "discard", "follow", "fresh", "key", "may_write", "past", "refusals", "save", "shown"]


def key(name: str) -> str:
    return edit.key(draft.BOOK, name)


def past() -> bool:
    return edit.past(draft.BOOK)


def undo() -> None:
    edit.undo(draft.BOOK)


def refusals() -> None:
    edit.refusals(draft.BOOK)


def renew() -> None:
    edit.renew(draft.BOOK)


def start_again() -> None:
    edit.forget(draft.BOOK)


def starts(table: str) -> bool:
    if table in st.session_state:
        return False
    st.session_state.get(edit.SEEN, {}).pop(table, None)
    return True


def fresh(table: str) -> dict[int, dict[str, Any]]:
    return edit._fresh(table)
