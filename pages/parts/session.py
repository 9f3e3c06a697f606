"""One reader's session: language, address, and the readings of the published data.

Language, draft and filters live in the address, so that a page change, a reload or a restart loses nothing. Nothing
here is global: two readers of one server may read two languages.
"""

from __future__ import annotations

import secrets
from typing import Any

import streamlit as st

try:
    from metrics import report
except ImportError:
    from pages.parts import seam as report
from metrics.text import LANGUAGES
from pages.parts.reader import Reader

LANG = "payback_lang"  # of this session, set by the shell at the top of every run
ADDRESS_LANG = "lang"
ADDRESS_DRAFT = "draft"
SHORT = {"en": "en", "zh_CN": "zh"}  # as written in the address


def browser_lang() -> str:
    """What the reader's browser asks for; English when it asks for neither."""
    return "zh_CN" if (st.context.locale or "").lower().startswith("zh") else "en"


def settle_lang() -> str:
    """The language of this run: the address, else what was chosen before, else the browser's."""
    asked = {short: lang for lang, short in SHORT.items()}.get(st.query_params.get(ADDRESS_LANG, ""))
    st.session_state[LANG] = asked or st.session_state.get(LANG) or browser_lang()
    return lang()


def choose_lang(chosen: str) -> None:
    """The reader's own choice, kept in the address."""
    if chosen not in LANGUAGES:
        raise ValueError(f"no such language: {chosen!r}")
    st.session_state[LANG] = chosen
    st.query_params[ADDRESS_LANG] = SHORT[chosen]


def lang() -> str:
    """The language of this session."""
    return str(st.session_state.get(LANG, "en"))


def facts() -> report.State:
    """What is published; the shell lets no page run before there is something."""
    found = report.state()
    if found is None:
        raise LookupError("nothing is published")
    return found


def reader() -> Reader:
    """Language and currency of this session."""
    found = report.state()
    return Reader(lang(), found.currency if found else "XXX")


def name(metric: str) -> str:
    """What a metric is called, in this session's language."""
    return _(report.name(metric))


def _(text: str, **values: object) -> str:
    """``text`` in this session's language; holes may hold Amounts, Terms and Messages."""
    return reader().say(text, **values)


def n_(one: str, many: str, number: int, **values: object) -> str:
    """``one`` or ``many`` in this session's language; {n} is the number."""
    return reader().count(one, many, number, **values)


def address() -> dict[str, Any]:
    """What every link to another page carries along."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def draft_id() -> str | None:
    """The draft in the address, if there is one."""
    return st.query_params.get(ADDRESS_DRAFT)


def start_draft() -> str:
    """A new draft's id, put in the address."""
    made = secrets.token_urlsafe(6)
    st.query_params[ADDRESS_DRAFT] = made
    return made


def warm() -> None:
    """What a first reader would otherwise wait for."""
    report.state()


def page_name() -> str:
    """The page being shown, for the log."""
    return str(st.session_state.get("payback_page", "?"))
