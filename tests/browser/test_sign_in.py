"""Signing in through an identity provider: who may write does, under their own name; what was vouched for runs out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, Page, expect

from data.store import Store
from tests.browser.conftest import settle
from tests.serving import Server, free_port

FINANCE, READER = "alice@example.com", "bob@example.com"
PEOPLE = (
    User(sub=FINANCE, claims={"email": FINANCE, "roles": ["finance"]}),
    User(sub=READER, claims={"email": READER, "roles": ["somebody"]}),  # no role of ours: an executive
)
LIFE = timedelta(hours=1)
Enter = Callable[..., tuple[Page, Server]]


@pytest.fixture
def enter(browser: Browser, company_home: Path, tmp_path: Path) -> Iterator[Enter]:
    """Sign in as somebody at a server of the test's own; what the provider says holds for ``life``."""
    with ExitStack() as until:

        def signed_in(who: str, *, life: timedelta = LIFE, page: str = "/benefit_model") -> tuple[Page, Server]:
            provider = until.enter_context(run_server_in_thread(user_claims=PEOPLE, access_token_max_age=life))
            url, secrets = f"http://127.0.0.1:{free_port()}", tmp_path / "secrets.toml"
            found = f"http://localhost:{provider.server_port}/.well-known/openid-configuration"
            held = {
                "redirect_uri": f"{url}/oauth2callback",
                "cookie_secret": "not a secret, and long enough",
                "client_id": "payback",
                "client_secret": "not one either",
                "server_metadata_url": found,
            }
            secrets.write_text("\n".join(["[auth]", *(f'{name} = "{value}"' for name, value in held.items())]))
            options = ("--secrets.files", str(secrets))
            server = Server(url, company_home, f"sqlite:///{tmp_path / 'store.db'}", options=options)
            until.callback(server.stop)
            server.start()
            reader = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
            until.callback(reader.close)
            opened = reader.new_page()
            opened.goto(url + page)
            expect(opened.get_by_role("heading", name="Please sign in.")).to_be_visible(timeout=60_000)
            opened.get_by_role("button", name="Sign in").click()
            opened.get_by_placeholder("sub").fill(who)
            opened.get_by_role("button", name="Authorize").click()
            expect(opened.locator("[data-testid=stSidebar]")).to_contain_text(who, timeout=60_000)
            if not opened.url.startswith(url + page):
                opened.goto(url + page)
            opened.wait_for_selector("h1", timeout=60_000)
            settle(opened)
            return opened, server

        yield signed_in


def test_who_signs_in_writes_under_their_own_name(enter: Enter) -> None:
    page, server = enter(FINANCE)
    rate = page.get_by_role("slider").first
    rate.focus()
    rate.press("ArrowRight")
    expect(page.get_by_text(re.compile(r"Base case v\d+\*")).first).to_be_visible()  # a draft has begun
    (line, *_older) = Store(server.store).audit()
    assert line.author == FINANCE


def test_who_has_no_role_of_ours_reads_and_changes_nothing(enter: Enter) -> None:
    page, server = enter(READER)
    expect(page.get_by_role("slider").first).to_be_disabled()
    assert all(line.author != READER for line in Store(server.store).audit())


def test_what_the_provider_vouched_for_runs_out(enter: Enter) -> None:
    """The browser keeps its cookie for a month; the next run after the expiry asks again."""
    page, _server = enter(FINANCE, life=timedelta(seconds=30), page="/strategy")
    page.wait_for_timeout(31_000)
    if (
        link := page.get_by_role("link", name=re.compile("Capabilities"))
    ).count():  # a slow start may have asked already
        link.first.click()
    expect(page.get_by_role("heading", name="Please sign in.")).to_be_visible()
