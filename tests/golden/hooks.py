"""Where the recorder listens: all it knows of the program's inside stands here, and is taken out again.

While it listens, numbers are not written for a person but as they are, with their unit: ``⟦0.7345331|share⟧``. All that
a reader opens by hand (Table, Why?, a tab, an expander) counts as open.
"""

from __future__ import annotations

import functools
import gc
import importlib
import math
import pkgutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any
from unittest import mock

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer
from streamlit.elements.lib.mutable_popover_container import PopoverContainer
from streamlit.elements.lib.mutable_tab_container import TabContainer

import metrics
import pages
from metrics.context import Kept
from metrics.finding import Question
from metrics.reading import Reading
from metrics.words import text, units
from metrics.words.reader import Reader
from pages.parts.churn import more as churn_more
from pages.parts.value import more as customer_more

MOST = 200  # rows kept of a table
NAME = "golden_key"  # where a popover carries its key
VERSION = "code {version}"  # says nothing of a figure, and changes with every release
# Pages that show one of several parts at a time: the name of the choice in the address, and what can be chosen.
CHOICES = {"customer_value": ("more", tuple(customer_more.SHOWN)), "churn": ("more", tuple(churn_more.SHOWN))}


@dataclass
class Heard:
    """What one page said: readings by id, tables by key, sentences, and the texts they became."""

    readings: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    sentences: list[Any] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    lock: Any = field(default_factory=threading.RLock)  # parts of a page may run beside each other

    def reading(self, made: Reading) -> None:
        """Keep one reading; the same again counts once."""
        found = {"value": plain(made.value), "low": plain(made.low), "high": plain(made.high)}
        found["reason"] = plain(made.reason)
        with self.lock:
            held = self.readings.setdefault(made.id, [])
            if found not in held:
                held.append(found)

    def table(self, key: str, data: Any) -> None:
        """Keep one table; the same again counts once."""
        found = tabular(data)
        with self.lock:
            held = self.tables.setdefault(key or " | ".join(found["columns"]), [])
            if found not in held:
                held.append(found)

    def typed(self, key: str, found: dict[str, Any]) -> None:
        """Keep one table as its finding gives it; the same again counts once."""
        with self.lock:
            held = self.tables.setdefault(key, [])
            if found not in held:
                held.append(found)

    def sentence(self, words: Any, said: str) -> None:
        """Keep one sentence, and what it read like."""
        with self.lock:
            self.said.add(said)
            if words[0] != VERSION:
                self.sentences.append(words)


def plain(thing: Any) -> Any:
    """``thing`` as JSON can hold it, no digit lost; a message as its text and what goes in its holes."""
    if isinstance(thing, text.Message):
        parts = getattr(thing, "parts", None)
        if parts is not None:
            return [getattr(thing, "between", ""), *(plain(part) for part in parts)]
        return [thing.text, {name: plain(value) for name, value in thing.values.items()}]
    if isinstance(thing, units.Amount):
        return raw(thing.value, thing.unit)
    if isinstance(thing, text.Term):
        return thing.text
    if isinstance(thing, text.Written):
        return thing.render("en", "XXX")
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
    if isinstance(thing, date):
        return thing.isoformat()
    if is_dataclass(thing):
        return {one.name: plain(getattr(thing, one.name)) for one in fields(thing)}
    return str(thing)


def raw(value: Any, unit: Any) -> str:
    """A number as it is; what is none is refused here as it is where numbers are written for a person."""
    if not math.isfinite(value):
        raise ValueError(f"a value without a number cannot be written: {value}")
    number = plain(value)
    return f"⟦{number if isinstance(number, int) else float(number)!r}|{unit}⟧"


def tabular(data: Any) -> dict[str, Any]:
    """Columns, the count of rows, and the first of them."""
    frame = getattr(data, "data", data)  # of a styled frame
    frame = frame if isinstance(frame, pd.DataFrame) else pd.DataFrame(frame)
    if not isinstance(frame.index, pd.RangeIndex):
        frame = frame.rename_axis(index=frame.index.name or "index").reset_index()
    rows = [[plain(cell) for cell in row] for row in frame.head(MOST).itertuples(index=False, name=None)]
    return {"columns": [str(name) for name in frame.columns], "count": len(frame), "rows": rows}


def _value(value: float, unit: units.Unit, lang: str = "en", currency: str = "XXX", *, signed: bool = False) -> str:
    return raw(value, unit)


