"""One reader's session: language, address, and the readings of the published data.

Language, draft and filters live in the address, so that a page change, a reload or a restart loses nothing. Nothing
here is global: two readers of one server may read two languages.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import streamlit as st

from metrics.context import BASE, Context
from metrics.metric import DECLARED
from metrics.scenario.scenario import Scenario
from metrics.versions import published, saved
from metrics.words.reader import Reader
from metrics.words.text import LANGUAGES
from pages.parts import access

LANG = "payback_lang"  # the language of this session
SCENARIO = "payback_scenario"  # the scenario this session looks at; none is the base case
DRAFTS = "payback_drafts"  # scenario -> the draft this session began of it
DRAFT = "payback_draft"  # the draft of this session; a quick second edit may come with an address that has it not yet
READER = "payback_reader"  # language and currency, settled by the shell at the top of every run
PAGE = "payback_page"
ARRIVED = "payback_arrived"  # the first run of this session is over
ADDRESS_LANG = "lang"
ADDRESS_DRAFT = "draft"
ADDRESS_SCENARIO = "scenario"
PLAN_PAGES = ("overview", "strategy", "capabilities", "benefit_model", "roadmap", "return_risk")
SHORT = {"en": "en", "zh_CN": "zh"}  # as written in the address


def begin() -> None:
    """Settle who reads: language from the address, else as chosen before, else the browser's; currency of the data."""
    asked = {short: lang for lang, short in SHORT.items()}.get(st.query_params.get(ADDRESS_LANG, ""))
    st.session_state[LANG] = asked or st.session_state.get(LANG) or _browser_lang()
    _keep_draft()
    found = published.state()
    if found:
        _keep_scenario()
    st.session_state[READER] = Reader(st.session_state[LANG], found.currency if found else "XXX")


def _keep_draft() -> None:
    if ADDRESS_DRAFT in st.query_params:
        st.session_state[DRAFT] = st.query_params[ADDRESS_DRAFT]
    elif DRAFT in st.session_state:
        st.query_params[ADDRESS_DRAFT] = st.session_state[DRAFT]


def settle_currency(page: str) -> None:
    """On a page about the plan, money is in the plan's own currency: a case of the sources has that of its country."""
    if page in PLAN_PAGES and scenario_name() != BASE and published.state():
        found = reader()
        st.session_state[READER] = Reader(found.lang, context().scenario.currency)


def _keep_scenario() -> None:
    """The scenario of the address, or of this session; a draft that belongs to another one is left out."""
    asked = st.query_params.get(ADDRESS_SCENARIO) or st.session_state.get(SCENARIO, "")
    draft = saved.drafted(draft_id())
    name = asked if asked and saved.versions(asked) else draft.name if draft else BASE
    if draft is not None and draft.name != name:
        _forget_draft()
    _in_address(name)


def _in_address(name: str) -> None:
    st.session_state[SCENARIO] = name
    if name != BASE:
        st.query_params[ADDRESS_SCENARIO] = name
    else:
        st.query_params.pop(ADDRESS_SCENARIO, None)


def _browser_lang() -> str:
    """What the reader's browser asks for; English when it asks for neither."""
    return "zh_CN" if (st.context.locale or "").lower().startswith("zh") else "en"


def choose_lang(chosen: str) -> None:
    """The reader's own choice, kept in the address."""
    if chosen not in LANGUAGES:
        raise ValueError(f"no such language: {chosen!r}")
    st.session_state[LANG] = chosen
    st.query_params[ADDRESS_LANG] = SHORT[chosen]


def lang() -> str:
    """The language of this session."""
    return reader().lang


def reader() -> Reader:
    """Language and currency of this session."""
    found = st.session_state.get(READER)
    return found if isinstance(found, Reader) else Reader()


def _(text: str, /, **values: object) -> str:
    """``text`` in this session's language; holes may hold Amounts, Terms and Messages."""
    return reader().say(text, **values)


def n_(one: str, many: str, number: int, /, **values: object) -> str:
    """``one`` or ``many`` in this session's language; {n} is the number."""
    return reader().count(one, many, number, **values)


