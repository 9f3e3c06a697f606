"""Imports point down only: app, shell, pages, parts, metrics.report, then formulas and data. Files stay small."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DATABASES = {"duckdb", "sqlalchemy", "sqlite3", "sqlglot"}
DECLARED = {"data.contracts", "data.errors", "data.library"}  # what even a formula may know of data
MEET = ("metrics/report*.py", "metrics/scores.py", "metrics/commands/*.py", "metrics/__main__.py")  # formulas and data
# Keywords in small or in capital letters; a sentence that begins "Select ..." is none.
SQL = re.compile(
    r"^\s*(--.*\n\s*)*(select\s.+\sfrom\s|with\s+\w+\s+as\s*\(|insert\s+into\s|delete\s+from\s|update\s+\w+\s+set\s"
    r"|(create|drop|alter)\s+(or\s+replace\s+)?(table|view|schema|macro)\s|attach\s+'|copy\s+\w+\s+(to|from)\s)",
    re.DOTALL,
)


def within(module: str, packages: set[str]) -> bool:
    """Whether ``module`` is one of ``packages`` or lies in one."""
    return any(module == package or module.startswith(package + ".") for package in packages)


def imports(tree: ast.AST) -> Iterator[str]:
    """Every module imported anywhere; ``from data import store`` counts as data.store."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are written in full, from the top"
            inside = node.module in {"data", "metrics", "pages"}
            yield from (f"{node.module}.{alias.name}" if inside else str(node.module) for alias in node.names)


def forbidden(path: str, module: str) -> bool:
    """Whether the file at ``path`` may not import ``module``."""
    if path.startswith("data/"):
        return within(module, {"metrics", "pages", "app", "streamlit", "plotly"})
    if path.startswith("metrics/"):
        meets = any(fnmatch(path, pattern) for pattern in MEET)
        reaches = within(module, {"data"}) and not within(module, DECLARED) and not meets
        return reaches or within(module, {"pages", "app", "streamlit", "plotly"} | DATABASES)
    if path.startswith("pages/parts/"):
        return within(module, {"app"} | DATABASES) or (
            within(module, {"pages"}) and not within(module, {"pages.parts"})
        )
    if path.startswith("pages/"):
        ours = module in {"streamlit", "pages.parts"} or within(module, {"metrics"})
        return not ours and module.split(".")[0] not in sys.stdlib_module_names
    return within(module, {"pages"}) and module != "pages.parts"


def offences(path: str, source: str) -> list[str]:
    """What the file at ``path`` does that its layer may not."""
    tree = ast.parse(source)
    found = [f"{path} imports {module}" for module in imports(tree) if forbidden(path, module)]
    if not path.startswith("data/") and not any(fnmatch(path, pattern) for pattern in MEET):
        texts = (
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )
        found += [
            f"{path} holds SQL: {text.strip()[:40]}" for text in texts if SQL.match(text) or SQL.match(text.swapcase())
        ]
    limit = 80 if re.fullmatch(r"pages/\w+\.py", path) else None
    return found + [f"{path} is longer than {limit} lines"] * bool(limit and source.count("\n") > limit)


def sources(pattern: str) -> list[Path]:
    """The files of ours that match, without what tools leave behind."""
    inside = [path for folder in ("data", "metrics", "pages") for path in sorted((ROOT / folder).rglob(pattern))]
    return [*ROOT.glob(pattern), *inside]


def test_no_file_does_what_its_layer_may_not():
    files = {path.relative_to(ROOT).as_posix(): path.read_text() for path in sources("*.py")}
    assert len(files) > 10
    assert [offence for path, source in files.items() for offence in offences(path, source)] == []


def test_sql_files_stay_short():
    assert {path.name: count for path in sources("*.sql") if (count := path.read_text().count("\n")) > 60} == {}


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("data/warehouse.py", "from metrics import finance"),
        ("data/warehouse.py", "import streamlit as st"),
        ("metrics/finance.py", "import duckdb"),
        ("metrics/finance.py", "def f():\n    from sqlalchemy.orm import Session"),
        ("metrics/finance.py", "from data import warehouse"),
        ("metrics/finance.py", "from data.warehouse import open_current"),
        ("metrics/lifetime/bg_nbd.py", "import streamlit.components"),
        ("metrics/report.py", "from pages.parts import charts"),
        ("metrics/base.py", 'QUERY = """\n-- what\nselect a\nfrom b where c"""'),
        ("pages/overview.py", "import pandas as pd"),
        ("pages/overview.py", "from data import warehouse"),
        ("pages/overview.py", "import pages.parts.cards"),
        ("pages/overview.py", "from pages.parts.cards import row"),
        ("pages/overview.py", "x = session.query('SELECT a FROM b WHERE c')"),
        ("pages/overview.py", "\n" * 81),
        ("pages/parts/cards.py", "import duckdb"),
        ("pages/parts/cards.py", "from pages import overview"),
        ("app.py", "from pages.parts.warm import lifespan"),
    ],
)
def test_an_offence_is_seen(path, source):
    assert len(offences(path, source)) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("data/warehouse.py", "import duckdb\nfrom data.contracts import TABLES\nx = 'select a from b '"),
        ("metrics/finance.py", "import numpy as np\nfrom data.contracts import TABLES\nfrom data import errors"),
        ("metrics/report.py", "from data import warehouse\nfrom data.store import Store"),
        ("metrics/commands/value.py", "from data import intake"),
        ("pages/overview.py", "import streamlit as st\nfrom metrics.text import N_\nfrom pages.parts import cards"),
        ("pages/overview.py", "st.write(_('Select a region, or read the table from the top.'))"),
        ("pages/parts/cards.py", "import streamlit as st\nfrom pages.parts import charts\nfrom metrics import report"),
        ("pages/parts/cards.py", "from pages.parts.session import _"),
    ],
)
def test_what_is_allowed_passes(path, source):
    assert offences(path, source) == []