def _months(months: float, lang: str = "en") -> str:
    return raw(months, units.Unit.MONTHS)


def _range(low: float, high: float, unit: units.Unit, lang: str = "en", currency: str = "XXX") -> str:
    return f"{raw(low, unit)} to {raw(high, unit)}"


def _day(day: date, lang: str = "en") -> str:
    return day.isoformat()


WRITTEN: dict[str, Callable[..., str]] = {
    "format_value": _value,
    "format_months": _months,
    "format_range": _range,
    "format_day": _day,
}


@contextmanager
def listening() -> Iterator[Heard]:
    """Hear all that is made and shown inside; nothing made before is used, and nothing made inside is kept."""
    _load()
    heard = Heard()
    forget()
    with ExitStack() as stack:
        _numbers(stack)
        _sentences(stack, heard)
        _tables(stack, heard)
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


def _numbers(stack: ExitStack) -> None:
    for name, put in WRITTEN.items():
        usual = getattr(units, name)
        for module in list(sys.modules.values()):
            if getattr(module, "__name__", "").startswith(("metrics", "pages")) and vars(module).get(name) is usual:
                stack.enter_context(mock.patch.object(module, name, put))


def _sentences(stack: ExitStack, heard: Heard) -> None:
    read, count = Reader.read, Reader.count

    def reads(self: Reader, words: text.Message | str) -> str:
        said = read(self, words)
        if isinstance(words, text.Message):
            heard.sentence(plain(words), said)
        return said

    def counts(self: Reader, one: str, many: str, number: int, /, **values: object) -> str:
        said = count(self, one, many, number, **values)
        heard.sentence([many, {"n": number, **{name: plain(value) for name, value in values.items()}}], said)
        return said

    stack.enter_context(mock.patch.object(Reader, "read", reads))
    stack.enter_context(mock.patch.object(Reader, "count", counts))


def _findings(stack: ExitStack, heard: Heard) -> None:
    """Hear every answer to a question as it is made: its typed table, in full, and its sentence."""
    usual = Question.__call__

    def answered(self: Question[Any], context: Any, /, *args: Any, **choices: Any) -> Any:
        found = usual(self, context, *args, **choices)
        table = found.table() if callable(found.table) else found.table
        if table is not None:
            names = [plain(column.heading) for column in table.columns]
            rows = [[plain(cell) for cell in row] for row in table.cells()[:MOST]]
            heard.typed(self.id, {"columns": [str(name) for name in names], "count": len(table.rows), "rows": rows})
        return found

    stack.enter_context(mock.patch.object(Question, "__call__", answered))


def _made(heard: Heard) -> Callable[[Reading], None]:
    usual = Reading.__post_init__

    def made(self: Reading) -> None:
        usual(self)
        heard.reading(self)

    return made


def _tables(stack: ExitStack, heard: Heard) -> None:
    """Hear tables, each under its own key or that of the popover it stands in."""

    def listened(name: str) -> None:
        usual = getattr(DeltaGenerator, name)

        def shown(self: DeltaGenerator, data: Any = None, *args: Any, **more: Any) -> Any:
            heard.table(str(more.get("key") or _within(self._active_dg)), data)
            return usual(self, data, *args, **more)

        _patched(stack, name, shown)

    def popover(self: DeltaGenerator, *args: Any, **more: Any) -> Any:
        made = usual_popover(self, *args, **more)
        setattr(made, NAME, more.get("key"))
        return made

    usual_popover = DeltaGenerator.popover
    _patched(stack, "popover", popover)
    for name in ("table", "dataframe", "data_editor"):
        listened(name)


def _patched(stack: ExitStack, name: str, put: Callable[..., Any]) -> None:
    stack.enter_context(mock.patch.object(DeltaGenerator, name, put))
    stack.enter_context(mock.patch.object(st, name, getattr(st._main, name)))


def _within(place: DeltaGenerator | None) -> str:
    while place is not None:
        if vars(place).get(NAME):  # not getattr: it answers to every name
            return str(vars(place)[NAME])
        place = place._parent
    return ""


def _opened(stack: ExitStack) -> None:
    always = property(lambda self: True, lambda self, value: None)
    for kind in (ExpanderContainer, PopoverContainer, TabContainer):
        stack.enter_context(mock.patch.object(kind, "open", always))
