"""What is done before the first visitor comes: imports, opening the data, compressing what a first page loads."""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from pages.parts import session
from pages.parts.server import compress

if TYPE_CHECKING:
    from streamlit import App

log = logging.getLogger("payback")
WEB = (socket.AF_INET, socket.AF_INET6)
HEAVY = (
    "pyarrow",
    "scipy.optimize",
    "scipy.stats",
    "plotly.io",
    "plotly.tools",
    "babel.numbers",
    "streamlit.elements.arrow",
    "metrics.drawing",
    "pages.parts.show",
)


@asynccontextmanager
async def lifespan(_app: App) -> AsyncIterator[None]:
    """Import before the first answer; compress and compute beside the first visits, which may come sooner."""
    _send_at_once()
    await asyncio.to_thread(_imports)
    task = asyncio.create_task(_beside())
    yield
    task.cancel()


def _send_at_once() -> int:
    """Have every listening socket send small messages at once; how many there are. New connections take it over.

    Streamlit opens its socket without naming a protocol, and asyncio switches Nagle's delay off only where TCP is
    named: without this each answer waits some 40 ms for the browser to confirm the one before.
    """
    count = 0
    for held in [thing for thing in gc.get_objects() if type(thing) is socket.socket]:
        with suppress(OSError):
            if held.family in WEB and held.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                held.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                count += 1
    return count


def _imports() -> None:
    for name in HEAVY:
        importlib.import_module(name)


async def _beside() -> None:
    files = compress.assets()
    for address in compress.first_page():
        if address in files:
            await compress.squeezed(address, files[address])
    await asyncio.to_thread(_readings)


def _readings() -> None:
    try:
        session.warm()
    except Exception:  # a visitor will meet it too, and get a sentence; the server stays up
        log.exception("the readings could not be computed at the start")
    gc.collect()
    gc.freeze()  # what lives as long as the server is never looked through again
