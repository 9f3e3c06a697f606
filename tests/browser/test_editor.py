"""Moving a slider in a real browser: the answer follows, and nothing is lost."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from pages.parts import menu
from tests.browser.conftest import Open, settle
from tests.serving import Server

EDITOR = menu.ENTRIES["benefit_model"]


def strip(page: Page) -> Locator:
    """The live result at the bottom."""
    return page.get_by_test_id("stBottom")


def figure(page: Page) -> Locator:
    """The net present value in the strip."""
    return strip(page).get_by_test_id("stMarkdownContainer").first.locator("strong").first


def value(page: Page) -> str:
    """The net present value in the strip, as read."""
    return figure(page).inner_text()


def rate(page: Page) -> str:
    """What the first slider stands at."""
    return str(strip(page).get_by_role("slider").first.get_attribute("aria-valuetext"))


def move(page: Page, keys: int) -> None:
    """Move the first slider by so many steps, and wait until the strip says something else."""
    before = value(page)
    thumb = strip(page).get_by_role("slider").first
    thumb.focus()
    for _step in range(abs(keys)):
        thumb.press("ArrowRight" if keys > 0 else "ArrowLeft")
    expect(figure(page)).not_to_have_text(before)
    settle(page)


def test_a_slider_changes_the_number_the_chart_and_the_address(visit: Open) -> None:
    """A higher discount rate: another net present value, at once; the draft's id is in the address."""
    page = visit("/benefit_model")
    page.wait_for_selector(".js-plotly-plot .main-svg")
    curve = page.locator(".st-key-chart-curve .js-plotly-plot")
    before, drawn = value(page), curve.inner_html()
    move(page, 8)
    assert value(page) != before
    assert re.search(r"[?&]draft=[\w-]+", page.url)
    expect(strip(page)).to_contain_text("▼")
    assert curve.inner_html() != drawn
    expect(strip(page).get_by_role("button", name=re.compile("^Save as"))).to_be_enabled()


def test_an_assumption_outlives_a_page_change_a_reload_and_a_restart(visit: Open, server: Server) -> None:
    """Only the draft's id travels; the number itself is in the store."""
    page = visit("/benefit_model")
    move(page, 6)
    held, stands = value(page), rate(page)
    sidebar = page.get_by_test_id("stSidebar")
    sidebar.get_by_role("link", name="Overview").click()
    expect(page).to_have_title("Overview · Payback")
    settle(page)
    assert "draft=" in page.url
    expect(page.get_by_test_id("stMain").get_by_test_id("stMetricValue").first).to_have_text(held)
    sidebar.get_by_role("link", name=EDITOR.title).click()
    expect(page).to_have_title(f"{EDITOR.title} · Payback")
    settle(page)
    assert (value(page), rate(page)) == (held, stands)
    page.reload()
    page.wait_for_selector("h1")
    settle(page)
    assert (value(page), rate(page)) == (held, stands)
    server.stop()
    server.start()
    page.reload()
    page.wait_for_selector("h1")
    settle(page)
    assert (value(page), rate(page)) == (held, stands)


def test_a_draft_is_its_own_and_throwing_it_away_brings_the_saved_case_back(visit: Open) -> None:
    """Another reader still sees the saved case; so does this one after discarding."""
    page = visit("/benefit_model")
    saved = value(page)
    move(page, 4)
    assert value(visit("/benefit_model")) == saved
    strip(page).get_by_role("button").nth(1).click()
    expect(figure(page)).to_have_text(saved)
    assert "draft=" not in page.url


def test_the_way_to_the_table_and_the_basis_is_one_click(visit: Open) -> None:
    """Table opens a table, Why? opens the basis with mart and data date."""
    page = visit("/")
    page.get_by_test_id("stMain").get_by_role("button", name="Why?").first.click()
    basis = page.get_by_test_id("stPopoverBody")
    expect(basis).to_contain_text("data to 31 Oct 2026")
    page.keyboard.press("Escape")
    page.get_by_test_id("stMain").get_by_role("button", name="Table").first.click()
    expect(page.get_by_test_id("stPopoverBody").get_by_test_id("stTable")).to_be_visible()
