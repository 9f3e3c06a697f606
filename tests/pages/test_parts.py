"""The small parts: who reads, who may write, what is compressed, what the menu holds."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message

from data.contracts import TABLES
from metrics.words.reader import Reader
from metrics.words.text import message
from metrics.words.units import Amount, Unit
from pages.parts import access, menu
from pages.parts.server import compress, document

EN, ZH = Reader("en", "GBP"), Reader("zh_CN", "GBP")
ROOT = Path(__file__).resolve().parents[2]
T = TypeVar("T")


def run(made: Coroutine[Any, Any, T]) -> T:
    """What ``made`` comes to, on a thread of its own: a browser's test may have left a loop running on this one."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, made).result()


def test_language_decides_grouping_and_data_the_currency() -> None:
    """Twelve million pounds stay pounds in Chinese."""
    assert EN.money(12_300_000) == "£12.3M"
    assert ZH.money(12_300_000) == "1,230 万英镑"


def test_a_reader_counts_as_their_language_does() -> None:
    """One row, two rows; Chinese has one form."""
    assert [EN.count("{n} row", "{n} rows", n) for n in (1, 2, 1200)] == ["1 row", "2 rows", "1,200 rows"]
    assert [ZH.count("{n} row", "{n} rows", n) for n in (1, 2)] == ["1 行", "2 行"]


def test_a_message_is_read_in_the_readers_language_and_currency() -> None:
    """The hole holds an amount; a plain text stays as it is."""
    told = message("Cumulative")
    assert (EN.read(told), ZH.read(told)) == ("Cumulative", "累计")
    assert EN.say("peak funding {money}", money=Amount(-5.1e6, Unit.MONEY)) == "peak funding −£5.1M"
    assert EN.read("as it is") == "as it is"
    assert ZH.day(date(2026, 10, 31)) == "2026年10月31日"


@pytest.mark.parametrize(
    ("claims", "roles"),
    [
        ({"roles": ["finance", "king"]}, {"finance"}),
        ({"roles": "admin"}, {"admin"}),
        ({}, {"executive"}),
        ({"roles": ["king"]}, {"executive"}),
        ({"roles": 7}, {"executive"}),
    ],
)
def test_claims_give_roles_and_nothing_gives_more(claims: dict[str, object], roles: set[str]) -> None:
    """What is not known makes an executive, who only reads."""
    user = access._from_claims({"email": "a@b.example", **claims})
    assert user.roles == roles
    assert user.may_write == bool(roles - {"executive"})


def test_every_page_of_the_menu_has_its_file_and_every_file_its_place() -> None:
    """A page that is not built has neither."""
    assert {path.stem for path in (ROOT / "pages").glob("*.py")} - {"__init__"} == set(menu.ENTRIES)


def test_tables_name_pages_that_exist() -> None:
    """Or that are still to come: their tables can be brought in already."""
    coming = {"campaigns", "pipeline", "service", "data_quality", "snapshots"}
    assert {page for table in TABLES.values() for page in table.pages} <= set(menu.ENTRIES) | coming
    assert not coming & set(menu.ENTRIES)


@dataclass
class Answer:
    """What the layer sent."""

    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    async def take(self, part: Message) -> None:
        """One ASGI message."""
        if part["type"] == "http.response.start":
            self.headers = {name.decode(): value.decode() for name, value in part["headers"]}
        else:
            self.body += part.get("body", b"")


def _get(path: str, query: str = "", **headers: str) -> Answer:
    layer = document.Document(compress.Compressed(PlainTextResponse("from inside")))
    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": sent}
    answer = Answer()

    async def nothing() -> Message:
        await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    run(layer(scope, nothing, answer.take))
    return answer


@pytest.fixture
def chunk(monkeypatch: pytest.MonkeyPatch) -> str:
    """Address of Streamlit's start script; nothing kept from before."""
    monkeypatch.setattr(compress, "_KEPT", {})
    return next(address for address in compress.assets() if "/index." in address and address.endswith(".js"))


def test_static_scripts_come_compressed_and_may_be_kept_for_good(chunk: str) -> None:
    """Their names change with their content."""
    answer = _get(chunk, accept_encoding="gzip, br")
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["vary"] == "accept-encoding"
    assert answer.headers["content-type"].startswith("text/javascript")
    whole = compress.assets()[chunk].read_bytes()
    assert gzip.decompress(answer.body) == whole
    assert int(answer.headers["content-length"]) < 0.5 * len(whole)


def test_whoever_cannot_unpack_gets_it_as_it_is(chunk: str) -> None:
    """No gzip asked for, or a part of the file: let through."""
    assert _get(chunk, accept_encoding="identity").body == b"from inside"
    assert _get(chunk, accept_encoding="gzip", range="bytes=0-9").body == b"from inside"


def test_nothing_but_known_files_is_kept() -> None:
    """A made-up address is let through and fills no memory."""
    assert _get("/static/js/made-up.js", accept_encoding="gzip").body == b"from inside"
    assert "/static/js/made-up.js" not in compress._KEPT


def test_compression_is_paid_once(chunk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two askers at the same time, one piece of work."""
    times: list[Path] = []
    monkeypatch.setattr(compress, "_squeeze", lambda path: times.append(path) or gzip.compress(b"x"))

    async def both() -> list[bytes]:
        path = compress.assets()[chunk]
        return list(await asyncio.gather(compress.squeezed(chunk, path), compress.squeezed(chunk, path)))

    assert len(run(both())) == 2
    assert len(times) == 1


def test_the_first_page_is_known_from_its_html() -> None:
    """What is compressed before anybody comes: at least the start script and the chart."""
    first = compress.first_page()
    assert any("/index." in address for address in first)
    assert any("/PlotlyChart." in address for address in first)


def test_the_document_says_its_language_and_asks_for_our_fonts_only() -> None:
    """Streamlit's own says English and fetches a font nobody sees."""
    html = _get("/segments", accept_language="en-GB,en").body.decode()
    assert '<html lang="en">' in html
    assert "<title>Payback</title>" in html
    assert "SourceSans" not in html
    assert html.count("ibm-plex-sans") == 2
    assert '<html lang="zh-CN">' in _get("/", accept_language="zh-CN,zh;q=0.9").body.decode()
    assert '<html lang="zh-CN">' in _get("/", query="lang=zh", accept_language="en").body.decode()
    assert '<html lang="en">' in _get("/", query="lang=en", accept_language="zh-CN").body.decode()


def test_only_pages_are_documents() -> None:
    """Everything else is Streamlit's to answer."""
    assert _get("/_stcore/health").body == b"from inside"
    assert _get("/app/static/logo.svg").body == b"from inside"


def test_text_stands_in_our_font_before_the_theme_is_known() -> None:
    """Streamlit's font is still called what it was when this was written, and ours comes in its place."""
    (theirs,) = (compress.STATIC / "static" / "media").glob("SourceSansVF-Upright*.woff2")
    assert _get(f"/static/media/{theirs.name}").body == document.FONT.read_bytes()
    assert _get("/static/media/KaTeX_Main-Regular.woff2").body == b"from inside"


@pytest.mark.parametrize(("ahead", "over"), [(-1.0, True), (600.0, False), (None, False)])
def test_what_a_provider_vouched_for_runs_out(ahead: float | None, over: bool) -> None:
    """The claim of expiry is asked for at every run: the browser keeps its cookie for much longer."""
    claims = {"is_logged_in": True} | ({} if ahead is None else {"exp": time.time() + ahead})
    assert access._over(claims) == over