def facts() -> published.State:
    """What is published; the shell lets no page run before there is something."""
    found = published.state()
    if found is None:
        raise LookupError("nothing is published")
    return found


def data_mark() -> str:
    """What the data are, beside every sentence made from them; empty for the reader's own."""
    found = facts()
    if not found.sample:
        return ""
    return _("sample company") if found.name == "company" else _("example data {name}", name=found.name.upper())


def standing() -> saved.Standing:
    """What is in force, and where it stands among the saved versions."""
    return saved.standing(draft_id(), scenario_name())


def context() -> Context:
    """The data under the scenario in force: the draft in the address, else the newest saved version."""
    return saved.in_force(draft_id(), scenario_name())


def scenario(label: str) -> str:
    """A scenario and its version, such as "Base case v2", with the base case in this session's language."""
    title, _space, version = label.rpartition(" ")
    return f"{titled(title)} {version}" if title else label


def titled(name: str) -> str:
    """What scenario ``name`` is called: the base case in this session's language, others as somebody named them."""
    return _(name) if name == BASE else name


def name(metric: str) -> str:
    """What a metric is called, in this session's language."""
    return _(DECLARED[metric].name) if metric in DECLARED else metric


def address() -> dict[str, Any]:
    """What every link to another page carries along."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def link(place: str = "") -> str:
    """The address that opens this page as it stands, at ``place`` on it."""
    here = urlsplit(st.context.url or "")
    path = here.path if here.path.rstrip("/").endswith(page_name()) else f"{here.path.rstrip('/')}/{page_name()}"
    return urlunsplit((here.scheme, here.netloc, path, urlencode(address(), doseq=True), place))


def draft_id() -> str | None:
    """The draft in the address, if there is one."""
    return st.query_params.get(ADDRESS_DRAFT) or st.session_state.get(DRAFT)


def scenario_name() -> str:
    """The scenario this session looks at."""
    return str(st.session_state.get(SCENARIO) or BASE)


def switch(name: str) -> None:
    """Look at another scenario: at this session's draft of it when there is one. LookupError when it is not kept."""
    if not saved.versions(name):
        raise LookupError(f"there is no scenario {name!r}")
    drafts = st.session_state.setdefault(DRAFTS, {})
    if number := draft_id():
        drafts[scenario_name()] = number
    _forget_draft()
    _in_address(name)
    kept = saved.drafted(drafts.get(name))
    if kept is not None and kept.name == name:
        st.session_state[DRAFT] = st.query_params[ADDRESS_DRAFT] = kept.id


def edit(change: Callable[[Scenario], Scenario]) -> Context:
    """Change the draft, begun and put in the address if there is none yet, and keep it at once.

    Raises InputError when this reader may not write, ScenarioError when the change cannot be.
    """
    who = access.require_write()
    number = draft_id() or secrets.token_urlsafe(6)
    st.session_state[DRAFT] = number
    found = saved.edit(number, change, who.name, scenario_name())
    st.query_params[ADDRESS_DRAFT] = number
    return found


def save() -> int:
    """Append the draft as the next version; its number.

    ConflictError when a newer one was saved meanwhile, LockedError when the one it began from is approved.
    """
    made = saved.save(draft_id() or "", access.require_write().name)
    _forget_draft()
    return made.version


def discard() -> None:
    """Throw the draft away."""
    saved.discard(draft_id() or "", access.require_write().name)
    _forget_draft()


def _forget_draft() -> None:
    st.session_state.pop(DRAFT, None)
    st.query_params.pop(ADDRESS_DRAFT, None)


def warm() -> None:
    """What a first reader would otherwise wait for."""
    if published.state() is not None:
        for id in DECLARED:
            saved.saved().read(id)


def arriving() -> bool:
    """Whether this is the session's first run: words and numbers come now, pictures in the next one."""
    return not st.session_state.get(ARRIVED)


def page_name() -> str:
    """The page being shown, for the log."""
    return str(st.session_state.get(PAGE, "?"))
