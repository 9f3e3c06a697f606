"""Streamlit's own scripts and styles, compressed once and kept.

Streamlit serves them as they are (9 MB on a first page with a chart) and Starlette's layer would compress each of them
anew for each visitor. Their names carry a hash of their content, so one compressed copy in memory serves for good.
"""

from __future__ import annotations

import asyncio
import gzip
import mimetypes
import re
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit
from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

STATIC = Path(streamlit.__file__).parent / "static"
LEVEL = 6  # 9 takes three times as long for one per cent
HEADERS = {
    "content-encoding": "gzip",
    "vary": "accept-encoding",
    "cache-control": "public, immutable, max-age=31536000",
    "x-content-type-options": "nosniff",
}
# Chunks that the first page asks for by itself, beyond those its HTML names.
SOON = (
    "PlotlyChart",
    "Metric",
    "DataFrame",
    "VegaLite",
    "arrow",
    "ButtonGroup",
    "Popover",
    "StreamlitMarkdown",
    "embed",
)


def assets() -> dict[str, Path]:
    """Address of each compressible file -> where it lies."""
    files = (path for path in (STATIC / "static").rglob("*") if path.suffix in {".js", ".css"})
    return {f"/{path.relative_to(STATIC).as_posix()}": path for path in files}


def first_page() -> list[str]:
    """Addresses of what a first visit loads, in the order it does."""
    html = (STATIC / "index.html").read_text(encoding="utf-8")
    named = [f"/{address}" for address in re.findall(r"\./(static/[\w./-]+\.(?:js|css))", html)]
    return named + [address for address in assets() if address.rsplit("/", 1)[-1].startswith(SOON)]


def _wants_gzip(scope: Scope) -> bool:
    headers = dict(scope["headers"])
    return scope["method"] == "GET" and b"gzip" in headers.get(b"accept-encoding", b"") and b"range" not in headers


class Compressed:
    """ASGI layer: answers for Streamlit's static files, lets everything else through."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.files = assets()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; a file's first one waits for its compression, those beside it wait with it."""
        path = scope.get("path", "")
        if scope["type"] != "http" or path not in self.files or not _wants_gzip(scope):
            await self.app(scope, receive, send)
            return
        body = await squeezed(path, self.files[path])
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        await Response(body, headers=HEADERS, media_type=kind)(scope, receive, send)


_KEPT: dict[str, asyncio.Task[bytes]] = {}


async def squeezed(address: str, path: Path) -> bytes:
    """The compressed file, made in a thread the first time it is asked for."""
    if address not in _KEPT:
        _KEPT[address] = asyncio.create_task(asyncio.to_thread(_squeeze, path))
    return await asyncio.shield(_KEPT[address])


def _squeeze(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), LEVEL, mtime=0)
