"""The page's HTML: Streamlit's own, with our title, our fonts asked for at once instead of its own, and its language.

Streamlit's document always says it is English, and its text stands in a font of 170 kB until the theme is known: we
answer with ours, so that a first page is lighter and no letter changes its shape.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.responses import FileResponse, HTMLResponse

from pages.parts import menu
from pages.parts.server.compress import STATIC

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

FONTS = ("ibm-plex-sans-latin-400-normal", "ibm-plex-sans-latin-600-normal")
PRELOAD = '<link rel="preload" href="./app/static/{font}.woff2" as="font" type="font/woff2" crossorigin />'
MODULE = '<link rel="modulepreload" crossorigin href=".{address}" />'
FIRST = ("Metric.", "ButtonGroup.", "PageLink.", "Html.", "Heading.", "Button.")  # what every first page draws
NAMED = re.compile(r"""(?:from|import)\s*["']\./([\w.-]+\.js)["']""")
FONT = menu.FOLDER / "parts" / "static" / f"{FONTS[0]}.woff2"
STREAMLITS_FONT = re.compile(r"/static/media/SourceSansVF-Upright[\w.-]*\.woff2")
PATHS = frozenset({"/", *(f"/{name}" for name in menu.ENTRIES)})


@cache
def _document(lang: str) -> str:
    """The HTML for a reader of ``lang``, a language tag."""
    html = (STATIC / "index.html").read_text(encoding="utf-8")
    ours = "\n    ".join((*(PRELOAD.format(font=font) for font in FONTS), *map(_module, _early(html))))
    html = re.sub(r'<link\s+rel="preload"[^>]*as="font"[^>]*/>', ours, html, count=1)
    html = html.replace("<title>Streamlit</title>", "<title>Payback</title>", 1)
    return html.replace('<html lang="en">', f'<html lang="{lang}">', 1)


def _early(html: str) -> list[str]:
    """Addresses of the scripts a first page asks for only when it draws, and of those that they name themselves."""
    folder = STATIC / "static" / "js"
    wanted = [path.name for path in sorted(folder.glob("*.js")) if path.name.startswith(FIRST)]
    found: list[str] = []
    while wanted:
        name = wanted.pop(0)
        if name in found or name in html:
            continue
        found.append(name)
        wanted += NAMED.findall((folder / name).read_text(encoding="utf-8"))
    return [f"/static/js/{name}" for name in found]


def _module(address: str) -> str:
    """The line that has a browser fetch a script while it still reads the others."""
    return MODULE.format(address=address)


def _language(scope: Scope) -> str:
    """As the session will settle it: the address first, then what the browser asks for."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[0]
    wants = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")
    return "zh-CN" if (asked or wants).lower().startswith("zh") else "en"


class Document:
    """ASGI layer: answers for the page's HTML and its first font, lets everything else through."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        path = scope.get("path", "") if scope["type"] == "http" and scope["method"] == "GET" else ""
        answer: ASGIApp = self.app
        if path in PATHS:
            headers = {"cache-control": "no-cache", "vary": "accept-language", "x-content-type-options": "nosniff"}
            answer = HTMLResponse(_document(_language(scope)), headers=headers)
        elif STREAMLITS_FONT.fullmatch(path):
            answer = FileResponse(FONT, media_type="font/woff2", headers={"cache-control": "public, max-age=86400"})
        await answer(scope, receive, send)
