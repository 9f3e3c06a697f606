"""Every page, through the shell, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from metrics.words.text import translate
from pages.parts import menu, session

SHELL = Path(__file__).resolve().parents[2] / "pages" / "parts" / "shell.py"
LOCALES = {"en": "en-GB", "zh_CN": "zh-CN"}


def start(browser: str = "en", page: str = menu.FIRST, **address: str) -> AppTest:
    """The app as a browser of that language opens it, on that page."""
    app = AppTest.from_file(str(SHELL), default_timeout=60)
    app.context = {"locale": LOCALES[browser]}
    for name, value in address.items():
        app.query_params[name] = value
    app.session_state[session.ARRIVED] = True  # the run with the pictures
    app.run()
    if page != menu.FIRST:
        app.switch_page(str(menu.ENTRIES[page].file)).run()
    return app


def said(app: AppTest) -> str:
    """Everything a page says in words."""
    parts = [*app.title, *app.header, *app.caption, *app.markdown, *app.metric, *app.expander]
    return read("\n".join(str(getattr(part, "value", "") or getattr(part, "label", "")) for part in parts))


def read(markdown: str) -> str:
    """What a reader sees of it: signs that were made harmless are themselves again."""
    return re.sub(r"\\([\\`*_\[\]<>#|~$:])", r"\1", markdown)


@pytest.mark.parametrize("page", menu.ENTRIES)
@pytest.mark.parametrize("lang", LOCALES)
def test_every_page_opens_with_one_sentence(company: Path, page: str, lang: str) -> None:
    """One h1, in the language of the browser; under its own title; no error."""
    app = start(lang, page)
    assert not app.exception
    assert not app.error
    assert len(app.title) == 1
    assert app.title[0].value
    assert app.main.caption[0].value
    han = any("\u4e00" <= sign <= "\u9fff" for sign in app.title[0].value)
    assert han == (lang == "zh_CN")


@pytest.mark.parametrize("page", menu.ENTRIES)
def test_every_page_opens_on_orders_alone(cdnow: Path, page: str) -> None:
    """A data set with nothing but orders: what cannot be shown says which table is missing."""
    app = start("en", page)
    assert not app.exception
    assert not app.error
    assert app.title[0].value


@pytest.mark.parametrize("lang", LOCALES)
def test_the_menu_names_every_page_that_is_built(company: Path, lang: str) -> None:
    """A link a page under the captions of their sections, in the reader's words."""
    app = start(lang)
    labels = [link.value for link in app.sidebar.page_link]
    assert labels == [translate(entry.title, lang) for entry in menu.ENTRIES.values()]
    captions = [caption.value for caption in app.sidebar.caption]
    sections = [section for section, _entries in menu.SECTIONS]
    assert [translate(section, lang) for section in sections] == captions[: len(sections)]


def test_the_first_page_answers_under_its_own_name_and_at_the_root(company: Path) -> None:
    """/ and /overview are the same page; no other page stands at two addresses."""
    app = start("en")
    app.switch_page(str(menu.ENTRIES[menu.FIRST].file)).run()
    assert not app.exception and app.title[0].value

    assert app.session_state[session.PAGE] == menu.FIRST


def test_the_address_overrules_the_browser(company: Path) -> None:
    """A Chinese link opened by an English browser stays Chinese."""
    assert "\u6570\u636e" in said(start("en", lang="zh"))


def test_a_language_nobody_has_is_ignored(company: Path) -> None:
    """The browser's is used."""
    assert start("en", lang="tlh").query_params.get("lang") == "tlh"
    assert not start("en", lang="tlh").exception


def test_choosing_a_language_puts_it_into_the_address(company: Path) -> None:
    """And into every link, so that a page change and a bookmark keep it."""
    app = start("en")
    app.segmented_control(key="language").set_value("zh_CN").run()
    assert not app.exception
    assert app.query_params["lang"] == "zh"
    assert "\u6570\u636e" in said(app)


def test_the_sample_is_marked_as_such(company: Path) -> None:
    """In the menu and on the page."""
    app = start("en")
    assert "Sample company: invented data" in [caption.value for caption in app.sidebar.caption]
    assert "sample company" in app.main.caption[0].value


def test_real_data_are_not_marked_as_invented(cdnow: Path) -> None:
    """CDNOW is real."""
    app = start("en")
    assert "sample company" not in said(app)
    assert "example data CDNOW" in said(app)


def test_numbers_come_before_pictures(company: Path) -> None:
    """The first run of a session draws none, so that the numbers are seen before the browser has read how to."""
    app = AppTest.from_file(str(SHELL), default_timeout=60).run()
    assert len(app.metric) >= 4
    assert len(app.get("plotly_chart")) == 0
    app.run()
    assert len(app.get("plotly_chart")) >= 3


def test_a_first_start_without_data_shows_progress_and_then_the_page(
    home: Path, company_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sample is built once; the reader sees a bar, then the page they asked for."""
    from metrics import report

    steps: list[float] = []

    def prepare(progress: Callable[[str, float], None]) -> None:
        for share in (0.1, 1.0):
            progress("step", share)
            steps.append(share)
        monkeypatch.setenv("PAYBACK_HOME", str(company_home))

    monkeypatch.setattr(report, "prepare", prepare)
    app = start("en")
    assert not app.exception
    assert steps == [0.1, 1.0]
    assert len(app.sidebar.page_link) == len(menu.ENTRIES)


def test_a_failed_first_start_says_so_with_an_id_and_offers_another_try(
    home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The id on the page is the one in the log; the cause is in the log alone."""
    from metrics import report
    from pages.parts.server import first_start

    def prepare(progress: Callable[[str, float], None]) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(report, "prepare", prepare)
    monkeypatch.setattr(first_start, "_JOB", first_start.Job())
    app = start("en")
    assert not app.exception
    assert "no space left" not in app.error[0].value
    number = app.error[0].value.rsplit(" ", 1)[1].strip(".")
    assert number in caplog.text
    assert [button.label for button in app.button] == ["Try again"]
