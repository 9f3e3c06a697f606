"""One server and one browser for all tests of this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from tests.serving import QUIET, Server, browser_path, free_port

expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs a browser."""
    for item in items:
        if Path(str(item.fspath)).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(company_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Payback with the small sample company."""
    store = f"sqlite:///{tmp_path_factory.mktemp('store') / 'store.db'}"
    running = Server(f"http://127.0.0.1:{free_port()}", company_home, store)
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; where there is none, the test says how to get one and is skipped."""
    path = browser_path()
    if path is None:
        pytest.skip("no Chromium here: install it, or name one in BROWSER_PATH")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield running
        running.close()


Open = Callable[..., Page]


@pytest.fixture(scope="session")
def _readers(browser: Browser) -> Iterator[dict[object, BrowserContext]]:
    """Browsers that keep what they loaded, one for each kind of reader."""
    held: dict[object, BrowserContext] = {}
    yield held
    for context in held.values():
        context.close()


@pytest.fixture
def visit(browser: Browser, server: Server, _readers: dict[object, BrowserContext]) -> Iterator[Open]:
    """Open an address as a new visitor: ``visit("/churn", lang="zh-CN", width=390)``."""
    opened: list[Page] = []

    def open_page(
        address: str = "/", *, lang: str = "en-GB", width: int = 1440, height: int = 900, dark: bool = False
    ) -> Page:
        kind = (lang, width, height, dark)
        if kind not in _readers:
            theme: Literal["dark", "light"] = "dark" if dark else "light"
            size = ViewportSize(width=width, height=height)
            _readers[kind] = browser.new_context(viewport=size, locale=lang, color_scheme=theme)
        page = _readers[kind].new_page()
        opened.append(page)
        page.goto(server.url + address)
        page.wait_for_selector("h1", timeout=60_000)
        settle(page)
        return page

    yield open_page
    for page in opened:
        page.close()


def settle(page: Page) -> None:
    """Wait until nothing runs and nothing is still to come."""
    waiting = (".st-key-pictures", "[data-testid=stSkeleton]", "[data-testid=stStatusWidgetRunningIcon]")
    busy = ", ".join((*waiting, "[data-test-script-state=running]"))
    page.wait_for_function("busy => document.querySelectorAll(busy).length === 0", arg=busy, timeout=60_000)
    page.wait_for_timeout(250)
