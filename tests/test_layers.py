"""Imports point down only, in the order written here. Files stay small, and SQL stays in data."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Each may import those before it, and itself. What stands in one line does not import one another.
ORDER: tuple[tuple[str, ...], ...] = (
    ("data",),
    ("metrics",),  # the version alone
    ("metrics.words",),
    ("metrics.figure",),
    ("metrics.reading",),
    ("metrics.metric",),
    ("metrics.intervals",),
    ("metrics.ratio",),
    ("metrics.finding",),
    ("metrics.finance",),
    ("metrics.lifetime",),
    ("metrics.scenario",),
    ("metrics.programme",),
    ("metrics.risk", "metrics.experiments"),
    ("metrics.drawing",),
    ("metrics.context",),
    ("metrics.versions", "metrics.answers"),
    ("metrics.customers",),
    ("metrics.churn",),
    ("metrics.value", "metrics.segments", "metrics.returns"),
    ("metrics.case",),
    ("metrics.service", "metrics.pipeline", "metrics.people", "metrics.quality"),
    ("metrics.scorecard",),
    ("metrics.roadmap",),
    ("metrics.strategy",),
    ("metrics.realised",),
    ("metrics.registry",),
    ("metrics.report",),
    ("metrics.overview", "metrics.definitions"),
    ("metrics.workbook",),
    ("metrics.commands",),
    ("metrics.__main__",),
    ("pages.parts",),
    ("pages",),
    ("app",),
)
PLACES = {package: place for place, line in enumerate(ORDER) for package in line}
# What a page may import, beside the standard library; anything else is one of the exceptions below.
PAGE = re.compile(
    r"streamlit|metrics\.words(\..+)?|metrics\.report|metrics(\.\w+)+\.findings(_\w+)?|pages\.parts(\..+)?"
)
DATABASES = {"duckdb", "sqlalchemy", "sqlite3", "sqlglot"}
SCREENS = {"streamlit", "plotly"}
# Keywords in small or in capital letters; a sentence that begins "Select ..." is none.
SQL = re.compile(
    r"^\s*(--.*\n\s*)*(select\s.+\sfrom\s|with\s+\w+\s+as\s*\(|insert\s+into\s|delete\s+from\s|update\s+\w+\s+set\s"
    r"|(create|drop|alter)\s+(or\s+replace\s+)?(table|view|schema|macro)\s|attach\s+'|copy\s+\w+\s+(to|from)\s)",
    re.DOTALL,
)
# What is not so yet. The lists may only become shorter: an entry that is no longer needed fails the test, too.
EXCEPTIONS = (ROOT / "tests" / "layer_exceptions.txt").read_text().split("\n")


def sources(pattern: str) -> list[Path]:
    """The files of ours that match, without what tools leave behind."""
    inside = [path for folder in ("data", "metrics", "pages") for path in sorted((ROOT / folder).rglob(pattern))]
    return [*ROOT.glob(pattern), *inside]


def module(path: str) -> str:
    """The module of the file at ``path``."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


MODULES = frozenset(module(path.relative_to(ROOT).as_posix()) for path in sources("*.py"))


def within(name: str, packages: set[str]) -> bool:
    """Whether the module called ``name`` is one of ``packages`` or lies in one."""
    return any(name == package or name.startswith(package + ".") for package in packages)


