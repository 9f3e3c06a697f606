"""The shell in a real browser: opening, languages, links, narrow screens, and readers who do not see."""

from __future__ import annotations

import re
import socket
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from pages.parts import menu
from tests.browser.conftest import Open, settle
from tests.serving import Server

# Pages that are drawn from different parts.
KINDS = ("overview", "customer_value", "benefit_model", "return_risk", "roadmap", "segments")
# Inside Streamlit, out of our reach: the drawing of a metric's line, the empty head of a table's index, and the place
# where a file is dropped.
STREAMLITS_OWN = {
    "svg-img-alt": "stMetricChart",
    "empty-table-header": "stDataFrame",
    "presentation-role-conflict": "stFileUploaderDropzone",
}


def heading(page: Page) -> str:
    """The one h1."""
    assert page.locator("h1").count() == 1
    return page.locator("h1").inner_text()


def test_a_first_visit_reads_in_the_browsers_language(visit: Open) -> None:
    """Sidebar and page, before anybody chose anything; nothing is put into the address."""
    english, chinese = visit("/capabilities"), visit("/capabilities", lang="zh-CN")
    assert "peers" in heading(english)
    assert "同行" in heading(chinese)
    assert "lang=" not in english.url + chinese.url


def test_a_change_of_language_is_kept_through_pages_and_a_reload(visit: Open) -> None:
    """The address carries it."""
    page = visit("/capabilities")
    page.get_by_test_id("stSidebar").get_by_text("中文").click()
    expect(page.locator("h1")).to_contain_text("同行")
    assert "lang=zh" in page.url
    page.get_by_test_id("stSidebar").get_by_role("link", name="客户细分").click()
    page.wait_for_url("**/segments**")
    expect(page.get_by_test_id("stMain")).to_contain_text("客户细分")
    assert "lang=zh" in page.url
    page.reload()
    expect(page.get_by_test_id("stMain")).to_contain_text("客户细分")


def test_two_readers_of_one_server_read_two_languages(visit: Open) -> None:
    """Language belongs to the session: the second reader changes nothing for the first."""
    first, second = visit("/capabilities"), visit("/capabilities", lang="zh-CN")
    first.get_by_test_id("stSidebar").get_by_role("link", name="Segments").click()
    expect(first.get_by_test_id("stMain")).to_contain_text("Segments")
    assert "同行" in heading(second)


@pytest.mark.parametrize("page_name", KINDS)
def test_every_address_opens_cold(visit: Open, page_name: str) -> None:
    """A deep link as the first request runs through the shell: menu, title and sentence are there."""
    page = visit(f"/{page_name}")
    assert heading(page)
    assert page.get_by_test_id("stSidebar").get_by_role("link").count() == len(menu.ENTRIES)
    assert page.title() == f"{menu.ENTRIES[page_name].title} · Payback"
    assert page.get_by_test_id("stException").count() == 0


def test_a_deep_link_right_after_the_start_runs_through_the_shell(visit: Open, server: Server) -> None:
    """The old multipage mode would run the page without it: only the very first request shows the difference."""
    server.stop()
    server.start()
    page = visit("/churn")
    assert page.get_by_test_id("stSidebar").get_by_role("link").count() == len(menu.ENTRIES)


@pytest.mark.parametrize("page_name", KINDS)
def test_a_narrow_screen_never_scrolls_sideways(visit: Open, page_name: str) -> None:
    """390 wide, in the language with the longer words; the menu is folded away."""
    page = visit("/" if page_name == menu.FIRST else f"/{page_name}", width=390, height=844)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    main = page.get_by_test_id("stMain")
    assert main.evaluate("m => m.scrollWidth - m.clientWidth") <= 1


@pytest.mark.parametrize("page_name", KINDS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_of_ours(visit: Open, page_name: str, dark: bool) -> None:
    """Every rule axe knows, both themes; only what Streamlit itself draws is excused, by name."""
    page = visit("/" if page_name == menu.FIRST else f"/{page_name}", dark=dark)
    found = Axe().run(page).response["violations"]
    ours = [
        (violation["id"], node["html"][:160], node.get("failureSummary", "")[:200])
        for violation in found
        for node in violation["nodes"]
        if not excused(page, violation["id"], node["target"])
    ]
    assert ours == []


def excused(page: Page, rule: str, target: list[str]) -> bool:
    """Whether the element lies in the part of Streamlit that is known to break this rule."""
    part = STREAMLITS_OWN.get(rule)
    return bool(part) and bool(
        page.evaluate(
            "([s, part]) => !!document.querySelector(s)?.closest(`[data-testid='${part}']`)", [target[0], part]
        )
    )


def test_a_picture_follows_the_theme(visit: Open) -> None:
    """The system turns dark: ink, bars and ground of the charts change, and nobody has to do anything."""
    page = visit("/")
    chart = page.locator(".js-plotly-plot").first
    if chart.count() == 0:
        pytest.skip("the first page has no chart yet")
    ink = "() => getComputedStyle(document.querySelector('.js-plotly-plot :is(.xtick, .ytick) text')).fill"
    light = page.evaluate(ink)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        f"() => document.querySelector('.js-plotly-plot :is(.xtick, .ytick)') && ({ink})() !== {light!r}"
    )
    assert _lightness(light) < 110 < 140 < _lightness(page.evaluate(ink))


def _lightness(colour: str) -> float:
    red, green, blue = (int(part) for part in re.findall(r"\d+", colour)[:3])
    return 0.3 * red + 0.6 * green + 0.1 * blue


def test_numbers_stand_in_the_font_that_sets_them_in_columns(visit: Open) -> None:
    """IBM Plex Sans is served from here and used for headings and text."""
    page = visit("/capabilities")
    settle(page)
    assert page.evaluate("() => document.fonts.check('600 20px \"IBM Plex Sans\"')")
    assert page.evaluate("() => getComputedStyle(document.querySelector('h1')).fontFamily").startswith(
        '"IBM Plex Sans"'
    )


def test_the_server_leaks_no_trace_and_loads_nothing_from_elsewhere(visit: Open, server: Server) -> None:
    """Every request of a first page goes to this server."""
    page = visit("/capabilities")
    hosts = page.evaluate("() => performance.getEntriesByType('resource').map(r => new URL(r.name).host)")
    assert {host for host in hosts if host} == {server.url.removeprefix("http://")}


def test_a_page_is_framed_by_nobody_and_breaks_no_rule_of_its_own(visit: Open, server: Server) -> None:
    """The headers stand on every answer, and nothing a page does is against them."""
    with urllib.request.urlopen(f"{server.url}/overview") as answer:
        policy = answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy and "default-src 'self'" in policy
        assert answer.headers["referrer-policy"] == "no-referrer"
    said: list[str] = []
    page = visit("/return_risk")
    page.on("console", lambda line: said.append(line.text))
    page.reload()
    settle(page)
    assert not [line for line in said if "Content Security Policy" in line]


def test_a_line_without_an_origin_is_refused(server: Server) -> None:
    """No browser opens a websocket without saying where it comes from."""
    host, port = server.url.removeprefix("http://").split(":")
    ask = (
        f"GET /_stcore/stream HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    )
    for more, accepted in (("", False), (f"Origin: {server.url}\r\n", True)):
        with socket.create_connection((host, int(port)), timeout=10) as line:
            line.sendall(f"{ask}{more}\r\n".encode())
            assert (b" 101 " in line.recv(200)) == accepted
