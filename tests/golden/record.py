"""The record: made by running the pages, kept as one file a page with one reading, row or sentence a line."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from streamlit.testing.v1 import AppTest

from metrics import report
from pages.parts import menu, session
from tests.golden import hooks

FOLDER = Path(__file__).resolve().parent
SHELL = menu.FOLDER / "parts" / "shell.py"
PAGES = (
    "overview",
    "scorecard",
    "realised",
    "strategy",
    "capabilities",
    "benefit_model",
    "roadmap",
    "return_risk",
    "customer_value",
    "segments",
    "churn",
)
REGISTRY = "registry"
NAMES = (*PAGES, REGISTRY)

Record = dict[str, Any]


def make(name: str) -> Record:
    """The record of one page, or of all registered metrics, for what PAYBACK_HOME holds."""
    with _own_store(), hooks.listening() as heard:
        if name == REGISTRY:
            report.readings(report.saved())
            return {"readings": dict(sorted(heard.readings.items()))}
        choice, chosen = hooks.CHOICES.get(name, ("", ("",)))
        for part in chosen:
            _run(name, {choice: part} if choice else {})
    return {
        "readings": {id: _sorted(held) for id, held in sorted(heard.readings.items())},
        "tables": {key: _sorted(held) for key, held in sorted(heard.tables.items())},
    }


@contextmanager
def _own_store() -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder:
        there = {"PAYBACK_STORE": f"sqlite:///{Path(folder) / 'store.db'}"}
        with mock.patch.dict(os.environ, there):
            yield


def _run(page: str, address: dict[str, str]) -> None:
    """Run one page."""
    app = AppTest.from_file(str(SHELL), default_timeout=60)
    app.context = {"locale": "en-GB"}
    app.session_state[session.ARRIVED] = True  # the run with the pictures
    for part, value in address.items():
        app.query_params[part] = value
    if page != menu.FIRST:
        app.switch_page(str(menu.ENTRIES[page].file))
    app.run()
    if app.exception or app.error or app.session_state[session.PAGE] != page:
        raise RuntimeError(f"{page} did not run: {[found.value for found in (*app.exception, *app.error)]}")


def _sorted(things: list[Any]) -> list[Any]:
    """Each once, in an order of their own: parts of a page may run beside each other."""
    found = {json.dumps(one, ensure_ascii=False, sort_keys=True): one for one in things}
    return [found[key] for key in sorted(found)]


def text(name: str, record: Record) -> str:
    """``record`` as its file holds it."""

    def line(thing: Any) -> str:
        return json.dumps(thing, ensure_ascii=False, sort_keys=True)

    parts = [f'"name": {line(name)}']
    readings = ",\n".join(f"{line(id)}: {line(held)}" for id, held in record["readings"].items())
    parts.append(f'"readings": {{\n{readings}\n}}')
    if "tables" in record:
        tables = [
            f"{line(key)}: [\n{','.join(_table(one) for one in held)}\n]" for key, held in record["tables"].items()
        ]
        parts.append('"tables": {\n' + ",\n".join(tables) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _table(table: Record) -> str:
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in table["rows"])
    columns = json.dumps(table["columns"], ensure_ascii=False)
    return f'{{"columns": {columns}, "count": {table["count"]}, "rows": [\n{rows}\n]}}'


def write(folder: Path) -> None:
    """All records of what PAYBACK_HOME holds, into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in NAMES:
        (folder / f"{name}.json").write_text(text(name, make(name)), encoding="utf-8")


def read(name: str, folder: Path = FOLDER) -> Record:
    """The record of ``name`` as kept in ``folder``."""
    found: Record = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return found
