"""Where the recorder listens: all it knows of the program's inside stands here, and is taken out again.

All that a reader opens by hand (Table, Why?, a tab, an expander) counts as open.
"""

from __future__ import annotations

import functools
import gc
import importlib
import pkgutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any
from unittest import mock

import pandas as pd
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer
from streamlit.elements.lib.mutable_popover_container import PopoverContainer
from streamlit.elements.lib.mutable_tab_container import TabContainer

import metrics
import pages
from metrics.context import Kept
from metrics.finding import Question, Table
from metrics.reading import Reading
from metrics.words import text, units
from pages.parts.churn import more as churn_more
from pages.parts.value import more as customer_more

MOST = 200  # rows kept of a table
# Pages that show one of several parts at a time: the name of the choice in the address, and what can be chosen.
CHOICES = {"customer_value": ("more", tuple(customer_more.SHOWN)), "churn": ("more", tuple(churn_more.SHOWN))}


@dataclass
class Heard:
    """What one page said: readings by id, and tables by the question they answer."""

    readings: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    lock: Any = field(default_factory=threading.RLock)  # parts of a page may run beside each other

    def reading(self, made: Reading) -> None:
        """Keep one reading; the same again counts once."""
        ends = {name: plain(getattr(made, name)) for name in ("value", "low", "high")}
        self._keep(self.readings, made.id, {**ends, "reason": made.reason is not None})

    def table(self, question: str, table: Table) -> None:
        """Keep one table; the same again counts once."""
        rows = [[plain(cell) for cell in row] for row in table.cells()[:MOST]]
        units = [column.unit and str(column.unit) for column in table.columns]
        self._keep(self.tables, question, {"columns": units, "count": len(table.rows), "rows": rows})

    def _keep(self, where: dict[str, list[dict[str, Any]]], key: str, record: dict[str, Any]) -> None:
        with self.lock:
            records = where.setdefault(key, [])
            if record not in records:
                records.append(record)


def plain(thing: Any) -> Any:
    """``thing`` as JSON can hold it, no digit lost; of a message only what stands in its holes: wording may change."""
    if isinstance(thing, text.Message):
        return [plain(value) for _name, value in sorted(thing.values.items())]
    if isinstance(thing, units.Amount):
        return [plain(thing.value), str(thing.unit)]
    if isinstance(thing, text.Written):
        return None
    if isinstance(thing, Enum):
        return plain(thing.value)
    if hasattr(thing, "tolist"):  # of numpy
        return plain(thing.tolist())
    if isinstance(thing, (list, tuple)):
        return [plain(part) for part in thing]
    if thing is None or thing is pd.NaT or thing is pd.NA or (isinstance(thing, float) and thing != thing):
        return None
    if isinstance(thing, (bool, int, float, str)):
        return thing
    return thing.isoformat() if isinstance(thing, date) else str(thing)


@contextmanager
def listening() -> Iterator[Heard]:
    """Hear all that is made and shown inside; nothing made before is used, and nothing made inside is kept."""
    _load()
    heard = Heard()
    forget()
    with ExitStack() as stack:
        _opened(stack)
        _findings(stack, heard)
        stack.enter_context(mock.patch.object(Reading, "__post_init__", _made(heard)))
        try:
            yield heard
        finally:
            forget()


def _load() -> None:
    """Every module of the program, so that none is imported for the first time while numbers are written raw."""
    for package in (metrics, pages):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            kind = module.name.split(".")
            runs = kind[-1] in ("__main__", "shell") or (kind[0] == "pages" and kind[1] != "parts")
            if not runs:
                importlib.import_module(module.name)


def forget() -> None:
    """Empty all that keeps figures or words between runs."""
    for thing in gc.get_objects():
        if isinstance(thing, functools._lru_cache_wrapper) and str(thing.__module__).startswith(("metrics", "pages")):
            thing.cache_clear()
        elif isinstance(thing, Kept):
            thing._made.clear()


def _findings(stack: ExitStack, heard: Heard) -> None:
    """Hear every answer to a question as it is made: its typed table, in full, and its sentence."""
    usual = Question.__call__

    def answered(self: Question[Any], context: Any, /, *args: Any, **choices: Any) -> Any:
        found = usual(self, context, *args, **choices)
        table = found.table() if callable(found.table) else found.table
        if table is not None:
            heard.table(self.id, table)
        return found

    stack.enter_context(mock.patch.object(Question, "__call__", answered))


def _made(heard: Heard) -> Callable[[Reading], None]:
    usual = Reading.__post_init__

    def made(self: Reading) -> None:
        usual(self)
        heard.reading(self)

    return made


def _opened(stack: ExitStack) -> None:
    always = property(lambda self: True, lambda self, value: None)
    for kind in (ExpanderContainer, PopoverContainer, TabContainer):
        stack.enter_context(mock.patch.object(kind, "open", always))