def imports(tree: ast.AST) -> Iterator[tuple[str, bool]]:
    """Every module imported, and whether that is hidden: in a function, or for type checkers only.

    ``from data import store`` counts as data.store.
    """
    open_ones = set(map(id, tree.body)) if isinstance(tree, ast.Module) else set()
    for node in ast.walk(tree):
        hidden = id(node) not in open_ones
        if isinstance(node, ast.Import):
            yield from ((alias.name, hidden) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are written in full, from the top"
            for name in dict.fromkeys(f"{node.module}.{alias.name}" for alias in node.names):
                yield (name if name in MODULES else str(node.module)), hidden


def place(name: str) -> int | None:
    """Where the package of the module called ``name`` stands in the order; None for what is not ours."""
    parts = name.split(".")
    heads = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((PLACES[head] for head in heads if head in PLACES), None)


def package(name: str) -> str:
    """The package of the order in which the module called ``name`` lies."""
    parts = name.split(".")
    return next((head for n in range(len(parts), 0, -1) if (head := ".".join(parts[:n])) in PLACES), name)


def offences(path: str, source: str) -> list[str]:
    """What the file at ``path`` does that its place does not allow."""
    tree = ast.parse(source)
    name = module(path)
    found: dict[str, None] = {}
    for other, hidden in imports(tree):
        if forbidden(name, other):
            found[f"{name} imports {other}"] = None
        if hidden and other.split(".")[0] in {"data", "metrics", "pages"} and other != "data.spark":
            found[f"{name} hides its import of {other}"] = None
        if re.fullmatch(r"pages\.\w+", name) and not allowed_to_a_page(other):
            found[f"{name} is a page and imports {other}"] = None
    if not path.startswith("data/"):
        for text in (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)):
            if isinstance(text, str) and (SQL.match(text) or SQL.match(text.swapcase())):
                found[f"{name} holds SQL: {' '.join(text.split())[:40]}"] = None
    if re.fullmatch(r"pages/\w+\.py", path) and source.count("\n") > 80:
        found[f"{name} is longer than 80 lines"] = None
    return list(found)


def forbidden(name: str, other: str) -> bool:
    """Whether the module called ``name`` may not import ``other``, which stands above or beside it."""
    if name.startswith("data") and within(other, SCREENS):
        return True
    if name.startswith("metrics") and within(other, SCREENS | DATABASES):
        return True
    if name.startswith("pages") and within(other, DATABASES):
        return True
    here, there = place(name), place(other)
    if here is None or there is None:
        return False
    return there > here or (there == here and package(name) != package(other))


def allowed_to_a_page(other: str) -> bool:
    """Whether a page may import ``other``."""
    return bool(PAGE.fullmatch(other)) or other.split(".")[0] in sys.stdlib_module_names


def test_imports_point_down_and_sql_stays_in_data_but_for_the_written_exceptions():
    files = {path.relative_to(ROOT).as_posix(): path.read_text() for path in sources("*.py")}
    assert len(files) > 10
    found = {offence for path, source in files.items() for offence in offences(path, source)}
    assert sorted(found) == sorted(filter(None, EXCEPTIONS))


def test_sql_files_stay_short():
    assert {path.name: count for path in sources("*.sql") if (count := path.read_text().count("\n")) > 60} == {}


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("data/warehouse.py", "from metrics import finance"),
        ("data/warehouse.py", "import streamlit as st"),
        ("metrics/finance/value.py", "import duckdb"),
        ("metrics/finance/value.py", "from metrics.churn import retention"),
        ("metrics/lifetime/bg_nbd.py", "import streamlit.components"),
        ("metrics/value/worth.py", "from metrics.segments import groups"),
        ("metrics/report.py", "from pages.parts import cards"),
        ("metrics/customers/base.py", 'QUERY = """\n-- what\nselect a\nfrom b where c"""'),
        ("metrics/report.py", "def f():\n    from metrics.words.text import N_"),
        ("pages/overview.py", "import pandas as pd"),
        ("pages/overview.py", "from data import warehouse"),
        ("pages/overview.py", "from metrics.churn import past"),
        ("pages/overview.py", "x = session.query('SELECT a FROM b WHERE c')"),
        ("pages/overview.py", "\n" * 81),
        ("pages/parts/cards.py", "import duckdb"),
        ("pages/parts/cards.py", "from pages import overview"),
    ],
)
def test_an_offence_is_seen(path, source):
    assert len(offences(path, source)) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("data/warehouse.py", "import duckdb\nfrom data.contracts import TABLES\nx = 'select a from b '"),
        ("metrics/finance/value.py", "import numpy as np\nfrom data.contracts import TABLES\nfrom data import errors"),
        ("metrics/report.py", "from data import warehouse\nfrom data.store import Store"),
        ("metrics/commands/value.py", "from data import intake"),
        (
            "pages/overview.py",
            "import streamlit as st\nfrom metrics.words.text import N_\nfrom pages.parts import show",
        ),
        ("pages/overview.py", "from metrics.churn import findings"),
        ("pages/overview.py", "st.write(_('Select a region, or read the table from the top.'))"),
        ("pages/parts/cards.py", "import streamlit as st\nfrom metrics import report"),
        ("pages/parts/cards.py", "from pages.parts.session import _"),
    ],
)
def test_what_is_allowed_passes(path, source):
    assert offences(path, source) == []
