"""What is done before the first visitor comes: imports, opening the data, compressing what a first page loads."""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from pages.parts import compress

if TYPE_CHECKING:
    from streamlit import App

log = logging.getLogger(__name__)
HEAVY = (
    "numpy",
    "pandas",
    "pyarrow",
    "duckdb",
    "scipy.optimize",
    "scipy.stats",
    "plotly.io",
    "plotly.tools",
    "babel.numbers",
)


@asynccontextmanager
async def lifespan(_app: App) -> AsyncIterator[None]:
    """Import first, freeze what is there out of the collector's sight, then compress beside the first visits."""
    await asyncio.to_thread(_imports)
    gc.collect()
    gc.freeze()
    task = asyncio.create_task(_compress())
    yield
    task.cancel()


def _imports() -> None:
    for name in HEAVY:
        importlib.import_module(name)
    from pages.parts import cards, charts, session  # noqa: F401 - imported for their own sake

    try:
        session.warm()
    except Exception:  # a visitor will meet it too, with a sentence; the server must come up all the same
        log.exception("the data could not be opened at start")


async def _compress() -> None:
    files = compress.assets()
    for address in compress.first_page():
        if address in files:
            await compress.squeezed(address, files[address])
