"""The pinned requirements hold everything the program needs, nothing else, and agree with what is installed."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
OWN = {"app", "bench", "data", "metrics", "pages", "tests"}
FILES = ("requirements.txt", "requirements-dev.txt")


def lines(file: str) -> list[str]:
    """What a requirements file asks for, without comments."""
    return [line for line in (ROOT / file).read_text().splitlines() if line and not line.startswith("#")]


def pins(*files: str) -> dict[str, str]:
    """Package to version, of the files together."""
    parts = (line.split("==") for file in files for line in lines(file) if "==" in line)
    return {canonicalize_name(name): version for name, version in parts}


def asked_for(group: str | None = None) -> set[str]:
    """What pyproject.toml names: to run, or in an optional group."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = project["optional-dependencies"][group] if group else project["dependencies"]
    return {canonicalize_name(Requirement(each).name) for each in named}


def needed_by(package: str) -> Iterable[Requirement]:
    """What an installed package needs here, its optional extras left out."""
    needs = map(Requirement, importlib.metadata.requires(package) or ())
    return (need for need in needs if need.marker is None or need.marker.evaluate({"extra": ""}))


@cache
def distributions() -> dict[str, list[str]]:
    """The packages each installed module comes with."""
    return dict(importlib.metadata.packages_distributions())


def imported(folders: Iterable[str]) -> set[str]:
    """The packages (by their name in the index) that our files import."""
    files = [path for folder in folders for path in ROOT.glob(f"{folder}/**/*.py")] + [*ROOT.glob("app.py")]
    nodes = [node for path in files for node in ast.walk(ast.parse(path.read_text()))]
    modules = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    foreign = {module.split(".")[0] for module in modules} - OWN - sys.stdlib_module_names - {""}
    return {canonicalize_name(distributions().get(module, [module])[0]) for module in foreign}


@pytest.mark.parametrize("file", FILES)
def test_every_line_is_an_exact_version_and_names_no_place(file):
    for line in lines(file):
        assert re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*", line) or line == "-r requirements.txt", line
    assert "://" not in (ROOT / file).read_text()


def test_development_builds_on_what_runs():
    assert lines("requirements-dev.txt")[0] == "-r requirements.txt"
    assert not pins("requirements.txt").keys() & pins("requirements-dev.txt").keys()


@pytest.mark.parametrize(("group", "files"), [(None, FILES[:1]), ("dev", FILES)])
def test_the_pins_are_closed_and_hold_nothing_unneeded(group, files):
    pinned = pins(*files)
    reached, waiting = set(), asked_for() | (asked_for(group) if group else set())
    while waiting:
        package = waiting.pop()
        reached.add(package)
        for need in needed_by(package):
            name = canonicalize_name(need.name)
            assert name in pinned, f"{package} needs {need}, which is not pinned: make pins"
            assert need.specifier.contains(pinned[name], prereleases=True), f"{package} needs {need}"
            waiting |= {name} - reached
    assert reached == pinned.keys()


def test_what_is_installed_is_what_is_pinned():
    for package, version in pins(*FILES).items():
        assert importlib.metadata.version(package) == version, f"{package}: make test installs the pins again"


def test_the_program_imports_only_what_it_asks_for():
    # starlette comes with streamlit, whose st.App is made of it; the Spark engine asks for its own when it is chosen
    assert imported(["data", "metrics", "pages"]) - asked_for() <= {"starlette", "sqlglot", "pyspark"}


def test_nothing_is_asked_for_that_nobody_imports():
    # st.login imports authlib, st.plotly_chart plotly; tables are handed over through pyarrow; lifetimes has CDNOW
    assert asked_for() - imported(["data", "metrics", "pages"]) <= {"authlib", "lifetimes", "plotly", "pyarrow"}
