"""The business case as its readers use it, in both languages."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from metrics.words.text import translate
from tests.browser.conftest import Open, settle
from tests.browser.test_benefit_model import ADOPTION, levers, put, steady
from tests.browser.test_editor import strip, value

LANGS = [("en-GB", "en"), ("zh-CN", "zh_CN")]


@pytest.mark.parametrize(("browser_lang", "lang"), LANGS)
def test_an_executive_finds_verdict_and_threat_without_scrolling(visit: Open, browser_lang: str, lang: str) -> None:
    """Both lie above the fold of a laptop."""
    page = visit("/return_risk", lang=browser_lang)
    words = translate(
        "Largest risk: {what}. Its downside case uses up {share} of the headroom to break-even.", lang
    ).split("{")[0]
    for part in (page.locator("h1"), page.get_by_text(words).first):
        box = part.bounding_box()
        assert box is not None and box["y"] + box["height"] <= 900
        assert part.inner_text().strip()


@pytest.mark.parametrize(("browser_lang", "lang"), LANGS)
def test_finance_changes_compares_and_takes_the_workbook(visit: Open, browser_lang: str, lang: str) -> None:
    """The discount rate and three levers moved, held against the approved case, and the workbook taken away."""
    began = time.monotonic()
    page = visit("/benefit_model", lang=browser_lang)
    before = value(page)
    thumb = strip(page).get_by_role("slider").first
    thumb.focus()
    thumb.press("ArrowRight")
    expect(strip(page)).to_contain_text("▼")
    for row, share in enumerate(("41", "42", "43")):
        put(page, levers(page), row, ADOPTION, share)
        expect(levers(page).locator("tbody tr").nth(row)).to_contain_text(share)
    after = steady(page)
    assert after != before
    tab = page.get_by_role("tab", name=translate("Scenarios", lang), exact=True)
    tab.click()
    expect(tab).to_have_attribute("aria-selected", "true")
    expect(page.get_by_text(translate("What makes the difference?", lang)).first).to_be_visible(timeout=60_000)
    settle(page)
    button = page.get_by_role("button", name=translate("Workbook with live formulas", lang))
    with page.expect_download() as taken:
        button.click()
    path = Path(taken.value.path())
    assert taken.value.suggested_filename.endswith(".xlsx") and zipfile.is_zipfile(path)
    print(f"finance, {lang}: {time.monotonic() - began:.0f} s")
