"""The shell around every page: language, navigation, and what is said before any data are there."""

from __future__ import annotations

import streamlit as st

from metrics.answers.store import one_reading
from metrics.words.text import LANGUAGES
from pages.parts import access, menu, session
from pages.parts.server import first_start
from pages.parts.session import _
from pages.parts.strategy import steps
from pages.parts.tables import plain

STATIC = menu.FOLDER / "parts" / "static"
# The style the theme cannot give: lines with Chinese letters are as high as those without, and a button for nobody.
STYLE = """<style>
[data-testid="stMetricValue"] > div { line-height: 1.3; }
.st-key-pictures { display: none; }
@media (max-width: 640px) {
  [data-testid="stTable"] { overflow-x: auto; }
  [data-testid="stTable"] table:has(th:nth-child(6)) { min-width: 42rem; }
}
</style>"""
# Pictures take the theme's colours when they are drawn, and are not drawn again when the system turns dark or light.
# Everything a reader has done is in the address and the store, so the page is simply loaded anew. And the pictures of a
# first visit are asked for when all else is on the page: nothing is a grey box any more.
SCRIPT = """<script>
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => location.reload(), { once: true });
const ask = () => {
  const button = document.querySelector(".st-key-pictures button");
  const shown = document.querySelector("h1") && !document.querySelector("[data-testid=stSkeleton]");
  if (button && shown) button.click();
  else setTimeout(ask, 50);
};
if (!window.paybackAsked) { window.paybackAsked = true; ask(); }
</script>"""
NAMES = {"en": "English", "zh_CN": "中文"}


def _pages() -> dict[str, st.Page]:
    """Every page under its own file's name, and the first one at the root as well."""
    named = {name: st.Page(entry.file, title=_(entry.title), url_path=name) for name, entry in menu.ENTRIES.items()}
    first = menu.ENTRIES[menu.FIRST]
    return {"": st.Page(first.file, title=_(first.title), url_path="start", default=True), **named}


def _switch_language() -> None:
    """Two languages, each under its own name."""

    def chosen() -> None:
        session.choose_lang(st.session_state["language"])

    st.session_state["language"] = session.lang()
    st.segmented_control(
        _("Language"),
        LANGUAGES,
        required=True,
        format_func=NAMES.__getitem__,
        key="language",
        on_change=chosen,
        label_visibility="collapsed",
    )


def _links(shown: dict[str, st.Page]) -> None:
    """The menu: a caption a section, a link a page. Links carry the address, so nothing is lost on the way."""
    carried = session.address() or None
    for section, entries in menu.SECTIONS:
        with st.container(gap="xsmall"):
            st.caption(_(section))
            for entry in entries:
                st.page_link(shown[entry.name], label=_(entry.title), width="stretch", query_params=carried)


def _marks() -> None:
    """What is being looked at, and as whom."""
    facts = session.facts()
    invented = facts.sample and facts.name == "company"
    lines = [_("Sample company: invented data") if invented else session.data_mark() or facts.name]
    who = access.user()
    if who is not None:
        lines.append(_("Local user, every role") if who.local else who.name)
    for line in lines:
        st.caption(plain(line))


def _sign_in() -> None:
    """Shown instead of any page to whoever is not signed in where that is asked for."""
    st.title(_("Please sign in."), anchor=False)
    st.button(_("Sign in"), on_click=st.login)
    st.stop()


@st.fragment(run_every=5)
def _pictures_next() -> None:
    """Asks for a second run, with the pictures: at the script's click, or after five seconds where none is allowed.

    The code that draws them is larger than all else together, and nothing is shown while the browser reads it.
    """
    if st.session_state.get(session.ARRIVED):
        st.rerun()
    st.session_state[session.ARRIVED] = True
    st.button(_("Show the pictures"), key="pictures")


def main() -> None:
    """One run of the whole page."""
    session.begin()
    shown = _pages()
    page = st.navigation(list(shown.values()), position="hidden")
    st.set_page_config(page_title=f"{page.title} · Payback", page_icon=str(STATIC / "icon.svg"), layout="wide")
    st.html(STYLE)
    st.logo(str(STATIC / "logo.svg"), size="large")
    st.session_state[session.PAGE] = page.url_path or menu.FIRST
    session.settle_currency(session.page_name())
    with st.sidebar:
        _switch_language()
    if access.user() is None:
        _sign_in()
    first_start.ready()
    with st.sidebar:
        _links(shown)
        _marks()
        st.html(SCRIPT, unsafe_allow_javascript=True)
    if not steps.elsewhere(session.page_name()):
        with one_reading():
            page.run()
    if session.arriving():
        _pictures_next()


main()
