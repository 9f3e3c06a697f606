"""Typing into the benefit model's tables in a real browser."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open, settle
from tests.browser.test_editor import figure, strip, value

ROW = 36  # pixels
TARGET, ADOPTION = 340, 425  # where these columns are, from the table's left edge
ONCE = 420


def levers(page: Page) -> Locator:
    """The table of levers."""
    return page.get_by_test_id("stDataFrame").first


def steady(page: Page) -> str:
    """The net present value when it has not moved for two seconds: of edits that overtake each other, the last."""
    read = ""
    while (now := value(page)) != read:
        read = now
        page.wait_for_timeout(2_000)
        settle(page)
    return read


def read(table: Locator, row: int) -> str:
    """A row as those who do not see the canvas read it."""
    table.locator("tbody tr").nth(row).wait_for(state="attached")  # a table that starts again has no rows at first
    return str(table.evaluate("(t, row) => t.querySelectorAll('tbody tr')[row].textContent", row))


def put(page: Page, table: Locator, row: int, x: int, text: str) -> None:
    """Type ``text`` into the cell at that row and distance from the left, and leave it."""
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    page.mouse.dblclick(box["x"] + x, box["y"] + ROW * (row + 1.5))
    field = page.locator("#portal input").first
    field.wait_for()
    field.fill(text)
    field.press("Enter")


def test_several_edits_in_a_row_all_hold_and_move_the_answer(visit: Open) -> None:
    """Adoption of three levers, one after the other without waiting; also after a reload."""
    page = visit("/benefit_model")
    before = value(page)
    for row, share in enumerate(("91", "92", "93")):
        put(page, levers(page), row, ADOPTION, share)
    for row, share in enumerate(("91", "92", "93")):
        expect(levers(page).locator("tbody tr").nth(row)).to_contain_text(share)
    after = steady(page)
    assert after != before
    page.reload()
    page.wait_for_selector("h1")
    assert steady(page) == after
    for row, share in enumerate(("91", "92", "93")):
        assert share in read(levers(page), row)


def test_what_cannot_be_is_told_in_a_sentence_and_nothing_is_lost(visit: Open) -> None:
    """A retention above 100%: the cell shows what holds, the edit before it stays."""
    page = visit("/benefit_model")
    before = value(page)
    put(page, levers(page), 5, ADOPTION, "55")
    expect(levers(page).locator("tbody tr").nth(5)).to_contain_text("55")
    expect(figure(page)).not_to_have_text(before)
    settle(page)
    held = value(page)
    put(page, levers(page), 0, TARGET, "140")
    expect(page.get_by_test_id("stAlert")).to_contain_text("Retention: target is 140%, outside 0% to 100%")
    settle(page)
    assert "140%" not in read(levers(page), 0) and "67" in read(levers(page), 0) and "55" in read(levers(page), 5)
    assert value(page) == held
    strip(page).get_by_role("button").nth(1).click()
    expect(page.get_by_test_id("stAlert")).to_have_count(0)


def test_a_cost_typed_over_moves_the_answer_and_both_totals(visit: Open) -> None:
    """One million more, once: the sentence above the register and the caption below follow."""
    page = visit("/benefit_model")
    before, register = value(page), page.get_by_test_id("stDataFrame").nth(1)
    total = page.get_by_text("By type the same")
    said = total.inner_text()
    put(page, register, 0, ONCE, "9999")
    expect(total).not_to_have_text(said)
    settle(page)
    assert value(page) != before


def test_on_a_telephone_the_strip_leaves_room(visit: Open) -> None:
    """At most four figures, and not more than 160 of 844 pixels."""
    page = visit("/benefit_model", width=390, height=844)
    box = page.locator(".st-key-strip").bounding_box()
    assert box is not None and box["height"] <= 160
    shown = page.locator(".st-key-strip-figures td")
    assert sum(shown.nth(n).is_visible() for n in range(shown.count())) == 4
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
