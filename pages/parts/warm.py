"""What is done before the first visitor comes: imports, opening the data, compressing what a first page loads."""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from pages.parts import compress, session

if TYPE_CHECKING:
    from streamlit import App

log = logging.getLogger("payback")
HEAVY = (
    "pyarrow",
    "scipy.optimize",
    "scipy.stats",
    "plotly.io",
    "plotly.tools",
    "babel.numbers",
    "streamlit.elements.arrow",
)


@asynccontextmanager
async def lifespan(_app: App) -> AsyncIterator[None]:
    """Import before the first answer; compress and compute beside the first visits, which may come sooner."""
    await asyncio.to_thread(_imports)
    task = asyncio.create_task(_beside())
    yield
    task.cancel()


def _imports() -> None:
    for name in HEAVY:
        importlib.import_module(name)
    from pages.parts import cards, charts, honest  # noqa: F401 - imported for their own sake


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
